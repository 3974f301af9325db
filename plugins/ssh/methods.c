/* banyun-plugin-ssh: what a host says of itself, and digests of disks computed on it. */
#include "ssh/methods.h"
#include "base/error.h"
#include "base/memory.h"
#include "sdk/banyun-plugin.h"
#include "ssh/answer.h"
#include "ssh/content.h"
#include "ssh/scripts.h"

static int call_fingerprint(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	struct session_wait wait = host_wait(call, SHORT_TIME);
	struct session_key key;

	(void)parameters;
	if (host_look(&key, &wait, error) < 0)
		return -1;
	*result = json_object_new_object();
	json_set_string(*result, "type", key.type);
	json_set_string(*result, "fingerprint", key.fingerprint);
	json_set_string(*result, "known_hosts", key.known_hosts);
	return 0;
}

static const char *const formats[] = {"raw", "qcow2", NULL};
static const struct shape_field image_fields[] = {
	{"path", SHAPE_STRING, .required = true, .low = 1, .high = 4096, .help = "on the host"},
	{"format", SHAPE_CHOICE, .required = true, .choices = formats},
	{0},
};
static const struct shape_field export_fields[] = {
	{"socket", SHAPE_STRING, .required = true, .low = 1, .high = 107,
		.help = "on the host"},
	{"name", SHAPE_STRING, .required = true, .low = 1, .high = 256},
	{0},
};
static const struct shape_field content_fields[] = {
	{"device", SHAPE_NAME, .required = true, .help = "device in the guest: vda"},
	{"image", SHAPE_OBJECT, .fields = image_fields, .help = "the image that nobody writes"},
	{"export", SHAPE_OBJECT, .fields = export_fields, .help = "or a frozen NBD export"},
	{"rate_limit_mib", SHAPE_INTEGER, .low = 1, .high = 65536, .help = "MiB a second"},
	{0},
};

/* A digest on its way. */
struct hashing {
	struct plugin_call *call;
	const char *device, *boundary;
	struct content content;
};

static void hashing_free(struct hashing *hashing)
{
	content_clear(&hashing->content);
}
#define AUTO_HASHING __attribute__((cleanup(hashing_free)))

static int hash_more(void *argument, const char *data, size_t size, struct error *error)
{
	struct hashing *hashing = argument;
	unsigned long long before = hashing->content.progress;

	if (content_feed(&hashing->content, hashing->boundary, data, size, error) < 0)
		return answer_of_host(error);
	if (hashing->content.progress > before) {
		struct json_object *progress = json_object_new_object();
		json_set_string(progress, "device", hashing->device);
		json_set_integer(progress, "bytes", (int64_t)hashing->content.progress);
		plugin_progress(hashing->call, progress);
	}
	return 0;
}

static int read_disk(
	struct content_disk *disk, struct json_object *parameters, struct error *error)
{
	struct json_object *image = json_member(parameters, "image");
	struct json_object *export = json_member(parameters, "export");

	if ((image == NULL) == (export == NULL))
		return error_set(error, ERROR_INPUT, host_identity()->name,
			"Either \"image\" or \"export\" is expected, and not both.");
	*disk = (struct content_disk){
		.device = json_string(parameters, "device"),
		.path = image != NULL ? json_string(image, "path") : NULL,
		.format = image != NULL ? json_string(image, "format") : NULL,
		.socket = export != NULL ? json_string(export, "socket") : NULL,
		.export = export != NULL ? json_string(export, "name") : NULL,
		.rate = json_integer(parameters, "rate_limit_mib", 0),
	};
	return 0;
}

static int hash_disk(
	struct hashing *hashing, const struct content_disk *disk, struct error *error)
{
	AUTO_TEXT struct text assignments = {0};
	struct session_ending ending;

	if (content_assign(&assignments, disk, error) < 0)
		return answer_of_host(error);
	struct host_question question = {
		.boundary = hashing->boundary,
		.assignments = assignments.data,
		.script = script_content,
		.hold_input = true,
		.output = hash_more,
		.argument = hashing,
	};
	if (host_ask(hashing->call, &question, &ending, error) < 0)
		return -1;
	if (content_verdict(&hashing->content, ending.errors, error) < 0)
		return answer_of_host(error);
	return 0;
}

static int call_content(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	AUTO_HASHING struct hashing hashing = {.call = call};
	struct content_disk disk;
	char boundary[BOUNDARY_TEXT];

	host_boundary(boundary);
	if (read_disk(&disk, parameters, error) < 0)
		return -1;
	hashing.boundary = boundary;
	hashing.device = disk.device;
	if (hash_disk(&hashing, &disk, error) < 0)
		return -1;
	*result = json_object_new_object();
	json_set_string(*result, "device", disk.device);
	json_set_string(*result, "digest", hashing.content.digest);
	json_set_integer(*result, "bytes", (int64_t)hashing.content.bytes);
	return 0;
}

static const struct plugin_method methods[] = {
	{"fingerprint", call_fingerprint, NULL, .threaded = true},
	{"collect", call_collect, NULL, .threaded = true},
	{"content", call_content, content_fields, .threaded = true},
	{"reach", call_reach, reach_fields, .threaded = true},
	{"login", call_login, NULL, .threaded = true},
	{"ports", call_ports, ports_fields, .threaded = true},
	{"echoes", call_echoes, echoes_fields, .threaded = true},
	{"certificates", call_certificates, NULL, .threaded = true},
	{"literals", call_literals, literals_fields, .threaded = true},
	{"measure", call_measure, measure_fields, .threaded = true},
	{"transfer", call_transfer, transfer_fields, .threaded = true},
	{0},
};

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "ssh",
	.release = PACKAGE_VERSION,
	.roles = PLUGIN_SOURCE | PLUGIN_STEP,
	.settings = host_settings,
	.methods = methods,
	.open = host_open,
	.close = host_close,
	.prepare = host_prepare,
};

PLUGIN_MAIN(program)
