#include "base/language.h"
#include <locale.h>
#include <stdlib.h>

/* The locale that the environment asks for messages in, in setlocale()'s order; or NULL. */
static const char *wanted(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return NULL;
}

/* In the locale "C" gettext() translates nothing; in C.UTF-8 it obeys LANGUAGE. */
static void start_without_locale(void)
{
	const char *language = wanted();

	if (setlocale(LC_ALL, "C.UTF-8") && language)
		setenv("LANGUAGE", language, 0);
}

void language_start(void)
{
	const char *folder = secure_getenv("TEXTDOMAINDIR");

	if (!setlocale(LC_ALL, ""))
		start_without_locale();
	bindtextdomain(LANGUAGE_DOMAIN, folder && *folder ? folder : LOCALE_FOLDER);
	textdomain(LANGUAGE_DOMAIN);
}

/* Each catalog translates the code to its own. */
const char *language_code(void)
{
	return _("en");
}
