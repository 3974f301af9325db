#include "planning/forecast/forecast_curve.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/ledger.h"
#include "planning/policy/disposition.h"
#include <stdlib.h>

/* Nothing can be counted where one of those that it names was not found. */
static void count_machines(struct curve *curve, size_t index, struct json_object *facts)
{
	struct city_machines named =
		city_machines(curve->basis->city, &curve->systems.first[index]);
	struct json_object *names = json_member(facts, "machines");
	const char *department = json_string(facts, "department");
	const struct city *city = curve->basis->city;
	struct rate_system *system = &curve->system[index];

	for (size_t i = 0; i < named.count; i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));
		const struct city_machine *machine = named.first[i];
		bool server = !machine && disposition_is_server(city, name, department);

		if (!machine && !server) {
			system->machines = system->arrived = 0;
			return;
		}
		system->machines++;
		curve->servers[index] += server;
		system->arrived += machine && machine->on_cloud && machine->running;
	}
}

struct sorting {
	int64_t done;
	uint32_t system;
};

static int by_done(const void *left_pointer, const void *right_pointer)
{
	const struct sorting *left = left_pointer, *right = right_pointer;

	if (left->done != right->done)
		return left->done < right->done ? -1 : 1;
	return (left->system > right->system) - (left->system < right->system);
}

static void sort(struct curve *curve)
{
	AUTO_FREE struct sorting *list = mem_array(curve->systems.count + 1, sizeof(*list));

	for (uint32_t i = 0; i < curve->systems.count; i++)
		if (curve->basis->done[i] != FORECAST_NEVER)
			list[curve->count++] = (struct sorting){curve->basis->done[i], i};
	qsort(list, curve->count, sizeof(*list), by_done);
	curve->order = mem_array(curve->count + 1, sizeof(*curve->order));
	for (size_t i = 0; i < curve->count; i++)
		curve->order[i] = list[i].system;
}

void curve_make(struct curve *curve, const struct forecast_basis *basis)
{
	struct json_object *order = basis->city->order;
	const char *from = json_string(order, "from");
	int64_t wall = 0;

	*curve = (struct curve){.basis = basis, .systems = city_of(basis->city, "system")};
	if (!from || clock_parse(from, &wall) < 0)
		clock_parse(json_string(order, "made"), &wall);
	curve->from = wall / CLOCK_SECOND;
	curve->system = mem_array(curve->systems.count + 1, sizeof(*curve->system));
	curve->servers = mem_array(curve->systems.count + 1, sizeof(*curve->servers));
	for (size_t i = 0; i < curve->systems.count; i++) {
		struct json_object *facts = curve->systems.first[i].facts;

		curve->system[i].in_scope = ledger_in_scope(facts);
		curve->system[i].disposition = basis->dispositions[i];
		count_machines(curve, i, facts);
	}
	sort(curve);
}

void curve_free(struct curve *curve)
{
	free(curve->system);
	free(curve->servers);
	free(curve->order);
}

struct rate curve_now(const struct curve *curve, uint32_t system, enum rate_formula formula)
{
	return rate_of(formula, &curve->system[system]);
}

struct rate curve_done(const struct curve *curve, uint32_t system, enum rate_formula formula)
{
	struct rate_system done = curve->system[system];

	if (disposition_moves(done.disposition) && done.machines > 0)
		done.arrived = done.machines - curve->servers[system];
	done.hosted =
		done.disposition == DISPOSITION_HOST || disposition_moves(done.disposition);
	return rate_of(formula, &done);
}

struct rate curve_final(const struct curve *curve, uint32_t system, enum rate_formula formula)
{
	if (curve->basis->done[system] != FORECAST_NEVER ||
		curve->system[system].disposition == DISPOSITION_HOST)
		return curve_done(curve, system, formula);
	return curve_now(curve, system, formula);
}

int64_t curve_gain(const struct curve *curve, uint32_t system, enum rate_formula formula)
{
	return curve_done(curve, system, formula).on_cloud -
	       curve_now(curve, system, formula).on_cloud;
}

struct rate curve_sum(const struct curve *curve, curve_of *of, enum rate_formula formula)
{
	struct rate sum = {0};

	for (uint32_t i = 0; i < curve->systems.count; i++) {
		struct rate one = of(curve, i, formula);

		sum.on_cloud += one.on_cloud;
		sum.total += one.total;
	}
	return sum;
}

int64_t curve_reaches(const struct curve *curve, enum rate_formula formula, int64_t percent,
	struct rate *last)
{
	*last = curve_sum(curve, curve_now, formula);
	if (rate_reaches(*last, percent))
		return curve->from;
	for (size_t i = 0; i < curve->count; i++) {
		uint32_t system = curve->order[i];

		last->on_cloud += curve_gain(curve, system, formula);
		if (rate_reaches(*last, percent))
			return curve->basis->done[system];
	}
	return FORECAST_NEVER;
}

int64_t curve_end(const struct curve *curve)
{
	return curve->count > 0 ? curve->basis->done[curve->order[curve->count - 1]]
				: FORECAST_NEVER;
}
