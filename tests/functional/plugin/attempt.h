/*
 * What a plugin that was taken over could try. Each attempt is made for real and says "done",
 * or the name of the error with which it was refused ("EPERM").
 */
#ifndef PLUGIN_ATTEMPT_H
#define PLUGIN_ATTEMPT_H

struct error;

#define ATTEMPT_PLACE                                                                          \
	"banyun-plugin-test-place" /* the one folder that is writable, in the working folder */

/* Makes the writable folder, and what is attempted at outside of it. */
int attempt_prepare(struct error *error);
/* Takes away what was made, also by an attempt that succeeded. */
void attempt_clear(void);

/* NULL when there is no attempt of that name. */
const char *attempt_by_name(const char *name);
/* The names, in order; NULL at the end. */
const char *attempt_name(unsigned index);

#endif
