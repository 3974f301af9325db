#include "planning/given.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "core/archive.h"
#include "core/spool.h"
#include "core/store.h"
#include "model/findings.h"
#include "planning/newest.h"

struct giving {
	struct spool *output;
	struct json_object *accepted; /* identities */
	struct json_object *seen; /* machines of which a finding on their writing was given */
};

struct finding {
	struct skim_text id, kind, rule, verdict, all;
};

/* What planning reads whatever its verdict is. */
static bool is_used(const struct skim_text *rule)
{
	return skim_is(rule, "link.capacity") || skim_is(rule, "zombie.candidate") ||
	       skim_is(rule, "shadow.similar") || skim_is(rule, "machine.size");
}

/*
 * How fast a machine writes its memory is told with each host of the cloud, and is the same:
 * of those that pass planning reads the first.
 */
static bool is_first_writing(struct giving *giving, const struct finding *finding)
{
	AUTO_FREE char *id = NULL;

	if (!skim_is(&finding->rule, "machine.converges"))
		return false;
	id = skim_take(&finding->id);
	if (json_member(giving->seen, id))
		return false;
	json_set_boolean(giving->seen, id, true);
	return true;
}

static int add_acceptance(
	void *argument, const char *key, const char *value, struct error *error)
{
	(void)value;
	(void)error;
	json_set_boolean(argument, key, true);
	return 0;
}

/*
 * Told again with the acceptance where it is read whatever its verdict; else it blocks no more.
 */
static int give_judged(
	struct giving *giving, const struct finding *finding, bool used, struct error *error)
{
	struct source source = {SOURCE_JSON, "finding", finding->all.data, finding->all.size};
	AUTO_JSON struct json_object *tree = NULL;
	char identity[DIGEST_TEXT];

	if (json_parse(&tree, &source, ARCHIVE_MOST, error) < 0)
		return -1;
	findings_identity(tree, identity);
	if (!json_member(giving->accepted, identity)) {
		spool_add(giving->output, "finding", finding->all.data, finding->all.size);
	} else if (used) {
		json_set_boolean(tree, "accepted", true);
		spool_add_json(giving->output, "finding", tree);
	}
	return 0;
}

/* What approvers have accepted blocks no more. */
static int give(struct giving *giving, const struct finding *finding, struct error *error)
{
	bool used = is_used(&finding->rule) || is_first_writing(giving, finding);

	if (skim_is(&finding->verdict, "pass") && !used)
		return 0;
	if (json_object_object_length(giving->accepted) > 0)
		return give_judged(giving, finding, used, error);
	spool_add(giving->output, "finding", finding->all.data, finding->all.size);
	return 0;
}

static int give_all(struct giving *giving, const struct newest *findings, struct error *error)
{
	struct skim walk = newest_walk(findings);
	struct finding finding;
	const struct skim_wanted wanted[] = {{"id", &finding.id, true},
		{"kind", &finding.kind, true}, {"rule", &finding.rule, true},
		{"verdict", &finding.verdict, true}, {0}};

	while (skim_entry(&walk))
		if (newest_entry(&walk, wanted, &finding.all, error) < 0 ||
			give(giving, &finding, error) < 0)
			return -1;
	return 0;
}

int given_findings(struct spool *output, struct store *store, const struct newest *findings,
	struct error *error)
{
	struct giving giving = {output, json_object_new_object(), json_object_new_object()};
	int given = store_walk(store, ACCEPTANCE_SPACE, add_acceptance, giving.accepted, error);

	if (given == 0)
		given = give_all(&giving, findings, error);
	json_object_put(giving.accepted);
	json_object_put(giving.seen);
	return given;
}
