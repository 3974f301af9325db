#include "report.h"

#include "base/json.h"
#include "execution/simulator/fault.h"

#include <inttypes.h>
#include <string.h>

/* ---- What cannot be ---- */

#define ONE(name)  (1ULL << FAULT_##name)
#define BOTH(name) (ONE(name##_SOURCE) | ONE(name##_TARGET))

/* A cell that has a reason may be empty: the fault finds nothing there that it could change. */
static const struct {
	const char *from, *to; /* places, both included */
	uint64_t faults;
	const char *reason;
} impossible_cells[] = {
	{"checking", "copy prepare",
		ONE(QEMU_DIES_TARGET) | ONE(OFF_TARGET) | ONE(REBOOT_TARGET) |
			ONE(DESTROY_TARGET) | ONE(SUSPEND_TARGET) | ONE(RESUME_TARGET) |
			ONE(START_TARGET) | ONE(SLEEP_TARGET) | ONE(FOREIGN_TARGET) |
			ONE(UNMARK_TARGET),
		"nothing is on the target before the copy has prepared it"},
	{"copy perform", "committed",
		ONE(OFF_TARGET) | ONE(REBOOT_TARGET) | ONE(SUSPEND_TARGET) | ONE(SLEEP_TARGET),
		"the target does not run before it is resumed"},
	{"copy perform", "copy finish", ONE(RESUME_TARGET),
		"libvirt refuses to resume a guest that is still coming in"},
	{"copy perform", "copy done", ONE(START_TARGET), "a process is there already"},
	{"checking", "transfer intent", ONE(ENDLESS), "there is no copy yet"},
	{"copy switch", "closed", ONE(ENDLESS), "the copy is over"},
	{"checking", "checking", ONE(REPLY_OLD), "there was no reply before"},
	{"closed", "closed",
		ONE(REPLY_LOST) | ONE(REPLY_LATE) | ONE(REPLY_TWICE) | ONE(CALL_FAILS),
		"a closed move calls nothing"},
	{"begin", "begin", ONE(CALL_FAILS), "only reads are called there"},
	{"copy begin", "copy done", ONE(CALL_FAILS),
		"the call is open, and no other with an effect follows"},
	{"copy switch", "arrived",
		ONE(OFF_SOURCE) | ONE(REBOOT_SOURCE) | ONE(SUSPEND_SOURCE) | ONE(SLEEP_SOURCE),
		"the guest does not run on the source any more"},
	{"copy begin", "copy done", ONE(SLEEP_SOURCE) | ONE(RESUME_SOURCE) | ONE(START_SOURCE),
		"libvirt refuses it beside the job, or the guest is not off"},
	{"checking", "transfer intent", ONE(RESUME_SOURCE) | ONE(START_SOURCE),
		"the source runs"},
	{"copy begin", "copy confirm", ONE(UNDEFINE_SOURCE),
		"the definition is protected while the job is held"},
	{"committed", "arrived", ONE(RESUME_SOURCE), "the source is off"},
	{"copy done", "arrived", ONE(QEMU_DIES_SOURCE) | ONE(DESTROY_SOURCE),
		"the source has no process any more"},
	{"checking", "arrived", ONE(RESOLVE), "only a hold takes an operator's order"},
	{"closed", "closed", ONE(RESOLVE), "only a hold takes an operator's order"},
};

static const struct {
	const char *row, *reason;
} impossible_rows[] = {
	{"no row fits", "the table covers every world, as a unit test shows"},
	{"committed, target not as it arrived",
		"libvirt does not change why a guest is paused while it stays paused"},
};

static unsigned place_of(const char *word)
{
	unsigned place = 0;

	while (place_word(place) && strcmp(place_word(place), word) != 0)
		place++;
	return place;
}

const char *report_impossible_cell(unsigned place, unsigned fault)
{
	for (unsigned i = 0; i < sizeof(impossible_cells) / sizeof(impossible_cells[0]); i++)
		if ((impossible_cells[i].faults & 1ULL << fault) &&
			place >= place_of(impossible_cells[i].from) &&
			place <= place_of(impossible_cells[i].to))
			return impossible_cells[i].reason;
	return NULL;
}

const char *report_impossible_row(unsigned row)
{
	for (unsigned i = 0; i < sizeof(impossible_rows) / sizeof(impossible_rows[0]); i++)
		if (strcmp(impossible_rows[i].row, reconcile_row_name(row)) == 0)
			return impossible_rows[i].reason;
	return NULL;
}

/* ---- The matrix ---- */

/* How often, as a power of ten: '0' is 1 to 9 times. */
static char symbol(uint64_t count, const char *reason)
{
	char power = '0';

	if (count == 0)
		return reason ? '.' : '!';
	for (; count >= 10; count /= 10)
		power++;
	return power;
}

static void print_places(FILE *out)
{
	fprintf(out, "places:");
	for (unsigned i = 0; place_word(i); i++)
		fprintf(out, "%s%c %s", i ? ", " : " ", 'a' + (int)i, place_word(i));
	fprintf(out, "\n%-24s", "");
	for (unsigned i = 0; place_word(i); i++)
		fprintf(out, " %c", 'a' + (int)i);
	fputc('\n', out);
}

unsigned report_matrix(const struct simulation_coverage *coverage, FILE *out)
{
	unsigned empty = 0;

	print_places(out);
	for (unsigned fault = 0; fault < FAULTS; fault++) {
		fprintf(out, "%-24s", fault_kinds[fault].word);
		for (unsigned place = 0; place_word(place); place++) {
			char cell = symbol(coverage->cell[place][fault],
				report_impossible_cell(place, fault));

			empty += cell == '!';
			fprintf(out, " %c", cell);
		}
		fputc('\n', out);
	}
	fprintf(out, "a digit n: struck 10^n times or more; '.': cannot be, with a reason in "
		     "the table; '!': empty\n");
	return empty;
}

unsigned report_rows(const struct simulation_coverage *coverage, FILE *out)
{
	unsigned empty = 0;

	for (unsigned row = 0; row <= reconcile_rows(); row++) {
		const char *reason = report_impossible_row(row);

		fprintf(out, "%10" PRIu64 "  row %u: %s", coverage->row[row], row,
			reconcile_row_name(row));
		if (coverage->row[row] == 0)
			fprintf(out, " (%s)", reason ? reason : "NOT REACHED");
		fputc('\n', out);
		empty += coverage->row[row] == 0 && !reason;
	}
	return empty;
}

/* ---- JSON ---- */

static struct json_object *cells_json(
	const struct simulation_coverage *coverage, unsigned fault)
{
	struct json_object *cells = json_object_new_object();

	for (unsigned place = 0; place_word(place); place++)
		json_set_integer(
			cells, place_word(place), (int64_t)coverage->cell[place][fault]);
	return cells;
}

struct json_object *report_json(const struct simulation_coverage *coverage)
{
	struct json_object *report = json_object_new_object();
	struct json_object *matrix = json_object_new_object();
	struct json_object *rows = json_object_new_object();

	for (unsigned fault = 0; fault < FAULTS; fault++)
		json_set(matrix, fault_kinds[fault].word, cells_json(coverage, fault));
	for (unsigned row = 1; row <= reconcile_rows(); row++)
		json_set_integer(rows, reconcile_row_name(row), (int64_t)coverage->row[row]);
	json_set_integer(report, "schedules", (int64_t)coverage->schedules);
	json_set_integer(report, "events", (int64_t)coverage->events);
	json_set(report, "matrix", matrix);
	return json_set(report, "rows", rows);
}
