#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/pager.h"
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

int cli_complain(const struct error *error)
{
	AUTO_FREE char *line = language_error(error);

	fprintf(stderr, "banyun: %s\n", line);
	return error_exit_code(error->code);
}

void cli_show_text(const char *text)
{
	AUTO_FREE char *tame = pager_is_terminal() ? text_tame(text) : NULL;

	puts(tame ? tame : text);
}

bool cli_show_json(const struct cli *cli, struct json_object *tree)
{
	AUTO_FREE char *text = NULL;

	if (!cli->json)
		return false;
	text = json_canonical_string(tree);
	cli_show_text(text);
	return true;
}

const char *cli_said(struct json_object *tree, const char *member)
{
	const char *told = json_string(tree, member);
	AUTO_FREE char *said = told ? language_sentence(told) : NULL;

	if (said)
		json_set_string(tree, member, said);
	return json_string(tree, member);
}

/* One decimal, in steps of `base`. */
static char *scale(int64_t value, int64_t base, const char *const *units, char out[48])
{
	int64_t tenths = value * 10;

	while (tenths >= base * 10 && units[1]) {
		tenths /= base;
		units++;
	}
	if (tenths % 10)
		snprintf(out, 48, "%lld.%lld %s", (long long)(tenths / 10),
			(long long)(tenths % 10), *units);
	else
		snprintf(out, 48, "%lld %s", (long long)(tenths / 10), *units);
	return out;
}

char *cli_bytes(int64_t bytes, char out[48])
{
	static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", NULL};

	return scale(bytes, 1024, units, out);
}

char *cli_rate(int64_t bits, char out[48])
{
	static const char *const units[] = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", NULL};

	return scale(bits, 1000, units, out);
}

char *cli_seconds(int64_t seconds, char out[48])
{
	if (seconds < 60)
		snprintf(out, 48, _("%lld s"), (long long)seconds);
	else if (seconds < 3600)
		snprintf(out, 48, _("%lld min %lld s"), (long long)(seconds / 60),
			(long long)(seconds % 60));
	else if (seconds < 172800)
		snprintf(out, 48, _("%lld h %lld min"), (long long)(seconds / 3600),
			(long long)(seconds / 60 % 60));
	else
		snprintf(out, 48, _("%lld d %lld h"), (long long)(seconds / 86400),
			(long long)(seconds / 3600 % 24));
	return out;
}

char *cli_milliseconds(int64_t milliseconds, char out[48])
{
	if (milliseconds >= 10000)
		return cli_seconds((milliseconds + 999) / 1000, out);
	snprintf(out, 48, _("%lld ms"), (long long)milliseconds);
	return out;
}

char *cli_short(const char *digest, char out[13])
{
	const char *digits = digest ? strchr(digest, ':') : NULL;

	snprintf(out, 13, "%s", digits ? digits + 1 : digest ? digest : "");
	return out;
}

char *cli_bar(int64_t done, int64_t total, unsigned width, char *out)
{
	unsigned full = total > 0 ? (unsigned)(done * width / total) : 0;

	full = full > width ? width : full;
	*out = '\0';
	for (unsigned i = 0; i < width; i++)
		memcpy(out + strlen(out), i < full ? "█" : "░", sizeof("█"));
	return out;
}

char *cli_sparkline(const int64_t *values, size_t count, int64_t most)
{
	static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const plain[] = {"_", ".", ":", "-", "=", "+", "*", "#"};
	bool unicode = text_equal(nl_langinfo(CODESET), "UTF-8");
	struct text line = {0};

	for (size_t i = 0; i < count; i++) {
		int64_t level = most > 0 ? values[i] * 7 / most : 0;

		text_add(&line, values[i] < 0 ? " " : unicode ? bars[level] : plain[level]);
	}
	return text_take(&line);
}

char *cli_fit(const char *text, size_t columns)
{
	size_t size = 0;

	if (text_width(text) <= columns)
		return mem_string(text);
	for (size_t next; text[size]; size += next) {
		AUTO_FREE char *part = NULL;

		next = text_utf8_length(text + size, strlen(text + size));
		next = next ? next : 1;
		part = mem_format("%.*s", (int)(size + next), text);
		if (text_width(part) >= columns)
			break;
	}
	return mem_format("%.*s…", (int)size, text);
}

unsigned cli_width(void)
{
	struct winsize size = {0};
	const char *told = getenv("COLUMNS");
	long columns = told ? strtol(told, NULL, 10) : 0;

	if (columns < 1 && ioctl(pager_terminal(), TIOCGWINSZ, &size) == 0)
		columns = size.ws_col;
	return columns < 1 ? 100 : columns > 400 ? 400 : (unsigned)columns;
}

unsigned cli_height(void)
{
	struct winsize size = {0};

	if (ioctl(pager_terminal(), TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
		return 24;
	return size.ws_row;
}
