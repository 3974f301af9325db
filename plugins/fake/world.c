#include "world.h"

#include "base/error.h"
#include "base/json.h"
#include "base/lines.h"
#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"
#include "load.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define READ_SIZE 65536
#define LINE_MOST (256 * 1024) /* bytes: what is told of it must fit into a message */

static const struct shape_field text_item = {"", SHAPE_STRING, .low = 1, .high = 256};
static const struct shape_field address_item = {"", SHAPE_ADDRESS};
static const struct shape_field bytes_item = {
	"", SHAPE_INTEGER, .low = 1, .high = JSON_INTEGER_MOST};

static const struct shape_field nic_fields[] = {
	{"mac", SHAPE_STRING, .required = true, .low = 17, .high = 17},
	{"domain", SHAPE_NAME, .required = true, .help = "network that it is in"},
	{"addresses", SHAPE_LIST, .required = true, .item = &address_item, .high = 64},
	{"prefixes", SHAPE_LIST, .item = &text_item, .high = 64, .help = "of its wire"},
	{"gateway", SHAPE_ADDRESS, .help = "next hop of its default route"},
	{0},
};
static const struct shape_field nic_item = {"", SHAPE_OBJECT, .fields = nic_fields};

static const struct shape_field neighbour_fields[] = {
	{"mac", SHAPE_STRING, .required = true, .low = 17, .high = 17},
	{"address", SHAPE_ADDRESS, .required = true},
	{0},
};
static const struct shape_field neighbour_item = {"", SHAPE_OBJECT, .fields = neighbour_fields};

#define MACHINE_FIELDS                                                                         \
	{"id", SHAPE_STRING, .required = true}, {"kind", SHAPE_NAME, .required = true},        \
		{"role", SHAPE_CHOICE, .required = true, .choices = roles},                    \
		{"name", SHAPE_NAME, .required = true},                                        \
		{"uuid", SHAPE_UUID, .required = true},                                        \
		{"department", SHAPE_STRING, .required = true, .low = 1, .high = 256},         \
		{"cpus", SHAPE_INTEGER, .required = true, .low = 1, .high = 4096},             \
		{"memory", SHAPE_INTEGER, .required = true, .low = 1,                          \
			.high = JSON_INTEGER_MOST},                                            \
		{"nics", SHAPE_LIST, .required = true, .item = &nic_item, .high = 64},         \
		{"os", SHAPE_STRING, .low = 1, .high = 256},                                   \
		{"os_id", SHAPE_STRING, .low = 1, .high = 256},                                \
		{"os_version", SHAPE_STRING, .low = 1, .high = 256},                           \
		{"kernel", SHAPE_STRING, .low = 1, .high = 256}, {"architecture", SHAPE_NAME}, \
		{"load", SHAPE_OBJECT, .fields = load_fields},                                 \
		{"born", SHAPE_TIME, .help = "it is not there before"},                        \
		{"off", SHAPE_TIME, .help = "it does not run from then on"},                   \
		{"gone", SHAPE_TIME, .help = "it is not there from then on"},                  \
		{"system", SHAPE_ANY},                                                         \
	{                                                                                      \
		"metrics", SHAPE_NAME                                                          \
	}

static const char *const roles[] = {"standalone", "hypervisor", "spare", "vm", NULL};

static const char *const sides[] = {"department", "cloud", NULL};

static const struct shape_field server_fields[] = {
	MACHINE_FIELDS,
	{"side", SHAPE_CHOICE, .choices = sides, .help = "department when it is missing"},
	{"age", SHAPE_INTEGER, .low = 0, .high = 100},
	{"vendor", SHAPE_STRING, .low = 1, .high = 128},
	{"product", SHAPE_STRING, .low = 1, .high = 128},
	{"serial", SHAPE_STRING, .low = 1, .high = 128},
	{"firmware_date", SHAPE_DATE},
	{"networks", SHAPE_LIST, .item = &text_item, .high = 256, .help = "of a hypervisor"},
	{"pool", SHAPE_INTEGER, .low = 1, .high = JSON_INTEGER_MOST,
		.help = "bytes of its images"},
	{"neighbours", SHAPE_LIST, .item = &neighbour_item, .high = 1024},
	{0},
};

