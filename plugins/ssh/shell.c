#include "ssh/shell.h"
#include "base/error.h"
#include "base/text.h"

void shell_assign(struct text *script, const char *name, const char *value)
{
	text_format(script, "%s='", name);
	for (; *value != '\0'; value++)
		if (*value == '\'')
			text_add(script, "'\\''");
		else
			text_append(script, value, 1);
	text_add(script, "'\n");
}

static bool has_controls(const char *value)
{
	for (; *value != '\0'; value++)
		if ((unsigned char)*value < 0x20 || *value == 0x7f)
			return true;
	return false;
}

int shell_check(const char *value, const char *what, struct error *error)
{
	if (!has_controls(value))
		return 0;
	return error_set(error, ERROR_INPUT, NULL,
		"The %s holds control characters, and is not given to a shell.", what);
}

int shell_check_path(const char *path, const char *what, struct error *error)
{
	if (path[0] != '/')
		return error_set(error, ERROR_INPUT, NULL,
			"The path \"%s\" of %s is not absolute, but has to be.", path, what);
	if (has_controls(path))
		return error_set(error, ERROR_INPUT, NULL,
			"The path of %s holds control characters, and is not given to a shell.",
			what);
	return 0;
}
