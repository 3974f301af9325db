/*
 * The login that stays after a question, for the next one. Whoever uses it has it alone.
 */
#ifndef SSH_STAY_H
#define SSH_STAY_H

struct session;

/* The caller's now; NULL when none stays. */
struct session *stay_take(void);

/* Gives it away. Of two that were used at once the later stays. */
void stay_put(struct session **session);

#endif
