/*
 * The inventory of libvirt's own test driver, which lives in the client's library: the code
 * that reads real hypervisors, without one.
 */
#include "../../../plugins/libvirt/collect.h"

#include "../../../plugins/libvirt/dirty.h"
#include "../../../plugins/libvirt/handle.h"
#include "../unit.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/object.h"
#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

static const struct collect_host host = {"lab-hv1", "finance", "department"};

/* The raw text is kept beside the facts, where the tests look for it. */
static int keep(void *argument, struct json_object *owned, const char *raw, struct error *error)
{
	if (object_check(owned, NULL, error) < 0)
		return -1;
	json_set_string(owned, "raw", raw);
	json_object_array_add(argument, owned);
	return 0;
}

static struct json_object *collect(virConnectPtr connection)
{
	struct json_object *items = json_object_new_array();
	struct collect_listener listener = {.emit = keep, .argument = items};
	struct error error = {0};

	if (collect_all(connection, &host, &listener, &error) < 0)
		fail_msg("%s", error.text);
	return items;
}

static struct json_object *find(struct json_object *items, const char *kind)
{
	for (size_t i = 0; i < json_object_array_length(items); i++) {
		struct json_object *item = json_object_array_get_idx(items, i);

		if (text_equal(json_string(item, "kind"), kind))
			return item;
	}
	fail_msg("there is no item of kind %s", kind);
	return NULL;
}

static void test_every_kind_has_its_shape(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *items = collect(connection);
	struct json_object *facts = json_member(find(items, "machine"), "facts");

	(void)state;
	assert_int_equal(json_object_array_length(items), 4);
	assert_string_equal(json_string(find(items, "host"), "id"), "lab-hv1");
	assert_string_equal(json_string(find(items, "network"), "id"), "lab-hv1/default");
	assert_string_equal(json_string(find(items, "pool"), "id"), "lab-hv1/default-pool");
	assert_string_equal(json_string(facts, "name"), "test");
	assert_string_equal(json_string(facts, "state"), "running");
	assert_int_equal(json_integer(facts, "memory", 0), 8589934592);
	assert_string_equal(
		json_string(json_object_array_get_idx(json_member(facts, "disks"), 0), "path"),
		"/guest/diskimage1");
	assert_string_equal(
		json_string(
			json_object_array_get_idx(json_member(facts, "nics"), 0), "network"),
		"default");
}

static void test_raw_is_what_the_digest_names(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *items = collect(connection);
	struct json_object *item = find(items, "machine");
	const char *raw = json_string(item, "raw");
	char digest[DIGEST_TEXT];

	(void)state;
	assert_non_null(strstr(raw, "<name>test</name>"));
	digest_text(raw, strlen(raw), digest);
	assert_string_equal(json_string(json_member(item, "facts"), "xml"), digest);
}

static void mark(virConnectPtr connection)
{
	AUTO_DOMAIN virDomainPtr domain = virDomainLookupByName(connection, "test");

	assert_int_equal(
		virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT,
			"<move run='r7' name='test' attempt='1'/>", "banyun", "urn:banyun:move",
			VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG),
		0);
}

static void test_a_mark_changes_no_fact(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *before = collect(connection), *after = NULL;

	(void)state;
	mark(connection);
	after = collect(connection);
	assert_string_equal(
		json_object_to_json_string(json_member(find(before, "machine"), "facts")),
		json_object_to_json_string(json_member(find(after, "machine"), "facts")));
}

static void test_one_is_like_among_all(void **state)
{
	static const char *const kinds[] = {"host", "machine", "network", "pool"};
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *items = collect(connection);

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct json_object *one = find(items, kinds[i]);
		AUTO_JSON struct json_object *again = NULL;
		char left[DIGEST_TEXT], right[DIGEST_TEXT];

		assert_int_equal(collect_one(&again, connection, &host, kinds[i],
					 json_string(one, "id"), NULL),
			0);
		digest_json(json_member(one, "facts"), left);
		digest_json(json_member(again, "facts"), right);
		assert_string_equal(left, right);
	}
}

