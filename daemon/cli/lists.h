/*
 * What several commands need: lists on the command line, plans by the first digits of their
 * digest, and a reviewed plan's file.
 */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

#include "cli/cli.h"
#include "model/plan.h"

/* The words of "a,b,c" as a new list; NULL for NULL. */
struct json_object *cli_list(const char *text);

/* Sets member `name` to the words of "a,b,c"; nothing when `text` is NULL. */
void cli_set_list(struct json_object *body, const char *name, const char *text);

/* The whole digest of the plan whose digits begin with `start`; the caller frees it. */
int cli_find_plan(char **root, const struct cli *cli, const char *start, struct error *error);

/* The plan as the API shows it: {"plan", "document", "waves"}. */
int cli_load_plan(struct json_object **answer, const struct cli *cli, const char *start,
	struct error *error);

/* Sets member "reviewed" to the plan of that file; nothing when `path` is NULL. */
int cli_set_reviewed(struct json_object *body, const char *path, struct error *error);

#endif
