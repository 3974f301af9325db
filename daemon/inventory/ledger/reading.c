#include "inventory/ledger/reading.h"

#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "inventory/ledger/fold.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char yes_words[] = "是|有|√|✓|✔|对|已|已清理|已有|yes|y|true|1|t";
static const char no_words[] = "否|无|×|✗|✘|没有|未|未清理|不是|no|n|false|0|f";

/* Yes, no, or -1 when it is neither. */
static int answer_of(const char *text)
{
	AUTO_FREE char *folded = fold_text(text);

	if (fold_is_one_of(folded, yes_words))
		return 1;
	return fold_is_one_of(folded, no_words) ? 0 : -1;
}

int reading_classified(const char *text)
{
	AUTO_FREE char *folded = fold_text(text);

	if (fold_is_one_of(folded, LEDGER_CLASSIFIED_YES))
		return 1;
	if (fold_is_one_of(folded, LEDGER_CLASSIFIED_NO))
		return 0;
	return answer_of(text);
}

/* --- days --- */

static bool take_number(const char **at, unsigned most, int *value)
{
	unsigned digits = 0;

	*value = 0;
	while (digits < most && **at >= '0' && **at <= '9') {
		*value = *value * 10 + (*(*at)++ - '0');
		digits++;
	}
	return digits > 0;
}

static bool take_one(const char **at, const char *const words[])
{
	for (size_t i = 0; words[i]; i++)
		if (text_starts(*at, words[i])) {
			*at += strlen(words[i]);
			return true;
		}
	return false;
}

/* What is said behind a month or year, and makes it no other; or which day of a week it is. */
static bool is_vague(const char *rest)
{
	static const char *const words[] = {"底前", "底", "以前", "之前", "前", "初", "中旬",
		"上旬", "下旬", "末", "左右", NULL};
	static const char *const weekdays[] = {"(星期", "(周", NULL};

	if (take_one(&rest, weekdays))
		return *rest && text_equal(rest + strlen(rest) - 1, ")");
	return *rest == '\0' || (take_one(&rest, words) && *rest == '\0');
}

/* "二〇一八年十二月三十一日" with the digits that computers have. New text. */
static char *plain_digits(const char *text)
{
	static const char *const digits[][6] = {{"〇", "零", "○", "◯", "Ｏ", NULL},
		{"一", NULL}, {"二", NULL}, {"三", NULL}, {"四", NULL}, {"五", NULL},
		{"六", NULL}, {"七", NULL}, {"八", NULL}, {"九", NULL}};
	static const char *const ten[] = {"十", NULL};
	struct text out = {0};
	bool after_digit = false;

	while (*text) {
		int digit = 0;

		while (digit < 10 && !take_one(&text, digits[digit]))
			digit++;
		if (digit < 10) {
			text_format(&out, "%d", digit);
		} else if (take_one(&text, ten)) {
			bool before_digit = false;

			for (int i = 1; i < 10; i++)
				before_digit |= text_starts(text, digits[i][0]);
			text_add(&out, after_digit ? "" : "1");
			text_add(&out, before_digit ? "" : "0");
		} else {
			text_append(&out, text++, 1);
		}
		after_digit = digit < 10;
	}
	return text_take(&out);
}

/* What stands before a time of day, as programs add one to each day. New text. */
static char *without_time(const char *text)
{
	const char *colon = strchr(text, ':'), *at = colon;

	while (at && at > text && colon - at < 2 && at[-1] >= '0' && at[-1] <= '9')
		at--;
	return at && at < colon && at > text && strchr(" \tT", at[-1])
		       ? mem_format("%.*s", (int)(at - 1 - text), text)
		       : mem_string(text);
}

static bool write_date(char out[16], int year, int month, int day)
{
	if (day > 0)
		snprintf(out, 16, "%04d-%02d-%02d", year % 10000, month % 100, day % 100);
	else if (month > 0)
		snprintf(out, 16, "%04d-%02d", year % 10000, month % 100);
	else
		snprintf(out, 16, "%04d", year % 10000);
	return year >= 1900 && year <= 2200 && clock_is_date(out);
}

/* 20180630 and 201806. */
static bool read_digits(const char *text, char out[16])
{
	size_t count = strspn(text, "0123456789");
	int year, month, day = 0;

	if (text[count] != '\0' || (count != 8 && count != 6))
		return false;
	take_number(&text, 4, &year);
	take_number(&text, 2, &month);
	take_number(&text, 2, &day);
	return write_date(out, year, month, day);
}

