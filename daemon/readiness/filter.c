#include "readiness/filter.h"
#include "base/memory.h"
#include "base/text.h"
#include "readiness/rules/rules.h"
#include <string.h>

static bool is_verdict(struct json_object *findings, const char *word)
{
	static const char *const verdicts[] = {"pass", "warn", "fail", "unknown", NULL};

	(void)findings;
	for (size_t i = 0; verdicts[i]; i++)
		if (text_equal(verdicts[i], word))
			return true;
	return false;
}

static bool is_rule(struct json_object *findings, const char *word)
{
	(void)findings;
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (text_equal(rule->id, word))
			return true;
	return false;
}

static bool is_kind(struct json_object *findings, const char *word)
{
	(void)findings;
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++)
		if (text_equal(rule->kind, word))
			return true;
	return false;
}

static bool has(struct json_object *findings, const char *member, const char *word)
{
	return json_find(json_member(findings, "findings"), member, word);
}

static bool is_object(struct json_object *findings, const char *word)
{
	return has(findings, "name", word) || has(findings, "id", word);
}

static int check_word(const char *member, const char *word, struct error *error)
{
	if (text_equal(member, "verdict"))
		return error_set(error, ERROR_USAGE, word,
			"\"%s\" is no verdict; there are pass, warn, fail and unknown.", word);
	if (text_equal(member, "rule"))
		return error_set(error, ERROR_USAGE, word,
			"There is no rule \"%s\"; `banyun readiness rules` lists them.", word);
	if (text_equal(member, "kind"))
		return error_set(error, ERROR_USAGE, word,
			"No rule judges the kind \"%s\"; `banyun readiness rules` tells of "
			"what each is.",
			word);
	return error_set(error, ERROR_NOT_FOUND, word,
		"Nothing was judged that is, or is of, \"%s\"; `banyun inventory show` lists "
		"what there is, and `banyun readiness check` judges what is new.",
		word);
}

/* Each word between the commas. */
static int check_list(struct json_object *findings, struct json_object *query,
	const char *member, bool (*known)(struct json_object *findings, const char *word),
	struct error *error)
{
	const char *list = json_string(query, member);

	for (const char *at = list; at && *at;) {
		size_t size = strcspn(at, ",");
		AUTO_FREE char *word = mem_format("%.*s", (int)size, at);

		if (!known(findings, word))
			return check_word(member, word, error);
		at += size + (at[size] == ',');
	}
	return 0;
}

/* One may have nothing that is judged; but not all of them. */
static int check_departments(
	struct json_object *findings, const char *list, struct error *error)
{
	for (const char *at = list; at && *at;) {
		size_t size = strcspn(at, ",");
		AUTO_FREE char *word = mem_format("%.*s", (int)size, at);

		if (has(findings, "department", word))
			return 0;
		at += size + (at[size] == ',');
	}
	return list ? check_word("department", list, error) : 0;
}

int filter_check(struct json_object *findings, struct json_object *query, struct error *error)
{
	const char *name = json_string(query, "name");

	if (check_list(findings, query, "verdict", is_verdict, error) < 0 ||
		check_list(findings, query, "rule", is_rule, error) < 0 ||
		check_list(findings, query, "kind", is_kind, error) < 0 ||
		check_departments(findings, json_string(query, "department"), error) < 0)
		return -1;
	return name && !is_object(findings, name) ? check_word("name", name, error) : 0;
}
