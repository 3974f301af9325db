/* What a script of ours is told: lines of shell that set variables. Pure. */
#ifndef SSH_SHELL_H
#define SSH_SHELL_H

struct error;
struct text;

/* A line that gives the variable exactly this value, quoted. */
void shell_assign(struct text *script, const char *name, const char *value);

/*
 * ERROR_INPUT when a path cannot be given to a shell safely: not absolute, or with a control
 * character. `what` names it in the sentence: "the image".
 */
int shell_check_path(const char *path, const char *what, struct error *error);
/* The same for what is no path. */
int shell_check(const char *value, const char *what, struct error *error);

#endif