static void test_some_are_like_among_all(void **state)
{
	static const char absent[] = "00000000-0000-4000-8000-000000000000";
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *all = collect(connection), *gone = NULL;
	AUTO_JSON struct json_object *uuids = json_object_new_array(),
				     *some = json_object_new_array();
	struct collect_listener listener = {.emit = keep, .argument = some};
	struct json_object *machine = find(all, "machine");

	(void)state;
	json_object_array_add(uuids, json_object_new_string(absent));
	json_object_array_add(uuids, json_object_new_string(json_string(machine, "id")));
	assert_int_equal(collect_some(connection, &host, uuids, &gone, &listener, NULL), 0);
	assert_int_equal(json_object_array_length(some), 1);
	assert_string_equal(json_object_to_json_string(json_member(machine, "facts")),
		json_object_to_json_string(json_member(find(some, "machine"), "facts")));
	assert_int_equal(json_object_array_length(gone), 1);
	assert_string_equal(json_object_get_string(json_object_array_get_idx(gone, 0)), absent);
}

static void test_what_is_not_there(void **state)
{
	static const char *const rows[][2] = {
		{"machine", "00000000-0000-4000-8000-000000000000"},
		{"network", "lab-hv1/none"},
		{"pool", "lab-hv1/none"},
	};
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct json_object *item = NULL;
		struct error error = {0};

		assert_int_equal(
			collect_one(&item, connection, &host, rows[i][0], rows[i][1], &error),
			-1);
		assert_int_equal(error.code, ERROR_NOT_FOUND);
	}
}

/* --- pools --- */

#define STORED "55555555-5555-4555-8555-555555555555"

static void add_volume(virConnectPtr connection, const char *name)
{
	AUTO_POOL virStoragePoolPtr pool =
		virStoragePoolLookupByName(connection, "default-pool");
	AUTO_FREE char *xml = mem_format("<volume><name>%s</name><capacity>4096</capacity>"
					 "</volume>",
		name);
	AUTO_VOLUME virStorageVolPtr volume = virStorageVolCreateXML(pool, xml, 0);

	assert_non_null(volume);
}

static struct json_object *collect_stored(virConnectPtr connection)
{
	AUTO_JSON struct json_object *uuids = json_object_new_array(), *gone = NULL;
	struct json_object *items = json_object_new_array();
	struct collect_listener listener = {.emit = keep, .argument = items};
	struct error error = {0};

	json_object_array_add(uuids, json_object_new_string(STORED));
	if (collect_some(connection, &host, uuids, &gone, &listener, &error) < 0)
		fail_msg("%s", error.text);
	return items;
}

/* A volume of a pool is known by each way; a file beside it, or below it, is none. */
static void test_in_which_pool_an_image_lies(void **state)
{
	static const char xml[] =
		"<domain type='test'><name>stored</name><uuid>" STORED "</uuid>"
		"<memory>65536</memory><os><type>hvm</type></os><devices>"
		"<disk type='file'><source file='/default-pool/a'/><target dev='vda'/></disk>"
		"<disk type='file'><source file='/default-pool/b'/><target dev='vdb'/></disk>"
		"<disk type='file'><source file='/default-pool/a/a'/><target dev='vdc'/></disk>"
		"<disk type='file'><source file='/srv/a'/><target dev='vdd'/></disk>"
		"</devices></domain>";
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_DOMAIN virDomainPtr domain = virDomainCreateXML(connection, xml, 0);
	AUTO_JSON struct json_object *all = NULL, *some = NULL, *one = NULL;
	struct json_object *facts, *disks;

	(void)state;
	add_volume(connection, "a");
	all = collect(connection);
	some = collect_stored(connection);
	assert_int_equal(collect_one(&one, connection, &host, "machine", STORED, NULL), 0);
	facts = json_member(find(some, "machine"), "facts");
	disks = json_member(facts, "disks");
	assert_string_equal(
		json_string(json_find(disks, "device", "vda"), "pool"), "default-pool");
	for (size_t i = 1; i < 4; i++)
		assert_null(json_string(json_object_array_get_idx(disks, i), "pool"));
	assert_string_equal(json_object_to_json_string(facts),
		json_object_to_json_string(json_member(one, "facts")));
	assert_string_equal(json_object_to_json_string(facts),
		json_object_to_json_string(json_member(json_find(all, "id", STORED), "facts")));
}

