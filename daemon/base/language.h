/*
 * The language of people: the English sentence in the code is the key, the catalog of LANG
 * (contrib/po) gives the Chinese one.
 */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <libintl.h>

#define LANGUAGE_DOMAIN "banyun"

#define _(text) gettext(text)

/* A sentence of a table: the catalog has it, and whoever shows it translates it with _(). */
#define N_(text) text

/*
 * Once, first in main(), before any thread. Takes the locale of the environment; where the
 * machine has not generated it, C.UTF-8 with the messages of its language, so that
 * LANG=zh_CN.UTF-8 is enough on any machine. Catalogs are looked for in $TEXTDOMAINDIR, or
 * where banyun was installed. Without a catalog the English sentence stays; there is no error.
 */
void language_start(void);

/*
 * A sentence that banyund or a plugin wrote, in English, as the person reads it. Which sentence
 * of the catalog it was made from is found again, and what stood in its directives is put into
 * the translation; where that is a sentence too, it is translated likewise. What the catalog
 * does not know stays as it is. The caller frees.
 */
char *language_sentence(const char *english);

/*
 * An error in one line for a terminal: where, and what, as the person reads it. The caller
 * frees.
 */
struct error;
char *language_error(const struct error *error);

/*
 * Which sentence of the catalog such a sentence was made from, so that those that differ only
 * by what was put into them can be counted together; NULL: none. Borrowed, for ever.
 */
const char *language_template(const char *english);

/* The sentences of the catalogs as the code has them; NULL ends them. */
extern const char *const language_templates[];

/* The code of the language that sentences are in, as HTML has it: "en", "zh-CN". */
const char *language_code(void);

#endif
