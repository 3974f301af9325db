/* Plans by the first digits of their digest, and a reviewed plan's file. */
#ifndef CLI_PLAN_FIND_H
#define CLI_PLAN_FIND_H

#include "cli/cli.h"

/* The whole digest of the plan whose digits begin with `start`; the caller frees it. */
int cli_find_plan(char **root, const struct cli *cli, const char *start, struct error *error);

/* The plan as the API shows it: {"plan", "document", "waves"}. */
int cli_load_plan(struct json_object **answer, const struct cli *cli, const char *start,
	struct error *error);

/* Sets member "reviewed" to the plan of that file; nothing when `path` is NULL. */
int cli_set_reviewed(struct json_object *body, const char *path, struct error *error);

#endif
