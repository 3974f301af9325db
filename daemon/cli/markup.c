#include "cli/markup.h"
#include "base/text.h"
#include <string.h>

#define NO_CHARACTER "\xef\xbf\xbd"

static const char *reference_of(char character)
{
	switch (character) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return strchr("\t\n", character) || (unsigned char)character >= ' '
			       ? NULL
			       : NO_CHARACTER;
	}
}

void markup_escape(struct text *markup, const char *text)
{
	while (text && *text) {
		const char *reference = reference_of(*text);
		size_t length = text_utf8_length(text, strlen(text));

		/* U+FFFE and U+FFFF are none in XML, and nothing else is cut here. */
		if (length == 0 || strncmp(text, "\xef\xbf\xbe", 3) == 0 ||
			strncmp(text, "\xef\xbf\xbf", 3) == 0)
			reference = NO_CHARACTER;
		if (reference)
			text_add(markup, reference);
		else
			text_append(markup, text, length);
		text += length ? length : 1;
	}
}
