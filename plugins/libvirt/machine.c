#include "base/digest.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "collect.h"
#include "device.h"
#include "fence.h"
#include "handle.h"
#include "mark.h"
#include "xml.h"
#include <stdlib.h>
#include <string.h>

struct reading {
	virDomainPtr domain;
	char *live, *definition; /* the definition is the live one when it has no other */
	int state, persistent, autostart, snapshots;
};

static void reading_clear(struct reading *reading)
{
	free(reading->live);
	free(reading->definition);
}

static int read_domain(struct reading *reading)
{
	virDomainPtr domain = reading->domain;
	int reason;

	reading->persistent = virDomainIsPersistent(domain);
	reading->live = virDomainGetXMLDesc(domain, 0);
	reading->definition = virDomainGetXMLDesc(
		domain, reading->persistent == 1 ? VIR_DOMAIN_XML_INACTIVE : 0);
	reading->snapshots = virDomainSnapshotNum(domain, 0);
	if (reading->persistent != 1 || virDomainGetAutostart(domain, &reading->autostart) < 0)
		reading->autostart = 0;
	if (reading->persistent < 0 || !reading->live || !reading->definition ||
		virDomainGetState(domain, &reading->state, &reason, 0) < 0)
		return -1;
	return 0;
}

static const char *state_word(int state)
{
	switch (state) {
	case VIR_DOMAIN_SHUTOFF:
	case VIR_DOMAIN_CRASHED:
		return "off";
	case VIR_DOMAIN_PAUSED:
		return "paused";
	case VIR_DOMAIN_PMSUSPENDED:
		return "pmsuspended";
	default:
		return "running";
	}
}

static void add_text(struct json_object *facts, const char *name, char *owned)
{
	if (owned && *owned)
		json_set_string(facts, name, owned);
	free(owned);
}

static void add_firmware(struct json_object *facts, xmlNodePtr os)
{
	bool efi = xml_attribute_is(os, "firmware", "efi") ||
		   xml_attribute_is(xml_first(os, "loader"), "type", "pflash");

	json_set_string(facts, "firmware", efi ? "efi" : "bios");
}

static void add_cpu(struct json_object *facts, xmlNodePtr cpu)
{
	AUTO_FREE char *model = xml_content(xml_first(cpu, "model"));

	if (model && *model)
		json_set_string(facts, "cpu", model);
	else
		add_text(facts, "cpu", xml_attribute(cpu, "mode"));
}

static void add_hardware(struct json_object *facts, xmlNodePtr root)
{
	AUTO_FREE char *vcpus = xml_content(xml_first(root, "vcpu"));

	json_set_integer(facts, "memory", xml_bytes(xml_first(root, "memory")));
	json_set_integer(facts, "vcpus", vcpus ? strtoll(vcpus, NULL, 10) : 1);
	add_text(facts, "domain_type", xml_attribute(root, "type"));
	add_text(facts, "machine_type", xml_attribute(xml_down(root, "os/type"), "machine"));
	add_cpu(facts, xml_first(root, "cpu"));
	add_firmware(facts, xml_first(root, "os"));
}

/* The definition without what banyun wrote into it, and its digest among the facts. */
static int add_definition(
	struct json_object *facts, char **raw, const char *definition, struct error *error)
{
	AUTO_XML xmlDocPtr document = NULL;
	char digest[DIGEST_TEXT];

	if (xml_parse(&document, definition, error) < 0)
		return -1;
	mark_strip(document);
	fence_strip(document);
	*raw = xml_write(document);
	digest_text(*raw, strlen(*raw), digest);
	json_set_string(facts, "xml", digest);
	return 0;
}

static int add_live(struct json_object *facts, const struct reading *reading,
	virDomainStatsRecordPtr blocks, int64_t *allocation, struct error *error)
{
	AUTO_XML xmlDocPtr document = NULL;
	xmlNodePtr root;

	if (xml_parse(&document, reading->live, error) < 0)
		return -1;
	fence_strip(document);
	root = xml_root(document);
	add_hardware(facts, root);
	json_set(facts, "nics", device_nics(root));
	json_set(facts, "unmovable", device_unmovable(root));
	return device_disks(facts, root, reading->domain, blocks, allocation, error);
}

static int fill(struct json_object *facts, char **raw, struct reading *reading,
	virDomainStatsRecordPtr blocks, const char *host, int64_t *allocation,
	struct error *error)
{
	char uuid[VIR_UUID_STRING_BUFLEN] = "";

	virDomainGetUUIDString(reading->domain, uuid);
	json_set_string(facts, "uuid", uuid);
	json_set_string(facts, "name", virDomainGetName(reading->domain));
	json_set_string(facts, "host", host);
	json_set_string(facts, "state", state_word(reading->state));
	json_set_boolean(facts, "autostart", reading->autostart == 1);
	json_set_boolean(facts, "persistent", reading->persistent == 1);
	json_set_integer(facts, "snapshots", reading->snapshots > 0 ? reading->snapshots : 0);
	if (add_live(facts, reading, blocks, allocation, error) < 0)
		return -1;
	return add_definition(facts, raw, reading->definition, error);
}

static struct json_object *make_item(struct json_object *facts, int64_t allocation)
{
	struct json_object *item = json_object_new_object();

	json_set_string(item, "kind", "machine");
	json_set_string(item, "id", json_string(facts, "uuid"));
	json_set(item, "facts", facts);
	json_set(item, "measures",
		json_set_integer(json_object_new_object(), "allocation", allocation));
	return item;
}

int collect_machine(struct json_object **item, char **raw, virDomainPtr domain,
	virDomainStatsRecordPtr blocks, const char *host, struct error *error)
{
	struct reading reading = {.domain = domain};
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_FREE char *definition = NULL;
	int64_t allocation = 0;
	int result;

	if (read_domain(&reading) < 0)
		result = handle_failed(error, virDomainGetName(domain), "reading the machine");
	else
		result = fill(facts, &definition, &reading, blocks, host, &allocation, error);
	reading_clear(&reading);
	if (result < 0)
		return -1;
	*item = make_item(mem_take(&facts), allocation);
	if (raw)
		*raw = mem_take(&definition);
	return 0;
}
