/*
 * The language of people: the English sentence in the code is the key, the catalog of LANG
 * gives the Chinese one.
 */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <libintl.h>
#include <locale.h>

#define LANGUAGE_DOMAIN "banyun"

#define _(text) gettext(text)

/* Once, first in main(). Without a catalog the English sentence stays. */
static inline void language_start(void)
{
	setlocale(LC_ALL, "");
	bindtextdomain(LANGUAGE_DOMAIN, LOCALE_FOLDER);
	textdomain(LANGUAGE_DOMAIN);
}

#endif
