#include "cli/plan_view.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdio.h>

#define MINUTE 60

void plan_view_free(struct plan_view *view)
{
	json_object_put(view->answer);
	json_object_put(view->planning);
	json_object_put(view->prices);
	json_object_put(view->runs);
	*view = (struct plan_view){0};
}

/* --- times --- */

int64_t plan_second(struct json_object *tree, const char *name)
{
	return clock_second(json_string(tree, name), -1);
}

char *plan_local(const struct plan_view *view, int64_t second, char out[PLAN_TIME])
{
	char text[CLOCK_TEXT];

	if (second < 0) {
		snprintf(out, PLAN_TIME, "-");
		return out;
	}
	clock_format_second(second + view->ahead * MINUTE, text);
	snprintf(out, PLAN_TIME, "%.10s %.5s", text, text + 11);
	return out;
}

char *plan_time(const struct plan_view *view, struct json_object *tree, const char *name,
	char out[PLAN_TIME])
{
	return plan_local(view, plan_second(tree, name), out);
}

char *plan_zone(const struct plan_view *view, char out[16])
{
	int minutes = (int)(view->ahead < 0 ? -view->ahead : view->ahead);

	snprintf(out, 16, "%c%02d:%02d", view->ahead < 0 ? '-' : '+', minutes / 60 % 24,
		minutes % 60);
	return out;
}

/* --- waves --- */

struct json_object *plan_estimate(const struct plan_view *view, struct json_object *move)
{
	return json_member(
		json_member(view->document, "estimates"), json_string(move, "machine"));
}

struct plan_sum plan_sum(const struct plan_view *view, struct json_object *wave)
{
	struct json_object *window = json_member(wave, "window");
	struct json_object *moves = json_member(wave, "moves");
	struct plan_sum sum = {wave, plan_second(window, "from"), plan_second(window, "to"), -1,
		-1, (int64_t)json_length(moves), 0};

	for (size_t i = 0; i < json_length(moves); i++) {
		struct json_object *estimate =
			plan_estimate(view, json_object_array_get_idx(moves, i));
		int64_t start = plan_second(estimate, "start");
		int64_t end = plan_second(estimate, "end");

		sum.bytes += json_integer(estimate, "bytes", 0);
		sum.start =
			sum.start < 0 || (start >= 0 && start < sum.start) ? start : sum.start;
		sum.end = end > sum.end ? end : sum.end;
	}
	return sum;
}

struct json_object *plan_state(const struct plan_view *view, const char *wave)
{
	return json_find(view->states, "wave", wave);
}

/* --- words --- */

struct json_object *plan_named(const struct plan_view *view, const char *part, const char *name)
{
	static const char *const names[] = {"id", "name", "machine", NULL};
	struct json_object *list = json_member(view->document, part);

	for (const char *const *by = names; *by; by++)
		for (size_t i = 0; i < json_length(list); i++) {
			struct json_object *row = json_object_array_get_idx(list, i);

			if (text_equal(json_string(row, *by), name))
				return row;
		}
	return NULL;
}

const char *plan_word(const char *word)
{
	static const char *const words[][2] = {
		{"rehost", N_("rehost")},
		{"replatform", N_("replatform")},
		{"host", N_("host")},
		{"interface", N_("interface")},
		{"consolidate", N_("consolidate")},
		{"site_consolidation", N_("consolidate sites")},
		{"retire", N_("retire")},
		{"retain", N_("retain")},
		{"held", N_("held")},
		{"undecided", N_("undecided")},
		{"merged", N_("merged")},
		{"cancelled", N_("cancelled")},
		{"hosted", N_("hosted")},
		{"retained", N_("retained")},
		{"interconnected", N_("interconnected")},
		{"live", N_("live")},
		{"warm", N_("warm")},
		{"offline", N_("offline")},
		{N_("admin_service_cloud"), N_("administrative service cloud")},
		{N_("public_service_cloud"), N_("public service cloud")},
		{"admin_service_domain", N_("administrative service domain")},
		{"public_service_domain", N_("public service domain")},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_equal(word, words[i][0]))
			return _(words[i][1]);
	return word;
}

char *plan_list(struct json_object *list)
{
	struct text text = {0};

	for (size_t i = 0; i < json_length(list); i++)
		text_format(&text, "%s%s", i ? ", " : "",
			json_object_get_string(json_object_array_get_idx(list, i)));
	return text_take(&text);
}
