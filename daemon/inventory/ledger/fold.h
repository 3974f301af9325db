/*
 * Text as it is compared. People write one name in many ways: in full-width letters, with
 * traditional characters, with blanks within dates, with the sound behind a character, as in
 * 區(qū). What is kept of a text is what was written; what it is known by is its fold.
 */
#ifndef LEDGER_FOLD_H
#define LEDGER_FOLD_H

#include <stdbool.h>

struct error;

/* Once, before the others. ERROR_FAILED when the table of simplified characters is missing. */
int fold_open(struct error *error);

/*
 * The text in simplified characters, half-width letters and punctuation and lower case, without
 * blanks, marks of no width and sounds. The caller frees.
 */
char *fold_text(const char *text);

/* Whether it is the fold of one of the words "A|B|C", a constant. NULL: there are none. */
bool fold_is_one_of(const char *folded, const char *words);

/* The text without blanks around it, of whichever width. The caller frees. */
char *fold_trim(const char *text);

#endif
