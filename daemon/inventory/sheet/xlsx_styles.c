#include "inventory/sheet/xlsx_styles.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/sheet/xlsx_package.h"
#include "inventory/sheet/xlsx_part.h"

#define FORMATS 65536 /* identifiers of number formats from here on are not looked at */

struct reading {
	struct styles *styles;
	size_t room;
	bool *formats; /* by identifier, whether it shows a date */
	bool in_cells; /* within the formats of cells */
	struct text value, code;
};

/* Behind the part of a format that starts at `at` and is not to be taken letter by letter. */
static const char *skip(const char *at)
{
	const char *end = NULL;

	if (*at == '"')
		end = strchr(at + 1, '"');
	else if (*at == '[')
		end = strchr(at, ']');
	else if (strchr("\\_*", *at))
		end = at[1] ? at + 1 : NULL;
	else
		end = at;
	return end ? end + 1 : at + strlen(at);
}

/* Whether a number format ("yyyy\"年\"m\"月\"") shows a day, a month or a year. */
static bool shows_date(const char *format)
{
	for (const char *at = format; *at && *at != ';'; at = skip(at))
		if (strchr("yYmMdD", *at))
			return true;
	return false;
}

static const struct {
	size_t first, last;
} built_in[] = {{14, 22}, {27, 36}, {45, 47}, {50, 58}};

static bool *known_formats(void)
{
	bool *formats = mem_array(FORMATS, sizeof(*formats));

	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		for (size_t id = built_in[i].first; id <= built_in[i].last; id++)
			formats[id] = true;
	return formats;
}

/* The identifier in an attribute, or FORMATS. */
static size_t read_id(struct reading *reading, const struct element *element)
{
	const char *value = element_attribute(element, "numFmtId", &reading->value);
	unsigned long id = value ? strtoul(value, NULL, 10) : FORMATS;

	return id < FORMATS ? id : FORMATS;
}

static void add_style(struct reading *reading, bool date)
{
	struct styles *styles = reading->styles;

	if (styles->count == reading->room) {
		reading->room = reading->room ? reading->room * 2 : 64;
		styles->dates = mem_resize(styles->dates, reading->room, sizeof(date));
	}
	styles->dates[styles->count++] = date;
}

static int open_element(void *context, const struct element *element)
{
	struct reading *reading = context;
	size_t id = read_id(reading, element);

	if (text_equal(element->name, "cellXfs"))
		reading->in_cells = true;
	if (text_equal(element->name, "xf") && reading->in_cells)
		add_style(reading, id < FORMATS && reading->formats[id]);
	if (!text_equal(element->name, "numFmt") || id == FORMATS)
		return 0;
	const char *code = element_attribute(element, "formatCode", &reading->code);
	reading->formats[id] = code && shows_date(code);
	return 0;
}

static int close_element(void *context, const char *name, const struct text *text)
{
	struct reading *reading = context;

	(void)text;
	if (text_equal(name, "cellXfs"))
		reading->in_cells = false;
	return 0;
}

int styles_read(struct styles *styles, struct package *package, const char *name)
{
	static const struct part_reader reader = {open_element, close_element};
	AUTO_FREE bool *formats = known_formats();
	struct reading reading = {.styles = styles, .formats = formats};

	int result = part_read(package, name, &reader, &reading);
	text_clear(&reading.value);
	text_clear(&reading.code);
	return result;
}

void styles_clear(struct styles *styles)
{
	free(styles->dates);
	*styles = (struct styles){0};
}

/* The whole days of "45000" or "45000.5", or -1. */
static int64_t whole_days(const char *number)
{
	size_t digits = strspn(number, "0123456789");
	const char *rest = number + digits;

	if (digits == 0 || digits > 7)
		return -1;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	return *rest == '\0' ? strtol(number, NULL, 10) : -1;
}

#define DAY       (24 * 60 * 60 * CLOCK_SECOND)
#define FROM_1900 25569   /* days from 1899-12-30 to 1970-01-01 */
#define FROM_1904 24107   /* days from 1904-01-01 to 1970-01-01 */
#define LAST      2958465 /* 9999-12-31, from 1899-12-30 */
#define NO_DAY    60      /* 1900-02-29; the days before it count from 1899-12-31 */

bool styles_date(const char *number, bool from_1904, char out[STYLES_DATE])
{
	int64_t days = whole_days(number), since = days - (from_1904 ? FROM_1904 : FROM_1900);
	char text[CLOCK_TEXT] = "1900-02-29";

	if (days < (from_1904 ? 0 : 1) || since > LAST - FROM_1900)
		return false;
	if (!from_1904 && days < NO_DAY)
		since++;
	if (from_1904 || days != NO_DAY)
		clock_format(since * DAY, text);
	memcpy(out, text, STYLES_DATE - 1);
	out[STYLES_DATE - 1] = '\0';
	return true;
}
