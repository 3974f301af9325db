#include "base/memory.h"
#include "base/text.h"
#include "cli/describe.h"
#include "cli/self_check.h"
#include <string.h>

/* The ledger knows its headings in two languages; the catalog says which is spoken. */
static bool is_chinese(void)
{
	return text_starts(language_code(), "zh");
}

static char *first_of(const char *words)
{
	return mem_bytes(words, strcspn(words, "|"));
}

char *self_check_kind(const struct ledger_kind *kind)
{
	return mem_string(is_chinese() ? kind->chinese : kind->english);
}

char *self_check_heading(const struct ledger_column *column)
{
	return first_of(is_chinese() ? column->chinese : column->english);
}

static struct json_object *choice_cell(const char *fact, const char *choice)
{
	const char *words = is_chinese() ? ledger_words(fact, choice) : NULL;
	AUTO_FREE char *word = first_of(words ? words : choice);

	return json_object_new_string(word);
}

/* In the largest unit that tells it without a fraction. */
static struct json_object *rate_cell(int64_t bits)
{
	static const char *const units[] = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s"};
	AUTO_FREE char *text = NULL;
	unsigned unit = 0;

	for (; unit < 3 && bits > 0 && bits % 1000 == 0; unit++)
		bits /= 1000;
	text = mem_format("%lld %s", (long long)bits, units[unit]);
	return json_object_new_string(text);
}

static struct json_object *bytes_cell(int64_t bytes)
{
	static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
	AUTO_FREE char *text = NULL;
	unsigned unit = 0;

	for (; unit < 4 && bytes > 0 && bytes % 1024 == 0; unit++)
		bytes /= 1024;
	text = mem_format("%lld %s", (long long)bytes, units[unit]);
	return json_object_new_string(text);
}

static struct json_object *list_cell(struct json_object *list)
{
	AUTO_TEXT struct text text = {0};

	for (size_t i = 0; i < json_length(list); i++)
		text_format(&text, "%s%s", i ? _(", ") : "",
			json_object_get_string(json_object_array_get_idx(list, i)));
	return json_object_new_string(text.data ? text.data : "");
}

struct json_object *self_check_cell(const struct ledger_kind *kind,
	const struct ledger_column *column, struct json_object *value)
{
	const struct shape_field *field = ledger_field(kind, column->fact);

	if (!value || !field)
		return json_object_new_string("");
	switch (field->type) {
	case SHAPE_BOOLEAN:
		return json_object_new_string(
			json_object_get_boolean(value) ? _("yes") : _("no"));
	case SHAPE_CHOICE:
		return choice_cell(column->fact, json_object_get_string(value));
	case SHAPE_LIST:
		return list_cell(value);
	case SHAPE_INTEGER:
		if (column->unit == LEDGER_RATE)
			return rate_cell(json_object_get_int64(value));
		return column->unit == LEDGER_BYTES ? bytes_cell(json_object_get_int64(value))
						    : json_object_get(value);
	default:
		return json_object_get(value);
	}
}

const char *self_check_sentence(const char *rule)
{
	static const struct {
		const char *rule, *sentence;
	} table[] = {
		{"not_declared", N_("The department is not declared.")},
		{"silent", N_("The department has told of nothing.")},
		{"contradiction", N_("It was told in two ways.")},
		{"missing_facts", N_("Facts are missing.")},
		{"division_system",
			N_("It is run in a division's name, and is to be merged into a system "
			   "of the department.")},
		{"retention_expired", N_("The retention has expired.")},
		{"retention_without_end", N_("The retention has no date at which it ends.")},
		{"out_of_scope", N_("It is out of scope by who pays for it: kept, and counted "
				    "in no ratio.")},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(table[i].rule, rule))
			return _(table[i].sentence);
	return describe_rule(rule);
}

/* What the ledger has no heading for keeps its name. */
static char *fact_word(const struct ledger_kind *kind, const char *fact)
{
	for (const struct ledger_column *column = kind ? kind->columns : NULL;
		column && column->fact; column++)
		if (text_equal(column->fact, fact))
			return self_check_heading(column);
	return mem_string(fact);
}

char *self_check_facts(const char *kind, struct json_object *facts)
{
	struct text text = {0};

	for (size_t i = 0; i < json_length(facts); i++) {
		AUTO_FREE char *word = fact_word(ledger_kind(kind),
			json_object_get_string(json_object_array_get_idx(facts, i)));

		text_format(&text, "%s%s", i ? _(", ") : "", word);
	}
	return text_take(&text);
}
