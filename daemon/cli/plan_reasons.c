/* Why machines are left out, counted: what many share is told once. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_show.h"
#include <stdio.h>
#include <stdlib.h>

struct reason {
	const char *why; /* of the first; borrowed */
	size_t count;
	bool alike; /* the sentences of the others have other names in them */
};

/* Sentences that differ by names only have one key; borrowed. */
static const char *key_of(const char *why)
{
	const char *template = language_template(why);

	return template ? template : why;
}

/* Of each key how many, in the order of the first: the member `at` numbers them. */
static size_t count_reasons(
	struct reason *reasons, struct json_object *at, struct json_object *list)
{
	size_t count = 0;

	for (size_t i = 0; i < json_length(list); i++) {
		const char *told = json_string(json_object_array_get_idx(list, i), "why");
		const char *why = told ? told : "", *key = key_of(why);
		int64_t index = json_integer(at, key, -1);

		if (index < 0) {
			index = (int64_t)count++;
			json_set_integer(at, key, index);
			reasons[index].why = why;
		}
		reasons[index].count++;
		reasons[index].alike |= !text_equal(reasons[index].why, why);
	}
	return count;
}

static int compare(const void *left_pointer, const void *right_pointer)
{
	const struct reason *left = left_pointer, *right = right_pointer;

	return left->count > right->count ? -1 : left->count < right->count;
}

static void show_reason(const struct reason *reason)
{
	AUTO_FREE char *said = language_sentence(reason->why);
	AUTO_FREE char *tame = text_tame(said);

	printf("%6zu  %s%s\n", reason->count, tame,
		reason->alike ? _(" (one of them; the others likewise)") : "");
}

void plan_show_reasons(const struct plan_view *view)
{
	struct json_object *list = json_member(view->document, "left_out");
	AUTO_JSON struct json_object *at = json_object_new_object();
	size_t total = json_length(list), count;
	AUTO_FREE struct reason *reasons = mem_array(total + 1, sizeof(*reasons));

	if (total == 0)
		return;
	count = count_reasons(reasons, at, list);
	qsort(reasons, count, sizeof(*reasons), compare);
	printf(ngettext("%zu machine is left out:\n", "%zu machines are left out:\n", total),
		total);
	for (size_t i = 0; i < count; i++)
		show_reason(&reasons[i]);
}
