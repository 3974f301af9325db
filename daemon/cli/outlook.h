/* When a run will have ended, as banyund expects it now, in sentences. */
#ifndef CLI_OUTLOOK_H
#define CLI_OUTLOOK_H

struct cli;
struct json_object;

/* Of GET /v1/runs/{id}; nothing of a run that has finished. */
void outlook_say(struct json_object *run);

/* Of each run of the plan that has not finished; nothing when that cannot be asked. */
void outlook_say_plan(const struct cli *cli, const char *root);

#endif
