/*
 * What the system lets banyund have: open files, and processes of its user. Where there are too
 * few of either, that is said in words which name the limit.
 */
#ifndef CORE_LIMITS_H
#define CORE_LIMITS_H

/* Takes as many open files as may be had without asking anybody. */
void limits_raise(void);

/*
 * How many workers may stay, of at most `most`, when there is to be room for all else; the log
 * is told what binds it.
 */
unsigned limits_staying(unsigned most);

/* Why a file could not be opened or a process not be made, from errno; words, no sentence. */
const char *limits_reason(int reason);

#endif
