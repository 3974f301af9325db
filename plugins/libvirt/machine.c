#include "base/digest.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "collect.h"
#include "definition.h"
#include "device.h"
#include "handle.h"
#include "measure.h"
#include "processor.h"
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

struct reading {
	virDomainPtr domain;
	struct collect_known known;
	struct elements live;
	char *raw; /* its definition: of one that runs beside what it runs with */
	int state;
};

static void reading_clear(struct reading *reading)
{
	elements_clear(&reading->live);
	free(reading->raw);
}

/* -1 when it is not known; where libvirt has no checkpoints, there are none. */
static int count_checkpoints(virDomainPtr domain)
{
	int count = virDomainListAllCheckpoints(domain, NULL, 0);

	return count < 0 && handle_failed_with(VIR_ERR_NO_SUPPORT) ? 0 : count;
}

/* What a bulk call did not tell. */
static int learn(struct reading *reading)
{
	struct collect_known *known = &reading->known;
	virDomainPtr domain = reading->domain;
	int reason;

	if (known->persistent < 0)
		known->persistent = virDomainIsPersistent(domain);
	if (known->snapshots < 0)
		known->snapshots = virDomainSnapshotNum(domain, 0);
	if (known->checkpoints < 0)
		known->checkpoints = count_checkpoints(domain);
	if (known->autostart < 0 && known->persistent == 1)
		virDomainGetAutostart(domain, &known->autostart);
	if (!measure_state(known->device.stats, &reading->state) &&
		virDomainGetState(domain, &reading->state, &reason, 0) < 0)
		return -1;
	return known->persistent < 0 ? -1 : 0;
}

static int read_xml(struct elements *tree, char **raw, virDomainPtr domain, unsigned flags,
	struct error *error)
{
	AUTO_FREE char *text = virDomainGetXMLDesc(domain, flags);

	if (!text)
		return handle_failed(error, virDomainGetName(domain), "reading the machine");
	return definition_read(tree, raw, text, error);
}

/* Only a machine that runs has a number, and a definition beside what it runs with. */
static bool runs(const struct elements *live)
{
	return element_attribute(live->root, "id") != NULL;
}

static int read_domain(struct reading *reading, struct error *error)
{
	virDomainPtr domain = reading->domain;
	AUTO_ELEMENTS struct elements definition = {.root = NULL};

	if (learn(reading) < 0)
		return handle_failed(error, virDomainGetName(domain), "reading the machine");
	if (read_xml(&reading->live, &reading->raw, domain, 0, error) < 0)
		return -1;
	if (reading->known.persistent != 1 || !runs(&reading->live))
		return 0;
	free(mem_take(&reading->raw));
	return read_xml(&definition, &reading->raw, domain, VIR_DOMAIN_XML_INACTIVE, error);
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

static void add_text(struct json_object *facts, const char *name, const char *text)
{
	if (text && *text)
		json_set_string(facts, name, text);
}

static void add_firmware(struct json_object *facts, const struct element *os)
{
	bool efi = element_has(os, "firmware", "efi") ||
		   element_has(element_first(os, "loader"), "type", "pflash");

	json_set_string(facts, "firmware", efi ? "efi" : "bios");
}

/* "none" where the element is missing, else its word; `usual` where it has none. */
static void add_backing(struct json_object *facts, const char *name,
	const struct element *element, const char *usual)
{
	const char *word = element_attribute(element, "type");

	json_set_string(facts, name, !element ? "none" : word ? word : usual);
}

static void add_cpu(struct json_object *facts, const struct element *cpu)
{
	const char *model = element_content(element_first(cpu, "model"));

	if (model && *model)
		json_set_string(facts, "cpu", model);
	else
		add_text(facts, "cpu", element_attribute(cpu, "mode"));
	json_set(facts, "cpu_required", processor_required(cpu));
}

static void add_hardware(struct json_object *facts, const struct element *root)
{
	const char *vcpus = element_content(element_first(root, "vcpu"));

	json_set_integer(facts, "memory", element_bytes(element_first(root, "memory")));
	json_set_count(facts, "vcpus", vcpus ? strtoull(vcpus, NULL, 10) : 1);
	add_text(facts, "domain_type", element_attribute(root, "type"));
	add_text(facts, "machine_type",
		element_attribute(element_down(root, "os/type"), "machine"));
	add_cpu(facts, element_first(root, "cpu"));
	add_firmware(facts, element_first(root, "os"));
	add_backing(facts, "nvram", element_down(root, "os/nvram"), "file");
	add_backing(facts, "tpm", element_down(root, "devices/tpm/backend"), "unknown");
}

static int add_live(struct json_object *facts, const struct reading *reading,
	uint64_t *allocation, struct error *error)
{
	const struct element *root = reading->live.root;

	add_hardware(facts, root);
	json_set(facts, "nics", device_nics(root));
	json_set(facts, "unmovable", device_unmovable(root));
	return device_disks(
		facts, root, reading->domain, &reading->known.device, allocation, error);
}

static int fill(struct json_object *facts, const struct reading *reading, const char *host,
	uint64_t *allocation, struct error *error)
{
	const struct collect_known *known = &reading->known;
	const struct element *uuid = element_first(reading->live.root, "uuid");
	char digest[DIGEST_TEXT];

	json_set_string(facts, "uuid", element_content(uuid));
	json_set_string(facts, "name", virDomainGetName(reading->domain));
	json_set_string(facts, "host", host);
	json_set_string(facts, "state", state_word(reading->state));
	json_set_boolean(facts, "autostart", known->persistent == 1 && known->autostart == 1);
	json_set_boolean(facts, "persistent", known->persistent == 1);
	json_set_integer(facts, "snapshots", known->snapshots > 0 ? known->snapshots : 0);
	if (known->checkpoints >= 0)
		json_set_integer(facts, "checkpoints", known->checkpoints);
	if (add_live(facts, reading, allocation, error) < 0)
		return -1;
	digest_text(reading->raw, strlen(reading->raw), digest);
	json_set_string(facts, "xml", digest);
	return 0;
}

static struct json_object *make_item(struct json_object *facts, struct json_object *measures)
{
	struct json_object *item = json_object_new_object();

	json_set_string(item, "kind", "machine");
	json_set_string(item, "id", json_string(facts, "uuid"));
	json_set(item, "facts", facts);
	return json_set(item, "measures", measures);
}

/* Of one that is read by itself, for its facts, nothing is measured. */
static struct json_object *measures_of(
	virDomainPtr domain, const struct collect_known *known, uint64_t allocation)
{
	struct json_object *measures = json_object_new_object();

	json_set_count(measures, "allocation", allocation);
	if (known)
		measure_add(measures, domain, known->device.stats);
	return measures;
}

int collect_machine(struct json_object **item, char **raw, virDomainPtr domain,
	const struct collect_known *known, const char *host, struct error *error)
{
	static const struct collect_known nothing = {.persistent = -1, -1, -1, -1};
	struct reading reading = {.domain = domain, .known = known ? *known : nothing};
	AUTO_JSON struct json_object *facts = json_object_new_object();
	uint64_t allocation = 0;
	int result = read_domain(&reading, error);

	if (result == 0)
		result = fill(facts, &reading, host, &allocation, error);
	if (result == 0 && raw)
		*raw = mem_take(&reading.raw);
	reading_clear(&reading);
	if (result < 0)
		return -1;
	*item = make_item(mem_take(&facts), measures_of(domain, known, allocation));
	return 0;
}
