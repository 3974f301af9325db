#include "cli/outlook.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/cli.h"
#include <stdio.h>

/* "2026-03-07T08:00Z"; "-" when it is not told. */
static char *minute(struct json_object *row, const char *name, char out[32])
{
	int64_t wall = json_integer(row, name, 0);
	char text[CLOCK_TEXT];

	snprintf(out, 32, "-");
	if (wall) {
		clock_format(wall, text);
		snprintf(out, 32, "%.16sZ", text);
	}
	return out;
}

static int number(struct json_object *row, const char *name)
{
	return (int)json_integer(row, name, 0);
}

static void say_wave(struct json_object *row)
{
	char low[32], likely[32], high[32];

	if (number(row, "over") == number(row, "moves"))
		printf(_("  Wave %s is over.\n"), json_string(row, "wave"));
	else if (json_member(row, "end"))
		printf(_("  Wave %s: %d of %d moves are over; it ends between %s and %s, most "
			 "likely at %s.\n"),
			json_string(row, "wave"), number(row, "over"), number(row, "moves"),
			minute(row, "end_low", low), minute(row, "end_high", high),
			minute(row, "end", likely));
	else
		printf(_("  Wave %s: %d of %d moves are over.\n"), json_string(row, "wave"),
			number(row, "over"), number(row, "moves"));
}

static void say_waves(struct json_object *waves)
{
	for (size_t i = 0; json_length(waves) > 1 && i < json_length(waves); i++)
		say_wave(json_object_array_get_idx(waves, i));
}

static void say_doubts(struct json_object *outlook)
{
	if (number(outlook, "skipped") > 0)
		printf(_("%d moves would not end in their window any more.\n"),
			number(outlook, "skipped"));
	else if (number(outlook, "skipped_high") > 0)
		printf(_("%d moves would not end in their window if all takes as long as it "
			 "may.\n"),
			number(outlook, "skipped_high"));
	if (json_boolean(outlook, "waits", false))
		puts(_("Some of it waits for a person."));
}

void outlook_say(struct json_object *run)
{
	struct json_object *outlook = json_member(run, "outlook");
	char low[32], likely[32], high[32], left[48], all[48];

	if (!outlook || text_equal(json_string(run, "phase"), "finished"))
		return;
	printf(_("%d of %d moves are over, and %s of %s are to be copied.\n"),
		number(outlook, "over"), number(outlook, "moves"),
		cli_bytes(json_integer(outlook, "bytes_left", 0), left),
		cli_bytes(json_integer(outlook, "bytes", 0), all));
	if (json_member(outlook, "end"))
		printf(_("It ends between %s and %s, most likely at %s.\n"),
			minute(outlook, "end_low", low), minute(outlook, "end_high", high),
			minute(outlook, "end", likely));
	say_waves(json_member(outlook, "waves"));
	say_doubts(outlook);
}

static void say_run(const struct cli *cli, struct json_object *row)
{
	AUTO_FREE char *path = mem_format("/v1/runs/%s", json_string(row, "run"));
	AUTO_JSON struct json_object *run = NULL;
	struct error error = {0};

	if (cli_ask(&run, cli, "GET", path, NULL, &error) < 0)
		return;
	printf(_("Run %s is %s.\n"), json_string(run, "run"), _(json_string(run, "phase")));
	outlook_say(run);
}

void outlook_say_plan(const struct cli *cli, const char *root)
{
	AUTO_JSON struct json_object *answer = NULL;
	struct json_object *runs;
	struct error error = {0};

	if (cli_ask(&answer, cli, "GET", "/v1/runs", NULL, &error) < 0)
		return;
	runs = json_member(answer, "runs");
	for (size_t i = 0; i < json_length(runs); i++) {
		struct json_object *row = json_object_array_get_idx(runs, i);

		if (text_equal(json_string(row, "plan"), root) &&
			!text_equal(json_string(row, "phase"), "finished"))
			say_run(cli, row);
	}
}
