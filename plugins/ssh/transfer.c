/* TCP transfers over a path by an iperf3 that is installed: the host is one end of them. */
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "sdk/banyun-plugin.h"
#include "ssh/answer.h"
#include "ssh/iperf.h"
#include "ssh/methods.h"
#include "ssh/scripts.h"
#include "ssh/shell.h"
#include "ssh/told.h"
#include <string.h>

#define SECONDS_MOST 5   /* of one direction */
#define SHARE        930 /* thousandths of the budget that are payload: packets have headers */
#define PORTS        4   /* that are tried */
#define PORT_FIRST   49152
#define PORT_COUNT   (65536 - PORT_FIRST)

static const char *const roles[] = {"answer", "call", NULL};
static const char *const directions[] = {"up", "down", NULL};
static const struct shape_field direction_item = {"", SHAPE_CHOICE, .choices = directions};

const struct shape_field transfer_fields[] = {
	{"role", SHAPE_CHOICE, .required = true, .choices = roles},
	{"address", SHAPE_ADDRESS, .required = true, .help = "the host's own"},
	{"peer", SHAPE_ADDRESS, .help = "the other end; required to call"},
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "of the other end, to call"},
	{"directions", SHAPE_LIST, .required = true, .item = &direction_item, .low = 1,
		.high = 2, .help = "from the caller, to the caller; in their order"},
	{"budget", SHAPE_INTEGER, .required = true, .low = 100000, .high = 1000000000000,
		.help = "bytes of one direction"},
	{"time_ms", SHAPE_INTEGER, .required = true, .low = 1, .high = 60000,
		.help = "of one direction; whole seconds, 1 to 5, are made of it"},
	{"life_ms", SHAPE_INTEGER, .required = true, .low = 1000, .high = 120000,
		.help = "after which the end that answers ends whatever comes"},
	{0},
};

struct transfers {
	struct plugin_call *call;
	struct json_object *parameters;
	struct text reports[2]; /* by direction */
	unsigned lines;
};

static void transfers_free(struct transfers *transfers)
{
	text_clear(&transfers->reports[0]);
	text_clear(&transfers->reports[1]);
}
#define AUTO_TRANSFERS __attribute__((cleanup(transfers_free)))

/* --- what is sent --- */

static int64_t seconds_of(struct json_object *parameters)
{
	int64_t seconds = json_integer(parameters, "time_ms", 0) / 1000;

	return seconds < 1 ? 1 : seconds > SECONDS_MOST ? SECONDS_MOST : seconds;
}

static void assign_number(struct text *script, const char *name, int64_t value)
{
	text_format(script, "%s=%lld\n", name, (long long)value);
}

static void assign_ports(struct text *script)
{
	uint16_t numbers[PORTS];

	digest_random(numbers, sizeof(numbers));
	text_add(script, "ports='");
	for (int i = 0; i < PORTS; i++)
		text_format(script, " %d", PORT_FIRST + numbers[i] % PORT_COUNT);
	text_add(script, "'\n");
}

static void assign_directions(struct text *script, struct json_object *list)
{
	text_add(script, "directions='");
	for (size_t i = 0; i < json_length(list); i++)
		text_format(script, " %s",
			json_object_get_string(json_object_array_get_idx(list, i)));
	text_add(script, "'\n");
}

static int assign(struct text *script, struct json_object *parameters, struct error *error)
{
	bool calls = text_equal(json_string(parameters, "role"), "call");
	const char *peer = json_string(parameters, "peer");
	int64_t seconds = seconds_of(parameters);

	if (calls && (!peer || !json_member(parameters, "port")))
		return error_set(error, ERROR_INPUT, host_identity()->name,
			"To call, \"peer\" and \"port\" are needed.");
	shell_assign(script, "role", json_string(parameters, "role"));
	shell_assign(script, "address", json_string(parameters, "address"));
	shell_assign(script, "peer", peer ? peer : "");
	assign_number(script, "port", json_integer(parameters, "port", 0));
	assign_number(script, "seconds", seconds);
	assign_number(script, "rate",
		json_integer(parameters, "budget", 0) / 1000 * SHARE * 8 / seconds);
	assign_number(script, "life", json_integer(parameters, "life_ms", 0) / 1000);
	assign_ports(script);
	assign_directions(script, json_member(parameters, "directions"));
	return 0;
}

/* --- what is told --- */

static int too_much(struct error *error)
{
	return error_set(error, ERROR_INPUT, host_identity()->name,
		"The host \"%s\" says more of its transfers than there is.",
		host_identity()->name);
}

/* "report up {...": the next part of what iperf3 says. */
static int hear(void *argument, struct span line, struct error *error)
{
	struct transfers *transfers = argument;
	struct span rest = line, word, direction;

	if (!span_word(&rest, &word) || !span_is(word, "report"))
		return transfers->lines++ < 4 ? told_item(transfers->call, line, error)
					      : too_much(error);
	if (!span_word(&rest, &direction) || rest.size == 0)
		return 0;
	struct text *report = &transfers->reports[span_is(direction, "down")];
	if (report->size + rest.size > IPERF_REPORT)
		return too_much(error);
	text_append(report, rest.data + 1, rest.size - 1);
	return 0;
}

/* Where nobody can tell what was sent, all that was allowed may have been. */
static void tell_spent(const struct transfers *transfers)
{
	plugin_item(transfers->call,
		json_set_integer(json_object_new_object(), "spent_bytes",
			json_integer(transfers->parameters, "budget", 0)),
		NULL);
}

static int tell_one(
	const struct transfers *transfers, const char *direction, struct error *error)
{
	struct json_object *parameters = transfers->parameters, *item = NULL;
	const struct text *report = &transfers->reports[text_equal(direction, "down")];
	const struct iperf_question question = {
		.host = host_identity()->name,
		.direction = direction,
		.peer = json_string(parameters, "peer"),
		.answers = text_equal(json_string(parameters, "role"), "answer"),
		.family = strchr(json_string(parameters, "address"), ':') ? 6 : 4,
		.most = json_integer(parameters, "budget", 0),
	};

	if (iperf_verdict(&item, &question, (struct span){report->data, report->size}, error) ==
		0)
		return plugin_item(transfers->call, item, error);
	if (!strstr(error->text, "unable to connect"))
		tell_spent(transfers);
	return -1;
}

static int tell_all(const struct transfers *transfers, struct error *error)
{
	struct json_object *list = json_member(transfers->parameters, "directions");

	for (size_t i = 0; i < json_length(list); i++)
		if (tell_one(transfers,
			    json_object_get_string(json_object_array_get_idx(list, i)),
			    error) < 0)
			return -1;
	return 0;
}

int call_transfer(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_TRANSFERS struct transfers transfers = {.call = call, .parameters = parameters};
	AUTO_TOLD struct told told = {.hear = hear, .argument = &transfers};
	AUTO_TEXT struct text assignments = {0};
	char boundary[BOUNDARY_TEXT];

	host_boundary(boundary);
	told.boundary = boundary;
	if (assign(&assignments, parameters, error) < 0)
		return -1;
	if (told_ask(call, &told, assignments.data, script_iperf, error) < 0)
		return -1;
	if (tell_all(&transfers, error) < 0)
		return -1;
	*result = json_object_new_object();
	return 0;
}
