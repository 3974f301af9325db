#include "model/rate.h"
#include "base/text.h"

const char *const rate_formulas[] = {"systems_on_cloud", "machines_on_cloud", "kept_on_cloud",
	"kept_on_cloud_or_hosted", "eligible_on_cloud", NULL};
const char *const rate_choices[] = {"systems_on_cloud", "machines_on_cloud", NULL};

enum rate_formula rate_formula(const char *name)
{
	int found = 0;

	while (rate_formulas[found] && !text_equal(rate_formulas[found], name))
		found++;
	return (enum rate_formula)found;
}

static bool counts(enum rate_formula formula, const struct rate_system *system)
{
	if (!system->in_scope || system->machines == 0)
		return false;
	if (formula == RATE_KEPT || formula == RATE_HOSTED)
		return !disposition_ends(system->disposition);
	return formula != RATE_ELIGIBLE || disposition_is_eligible(system->disposition);
}

struct rate rate_of(enum rate_formula formula, const struct rate_system *system)
{
	if (!counts(formula, system))
		return (struct rate){0};
	if (formula == RATE_MACHINES)
		return (struct rate){system->arrived, system->machines};
	return (struct rate){system->arrived == system->machines ||
				     (formula == RATE_HOSTED && system->hosted),
		1};
}

int64_t rate_percent_x100(struct rate rate)
{
	return rate.total > 0 ? rate.on_cloud * 10000 / rate.total : 0;
}

bool rate_reaches(struct rate rate, int64_t percent)
{
	return rate.total > 0 && rate.on_cloud * 100 >= percent * rate.total;
}

int64_t rate_missing(struct rate rate, int64_t percent)
{
	return (percent * rate.total + 99) / 100 - rate.on_cloud;
}
