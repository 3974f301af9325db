#include "cli/plan_forms.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdio.h>

#define GIB (1024LL * 1024 * 1024)

/* --- making tables --- */

static struct json_object *add_table(
	struct json_object *tables, const char *name, const char *const *columns)
{
	struct json_object *table = json_object_new_object();
	struct json_object *list = json_object_new_array();

	for (; *columns; columns++)
		json_object_array_add(list, json_object_new_string(*columns));
	json_set_string(table, "name", name);
	json_set(table, "columns", list);
	json_set(table, "rows", json_object_new_array());
	json_object_array_add(tables, table);
	return json_member(table, "rows");
}

static struct json_object *add_row(struct json_object *rows)
{
	struct json_object *row = json_object_new_array();

	json_object_array_add(rows, row);
	return row;
}

static void put(struct json_object *row, const char *text)
{
	json_object_array_add(row, json_object_new_string(text ? text : ""));
}

static void put_number(struct json_object *row, int64_t number)
{
	json_object_array_add(row, json_object_new_int64(number));
}

static void put_time(struct json_object *row, const struct plan_view *view, int64_t second)
{
	char text[PLAN_TIME];

	put(row, second < 0 ? "" : plan_local(view, second, text));
}

/* --- the waves --- */

static void tell_waves(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *waves = json_member(view->document, "waves");
	struct json_object *rows = add_table(tables, _("Waves"),
		(const char *const[]){_("Wave"), _("Owners"), _("Window from"), _("Window to"),
			_("Moves"), _("Bytes"), _("Start"), _("End"), _("Approved by"), NULL});

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *row = add_row(rows);
		struct json_object *state = plan_state(view, json_string(wave, "name"));
		struct plan_sum sum = plan_sum(view, wave);
		AUTO_FREE char *owners = plan_list(json_member(wave, "owners"));

		put(row, json_string(wave, "name"));
		put(row, owners);
		put_time(row, view, sum.from);
		put_time(row, view, sum.to);
		put_number(row, sum.moves);
		put_number(row, sum.bytes);
		put_time(row, view, sum.start);
		put_time(row, view, sum.end);
		put(row, json_boolean(state, "approved", false)
				 ? json_string(json_member(state, "approval"), "approver")
				 : "");
	}
}

/* --- systems --- */

static void tell_systems(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *list = json_member(view->document, "systems");
	struct json_object *rows = add_table(tables, _("System details"),
		(const char *const[]){_("Department"), _("System"), _("Disposition"),
			_("Target"), _("Rule"), _("Document"), _("Why"), _("To change it"),
			_("Wave"), _("Done"), NULL});

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *system = json_object_array_get_idx(list, i);
		struct json_object *row = add_row(rows);
		const char *target = json_string(system, "target");

		put(row, json_string(system, "department"));
		put(row, json_string(system, "name"));
		put(row, plan_word(json_string(system, "disposition")));
		put(row, target ? plan_word(target) : "");
		put(row, json_string(system, "rule"));
		put(row, json_string(system, "cites"));
		put(row, cli_said(system, "why"));
		put(row, cli_said(system, "change"));
		put(row, json_string(system, "wave"));
		put_time(row, view, plan_second(system, "done"));
	}
}

/* --- resources --- */

static int64_t storage_of(struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks");
	int64_t sum = 0;

	for (size_t i = 0; i < json_length(disks); i++)
		sum += json_integer(json_object_array_get_idx(disks, i), "capacity", 0);
	return sum;
}

static int64_t gib(int64_t bytes)
{
	return (bytes + GIB - 1) / GIB;
}

static void put_move(
	struct json_object *rows, struct json_object *wave, struct json_object *move)
{
	struct json_object *row = add_row(rows);
	struct json_object *target = json_member(move, "target");

	put(row, json_string(move, "department"));
	put(row, json_string(move, "group"));
	put(row, json_string(move, "name"));
	put_number(row, gib(json_integer(move, "memory", 0)));
	put_number(row, gib(storage_of(move)));
	put_number(row, (int64_t)json_length(json_member(move, "nics")));
	put(row, json_string(target, "host"));
	put(row, json_string(target, "pool"));
	put(row, json_string(wave, "name"));
}

