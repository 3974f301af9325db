/* Lists on the command line. */
#ifndef CLI_LISTS_H
#define CLI_LISTS_H

struct json_object;

/* Sets member `name` to the words of "a,b,c"; nothing when `text` is NULL. */
void cli_set_list(struct json_object *body, const char *name, const char *text);

#endif
