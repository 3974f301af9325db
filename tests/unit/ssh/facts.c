#include "ssh/facts.h"

#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/object.h"

#define SENT     1700000000000000LL
#define RECEIVED (SENT + 20000)

/* What one section would hold; the rest of the answer is whole. */
static void add(struct text *text, const char *name, int status, const char *content)
{
	text_format(text, "\nBB begin %s\n%s\nBB end %s %d\n", name, content, name, status);
}

struct outcome {
	struct json_object *facts, *measures;
	char *unknown; /* taken out of the facts */
	struct error error;
	int result;
};

static void outcome_free(struct outcome *outcome)
{
	json_object_put(outcome->facts);
	json_object_put(outcome->measures);
	free(outcome->unknown);
}
#define AUTO_OUTCOME __attribute__((cleanup(outcome_free)))

static struct outcome parse(struct text *text)
{
	struct outcome outcome = {
		.facts = json_object_new_object(), .measures = json_object_new_object()};

	text_add(text, "\nBB done\n");
	struct facts_input input = {"BB", {text->data, text->size}, SENT, RECEIVED};
	outcome.result = facts_parse(&input, outcome.facts, outcome.measures, &outcome.error);
	outcome.unknown = json_canonical_string(json_member(outcome.facts, "unknown"));
	json_object_object_del(outcome.facts, "unknown");
	return outcome;
}

static struct outcome parse_one(const char *name, const char *content)
{
	AUTO_TEXT struct text text = {0};

	add(&text, name, 0, content);
	return parse(&text);
}

static void assert_json(struct json_object *tree, const char *expected)
{
	AUTO_FREE char *text = json_canonical_string(tree);

	assert_string_equal(text, expected);
}