static const struct shape_field vm_fields[] = {
	MACHINE_FIELDS,
	{"host", SHAPE_NAME, .required = true},
	{"disks", SHAPE_LIST, .required = true, .item = &bytes_item, .high = 64},
	{"inside", SHAPE_BOOLEAN, .help = "one can log in to it"},
	{"firmware", SHAPE_UUID, .help = "uuid that its inside tells, where that is another"},
	{0},
};

/* NULL for what cannot be asked. */
static const struct shape_field *fields_of(const char *kind)
{
	if (text_equal(kind, "server"))
		return server_fields;
	return text_equal(kind, "vm") ? vm_fields : NULL;
}

static const char *kind_of(struct json_object *thing)
{
	return json_object_is_type(thing, json_type_object) &&
			       json_object_is_type(json_member(thing, "kind"), json_type_string)
		       ? json_string(thing, "kind")
		       : NULL;
}

struct reading {
	const char *path;
	world_thing *each;
	void *argument;
	unsigned line;
};

/* The thing of a line, NULL when it is none that can be asked. */
static int read_thing(
	struct json_object **thing, const struct source *source, struct error *error)
{
	const struct shape_field *fields;

	if (json_parse(thing, source, LINE_MOST, error) < 0)
		return -1;
	fields = fields_of(kind_of(*thing));
	if (!fields)
		json_put_at(thing);
	return fields ? shape_check(fields, *thing, source, error) : 0;
}

static int take_line(
	const struct reading *reading, const char *line, size_t size, struct error *error)
{
	struct source source = {SOURCE_JSON, reading->path, line, size};
	AUTO_JSON struct json_object *thing = NULL;
	struct error why = {0};

	if (read_thing(&thing, &source, &why) < 0)
		return error_set(error, ERROR_INPUT, reading->path,
			"Line %u of the world \"%s\", column %d: %s", reading->line,
			reading->path, why.column, why.text);
	return thing ? reading->each(reading->argument, thing, error) : 0;
}

static int take_lines(struct reading *reading, struct lines *lines, struct error *error)
{
	const char *line;
	size_t size;
	int got;

	while ((got = lines_next(lines, &line, &size)) > 0) {
		reading->line++;
		if (take_line(reading, line, size, error) < 0)
			return -1;
	}
	if (got < 0)
		return error_set(error, ERROR_INPUT, reading->path,
			"Line %u of the world \"%s\" has more than %d bytes.",
			reading->line + 1, reading->path, LINE_MOST);
	return 0;
}

static int open_file(int *file, const char *path, struct error *error)
{
	*file = open(path, O_RDONLY | O_CLOEXEC);
	return *file >= 0
		       ? 0
		       : error_set(error, ERROR_NOT_FOUND, path,
				 "The world \"%s\" cannot be read: %s.", path, strerror(errno));
}

int world_read(const char *path, world_thing *each, void *argument, struct error *error)
{
	struct reading reading = {path, each, argument, 0};
	AUTO_LINES struct lines lines = {.limit = LINE_MOST};
	AUTO_CLOSE int file = -1;
	char bytes[READ_SIZE];
	ssize_t got;

	if (open_file(&file, path, error) < 0)
		return -1;
	while ((got = read(file, bytes, sizeof(bytes))) > 0) {
		lines_add(&lines, bytes, (size_t)got);
		if (take_lines(&reading, &lines, error) < 0)
			return -1;
	}
	if (got < 0)
		return error_set(error, ERROR_FAILED, path,
			"The world \"%s\" cannot be read: %s.", path, strerror(errno));
	if (lines_partial(&lines))
		return error_set(error, ERROR_INPUT, path,
			"The last line of the world \"%s\" is cut off.", path);
	return 0;
}

int world_check(const char *path, struct error *error)
{
	AUTO_CLOSE int file = -1;

	return open_file(&file, path, error);
}
