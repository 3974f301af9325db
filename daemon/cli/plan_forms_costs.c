#include "base/memory.h"
#include "base/text.h"
#include "cli/page.h"
#include "cli/plan_forms_tables.h"

#define GIB (1024LL * 1024 * 1024)

/* What a price is of: the profile's word and what it is called. */
static const char *const items[][2] = {{"machine", N_("machines")},
	{"memory_gib", N_("memory, GiB")}, {"storage_gib", N_("storage, GiB")}};

#define ITEMS (sizeof(items) / sizeof(items[0]))

/* How much of each. */
struct needs {
	int64_t of[ITEMS];
};

static int64_t gib(int64_t bytes)
{
	return (bytes + GIB - 1) / GIB;
}

static struct needs needs_of(struct json_object *move)
{
	struct json_object *disks = json_member(move, "disks");
	struct needs needs = {{1, gib(json_integer(move, "memory", 0)), 0}};
	int64_t storage = 0;

	for (size_t i = 0; i < json_length(disks); i++)
		storage += json_integer(json_object_array_get_idx(disks, i), "capacity", 0);
	needs.of[2] = gib(storage);
	return needs;
}

static void add(struct needs *sum, struct needs more)
{
	for (size_t i = 0; i < ITEMS; i++)
		sum->of[i] += more.of[i];
}

/* --- resources --- */

static void put_move(
	struct json_object *rows, struct json_object *wave, struct json_object *move)
{
	struct json_object *row = page_add_row(rows), *target = json_member(move, "target");
	struct needs needs = needs_of(move);

	page_put(row, json_string(move, "department"));
	page_put(row, json_string(move, "group"));
	page_put(row, json_string(move, "name"));
	page_put_number(row, needs.of[1]);
	page_put_number(row, needs.of[2]);
	page_put_number(row, (int64_t)json_length(json_member(move, "nics")));
	page_put(row, json_string(target, "host"));
	page_put(row, json_string(target, "pool"));
	page_put(row, json_string(wave, "name"));
}

static void put_total(struct json_object *rows, struct needs sum)
{
	AUTO_FREE char *machines =
		mem_format(ngettext("%lu machine", "%lu machines", (unsigned long)sum.of[0]),
			(unsigned long)sum.of[0]);
	struct json_object *row = page_add_row(rows);

	page_put(row, _("Total"));
	page_put(row, "");
	page_put(row, machines);
	page_put_number(row, sum.of[1]);
	page_put_number(row, sum.of[2]);
	for (int i = 0; i < 4; i++)
		page_put(row, "");
}

void plan_tell_resources(const struct plan_view *view, struct json_object *tables)
{
	struct json_object *waves = json_member(view->document, "waves");
	struct needs sum = {{0}};
	struct json_object *rows = page_add_table(tables, _("Resources"),
		(const char *const[]){_("Department"), _("Group"), _("Machine"),
			_("Memory, GiB"), _("Storage, GiB"), _("NICs"), _("Hypervisor"),
			_("Pool"), _("Wave"), NULL});

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);
		struct json_object *moves = json_member(wave, "moves");

		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *move = json_object_array_get_idx(moves, j);

			put_move(rows, wave, move);
			add(&sum, needs_of(move));
		}
	}
	put_total(rows, sum);
}

/* --- costs --- */

static int64_t price_of(const struct plan_view *view, size_t item)
{
	return json_integer(view->prices, items[item][0], -1);
}

static int64_t cost_of(const struct plan_view *view, struct needs needs)
{
	int64_t cost = -1;

	for (size_t i = 0; i < ITEMS; i++)
		if (price_of(view, i) >= 0)
			cost = (cost < 0 ? 0 : cost) + needs.of[i] * price_of(view, i);
	return cost;
}

int64_t plan_wave_cost(const struct plan_view *view, struct json_object *wave)
{
	struct json_object *moves = json_member(wave, "moves");
	struct needs sum = {{0}};

	for (size_t i = 0; i < json_length(moves); i++)
		add(&sum, needs_of(json_object_array_get_idx(moves, i)));
	return cost_of(view, sum);
}

static void put_costs(const struct plan_view *view, struct json_object *rows,
	const char *department, struct needs needs)
{
	for (size_t i = 0; i < ITEMS; i++) {
		struct json_object *row = page_add_row(rows);

		page_put(row, department);
		page_put(row, _(items[i][1]));
		page_put_number(row, needs.of[i]);
		if (price_of(view, i) < 0) {
			page_put(row, "");
			page_put(row, "");
			continue;
		}
		page_put_number(row, price_of(view, i));
		page_put_number(row, needs.of[i] * price_of(view, i));
	}
}

static struct needs needs_of_department(const struct plan_view *view, const char *department)
{
	struct json_object *waves = json_member(view->document, "waves");
	struct needs sum = {{0}};

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *moves =
			json_member(json_object_array_get_idx(waves, i), "moves");

		for (size_t j = 0; j < json_length(moves); j++) {
			struct json_object *move = json_object_array_get_idx(moves, j);

			if (text_equal(json_string(move, "department"), department))
				add(&sum, needs_of(move));
		}
	}
	return sum;
}

/* {NAME: true} of all that have moves, in the order in which they begin. */
static struct json_object *list_departments(const struct plan_view *view)
{
	struct json_object *waves = json_member(view->document, "waves");
	struct json_object *names = json_object_new_object();

	for (size_t i = 0; i < json_length(waves); i++) {
		struct json_object *moves =
			json_member(json_object_array_get_idx(waves, i), "moves");

		for (size_t j = 0; j < json_length(moves); j++)
			json_set_boolean(names,
				json_string(json_object_array_get_idx(moves, j), "department"),
				true);
	}
	return names;
}

void plan_tell_costs(const struct plan_view *view, struct json_object *tables)
{
	AUTO_JSON struct json_object *names = list_departments(view);
	const char *unit = json_string(view->prices, "unit");
	AUTO_FREE char *amount = unit ? mem_format(_("Amount, %s"), unit) : NULL;
	struct needs all = {{0}};
	struct json_object *row,
		*rows = page_add_table(tables, _("Cost estimate"),
			(const char *const[]){_("Department"), _("Item"), _("Quantity"),
				_("Unit price"), amount ? amount : _("Amount"), NULL});

	json_object_object_foreach (names, department, set) {
		struct needs needs = needs_of_department(view, department);

		(void)set;
		put_costs(view, rows, department, needs);
		add(&all, needs);
	}
	put_costs(view, rows, _("Total"), all);
	if (cost_of(view, all) < 0)
		return;
	row = page_add_row(rows);
	page_put(row, _("Total"));
	for (int i = 0; i < 3; i++)
		page_put(row, "");
	page_put_number(row, cost_of(view, all));
}
