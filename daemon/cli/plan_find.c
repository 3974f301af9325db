#include "cli/plan_find.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/plan.h"
#include <string.h>

static bool begins(const char *digest, const char *start)
{
	const char *digits = strchr(digest, ':');

	return text_starts(digest, start) || (digits && text_starts(digits + 1, start));
}

int cli_find_plan(char **root, const struct cli *cli, const char *start, struct error *error)
{
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *plans;
	const char *found = NULL;

	*root = NULL;
	if (cli_ask(&answer, cli, "GET", "/v1/plans", NULL, error) < 0)
		return -1;
	plans = json_member(answer, "plans");
	for (size_t i = 0; i < json_object_array_length(plans); i++) {
		const char *plan = json_string(json_object_array_get_idx(plans, i), "plan");

		if (!begins(plan, start))
			continue;
		if (found)
			return error_set(error, ERROR_USAGE, start,
				_("Several plans begin with \"%s\"; give more digits."), start);
		found = plan;
	}
	if (!found)
		return error_set(error, ERROR_NOT_FOUND, start,
			_("There is no plan \"%s\"; `banyun plan show` lists them."), start);
	*root = mem_string(found);
	return 0;
}

int cli_load_plan(struct json_object **answer, const struct cli *cli, const char *start,
	struct error *error)
{
	AUTO_FREE char *root = NULL, *path = NULL;

	*answer = NULL;
	if (cli_find_plan(&root, cli, start, error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s", root);
	return cli_ask(answer, cli, "GET", path, NULL, error);
}

int cli_set_reviewed(struct json_object *body, const char *path, struct error *error)
{
	struct json_object *plan;

	if (!path)
		return 0;
	if (shape_read_file(&plan, SOURCE_JSON, path, plan_fields, error) < 0)
		return -1;
	json_set(body, "reviewed", plan);
	return 0;
}