static bool read_date(const char *text, char out[16])
{
	static const char *const years[] = {"年", "-", "/", ".", NULL};
	static const char *const months[] = {"月份", "月", "-", "/", ".", NULL};
	static const char *const days[] = {"日", "号", NULL};
	int year, month = 0, day = 0;

	if (read_digits(text, out))
		return true;
	if (!take_number(&text, 4, &year))
		return false;
	if (take_one(&text, years) && take_number(&text, 2, &month) &&
		take_one(&text, months) && take_number(&text, 2, &day))
		take_one(&text, days);
	return is_vague(text) && write_date(out, year, month, day);
}

/* --- numbers --- */

/* A number with separators of thousands; -1 when none stands here. */
static double take_amount(const char **at)
{
	char digits[32];
	size_t size = 0;

	for (; size + 1 < sizeof(digits) && strchr("0123456789.,", **at) && **at; (*at)++)
		if (**at != ',')
			digits[size++] = **at;
	digits[size] = '\0';
	char *end;
	double value = strtod(digits, &end);
	return size > 0 && *end == '\0' ? value : -1;
}

static struct json_object *whole(double value)
{
	return value >= 0 && value < 9e15 ? json_object_new_int64(llround(value)) : NULL;
}

static struct json_object *read_rate(const char *text)
{
	static const struct {
		const char *words;
		double bits;
	} units[] = {{"g|gbps|gb/s|gbit/s|gb|吉|千兆", 1e9}, {"m|mbps|mb/s|mbit/s|mb|兆", 1e6},
		{"k|kbps|kb/s|kbit/s|kb", 1e3}, {"t|tbps|tbit/s", 1e12}, {"bps|bit/s", 1}};
	static const struct {
		const char *words;
		double bits;
	} tiers[] = {{"万兆", 1e10}, {"千兆", 1e9}, {"百兆", 1e8}, {"十兆", 1e7}};
	double value;

	for (size_t i = 0; i < sizeof(tiers) / sizeof(tiers[0]); i++)
		if (fold_is_one_of(text, tiers[i].words))
			return whole(tiers[i].bits);
	value = take_amount(&text);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && value > 0; i++)
		if (fold_is_one_of(text, units[i].words))
			return whole(value * units[i].bits);
	return NULL;
}

/* Whole units of 1024, as memory and disks are granted; a number without one says nothing. */
static struct json_object *read_bytes(const char *text)
{
	static const struct {
		const char *words;
		double bytes;
	} units[] = {{"t|tb|tib", 0x1p40}, {"g|gb|gib", 0x1p30}, {"m|mb|mib", 0x1p20},
		{"k|kb|kib", 0x1p10}, {"b|bytes|字节", 1}};
	double value = take_amount(&text);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]) && value >= 0; i++)
		if (fold_is_one_of(text, units[i].words))
			return whole(value * units[i].bytes);
	return NULL;
}

/* "第三级", "三级", "3级", "等保二级", "未定级". */
static struct json_object *read_grade(const char *text)
{
	static const char *const digits[] = {
		"未定级|不定级|无|未备案|0", "一|1", "二|2", "三|3", "四|4", "五|5"};
	static const char *const before[] = {"等保", "等级保护", "第", NULL};
	AUTO_FREE char *word = NULL;
	size_t size;

	while (take_one(&text, before))
		;
	size = strlen(text);
	if (size > strlen("级") && text_equal(text + size - strlen("级"), "级") &&
		!fold_is_one_of(text, digits[0]))
		size -= strlen("级");
	word = mem_format("%.*s", (int)size, text);
	for (int i = 0; i < 6; i++)
		if (fold_is_one_of(word, digits[i]))
			return json_object_new_int(i);
	return NULL;
}

static struct json_object *read_integer(const struct ledger_column *column, const char *text)
{
	static const char area[] = "平方米|㎡|m2|m²|平米|平方";
	static const char counters[] = "台|个|套|间|处|条|块|架|家|座|核|颗";
	double value;

	if (column->unit == LEDGER_RATE)
		return read_rate(text);
	if (column->unit == LEDGER_BYTES)
		return read_bytes(text);
	if (text_equal(column->fact, "mlps_level"))
		return read_grade(text);
	value = take_amount(&text);
	if (*text && !fold_is_one_of(text, column->unit == LEDGER_AREA ? area : counters))
		return NULL;
	if (column->unit != LEDGER_AREA && value != floor(value))
		return NULL;
	return whole(value);
}

/* --- words --- */

static struct json_object *read_choice(const struct shape_field *field, const char *text)
{
	for (size_t i = 0; field->choices[i]; i++)
		if (fold_is_one_of(text, field->choices[i]) ||
			fold_is_one_of(text, ledger_words(field->name, field->choices[i])))
			return json_object_new_string(field->choices[i]);
	return NULL;
}

static void add_once(struct json_object *list, const struct text *one)
{
	if (!json_has_string(list, one->data))
		json_object_array_add(list, json_object_new_string(one->data));
}

