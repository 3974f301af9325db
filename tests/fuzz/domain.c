/*
 * The XML of a domain: what is refused is explained; of what is accepted the devices become
 * facts that can be written, what banyun wrote into it can be taken away, and the rest written
 * and read again.
 */
#include "libvirt/device.h"
#include "libvirt/fence.h"
#include "libvirt/mark.h"
#include "libvirt/shelf.h"
#include "libvirt/xml.h"

#include "base/json.h"
#include "base/memory.h"
#include "promise.h"

#define DISKS 16 /* whose sizes are told; where there are more, none are read */

/* What a bulk call would tell of its disks, so that libvirt is asked nothing. */
struct told {
	virTypedParameter list[DISKS * 2];
	char *names[DISKS];
	int count;
};

static void tell(struct told *told, xmlNodePtr disk)
{
	virTypedParameter *name = &told->list[told->count * 2], *capacity = name + 1;

	told->names[told->count] = xml_attribute(xml_first(disk, "target"), "dev");
	name->type = VIR_TYPED_PARAM_STRING;
	name->value.s = told->names[told->count];
	snprintf(name->field, sizeof(name->field), "block.%d.name", told->count);
	capacity->type = VIR_TYPED_PARAM_ULLONG;
	capacity->value.ul = 1 << 20;
	snprintf(capacity->field, sizeof(capacity->field), "block.%d.capacity", told->count);
	told->count++;
}

static void read_disks(struct json_object *facts, xmlNodePtr root)
{
	struct told told = {.count = 0};
	virDomainStatsRecord stats = {.params = told.list};
	struct device_known known = {&stats, shelf_new()};
	xmlNodePtr disk = xml_first(xml_first(root, "devices"), "disk");
	uint64_t allocation = 0;

	for (; disk && told.count < DISKS; disk = xml_next(disk, "disk"))
		tell(&told, disk);
	stats.nparams = told.count * 2;
	if (!disk)
		promise(device_disks(facts, root, NULL, &known, &allocation, NULL) == 0);
	for (int i = 0; i < told.count; i++)
		free(told.names[i]);
	shelf_free((struct shelf *)known.shelf);
}

static void promise_facts(xmlNodePtr root)
{
	AUTO_JSON struct json_object *facts = json_object_new_object(), *again = NULL;
	AUTO_FREE char *text = NULL;
	struct source source = {SOURCE_JSON, "facts", NULL, 0};

	read_disks(facts, root);
	json_set(facts, "nics", device_nics(root));
	json_set(facts, "unmovable", device_unmovable(root));
	json_set_integer(facts, "memory", xml_bytes(xml_first(root, "memory")));
	text = json_canonical_string(facts);
	source.data = text;
	source.size = strlen(text);
	promise(json_parse(&again, &source, JSON_FILE, NULL) == 0);
}

static void promise_rest(xmlDocPtr document)
{
	AUTO_FREE char *text = NULL;
	AUTO_XML xmlDocPtr again = NULL;

	mark_strip(document);
	fence_strip(document);
	text = xml_write(document);
	promise(xml_parse(&again, text, NULL) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE char *text = mem_bytes(data, size);
	AUTO_XML xmlDocPtr document = NULL;
	struct mark_text mark;
	struct error error = {0};

	if (mark_read(&mark, text, &error) < 0)
		promise(error.code == ERROR_INPUT && error.text[0] != '\0');
	error = (struct error){0};
	if (xml_parse(&document, text, &error) < 0) {
		promise(error.code == ERROR_INPUT && error.text[0] != '\0');
		return 0;
	}
	promise_facts(xml_root(document));
	promise_rest(document);
	return 0;
}
