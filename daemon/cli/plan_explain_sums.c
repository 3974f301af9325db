/* What is told of a link and of a department. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/plan_show.h"
#include "cli/plan_sums.h"
#include <stdio.h>

static void show_list(const char *label, struct json_object *names)
{
	AUTO_FREE char *list = plan_list(names);
	AUTO_FREE char *tame = text_tame(list);

	if (json_length(names) > 0)
		printf("  %s: %s\n", label, tame);
}

void plan_show_link(const struct plan_view *view, struct json_object *sum)
{
	unsigned long moves = (unsigned long)json_integer(sum, "moves", 0);
	AUTO_FREE char *told = mem_format(ngettext("%lu move", "%lu moves", moves), moves);
	char bytes[48], rate[48], start[PLAN_TIME], end[PLAN_TIME];

	printf(_("Link %s: %s with %s, from %s to %s.\n"), json_string(sum, "link"), told,
		cli_bytes(json_integer(sum, "bytes", 0), bytes),
		plan_time(view, sum, "start", start), plan_time(view, sum, "end", end));
	printf(_("  Moves may use %s of it at once.\n"),
		cli_rate(json_integer(sum, "budget", 0), rate));
	show_list(_("Departments"), json_member(sum, "departments"));
	show_list(_("Waves"), json_member(sum, "waves"));
	puts(json_boolean(sum, "binds", false)
			? _("  It binds: no plan ends earlier, because of what goes over it.")
			: _("  It does not bind: other things hold the end back."));
	if (json_boolean(sum, "binds", false))
		plan_show_help(view);
}

static void show_systems(struct json_object *counts)
{
	const char *between = "";

	if (json_object_object_length(counts) == 0)
		return;
	printf("  %s: ", _("Systems"));
	json_object_object_foreach (counts, word, number) {
		printf("%s%s %d", between, plan_word(word), json_object_get_int(number));
		between = ", ";
	}
	putchar('\n');
}

static void show_forecast(const struct plan_view *view, struct json_object *forecast)
{
	char until[PLAN_TIME];

	if (!forecast)
		return;
	printf(_("  On the cloud: %d of %d systems now, %d by this plan"),
		(int)json_integer(forecast, "now", 0), (int)json_integer(forecast, "total", 0),
		(int)json_integer(forecast, "final", 0));
	if (json_string(forecast, "until"))
		printf(_(", the last accepted on %.10s"),
			plan_time(view, forecast, "until", until));
	puts(".");
}

void plan_show_department(const struct plan_view *view, struct json_object *sum)
{
	unsigned long moves = (unsigned long)json_integer(sum, "moves", 0);
	AUTO_FREE char *told = mem_format(ngettext("%lu move", "%lu moves", moves), moves);

	printf(_("Department %s: %s.\n"), json_string(sum, "department"), told);
	show_systems(json_member(sum, "systems"));
	show_list(_("Waves"), json_member(sum, "waves"));
	show_forecast(view, json_member(sum, "forecast"));
	if (json_boolean(sum, "binds", false)) {
		puts(_("  It binds: no plan ends earlier, because of its windows or its "
		       "quota."));
		plan_show_help(view);
	}
}