/* --- what a move cannot take along --- */

#define ODD "44444444-4444-4444-8444-444444444444"

static const char odd[] =
	"<domain type='test'><name>odd</name><uuid>" ODD "</uuid><memory>65536</memory>"
	"<os><type>hvm</type></os><devices>"
	"<disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
	"<source file='/srv/a.qcow2'/><backingStore type='file'><format type='raw'/>"
	"<source file='/srv/base.raw'/><backingStore/></backingStore>"
	"<target dev='vda' bus='virtio'/><shareable/></disk>"
	"<disk type='file' device='cdrom'><source file='/srv/a.iso'/>"
	"<target dev='sda' bus='sata'/><readonly/></disk>"
	"<disk type='network' device='disk'><source protocol='rbd' name='pool/image'>"
	"<host name='192.0.2.9'/></source><target dev='vdb' bus='virtio'/></disk>"
	"<disk type='volume' device='disk'><source pool='default-pool' volume='x'/>"
	"<target dev='vdc' bus='virtio'/></disk>"
	"<disk type='file' device='cdrom'><target dev='sdb' bus='sata'/><readonly/></disk>"
	"</devices></domain>";

static struct json_object *odd_facts(virConnectPtr connection)
{
	struct json_object *item = NULL;
	struct error error = {0};

	if (collect_one(&item, connection, &host, "machine", ODD, &error) < 0 ||
		object_check(item, NULL, &error) < 0)
		fail_msg("%s", error.text);
	return item;
}

static struct json_object *disk_of(struct json_object *item, const char *device)
{
	return json_find(json_member(json_member(item, "facts"), "disks"), "device", device);
}

static void test_each_disk_says_what_it_is(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_DOMAIN virDomainPtr domain = virDomainCreateXML(connection, odd, 0);
	AUTO_JSON struct json_object *item = odd_facts(connection);
	struct json_object *unread = json_member(json_member(item, "facts"), "disks_unread");

	(void)state;
	assert_string_equal(json_string(disk_of(item, "vda"), "kind"), "file");
	assert_true(json_boolean(disk_of(item, "vda"), "shared", false));
	assert_int_equal(json_length(json_member(disk_of(item, "vda"), "chain")), 1);
	assert_true(json_boolean(disk_of(item, "sda"), "read_only", false));
	assert_false(json_boolean(disk_of(item, "sda"), "shared", true));
	assert_string_equal(json_string(disk_of(item, "vdb"), "kind"), "network");
	assert_null(disk_of(item, "vdc"));
	assert_int_equal(json_length(unread), 1);
	assert_string_equal(
		json_object_get_string(json_object_array_get_idx(unread, 0)), "volume vdc");
}

static void test_what_firmware_and_tpm_lie_in(void **state)
{
	static const char *const rows[][4] = {
		{"<type>hvm</type>", "", "none", "none"},
		{"<type>hvm</type><loader type='pflash'>/x.fd</loader><nvram>/y.fd</nvram>", "",
			"file", "none"},
		{"<type>hvm</type>", "<tpm model='tpm-tis'><backend type='emulator'/></tpm>",
			"none", "emulator"},
	};
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		AUTO_FREE char *xml = mem_format("<domain type='test'><name>odd</name><uuid>%s"
						 "</uuid><memory>65536</memory><os>%s</os>"
						 "<devices>%s</devices></domain>",
			ODD, rows[i][0], rows[i][1]);
		AUTO_DOMAIN virDomainPtr domain = virDomainDefineXML(connection, xml);
		AUTO_JSON struct json_object *item = odd_facts(connection);
		struct json_object *facts = json_member(item, "facts");

		assert_string_equal(json_string(facts, "nvram"), rows[i][2]);
		assert_string_equal(json_string(facts, "tpm"), rows[i][3]);
		assert_int_equal(virDomainUndefine(domain), 0);
	}
}

