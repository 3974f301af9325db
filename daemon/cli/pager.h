/*
 * Long output on a terminal: what a command prints is kept until the command has ended, and
 * goes through a pager when it has more lines than the terminal. Nothing changes where the
 * output goes elsewhere. The pager is the program that PAGER names, with its arguments, or
 * less; none for "" and "cat".
 */
#ifndef CLI_PAGER_H
#define CLI_PAGER_H

#include <stdbool.h>

/* Once, before anything is printed: keeps it from now on. */
void pager_begin(void);
/* Shows what was kept and waits for the pager; nothing when nothing is kept. */
void pager_end(void);

/* Whether it is a terminal that what is printed goes to, now or in the end. */
bool pager_is_terminal(void);
/* The descriptor of that, or of the standard output. */
int pager_terminal(void);

#endif
