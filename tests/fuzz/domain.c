/*
 * The XML of a domain: what is refused is explained; of what is accepted the devices become
 * facts that can be written, what banyun wrote into it can be taken away, and the rest is
 * written as libxml2 writes it.
 */
#include "libvirt/definition.h"
#include "libvirt/device.h"
#include "libvirt/fence.h"
#include "libvirt/mark.h"
#include "libvirt/shelf.h"
#include "libvirt/xml.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "promise.h"

#define DISKS 16 /* whose sizes are told; where there are more, none are read */

/* What a bulk call would tell of its disks, so that libvirt is asked nothing. */
struct told {
	virTypedParameter list[DISKS * 2];
	char *names[DISKS];
	int count;
};

static void tell(struct told *told, const struct element *disk)
{
	virTypedParameter *name = &told->list[told->count * 2], *capacity = name + 1;

	told->names[told->count] =
		mem_string(element_attribute(element_first(disk, "target"), "dev"));
	name->type = VIR_TYPED_PARAM_STRING;
	name->value.s = told->names[told->count];
	snprintf(name->field, sizeof(name->field), "block.%d.name", told->count);
	capacity->type = VIR_TYPED_PARAM_ULLONG;
	capacity->value.ul = 1 << 20;
	snprintf(capacity->field, sizeof(capacity->field), "block.%d.capacity", told->count);
	told->count++;
}

static void read_disks(struct json_object *facts, const struct element *root)
{
	struct told told = {.count = 0};
	virDomainStatsRecord stats = {.params = told.list};
	struct device_known known = {&stats, shelf_new()};
	const struct element *disk = element_first(element_first(root, "devices"), "disk");
	uint64_t allocation = 0;

	for (; disk && told.count < DISKS; disk = element_next(disk, "disk"))
		tell(&told, disk);
	stats.nparams = told.count * 2;
	if (!disk)
		promise(device_disks(facts, root, NULL, &known, &allocation, NULL) == 0);
	for (int i = 0; i < told.count; i++)
		free(told.names[i]);
	shelf_free((struct shelf *)known.shelf);
}

static void promise_facts(const struct element *root)
{
	AUTO_JSON struct json_object *facts = json_object_new_object(), *again = NULL;
	AUTO_FREE char *text = NULL;
	struct source source = {SOURCE_JSON, "facts", NULL, 0};

	read_disks(facts, root);
	json_set(facts, "nics", device_nics(root));
	json_set(facts, "unmovable", device_unmovable(root));
	json_set_integer(facts, "memory", element_bytes(element_first(root, "memory")));
	text = json_canonical_string(facts);
	source.data = text;
	source.size = strlen(text);
	promise(json_parse(&again, &source, JSON_FILE, NULL) == 0);
}

static void promise_same(const char *raw, const char *text)
{
	AUTO_XML xmlDocPtr document = NULL;
	AUTO_FREE char *expected = NULL;

	promise(xml_parse(&document, text, NULL) == 0);
	mark_strip(document);
	fence_strip(document);
	expected = xml_write(document);
	promise(text_equal(raw, expected));
}

static void promise_refused(const char *text, const struct error *error)
{
	AUTO_XML xmlDocPtr document = NULL;

	promise(error->code == ERROR_INPUT && error->text[0] != '\0');
	promise(xml_parse(&document, text, NULL) < 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE char *text = mem_bytes(data, size), *raw = NULL;
	AUTO_ELEMENTS struct elements tree = {.root = NULL};
	struct mark_text mark;
	struct error error = {0};

	if (mark_read(&mark, text, &error) < 0)
		promise(error.code == ERROR_INPUT && error.text[0] != '\0');
	error = (struct error){0};
	if (definition_read(&tree, &raw, text, &error) < 0) {
		promise_refused(text, &error);
		return 0;
	}
	promise_facts(tree.root);
	promise_same(raw, text);
	return 0;
}