/* What is optional or disabled is not required. */
static void test_required_features(void **state)
{
	static const char xml[] =
		"<domain type='test'><name>odd</name><uuid>" ODD "</uuid>"
		"<memory>65536</memory><os><type arch='x86_64'>hvm</type></os>"
		"<cpu mode='custom' match='exact'><model>Westmere</model>"
		"<feature policy='require' name='avx'/><feature policy='disable' name='aes'/>"
		"<feature policy='optional' name='x2apic'/>"
		"<feature policy='force' name='pcid'/></cpu></domain>";
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_DOMAIN virDomainPtr domain = virDomainDefineXML(connection, xml);
	AUTO_JSON struct json_object *item = odd_facts(connection);

	(void)state;
	assert_string_equal(json_object_to_json_string_ext(
				    json_member(json_member(item, "facts"), "cpu_required"),
				    JSON_C_TO_STRING_PLAIN),
		"[\"avx\",\"pcid\"]");
	assert_int_equal(virDomainUndefine(domain), 0);
}

static void test_memory_that_is_available(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *items = collect(connection);
	struct json_object *measures = json_member(find(items, "host"), "measures");

	(void)state;
	assert_true(json_integer(measures, "memory_free", -1) > 0);
	if (json_member(measures, "memory_available"))
		assert_true(json_integer(measures, "memory_available", -1) >=
			    json_integer(measures, "memory_free", -1));
}

static void test_checkpoints_are_counted(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_DOMAIN virDomainPtr domain = virDomainCreateXML(connection, odd, 0);
	AUTO_JSON struct json_object *before = odd_facts(connection), *after = NULL;
	virDomainCheckpointPtr checkpoint = virDomainCheckpointCreateXML(domain,
		"<domaincheckpoint><name>one</name><disks><disk name='vda'/>"
		"</disks></domaincheckpoint>",
		0);

	(void)state;
	if (!checkpoint)
		fail_msg("%s", virGetLastErrorMessage());
	after = odd_facts(connection);
	assert_int_equal(json_integer(json_member(before, "facts"), "checkpoints", -1), 0);
	assert_int_equal(json_integer(json_member(after, "facts"), "checkpoints", -1), 1);
	virDomainCheckpointFree(checkpoint);
}

/* libvirt's test driver has no such measurement. */
static void test_a_rate_that_nobody_tells(void **state)
{
	AUTO_CONNECTION virConnectPtr connection = virConnectOpen("test:///default");
	AUTO_JSON struct json_object *uuids = json_object_new_array(), *items = NULL,
				     *told = NULL;
	const char *uuid;

	(void)state;
	items = collect(connection);
	uuid = json_string(find(items, "machine"), "id");
	json_object_array_add(uuids, json_object_new_string(uuid));
	json_object_array_add(uuids, json_object_new_string(ODD));
	told = dirty_rates(connection, uuids, 1, NULL, NULL);
	assert_int_equal(json_object_object_length(told), 2);
	assert_non_null(strstr(json_string(json_member(told, uuid), "unasked"), "support"));
	assert_non_null(strstr(json_string(json_member(told, ODD), "unasked"), "not found"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_has_its_shape),
		cmocka_unit_test(test_raw_is_what_the_digest_names),
		cmocka_unit_test(test_a_mark_changes_no_fact),
		cmocka_unit_test(test_one_is_like_among_all),
		cmocka_unit_test(test_some_are_like_among_all),
		cmocka_unit_test(test_what_is_not_there),
		cmocka_unit_test(test_in_which_pool_an_image_lies),
		cmocka_unit_test(test_each_disk_says_what_it_is),
		cmocka_unit_test(test_checkpoints_are_counted),
		cmocka_unit_test(test_a_rate_that_nobody_tells),
		cmocka_unit_test(test_memory_that_is_available),
		cmocka_unit_test(test_required_features),
		cmocka_unit_test(test_what_firmware_and_tpm_lie_in),
	};

	handle_silence();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
