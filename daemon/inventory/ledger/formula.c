#include "inventory/ledger/formula.h"

#include "base/text.h"
#include <string.h>

bool formula_begins(const char *text)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};

	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (text_starts(text, wide[i]))
			return true;
	if (*text == '+' || *text == '-')
		return strspn(text + 1, "0123456789.,") != strlen(text + 1);
	return *text != '\0' && strchr("=@\t\r\n", *text);
}
