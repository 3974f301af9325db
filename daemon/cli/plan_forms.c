#include "cli/plan_forms.h"
#include "base/memory.h"
#include "cli/page.h"
#include "cli/plan_forms_tables.h"
#include <stdio.h>

#define GIB (1024LL * 1024 * 1024)

void plan_put_time(struct json_object *row, const struct plan_view *view, int64_t second)
{
	char text[PLAN_TIME];

	page_put(row, second < 0 ? "" : plan_local(view, second, text));
}

/* --- the waves --- */

static int64_t gib(int64_t bytes)
{
	return (bytes + GIB - 1) / GIB;
}

static void put_wave(const struct plan_view *view, struct json_object *rows,
	struct json_object *wave, const struct plan_sum *sum)
{
	struct json_object *row = page_add_row(rows);
	struct json_object *state = plan_state(view, json_string(wave, "name"));
	AUTO_FREE char *owners = plan_list(json_member(wave, "owners"));
	int64_t cost = plan_wave_cost(view, wave);

	page_put(row, json_string(wave, "name"));
	page_put(row, owners);
	plan_put_time(row, view, sum->from);
	plan_put_time(row, view, sum->to);
	page_put_number(row, sum->moves);
	page_put_number(row, gib(sum->bytes));
	plan_put_time(row, view, sum->start);
	plan_put_time(row, view, sum->end);
	if (cost < 0)
		page_put(row, "");
	else
		page_put_number(row, cost);
	page_put(row, json_boolean(state, "approved", false)
			      ? json_string(json_member(state, "approval"), "approver")
			      : "");
}

static void tell_waves(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *waves = json_member(view->document, "waves"), *row;
	struct json_object *rows = page_add_table(tables, _("Waves"),
		(const char *const[]){_("Wave"), _("Owners"), _("Window from"), _("Window to"),
			_("Moves"), _("Data, GiB"), _("Start"), _("End"), _("Cost"),
			_("Approved by"), NULL});
	int64_t moves = 0, bytes = 0;

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct plan_sum sum = plan_sum(view, wave);

		put_wave(view, rows, wave, &sum);
		moves += sum.moves;
		bytes += sum.bytes;
	}
	row = page_add_row(rows);
	page_put(row, _("Total"));
	for (int i = 0; i < 3; i++)
		page_put(row, "");
	page_put_number(row, moves);
	page_put_number(row, gib(bytes));
	for (int i = 0; i < 4; i++)
		page_put(row, "");
}

/* --- systems --- */

static void tell_systems(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *list = json_member(view->document, "systems");
	struct json_object *rows = page_add_table(tables, _("System details"),
		(const char *const[]){_("Department"), _("System"), _("Disposition"),
			_("Target"), _("Rule"), _("Document"), _("Why"), _("To change it"),
			_("Wave"), _("Done"), _("Accepted"), NULL});

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *system = json_object_array_get_idx(list, i);
		struct json_object *row = page_add_row(rows);
		const char *target = json_string(system, "target");

		page_put(row, json_string(system, "department"));
		page_put(row, json_string(system, "name"));
		page_put(row, plan_word(json_string(system, "disposition")));
		page_put(row, target ? plan_word(target) : "");
		page_put(row, json_string(system, "rule"));
		page_put(row, json_string(system, "cites"));
		page_put(row, cli_said(system, "why"));
		page_put(row, cli_said(system, "change"));
		page_put(row, json_string(system, "wave"));
		plan_put_time(row, view, plan_second(system, "done"));
		plan_put_time(row, view, plan_second(system, "accepted"));
	}
}

/* --- progress, completion --- */

static void tell_months(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *forecast = json_member(view->document, "forecast");
	struct json_object *months = json_member(forecast, "months");
	struct json_object *departments = json_member(forecast, "departments");
	struct json_object *rows = page_add_table(tables, _("Progress by month"),
		(const char *const[]){_("Month"), _("Department"), _("All"),
			_("On cloud as planned"), _("On cloud in fact"), _("Remarks"), NULL});

	for (size_t i = 0; i < json_length(months); i++)
		for (size_t j = 0; j < json_length(departments); j++) {
			struct json_object *one = json_object_array_get_idx(departments, j);
			struct json_object *on =
				json_object_array_get_idx(json_member(one, "on_cloud"), i);
			struct json_object *row = page_add_row(rows);

			page_put(row,
				json_string(json_object_array_get_idx(months, i), "month"));
			page_put(row, json_string(one, "name"));
			page_put_number(row, json_integer(one, "total", 0));
			page_put_number(row, json_object_get_int64(on));
			page_put(row, "");
			page_put(row, "");
		}
}

/* A line for each system that moves. */
static void tell_completion(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *list = json_member(view->document, "systems");
	struct json_object *rows = page_add_table(tables, _("Completion"),
		(const char *const[]){_("Department"), _("System"), _("Wave"),
			_("Done as planned"), _("Accepted as planned"), _("Done in fact"),
			_("Confirmed by"), _("Remarks"), NULL});

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *system = json_object_array_get_idx(list, i);
		struct json_object *row;

		if (!json_string(system, "wave"))
			continue;
		row = page_add_row(rows);
		page_put(row, json_string(system, "department"));
		page_put(row, json_string(system, "name"));
		page_put(row, json_string(system, "wave"));
		plan_put_time(row, view, plan_second(system, "done"));
		plan_put_time(row, view, plan_second(system, "accepted"));
		page_put(row, "");
		page_put(row, "");
		page_put(row, "");
	}
}

/* --- the page --- */

static void add_line(struct json_object *lines, const char *label, const char *value)
{
	struct json_object *line = page_add_row(lines);

	page_put(line, label);
	page_put(line, value);
}

static struct json_object *tell_lines(const struct plan_view *view)
{
	struct json_object *lines = json_object_new_array();
	struct json_object *schedule = json_member(view->document, "schedule");
	char made[PLAN_TIME], from[PLAN_TIME], finish[PLAN_TIME], zone[16];

	add_line(lines, _("Plan"), json_string(view->answer, "plan"));
	add_line(lines, _("Author"), json_string(view->document, "author"));
	add_line(lines, _("Made"), plan_time(view, view->document, "made", made));
	add_line(lines, _("Nothing moves before"),
		plan_time(view, view->document, "from", from));
	add_line(
		lines, _("The last move ends by"), plan_time(view, schedule, "finish", finish));
	add_line(lines, _("Ahead of UTC"), plan_zone(view, zone));
	if (json_string(view->prices, "unit"))
		add_line(lines, _("Prices in"), json_string(view->prices, "unit"));
	return lines;
}

struct json_object *plan_forms(const struct plan_view *view, const char *configuration)
{
	struct json_object *page = json_object_new_object(), *tables = json_object_new_array();

	tell_waves(view, tables);
	tell_systems(view, tables);
	plan_tell_resources(view, tables);
	plan_tell_sizes(view, tables);
	plan_tell_costs(view, tables);
	tell_months(view, tables);
	tell_completion(view, tables);
	plan_tell_addresses(view, tables);
	plan_tell_freed(view, tables);
	plan_tell_configuration(configuration, tables);
	json_set_string(page, "title", _("Plan of moves onto the government cloud"));
	json_set_integer(page, "made", plan_second(view->document, "made"));
	json_set(page, "lines", tell_lines(view));
	return json_set(page, "tables", tables);
}