/* What a Debian 12 host with both families says. */
static void add_whole_host(struct text *text)
{
	add(text, "clock", 0, "1700000000060000000\n");
	add(text, "boot_id", 0, "124e4ad1-9e9e-447a-95ed-78ed04de1fa8\n");
	add(text, "machine_id", 0, "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
	add(text, "os", 0,
		"NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n");
	add(text, "kernel", 0, "6.1.0-28-amd64\n");
	add(text, "hostname", 0, "HV1\n");
	add(text, "settings6", 0,
		"all disable_ipv6 0\n\ndefault disable_ipv6 0\nall forwarding 1\n"
		"default use_tempaddr 2\n");
	add(text, "architecture", 0, "x86_64\n");
	add(text, "byte_order", 0, "     1\n");
	add(text, "cpus", 0, "0-1\n");
	add(text, "processor", 0, "model name\t: AMD EPYC\n");
	add(text, "memory", 0, "MemTotal:       16314236 kB\nMemAvailable:    8368544 kB\n");
	add(text, "load", 0, "0.52 0.58 0.59 1/389 12345\n");
	add(text, "uptime", 0, "32591.29 43848.82\n");
	add(text, "addresses4", 0,
		"           |-- 127.0.0.1\n           |-- 192.0.2.2\n           |-- 192.0.2.2\n"
		"        |-- 10.0.0.9\n");
	add(text, "addresses6", 0,
		"20010db8000000000000000000000002 04 40 00 82     eth0\n"
		"20010db80000000000000000000000aa 04 40 00 01     eth0\n"
		"00000000000000000000000000000001 01 80 10 80       lo\n"
		"fe8000000000000000fc00fffe000001 04 40 20 80     eth0\n");
	add(text, "sockets", 0,
		"listen 127.0.0.1 22 -\nlisten 0.0.0.0 22 -\nlisten 0.0.0.0 22 sshd\n"
		"in 22 ::ffff:192.0.2.9 2\nlisten 2001:db8::2 443 nginx\nin 443 127.0.0.1 7\n"
		"out 5432 192.0.2.7 11\nin 22 192.0.2.9 1\n");
	add(text, "links", 0,
		"lo 65536 - 00:00:00:00:00:00 unknown - -\n"
		"br-fin 1500 bridge 52:54:00:00:00:09 lowerlayerdown -1 -\n"
		"vx1 1500 vxlan - - - br-fin\neth0 1600 - 52:54:00:00:00:01 up 10000 -\n");
	add(text, "firmware", 0,
		"product_uuid 6F1C9E52-8D34-4B7A-A101-000000000111\nsys_vendor QEMU\n"
		"product_name Standard PC (i440FX + PIIX, 1996)\nproduct_serial \n"
		"bios_date 04/01/2014\n");
	add(text, "disks", 0, "vda 20971520 1 \nsda 1000215216 0 SAMSUNG MZ7LH480\n");
	add(text, "mounts", 0,
		"/dev/vda1 / ext4\n/dev/vda1 /var/lib/again ext4\n"
		"192.0.2.5:/export /mnt/a\\040b nfs4\n");
	add(text, "space", 0,
		"Filesystem 1024-blocks Used Available Capacity Mounted on\n"
		"udev 100 0 100 0% /dev\n/dev/vda1 10000 4000 6000 40% /\n");
	add(text, "resolvers", 0, "# made\nsearch a\nnameserver 192.0.2.53\nnameserver ::1\n");
	add(text, "logins", 0,
		"root pts/0 192.0.2.9 Fri Nov 20 10:00:00 2026 - Fri Nov 20 11:00:00 2026\n"
		"root tty1 Thu Nov 19 10:00:00 2026 gone - no logout\n"
		"reboot system boot 6.1.0 Wed Nov 18 10:00:00 2026 still running\n"
		"ops pts/1 Sun Feb  1 10:00:00 2026 - down\n\n"
		"wtmp begins Tue May 20 00:00:00 2025\n");
	add(text, "routes4", 0,
		"eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
		"eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
		"*\t0000000A\t00000000\t0200\t0\t0\t0\t000000FF\t0\t0\t0\n");
	add(text, "routes6", 0,
		"20010db8000000000000000000000000 40 00000000000000000000000000000000 00 "
		"00000000000000000000000000000000 00000100 00000001 00000000 00000001     "
		"eth0\n"
		"00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
		"20010db8000000000000000000000001 00000400 00000001 00000000 00000003     "
		"eth0\n"
		"20010db8000000000000000000000002 80 00000000000000000000000000000000 00 "
		"00000000000000000000000000000000 00000000 00000001 00000000 80200001     "
		"eth0\n");
	add(text, "tools", 0, "nbdcopy\nqemu-nbd\n");
}

static void test_a_whole_host(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	add_whole_host(&text);
	AUTO_OUTCOME struct outcome outcome = parse(&text);
	assert_int_equal(outcome.result, 0);
	assert_json(outcome.facts,
		"{\"addresses\":[\"10.0.0.9\",\"192.0.2.2\",\"2001:db8::2\"],"
		"\"architecture\":\"x86_64\",\"cpus\":2,"
		"\"disks\":[{\"name\":\"vda\",\"rotational\":true,\"size\":10737418240},"
		"{\"model\":\"SAMSUNG MZ7LH480\",\"name\":\"sda\",\"rotational\":false,"
		"\"size\":512110190592}],"
		"\"filesystems\":[{\"device\":\"/dev/vda1\",\"mount\":\"/\","
		"\"size\":10240000,\"type\":\"ext4\"},"
		"{\"device\":\"192.0.2.5:/export\",\"mount\":\"/mnt/a b\","
		"\"type\":\"nfs4\"}],"
		"\"firmware_date\":\"2014-04-01\",\"hostname\":\"hv1.a\","
		"\"ipv6\":{\"disabled\":false,\"forwarding\":true,\"temporary\":true,"
		"\"use_tempaddr\":2},\"kernel\":\"6.1.0-28-amd64\","
		"\"last_logins\":[{\"account\":\"ops\",\"day\":\"2026-02-01\"},"
		"{\"account\":\"root\",\"day\":\"2026-11-20\"}],"
		"\"links\":[{\"kind\":\"bridge\",\"mac\":\"52:54:00:00:00:09\","
		"\"mtu\":1500,\"name\":\"br-fin\",\"state\":\"down\"},"
		"{\"mac\":\"52:54:00:00:00:01\",\"mtu\":1600,\"name\":\"eth0\","
		"\"speed\":10000000000,\"state\":\"up\"},{\"mtu\":65536,"
		"\"name\":\"lo\",\"state\":\"unknown\"},"
		"{\"kind\":\"vxlan\",\"master\":\"br-fin\",\"mtu\":1500,\"name\":\"vx1\"}],"
		"\"listening\":[{\"address\":\"0.0.0.0\",\"port\":22,\"program\":\"sshd\"},"
		"{\"address\":\"127.0.0.1\",\"port\":22},{\"address\":\"2001:db8::2\",\"port\":"
		"443,\"program\":\"nginx\"}],"
		"\"machine_id\":\"3d1219c7c4c5404aaa1f6d2a48adfda4\",\"memory\":16705777664,"
		"\"os\":\"Debian GNU/Linux 12 (bookworm)\",\"os_id\":\"debian\","
		"\"processor\":\"AMD EPYC\","
		"\"product\":\"Standard PC (i440FX + PIIX, 1996)\","
		"\"resolvers\":[\"192.0.2.53\",\"::1\"],\"routes\":["
		"{\"destination\":\"default\",\"device\":\"eth0\",\"family\":4,"
		"\"gateway\":\"192.0.2.1\",\"metric\":100,\"table\":254},"
		"{\"destination\":\"default\",\"device\":\"eth0\",\"family\":6,"
		"\"gateway\":\"2001:db8::1\",\"metric\":1024,\"table\":254},"
		"{\"destination\":\"192.0.2.0/24\",\"device\":\"eth0\",\"family\":4,"
		"\"metric\":0,\"table\":254},"
		"{\"destination\":\"2001:db8::/64\",\"device\":\"eth0\",\"family\":6,"
		"\"metric\":256,\"table\":254}],"
		"\"tools\":[\"nbdcopy\",\"qemu-nbd\"],"
		"\"uuid\":\"6f1c9e52-8d34-4b7a-a101-000000000111\",\"vendor\":\"QEMU\"}");
	assert_string_equal(outcome.unknown, "[\"serial\"]");
	/* `printf 124e... | sha256sum` begins with dbec760527ede. */
	assert_json(outcome.measures,
		"{\"boot\":3868938221027038,\"clock_error_ms\":11,\"clock_skew_ms\":50,"
		"\"flow in 22 192.0.2.9\":3,\"flow out 5432 192.0.2.7\":11,"
		"\"load_milli\":520,\"memory_available\":8569389056,\"uptime\":32591,"
		"\"used /\":4096000}");
}

static void test_the_model_takes_it(void **state)
{
	AUTO_TEXT struct text text = {0};
	AUTO_JSON struct json_object *item = json_object_new_object();
	struct error error = {0};

	(void)state;
	add_whole_host(&text);
	AUTO_OUTCOME struct outcome outcome = parse(&text);
	json_set_string(outcome.facts, "name", "hv1");
	json_set_string(item, "kind", "host");
	json_set_string(item, "id", "hv1");
	json_set(item, "facts", json_object_get(outcome.facts));
	json_set(item, "measures", json_object_get(outcome.measures));
	if (object_check(item, NULL, &error) < 0)
		fail_msg("%s", error.text);
}

static void test_what_fails_is_left_out(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	add(&text, "os", 1, "PRETTY_NAME=\"Half\"\n");
	add(&text, "kernel", 127, "6.1\n");
	add(&text, "cpus", 1, "2\n");
	add(&text, "memory", 2, "MemTotal: 1 kB\n");
	add(&text, "addresses4", 0, "");
	add(&text, "addresses6", 1, "");
	add(&text, "byte_order", 1, "1\n");
	add(&text, "listening4", 0, "");
	add(&text, "listening6", 0, "");
	add(&text, "links", 1, "lo 65536 - -\n");
	add(&text, "firmware", 1, "sys_vendor QEMU\n");
	add(&text, "routes4", 0, "");
	add(&text, "routes6", 1, "");
	add(&text, "tools", 1, "ip\n");
	add(&text, "sockets", 1, "listen 0.0.0.0 22 sshd\n");
	add(&text, "disks", 1, "vda 1 1\n");
	add(&text, "mounts", 0, "/dev/vda1 / ext4\n");
	add(&text, "space", 1, "/dev/vda1 1 1 1 1% /\n");
	add(&text, "logins", 1, "root pts/0 Fri Nov 20 10:00:00 2026\n");
	add(&text, "resolvers", 1, "nameserver ::1\n");
	add(&text, "processor", 1, "model name : a\n");
	add(&text, "uptime", 1, "1.00 2.00\n");
	AUTO_OUTCOME struct outcome outcome = parse(&text);
	assert_int_equal(outcome.result, 0);
	assert_json(outcome.facts, "{}");
	assert_json(outcome.measures, "{}");
	assert_string_equal(outcome.unknown,
		"[\"addresses\",\"architecture\",\"cpus\",\"disks\",\"filesystems\","
		"\"firmware_date\",\"kernel\",\"last_logins\",\"links\",\"listening\","
		"\"machine_id\",\"memory\",\"os\",\"processor\",\"product\",\"resolvers\","
		"\"routes\",\"serial\",\"tools\",\"uuid\",\"vendor\"]");
}

static void test_nothing_there_is_known_to_be_nothing(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	add(&text, "addresses4", 0, "");
	add(&text, "addresses6", 0, "");
	add(&text, "byte_order", 0, "1\n");
	add(&text, "listening4", 0, "");
	add(&text, "listening6", 0, "");
	add(&text, "tools", 0, "");
	AUTO_OUTCOME struct outcome outcome = parse(&text);
	assert_json(outcome.facts, "{\"addresses\":[],\"listening\":[],\"tools\":[]}");
}

static void test_what_is_not_strict_is_left_out(void **state)
{
	static const struct {
		const char *name, *content;
	} cases[] = {
		{"os", "PRETTY_NAME=\"\xff\xfe\"\n"},
		{"os", "PRETTY_NAME=\"a\x1b[31mb\"\n"},
		{"os", "PRETTY_NAME=\n"},
		{"os", "NAME=none\n"},
		{"kernel", "6.1\n6.2\n"},
		{"kernel", ""},
		{"architecture", "x86 64\n"},
		{"architecture", "-x\n"},
		{"machine_id", "3D1219C7C4C5404AAA1F6D2A48ADFDA4\n"},
		{"machine_id", "3d12\n"},
		{"boot_id", "124e4ad1-9e9e-447a-95ed-78ed04de1fa\n"},
		{"boot_id", "124e4ad1x9e9e-447a-95ed-78ed04de1fa8\n"},
		{"cpus", "\n"},
		{"cpus", "-2\n"},
		{"cpus", "3-2\n"},
		{"cpus", "0-1,\n1"},
		{"cpus", "0-65536\n"},
		{"processor", "flags : fpu\x1b\n"},
		{"processor", "CPU part : 0xd01\n"},
		{"uptime", "12\n"},
		{"uptime", "-1.00 2\n"},
		{"disks", "sda\n"},
		{"disks", "sda 1\n"},
		{"disks", "sda 99999999999999999999 0\n"},
		{"disks", "sda 17592186044416 0\n"},
		{"disks", "s\xff 1 0\n"},
		{"sockets", "listen 0.0.0.0 0 -\n"},
		{"sockets", "listen 0.0.0.0/8 22 -\n"},
		{"sockets", "listen here 22 -\n"},
		{"sockets", "in 22 192.0.2.1\n"},
		{"sockets", "out 65536 192.0.2.1 1\n"},
		{"firmware", "bios_date 13/45/2014\n"},
		{"firmware", "bios_date 2014-04-01\n"},
		{"cpus", "two\n"},
		{"memory", "MemTotal: 99999999999999999999 kB\n"},
		{"memory", "MemTotal: 1 MB\n"},
		{"memory", "MemTotal: -1 kB\n"},
		{"load", "0.5\n"},
		{"load", "1e9 0 0\n"},
		{"load", "-1.00\n"},
		{"clock", "yesterday\n"},
		{"clock", "99999999999999999999\n"},
		{"clock", "\n"},
		{"links", "eth0\n"},
		{"links", "eth0 fast - - - - -\n"},
		{"links", "eth0 1500\n"},
		{"links", "eth0 1500 -\n"},
		{"links", "eth0 1500 BRIDGE - - - -\n"},
		{"links", "eth0 1500 - - - - br0 br1\n"},
		{"links", "eth0 1500 - - - - -\neth0 1500 - - - - -\n"},
		{"links", "../x 1500 - - - - -\n"},
		{"links", "a-name-of-16-char 1500 - - - - -\n"},
		{"links", "eth\xff 1500 - - - - -\n"},
		{"links", "eth0 1000001 - - - - -\n"},
		{"firmware", "product_uuid 6f1c9e52\n"},
		{"firmware", "product_uuid 00000000-0000-0000-0000-000000000000\n"},
		{"firmware", "product_uuid FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF\n"},
		{"firmware", "sys_vendor a\x1b[31mb\n"},
		{"firmware", "sys_vendor\n"},
		{"firmware", "other QEMU\n"},
		{"tools", "ip\n../bin/sh\n"},
		{"tools", "ip\n\nip\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_OUTCOME struct outcome outcome =
			parse_one(cases[i].name, cases[i].content);
		assert_int_equal(outcome.result, 0);
		if (json_object_object_length(outcome.facts) +
			json_object_object_length(outcome.measures))
			fail_msg("case %zu was read", i);
	}
}

/* What these systems' own os-release(5) says. */
static void test_systems(void **state)
{
	static const struct {
		const char *content, *expected;
	} cases[] = {
		{"NAME=\"Kylin Linux Advanced Server\"\nVERSION=\"V10 "
		 "(Tercel)\"\nID=\"kylin\"\n"
		 "VERSION_ID=\"V10\"\nPRETTY_NAME=\"Kylin Linux Advanced Server V10 "
		 "(Tercel)\"\n"
		 "ANSI_COLOR=\"0;31\"\n",
			"{\"os\":\"Kylin Linux Advanced Server V10 (Tercel)\","
			"\"os_id\":\"kylin\",\"os_version\":\"V10\"}"},
		{"NAME=\"openEuler\"\nVERSION=\"22.03 (LTS-SP1)\"\nID=\"openEuler\"\n"
		 "VERSION_ID=\"22.03\"\nPRETTY_NAME=\"openEuler 22.03 (LTS-SP1)\"\n",
			"{\"os\":\"openEuler 22.03 (LTS-SP1)\",\"os_id\":\"openEuler\","
			"\"os_version\":\"22.03\"}"},
		{"PRETTY_NAME=\"UnionTech OS Server 20\"\nNAME=\"UnionTech OS Server 20\"\n"
		 "VERSION_ID=\"20\"\nVERSION=\"20\"\nID=uos\n"
		 "PLATFORM_ID=\"platform:uel20\"\n",
			"{\"os\":\"UnionTech OS Server 20\",\"os_id\":\"uos\","
			"\"os_version\":\"20\"}"},
		{"PRETTY_NAME=CentOS release 6.10 (Final)\n",
			"{\"os\":\"CentOS release 6.10 (Final)\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_OUTCOME struct outcome outcome = parse_one("os", cases[i].content);
		assert_json(outcome.facts, cases[i].expected);
	}
}

static void test_processors(void **state)
{
	static const struct {
		const char *content, *expected;
	} cases[] = {
		{"CPU implementer\t: 0x48\nCPU part\t: 0xd01\n",
			"{\"processor\":\"HiSilicon Kunpeng 920\"}"},
		{"CPU implementer\t: 0x70\nCPU part\t: 0x663\n",
			"{\"processor\":\"Phytium FTC663\"}"},
		{"CPU implementer\t: 0x41\nCPU part\t: 0xfff\n",
			"{\"processor\":\"ARM implementer 0x41 part 0xfff\"}"},
		{"model name\t: Loongson-3A5000\nCPU part\t: 1\n",
			"{\"processor\":\"Loongson-3A5000\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_OUTCOME struct outcome outcome = parse_one("processor", cases[i].content);
		assert_json(outcome.facts, cases[i].expected);
	}
	AUTO_OUTCOME struct outcome outcome = parse_one("cpus", "0-3,8,10-11\n");
	assert_json(outcome.facts, "{\"cpus\":7}");
}

static void test_flows_are_bounded(void **state)
{
	AUTO_TEXT struct text text = {0};
	bool programs;

	(void)state;
	for (unsigned i = 1; i <= 100; i++)
		text_format(&text, "in 80 192.0.2.%u %u\n", i, i);
	AUTO_JSON struct json_object *measures = json_object_new_object();
	AUTO_JSON struct json_object *list =
		facts_sockets((struct span){text.data, text.size}, measures, &programs);
	assert_int_equal(json_length(list), 0);
	assert_int_equal(json_object_object_length(measures), 65);
	assert_int_equal(json_integer(measures, "flow in 80 192.0.2.100", 0), 100);
	assert_int_equal(json_integer(measures, "flow in 80 192.0.2.36", 0), 0);
	assert_int_equal(json_integer(measures, "flows_left_out", 0), 36 * 37 / 2);
}

static char *hostname(const char *name, const char *resolv)
{
	char out[FACTS_NAME];
	bool read = facts_hostname(
		(struct span){name, strlen(name)}, (struct span){resolv, strlen(resolv)}, out);

	return mem_string(read ? out : "none");
}

static void test_names(void **state)
{
	static const struct {
		const char *name, *resolv, *expected;
	} cases[] = {
		{"db1\n", "search fin.example other.example\n", "db1.fin.example"},
		{"db1\n", "domain a.example\nsearch b.example\n", "db1.b.example"},
		{"db1.fin.example\n", "search other.example\n", "db1.fin.example"},
		{"DB1\n", "nameserver ::1\n", "db1"},
		{"db1\n", "search .\n", "db1"},
		{"db1\n", "search $x.example\n", "db1"},
		{"localhost\n", "search a.example\n", "none"},
		{"localhost.localdomain\n", "", "none"},
		{"(none)\n", "search a.example\n", "none"},
		{"a b\n", "", "none"},
		{".a\n", "", "none"},
		{"\xe5\n", "", "none"},
		{"\n", "search a.example\n", "none"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *found = hostname(cases[i].name, cases[i].resolv);
		assert_string_equal(found, cases[i].expected);
	}
	/* 250 letters and their domain are too many for DNS. */
	AUTO_FREE char *letters = mem_format("%0250d", 0);
	AUTO_FREE char *found = hostname(letters, "search a.example\n");
	assert_string_equal(found, letters);
	AUTO_FREE char *endless = mem_format("%0300d", 0);
	AUTO_FREE char *none = hostname(endless, "");
	assert_string_equal(none, "none");
}

static void test_how_ipv6_is_set(void **state)
{
	static const struct {
		const char *settings, *inet6, *expected;
	} cases[] = {
		{"", "", "{\"disabled\":true}"},
		{"all disable_ipv6 0\nall forwarding 0\n", "",
			"{\"disabled\":false,\"forwarding\":false,\"temporary\":false}"},
		{"all disable_ipv6 0\ndefault disable_ipv6 1\n", "",
			"{\"disabled\":true,\"temporary\":false}"},
		{"all forwarding 2\n", "fe800000000000000000000000000001 02 40 20 01 eth0\n",
			"{\"disabled\":false,\"forwarding\":true,\"temporary\":false}"},
		{"all forwarding x\n", "", "null"},
		{"all forwarding\n", "", "null"},
		{"all forwarding 0\n", "hello\n", "null"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct span settings = {cases[i].settings, strlen(cases[i].settings)};
		struct span inet6 = {cases[i].inet6, strlen(cases[i].inet6)};
		AUTO_JSON struct json_object *found = facts_ipv6(settings, inet6);

		assert_json(found, cases[i].expected);
	}
}

/* Hosts without ss(8) and those who are not root are told nothing of programs. */
static void test_programs_that_are_not_told(void **state)
{
	(void)state;
	AUTO_OUTCOME struct outcome outcome = parse_one("sockets", "listen :: 22 -\n");
	assert_json(outcome.facts, "{\"listening\":[{\"address\":\"::\",\"port\":22}]}");
	assert_non_null(strstr(outcome.unknown, "\"listening programs\""));
}

static void test_quotes_of_os_release(void **state)
{
	static const struct {
		const char *content, *expected;
	} cases[] = {
		{"PRETTY_NAME=Alpine\n", "{\"os\":\"Alpine\"}"},
		{"PRETTY_NAME='Kylin V10'\n", "{\"os\":\"Kylin V10\"}"},
		{"PRETTY_NAME=\"银河麒麟 V10\"\n", "{\"os\":\"银河麒麟 V10\"}"},
		{"PRETTY_NAME=\"a \\\"b\\\" \\$c\"\n", "{\"os\":\"a \\\"b\\\" $c\"}"},
		{"PRETTY_NAME=\"open\n", "{\"os\":\"\\\"open\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_OUTCOME struct outcome outcome = parse_one("os", cases[i].content);
		assert_json(outcome.facts, cases[i].expected);
	}
}

static void test_a_clock_of_seconds(void **state)
{
	static const char *const cases[] = {"1700000000%N\n", "1700000000N\n", "1700000000\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_OUTCOME struct outcome outcome = parse_one("clock", cases[i]);
		assert_json(outcome.measures, "{\"clock_error_ms\":511,\"clock_skew_ms\":490}");
	}
}

static char *sockets(const char *tcp, const char *tcp6, bool little)
{
	AUTO_JSON struct json_object *list = facts_listening(
		(struct span){tcp, strlen(tcp)}, (struct span){tcp6, strlen(tcp6)}, little);

	return list != NULL ? json_canonical_string(list) : mem_string("none");
}

static void test_byte_order_of_sockets(void **state)
{
	AUTO_FREE char *little = sockets(" 0: 0100007F:1F90 0:0 0A x\n", "", true);
	AUTO_FREE char *big = sockets(" 0: 7F000001:1F90 0:0 0A x\n", "", false);
	AUTO_FREE char *mapped =
		sockets("", " 0: 0000000000000000FFFF00000100007F:0050 0:0 0A x\n", true);

	(void)state;
	assert_string_equal(little, "[{\"address\":\"127.0.0.1\",\"port\":8080}]");
	assert_string_equal(big, little);
	assert_string_equal(mapped, "[{\"address\":\"::ffff:127.0.0.1\",\"port\":80}]");
}

static void test_bad_sockets(void **state)
{
	static const char *const cases[] = {" 0: 0100007F:1F90 0:0 01 x\n", /* a connection */
		" 0: 0100007F:0000 0:0 0A x\n", " 0: 0100007F 0:0 0A x\n",
		" 0: 0100007G:1F90 0:0 0A x\n", " 0: 0100007F:1F901 0:0 0A x\n", "hello\n",
		"\n", " 0: 0000000000000000FFFF00000100007F:0050 0:0 0A x\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *text = sockets(cases[i], "", true);
		assert_string_equal(text, "none");
	}
}

static char *routes(const char *four, const char *six, bool little)
{
	AUTO_JSON struct json_object *list = facts_routes(
		(struct span){four, strlen(four)}, (struct span){six, strlen(six)}, little);

	return list != NULL ? json_canonical_string(list) : mem_string("none");
}

static void test_byte_order_of_routes(void **state)
{
	AUTO_FREE char *little =
		routes("e 000200C0 010200C0 3 0 0 0 00FFFFFF 0 0 0\n", "", true);
	AUTO_FREE char *big = routes("e C0000200 C0000201 3 0 0 0 FFFFFF00 0 0 0\n", "", false);

	(void)state;
	assert_string_equal(little,
		"[{\"destination\":\"192.0.2.0/24\",\"device\":\"e\",\"family\":4,"
		"\"gateway\":\"192.0.2.1\",\"metric\":0,\"table\":254}]");
	assert_string_equal(big, little);
}

/*
 * The flags are those of a kernel that took the router out of an announcement, and of one told.
 */
static void test_a_router_that_announced_itself(void **state)
{
#define ROUTER(flags)                                                                          \
	"00000000000000000000000000000000 00 00000000000000000000000000000000 00 "             \
	"fe800000000000000000000000000001 00000400 00000001 00000000 " flags " e\n"
	AUTO_FREE char *learnt = routes("", ROUTER("00450003"), true);
	AUTO_FREE char *set = routes("", ROUTER("00000003"), true);

	(void)state;
	assert_non_null(strstr(learnt, "\"protocol\":\"ra\""));
	assert_non_null(strstr(set, "fe80::1"));
	assert_null(strstr(set, "protocol"));
}

static void test_bad_routes(void **state)
{
	static const char *const four[] = {"hello\n", "e 0 0 3 0 0 0 0 0 0 0\n",
		"e 000200C0 010200C0 3 0 0 0 00FF00FF 0 0 0\n",
		"e 000200C0 010200C0 3 0 0 x 00FFFFFF 0 0 0\n",
		"a-name-of-16-char 000200C0 010200C0 3 0 0 0 00FFFFFF 0 0 0\n",
		"e 000200C0 010200C0\n"};
	static const char *const six[] = {"hello\n",
		"20010db8000000000000000000000000 81 00 00 "
		"00000000000000000000000000000000 0 0 0 1 e\n",
		"20010db8 40 00 00 00000000000000000000000000000000 0 0 0 1 e\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(four) / sizeof(four[0]); i++) {
		AUTO_FREE char *text = routes(four[i], "", true);
		assert_string_equal(text, "none");
	}
	for (size_t i = 0; i < sizeof(six) / sizeof(six[0]); i++) {
		AUTO_FREE char *text = routes("", six[i], true);
		assert_string_equal(text, "none");
	}
}

static void test_too_many_are_unknown(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	for (unsigned port = 1; port <= 4096; port++)
		text_format(&text, " 0: 00000000:%04X 0:0 0A x\n", port);
	AUTO_JSON struct json_object *list = facts_listening(
		(struct span){text.data, text.size}, (struct span){"", 0}, true);
	assert_int_equal(json_object_array_length(list), 4096);
	text_add(&text, " 0: 00000000:2000 0:0 0A x\n");
	assert_null(facts_listening(
		(struct span){text.data, text.size}, (struct span){"", 0}, true));
}

static void test_an_unreadable_list_stays_out(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	add(&text, "addresses4", 0, "           |-- 192.0.2\n");
	add(&text, "addresses6", 0, "");
	add(&text, "byte_order", 0, "1\n");
	add(&text, "listening4", 0, "garbage\n");
	add(&text, "listening6", 0, "");
	AUTO_OUTCOME struct outcome outcome = parse(&text);
	assert_int_equal(outcome.result, 0);
	assert_json(outcome.facts, "{}");
}

static void test_a_broken_frame_is_an_error(void **state)
{
	AUTO_OUTCOME struct outcome outcome = parse_one("shadow", "root:x:0\n");

	(void)state;
	assert_int_equal(outcome.result, -1);
	assert_int_equal(outcome.error.code, ERROR_INPUT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_host),
		cmocka_unit_test(test_the_model_takes_it),
		cmocka_unit_test(test_what_fails_is_left_out),
		cmocka_unit_test(test_nothing_there_is_known_to_be_nothing),
		cmocka_unit_test(test_what_is_not_strict_is_left_out),
		cmocka_unit_test(test_systems),
		cmocka_unit_test(test_processors),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_how_ipv6_is_set),
		cmocka_unit_test(test_flows_are_bounded),
		cmocka_unit_test(test_programs_that_are_not_told),
		cmocka_unit_test(test_quotes_of_os_release),
		cmocka_unit_test(test_a_clock_of_seconds),
		cmocka_unit_test(test_byte_order_of_sockets),
		cmocka_unit_test(test_bad_sockets),
		cmocka_unit_test(test_byte_order_of_routes),
		cmocka_unit_test(test_a_router_that_announced_itself),
		cmocka_unit_test(test_bad_routes),
		cmocka_unit_test(test_too_many_are_unknown),
		cmocka_unit_test(test_an_unreadable_list_stays_out),
		cmocka_unit_test(test_a_broken_frame_is_an_error),
	};

	return cmocka_run_group_tests_name("ssh/facts", tests, NULL, NULL);
}
