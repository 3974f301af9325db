/* The questions of readiness: what a host reaches, holds and is set up with. */
#include "base/error.h"
#include "base/memory.h"
#include "sdk/banyun-plugin.h"
#include "ssh/answer.h"
#include "ssh/certificates.h"
#include "ssh/echoes.h"
#include "ssh/literals.h"
#include "ssh/methods.h"
#include "ssh/ports.h"
#include "ssh/reach.h"
#include "ssh/scripts.h"
#include <string.h>

#define LITERALS_TIME (60 * CLOCK_SECOND) /* literals.sh itself ends after 40 */

const struct shape_field reach_fields[] = {
	{"address", SHAPE_ADDRESS, .required = true, .help = "of the SSH server to be reached"},
	{"port", SHAPE_INTEGER, .required = true, .low = 1, .high = 65535},
	{"known_hosts", SHAPE_STRING, .required = true, .low = 1, .high = 65536,
		.help = "its pinned keys, as in known_hosts(5)"},
	{0},
};

const struct shape_field ports_fields[] = {
	{"address", SHAPE_ADDRESS, .required = true, .help = "of the other host"},
	{"from", SHAPE_INTEGER, .required = true, .low = 1, .high = 65535},
	{"to", SHAPE_INTEGER, .required = true, .low = 1, .high = 65535,
		.help = "the last TCP port of the range"},
	{"listened", SHAPE_BOOLEAN, .help = "whether a listener of ours stands on each"},
	{"taken", SHAPE_INTEGER, .low = 0, .high = PORTS_MOST,
		.help = "on how many it does not, because somebody else has them"},
	{0},
};

const struct shape_field echoes_fields[] = {
	{"address", SHAPE_ADDRESS, .required = true, .help = "of the other end"},
	{0},
};

static const struct shape_field root_field = {"", SHAPE_STRING, .low = 1, .high = 1024};
const struct shape_field literals_fields[] = {
	{"roots", SHAPE_LIST, .item = &root_field, .low = 1, .high = 64,
		.help = "files and folders to be read, other than the usual ones"},
	{0},
};

/* A malformed answer is explained; what the host lacks needs no explanation. */
static int not_judged(const struct answer *answer, struct error *error)
{
	return error->code == ERROR_NOT_FOUND ? -1 : answer_explain(answer, error);
}

int call_login(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	static const char *const names[] = {"shell"};
	AUTO_ANSWER struct answer answer = {0};
	struct section shell;
	char boundary[BOUNDARY_TEXT];

	(void)parameters;
	host_boundary(boundary);
	if (answer_ask(&answer, call, boundary, NULL, script_login, error) < 0)
		return -1;
	struct span text = {answer.text.data, answer.text.size};
	if (sections_parse(&shell, names, 1, boundary, text, error) < 0)
		return answer_explain(&answer, error);
	*result = json_object_new_object();
	return 0;
}

int call_reach(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	const struct reach_question question = {
		.host = host_identity()->name,
		.address = json_string(parameters, "address"),
		.port = (int)json_integer(parameters, "port", 22),
		.known_hosts = json_string(parameters, "known_hosts"),
	};
	AUTO_ANSWER struct answer answer = {0};
	AUTO_FREE char *assignments =
		mem_format("address='%s'\nport=%d\n", question.address, question.port);
	char boundary[BOUNDARY_TEXT];

	host_boundary(boundary);
	if (answer_ask(&answer, call, boundary, assignments, script_reach, error) < 0)
		return -1;
	struct span text = {answer.text.data, answer.text.size};
	if (reach_verdict(result, &question, boundary, text, error) < 0)
		return not_judged(&answer, error);
	return 0;
}

int call_ports(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	const struct ports_question question = {
		.host = host_identity()->name,
		.address = json_string(parameters, "address"),
		.from = (int)json_integer(parameters, "from", 0),
		.to = (int)json_integer(parameters, "to", 0),
		.listened = json_boolean(parameters, "listened", false),
		.taken = (unsigned)json_integer(parameters, "taken", 0),
	};
	AUTO_ANSWER struct answer answer = {0};
	AUTO_FREE char *assignments = mem_format("address='%s'\nfrom=%d\nto=%d\nstep=%d\n",
		question.address, question.from, question.to, ports_step(&question));
	char boundary[BOUNDARY_TEXT];

	if (question.to < question.from)
		return error_set(error, ERROR_INPUT, question.host,
			"The ports from %d to %d are none.", question.from, question.to);
	host_boundary(boundary);
	if (answer_ask(&answer, call, boundary, assignments, script_ports, error) < 0)
		return -1;
	struct span text = {answer.text.data, answer.text.size};
	if (ports_verdict(result, &question, boundary, text, error) < 0)
		return not_judged(&answer, error);
	return 0;
}

int call_echoes(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	const struct echoes_question question = {
		.host = host_identity()->name,
		.address = json_string(parameters, "address"),
	};
	int family = strchr(question.address, ':') ? 6 : 4;
	AUTO_FREE char *assignments =
		mem_format("address='%s'\nfamily=%d\n", question.address, family);
	AUTO_ANSWER struct answer answer = {0};
	char boundary[BOUNDARY_TEXT];

	host_boundary(boundary);
	if (answer_ask(&answer, call, boundary, assignments, script_echoes, error) < 0)
		return -1;
	struct span text = {answer.text.data, answer.text.size};
	if (echoes_verdict(result, &question, boundary, text, error) < 0)
		return not_judged(&answer, error);
	return 0;
}

int call_certificates(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	const struct certificates_question question = {
		.host = host_identity()->name,
		.address = host_identity()->address,
		.now = clock_wall(),
	};
	AUTO_ANSWER struct answer answer = {0};
	char boundary[BOUNDARY_TEXT];

	(void)parameters;
	host_boundary(boundary);
	if (answer_ask(&answer, call, boundary, NULL, script_certificates, error) < 0)
		return -1;
	struct span text = {answer.text.data, answer.text.size};
	if (certificates_verdict(result, &question, boundary, text, error) < 0)
		return not_judged(&answer, error);
	return 0;
}

int call_literals(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_ANSWER struct answer answer = {0};
	AUTO_TEXT struct text assignments = {0};
	char boundary[BOUNDARY_TEXT];

	host_boundary(boundary);
	if (literals_assign(&assignments, json_member(parameters, "roots"), error) < 0)
		return answer_of_host(error);
	struct host_question question = {
		.boundary = boundary,
		.assignments = assignments.data,
		.script = script_literals,
		.hold_input = true,
		.longest = LITERALS_TIME,
		.output = answer_keep,
		.argument = &answer,
	};
	if (host_ask(call, &question, &answer.ending, error) < 0)
		return -1;
	struct span text = {answer.text.data, answer.text.size};
	if (literals_read(result, boundary, text, error) < 0)
		return error->code == ERROR_NOT_FOUND ? answer_of_host(error)
						      : answer_explain(&answer, error);
	return 0;
}