/* Adds what the move needs to that of its department: {NAME: [MACHINES, MEMORY, STORAGE]}. */
static void count_move(struct json_object *sums, struct json_object *move)
{
	const char *department = json_string(move, "department");
	struct json_object *sum = json_member(sums, department);

	if (!sum) {
		sum = json_object_new_object();
		json_set(sums, department, sum);
	}
	json_set_integer(sum, "machines", json_integer(sum, "machines", 0) + 1);
	json_set_integer(sum, "memory",
		json_integer(sum, "memory", 0) + gib(json_integer(move, "memory", 0)));
	json_set_integer(
		sum, "storage", json_integer(sum, "storage", 0) + gib(storage_of(move)));
}

static void tell_resources(
	const struct plan_view *view, struct json_object *tables, struct json_object *sums)
{
	struct json_object *waves = json_member(view->document, "waves");
	struct json_object *rows = add_table(tables, _("Resources"),
		(const char *const[]){_("Department"), _("Group"), _("Machine"),
			_("Memory, GiB"), _("Storage, GiB"), _("NICs"), _("Hypervisor"),
			_("Pool"), _("Wave"), NULL});

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(wave, "moves");

		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *move = json_object_array_get_idx(moves, j);

			put_move(rows, wave, move);
			count_move(sums, move);
		}
	}
}

/* Quantities; prices are the office's to fill in. */
static void tell_costs(struct json_object *tables, struct json_object *sums)
{
	const char *const items[][2] = {{"machines", _("machines")},
		{"memory", _("memory, GiB")}, {"storage", _("storage, GiB")}};
	struct json_object *rows = add_table(tables, _("Cost estimate"),
		(const char *const[]){_("Department"), _("Item"), _("Quantity"),
			_("Unit price"), _("Amount"), NULL});

	json_object_object_foreach (sums, department, sum) {
		for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
			struct json_object *row = add_row(rows);

			put(row, department);
			put(row, items[i][1]);
			put_number(row, json_integer(sum, items[i][0], 0));
			put(row, "");
			put(row, "");
		}
	}
}

/* --- progress, completion --- */

static void tell_months(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *forecast = json_member(view->document, "forecast");
	struct json_object *months = json_member(forecast, "months");
	struct json_object *departments = json_member(forecast, "departments");
	struct json_object *rows = add_table(tables, _("Progress by month"),
		(const char *const[]){_("Month"), _("Department"), _("All"),
			_("On cloud as planned"), _("On cloud in fact"), _("Remarks"), NULL});

	for (size_t i = 0; i < json_length(months); i++)
		for (size_t j = 0; j < json_length(departments); j++) {
			struct json_object *one = json_object_array_get_idx(departments, j);
			struct json_object *on =
				json_object_array_get_idx(json_member(one, "on_cloud"), i);
			struct json_object *row = add_row(rows);

			put(row, json_string(json_object_array_get_idx(months, i), "month"));
			put(row, json_string(one, "name"));
			put_number(row, json_integer(one, "total", 0));
			put_number(row, json_object_get_int64(on));
			put(row, "");
			put(row, "");
		}
}

/* A line for each system that moves. */
static void tell_completion(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *list = json_member(view->document, "systems");
	struct json_object *rows = add_table(tables, _("Completion"),
		(const char *const[]){_("Department"), _("System"), _("Wave"),
			_("Done as planned"), _("Done in fact"), _("Confirmed by"),
			_("Remarks"), NULL});

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *system = json_object_array_get_idx(list, i);
		struct json_object *row;

		if (!json_string(system, "wave"))
			continue;
		row = add_row(rows);
		put(row, json_string(system, "department"));
		put(row, json_string(system, "name"));
		put(row, json_string(system, "wave"));
		put_time(row, view, plan_second(system, "done"));
		put(row, "");
		put(row, "");
		put(row, "");
	}
}

/* --- the page --- */

static void add_line(struct json_object *lines, const char *label, const char *value)
{
	struct json_object *line = add_row(lines);

	put(line, label);
	put(line, value);
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
	return lines;
}

struct json_object *plan_forms(const struct plan_view *view)
{
	struct json_object *page = json_object_new_object(), *tables = json_object_new_array();
	AUTO_JSON struct json_object *sums = json_object_new_object();

	tell_waves(view, tables);
	tell_systems(view, tables);
	tell_resources(view, tables, sums);
	tell_costs(tables, sums);
	tell_months(view, tables);
	tell_completion(view, tables);
	json_set_string(page, "title", _("Plan of moves onto the government cloud"));
	json_set(page, "lines", tell_lines(view));
	return json_set(page, "tables", tables);
}