static struct json_object *read_list(const char *text)
{
	static const char *const marks[] = {
		",", ";", "\n", "\r", "\t", " ", "、", "，", "；", "／", "　", NULL};
	struct json_object *list = json_object_new_array();
	AUTO_TEXT struct text one = {0};

	for (const char *at = text; *at;) {
		if (!take_one(&at, marks)) {
			text_append(&one, at++, 1);
			continue;
		}
		if (one.size > 0)
			add_once(list, &one);
		text_cut(&one, 0, one.size);
	}
	if (one.size > 0)
		add_once(list, &one);
	return list;
}

/* What was broken to fit its column; words of letters keep a blank between them. New text. */
static char *one_line(const char *text)
{
	struct text out = {0};

	for (; *text; text++) {
		size_t breaks = strspn(text, "\r\n");

		if (breaks > 0 && out.size > 0 && (signed char)out.data[out.size - 1] > ' ' &&
			(signed char)text[breaks] > ' ')
			text_add(&out, " ");
		text += breaks;
		if (!*text)
			break;
		text_append(&out, text, 1);
	}
	return text_take(&out);
}

/* Of what stands in one line alone, breaks are no part. */
static struct json_object *read_string(const struct shape_field *field, const char *text)
{
	AUTO_FREE char *trimmed = fold_trim(text);
	AUTO_FREE char *line = field->type == SHAPE_STRING ? NULL : one_line(trimmed);

	return json_object_new_string(line ? line : trimmed);
}

static struct json_object *read_folded(
	const struct ledger_column *column, const struct shape_field *field, const char *text)
{
	AUTO_FREE char *folded = fold_text(text);

	if (field->type == SHAPE_INTEGER)
		return read_integer(column, folded);
	return read_choice(field, folded);
}

static struct json_object *read_day(const char *text)
{
	AUTO_FREE char *day = without_time(text), *folded = fold_text(day);
	AUTO_FREE char *plain = plain_digits(folded);
	char date[16];

	return read_date(plain, date) ? json_object_new_string(date) : NULL;
}

static struct json_object *read_value(
	const struct ledger_column *column, const struct shape_field *field, const char *text)
{
	int answer;

	switch (field->type) {
	case SHAPE_DATE:
		return read_day(text);
	case SHAPE_INTEGER:
	case SHAPE_CHOICE:
		return read_folded(column, field, text);
	case SHAPE_BOOLEAN:
		answer = answer_of(text);
		return answer < 0 ? NULL : json_object_new_boolean(answer);
	case SHAPE_LIST:
		return read_list(text);
	default:
		return read_string(field, text);
	}
}

static void add_choices(struct text *out, const struct shape_field *field)
{
	for (size_t i = 0; field->choices[i]; i++) {
		const char *words = ledger_words(field->name, field->choices[i]);

		text_format(out, "%s%s", i ? ", " : "", field->choices[i]);
		if (words)
			text_format(out, " (%.*s)", (int)strcspn(words, "|"), words);
	}
}

/* What the cell should have said. */
static char *expected(const struct ledger_column *column, const struct shape_field *field)
{
	struct text out = {0};

	if (field->type == SHAPE_DATE)
		text_add(&out, _("a day such as 2018-06-30 or 2018年6月"));
	else if (field->type == SHAPE_BOOLEAN)
		text_add(&out, _("yes or no (是, 否)"));
	else if (field->type == SHAPE_CHOICE)
		add_choices(&out, field);
	else if (column->unit == LEDGER_RATE)
		text_add(&out, _("a rate with its unit, such as 100M or 千兆"));
	else if (column->unit == LEDGER_BYTES)
		text_add(&out, _("a size with its unit, such as 64GB or 2TB"));
	else if (column->unit == LEDGER_AREA)
		text_add(&out, _("an area in square metres, such as 120"));
	else
		text_add(&out, _("a whole number"));
	return text_take(&out);
}

/* A number that stands alone below a heading with its unit. */
static struct json_object *read_with(const struct ledger_column *column,
	const struct shape_field *field, const char *text, const char *unit)
{
	bool wants = column->unit == LEDGER_RATE || column->unit == LEDGER_BYTES;
	AUTO_FREE char *both = unit && wants ? mem_format("%s%s", text, unit) : NULL;

	return both ? read_value(column, field, both) : NULL;
}

struct json_object *reading_cell(const struct ledger_column *column,
	const struct shape_field *field, const char *text, const char *unit, char **why)
{
	struct json_object *value = read_value(column, field, text);

	value = value ? value : read_with(column, field, text, unit);
	if (!value) {
		AUTO_FREE char *wanted = expected(column, field);

		*why = mem_format(_("\"%.80s\" is not %s"), text, wanted);
	}
	return value;
}
