/* Each rule of readiness: what passes, what fails, and what is known neither way. */
#include "base/memory.h"
#include "base/text.h"
#include "examples.h"
#include "model/findings.h"
#include "readiness/rules/rules.h"
#include <string.h>

#define WEB "11111111-1111-4111-8111-111111111111"

#define M        "/items/web/facts/"
#define A        "/items/cloud-a/facts/"
#define AM       "/items/cloud-a/measures/"
#define D        "/measured/machines/fin-hv/rates/" WEB "/"
#define SM       "/items/fin-hv/measures/"
#define S        "/items/fin-hv/facts/"
#define LITERALS "/measured/literals/fin-hv"
#define SITE     "/measured/websites/http:~1~1portal.example.org~1"
#define L4       "/measured/links/fin-hv cloud-a 4"
#define L6       "/measured/links/fin-hv cloud-a 6"
#define P        "/items/portal/facts/"
#define USED     "/measured/systems/machines/"
#define QUIET    "{\"days\":90,\"cpu_mean\":40,\"cpu_peak\":149,\"net_day_bytes\":4999999}"
#define ALIKE    "/measured/systems/likeness/alike/portal"
#define STRAY    "33333333-3333-4333-8333-333333333333"
#define DB       "22222222-2222-4222-8222-222222222222"
#define INSIDE(facts)                                                                          \
	"{\"kind\":\"host\",\"id\":\"web-in\",\"facts\":{\"name\":\"web-in\",\"side\":"        \
	"\"machine\",\"department\":\"fin\",\"machine\":\"" WEB "\"" facts "}}"
#define SIX_PAGE "[{\"family\":6,\"url\":\"http://[2001:db8:2:1::11]/\"}]"
#define ON_SIX   INSIDE(",\"addresses\":[\"fe80::1\",\"2001:db8:2:1::11\"]")
#define IRREGULAR(rule, subject)                                                               \
	"{\"kind\":\"irregularity\",\"id\":\"" rule "/x\",\"facts\":{\"rule\":\"" rule         \
	"\",\"departments\":[\"fin\"],\"subjects\":[\"" subject "\"]}}"

static const struct example examples[] = {
	{"machine.running", "pass", "running on fin-hv", {{0}}},
	{"machine.running", "fail", "The machine is off", {{M "state", "\"off\""}}},
	{"machine.running", "fail", "paused", {{M "state", "\"paused\""}}},
	{"machine.movable", "pass", "no passthrough", {{0}}},
	{"machine.movable", "fail", "first hostdev pci",
		{{M "unmovable", "[\"hostdev pci\"]"}}},
	{"machine.movable", "fail", "2 snapshots", {{M "snapshots", "2"}}},
	{"target.space", "pass", "Pool gov", {{0}}},
	{"target.space", "fail", "need 11811160",
		{{"/items/pool-a/measures/available", "11811160000"}}},
	{"target.space", "pass", "11811160064",
		{{"/items/pool-a/measures/available", "11811160064"}}},
	{"target.space", "unknown", "No pool", {{"/items/pool-a/measures", NULL}}},
	{"target.space", "unknown", "No pool", {{"/items/pool-a", NULL}}},
	{"target.network", "pass", "Each of its 1 networks", {{0}}},
	{"target.network", "fail", "no landing network", {{"/items/landing", NULL}}},
	{"target.network", "fail", "where there is no landing-fin",
		{{"/items/net-a", NULL}, {"/items/net-b", NULL}}},
	{"target.network", "fail", "is stopped", {{"/items/net-a/facts/active", "false"}}},
	{"target.network", "fail", "a bridge without a name", {{M "nics/0/network", NULL}}},
	{"target.cpu", "pass", "EPYC-Rome", {{0}}},
	{"target.cpu", "fail", "Xeon", {{A "cpu_model", "\"Xeon\""}}},
	{"target.cpu", "fail", "architectures differ", {{A "architecture", "\"aarch64\""}}},
	{"target.cpu", "unknown", "of the target was not read", {{A "cpu_model", NULL}}},
	{"target.cpu", "unknown", "of the source was not read", {{S "cpu_model", NULL}}},
	{"target.cpu", "unknown", "architecture of the target", {{A "architecture", NULL}}},
	{"target.cpu", "unknown", "architecture of the source",
		{{A "architecture", NULL}, {S "architecture", NULL}}},
	{"target.cpu", "pass", "emulated",
		{{A "cpu_model", NULL}, {M "domain_type", "\"qemu\""},
			{M "cpu", "\"qemu64\""}}},
	{"target.cpu", "unknown", "not read",
		{{A "cpu_model", NULL}, {M "domain_type", "\"qemu\""}}},
	{"target.machine_type", "pass", "knows", {{0}}},
	{"target.machine_type", "fail", "does not know",
		{{M "machine_type", "\"pc-q35-9.0\""}}},
	{"target.machine_type", "unknown", "was not read", {{M "machine_type", NULL}}},
	{"target.machine_type", "unknown", "was not read", {{A "machine_types", NULL}}},
	{"target.free", "pass", "No machine of cloud-a", {{0}}},
	{"target.free", "fail", "the machine other",
		{{"/items/stray/facts/host", "\"cloud-a\""},
			{"/items/stray/facts/name", "\"other\""},
			{"/items/stray/facts/nics/0/mac", "\"52:54:00:00:00:01\""}}},
	{"target.free", "fail", "the machine web",
		{{"/items/stray/facts/host", "\"cloud-a\""},
			{"/items/stray/facts/name", "\"web\""}}},
	{"target.free", "pass", "No machine",
		{{"/items/stray/facts/host", "\"cloud-b\""},
			{"/items/stray/facts/name", "\"web\""}}},
	{"target.reachable", "pass", "the key that is trusted", {{0}}},
	{"target.reachable", "fail", "another key",
		{{"/measured/reach/fin-hv cloud-a",
			"{\"reached\":false,\"why\":\"another key\"}"}}},
	{"target.reachable", "fail", "does not reach",
		{{"/measured/reach/fin-hv cloud-a", "{\"why\":\"x\"}"}}},
	{"target.reachable", "unknown", "no ssh-keyscan",
		{{"/measured/reach/fin-hv cloud-a", "{\"unasked\":\"no ssh-keyscan\"}"}}},
	{"target.reachable", "unknown", "was not asked",
		{{"/measured/reach/fin-hv cloud-a", NULL}}},
	{"target.certificate", "pass", "2030-01-01", {{0}}},
	{"target.certificate", "pass", "valid until 2027",
		{{"/measured/certificates/fin-hv/not_after", "\"2027-01-01T00:00:00Z\""}}},
	{"target.certificate", "fail", "different CAs",
		{{"/measured/certificates/cloud-a/authority", "\"sha256:bb\""}}},
	{"target.certificate", "fail", "ca-cert.pem is not there",
		{{"/measured/certificates/fin-hv", "{\"why\":\"ca-cert.pem is not there\"}"}}},
	{"target.certificate", "fail", "expired",
		{{"/measured/certificates/cloud-a", "{\"why\":\"expired\"}"}}},
	{"target.certificate", "unknown", "not let in",
		{{"/measured/certificates/cloud-a", "{\"unasked\":\"not let in\"}"}}},
	{"target.certificate", "unknown", "cloud-a were not read",
		{{"/measured/certificates/cloud-a", NULL}}},
	{"target.certificate", "unknown", "fin-hv were not read",
		{{"/measured/certificates/fin-hv", "{}"}}},
	{"target.tools", "pass", "Both hosts", {{0}}},
	{"target.tools", "fail", "cloud-a has no qemu-nbd",
		{{A "tools", "[\"nbdcopy\",\"sha256sum\"]"}}},
	{"target.tools", "fail", "fin-hv has no nbdcopy", {{S "tools", "[]"}}},
	{"target.tools", "unknown", "cloud-a were not read", {{A "tools", NULL}}},
	{"target.tools", "unknown", "fin-hv were not read", {{S "tools", NULL}}},
	{"network.join", "pass", "carries 1500 bytes over a link of 1600", {{0}}},
	{"network.join", "fail", "over a link of 1500", {{A "links/1/mtu", "1500"}}},
	{"network.join", "fail", "over a link of 1569", {{A "links/1/mtu", "1569"}}},
	{"network.join", "pass", "over a link of 1570", {{A "links/1/mtu", "1570"}}},
	{"network.join", "fail", "carries 1400", {{A "links/3/mtu", "1400"}}},
	{"network.join", "fail", "carries 1450", {{A "links/2/mtu", "1450"}}},
	{"network.join", "pass", "over a link of 1600",
		{{A "links/1/master", "\"br0\""},
			{A "links/0", "{\"name\":\"br0\",\"mtu\":1600,\"kind\":\"bridge\"}"}}},
	{"network.join", "fail", "over a link of 1500",
		{{A "links/1", "{\"name\":\"eth0\",\"mtu\":1500,\"master\":\"br0\"}"},
			{A "links/0", "{\"name\":\"br0\",\"mtu\":1600,\"kind\":\"bridge\"}"}}},
	{"network.join", "unknown", "was not read", {{A "links", NULL}}},
	{"network.join", "unknown", "was not read", {{A "links/3/kind", "\"gre\""}}},
	{"network.join", "unknown", "was not read",
		{{A "links/1", "{\"name\":\"eth0\",\"mtu\":0}"}}},
	{"network.join", "unknown", "no landing network", {{"/items/landing", NULL}}},
	{"network.join", "unknown", "no landing network", {{M "nics", "[]"}}},
	{"node.address", "pass", "2001:db8::1", {{0}}},
	{"node.address", "fail", "has no IPv6 address",
		{{S "addresses", "[\"192.0.2.1\",\"fe80::1\",\"::1\"]"}}},
	{"node.address", "unknown", "were not read", {{S "addresses", NULL}}},
	{"node.router", "pass", "2001:db8::fe", {{0}}},
	{"node.router", "fail", "no default router", {{S "routes/1/family", "4"}}},
	{"node.router", "fail", "no default router", {{S "routes/1/type", "\"unreachable\""}}},
	{"node.router", "unknown", "were not read", {{S "unknown", "[\"routes\"]"}}},
	{"node.resolver", "pass", "2001:db8::53", {{0}}},
	{"node.resolver", "fail", "asks no resolver", {{S "resolvers", "[\"192.0.2.53\"]"}}},
	{"node.resolver", "unknown", "were not read", {{S "resolvers", NULL}}},
	{"node.services", "pass", "listens on IPv6", {{0}}},
	{"node.services", "fail", "1, first 0.0.0.0 port 22 (sshd)",
		{{S "listening/1/port", "23"}}},
	{"node.services", "fail", "first 192.0.2.1 port 80",
		{{S "listening/2", "{\"address\":\"192.0.2.1\",\"port\":80}"}}},
	{"node.services", "pass", "listens on IPv6",
		{{S "listening", "[{\"address\":\"*\",\"port\":80}]"}}},
	{"node.services", "unknown", "were not read", {{S "listening", NULL}}},
	{"node.literals", "pass", "212 files", {{0}}},
	{"node.literals", "fail", "1, first 10.0.0.5 in line 7 of /etc/app.conf",
		{{LITERALS "/literals",
			"[{\"file\":\"/etc/app.conf\",\"line\":7,\"address\":\"10.0.0.5\","
			"\"kind\":\"literal\"}]"}}},
	{"node.literals", "unknown", "of 217 files 2 may not",
		{{LITERALS "/complete", "false"}, {LITERALS "/files_unreadable", "2"}}},
	{"node.literals", "unknown", "no shell", {{LITERALS, "{\"unasked\":\"no shell\"}"}}},
	{"node.literals", "unknown", "were not read", {{LITERALS, NULL}}},
	{"node.dual_stack", "pass", "Both families", {{0}}},
	{"node.dual_stack", "fail", "lacks IPv6 on one", {{S "listening/1/port", "23"}}},
	{"node.dual_stack", "fail", "lacks an IPv6 address",
		{{S "addresses", "[\"192.0.2.1\"]"}, {S "listening", NULL}}},
	{"node.dual_stack", "unknown", "sockets were not read", {{S "listening", NULL}}},
	{"node.v6_only", "pass", "without IPv4", {{0}}},
	{"node.v6_only", "pass", "without IPv4", {{S "addresses/0", "\"2001:db8::2\""}}},
	{"node.v6_only", "fail", "name IPv4 addresses",
		{{LITERALS "/literals", "[{\"program\":\"x\",\"address\":\"10.0.0.5\"}]"}}},
	{"node.v6_only", "unknown", "not read whole", {{LITERALS, NULL}}},
	{"node.v6_only", "fail", "lacks a resolver", {{S "resolvers/0", "\"192.0.2.54\""}}},
	{"node.v6_only", "unknown", "routes were not read", {{S "routes", NULL}}},
	{"isolation.domains", "pass", "no two domains", {{0}}},
	{"isolation.domains", "fail", "host fin-hv",
		{{"/items/irregular", IRREGULAR("dual_homed", "host fin-hv")}}},
	{"isolation.domains", "unknown", "not read", {{S "addresses", NULL}}},
	{"isolation.exits", "pass", "not declared", {{0}}},
	{"isolation.exits", "fail", "nobody declared: way_out fin",
		{{"/items/irregular", IRREGULAR("undeclared_exit", "way_out fin")}}},
	{"isolation.exits", "unknown", "routes of one", {{S "routes", NULL}}},
	{"isolation.exits", "unknown", "None of its hosts", {{S "department", "\"other\""}}},
	{"isolation.overlaps", "pass", "No other department", {{0}}},
	{"isolation.overlaps", "fail", "prefix fin/10.1.0.0/16",
		{{"/items/irregular",
			IRREGULAR("overlapping_prefixes", "prefix fin/10.1.0.0/16")}}},
	{"isolation.overlaps", "unknown", "routes of one", {{S "routes", NULL}}},
	{"network.prefix6", "pass", "3fff:1::/48", {{0}}},
	{"network.prefix6", "fail", "None of its prefixes",
		{{"/items/net-fin/facts/prefixes", "[\"10.1.0.0/16\"]"}}},
	{"network.prefix6", "unknown", "no prefix", {{"/items/net-fin/facts/prefixes", NULL}}},
	{"network.declared", "pass", "Nothing", {{0}}},
	{"network.declared", "fail", "none is on it",
		{{"/items/irregular",
			IRREGULAR("network_not_found", "dedicated_network fin/pay")}}},
	{"network.declared", "unknown", "no prefix", {{"/items/net-fin/facts/prefixes", NULL}}},
	{"page.ipv4", "pass", "status 200 in 12 ms", {{0}}},
	{"page.ipv4", "fail", "refused",
		{{"/measured/pages", "{\"http://192.0.2.10/\":{\"why\":\"refused\"}}"}}},
	{"page.ipv4", "fail", "no page over IPv4", {{"/items/portal/facts/pages", "[]"}}},
	{"page.ipv4", "pass", "no IPv4 address",
		{{P "pages", SIX_PAGE}, {"/items/in", ON_SIX}}},
	{"page.ipv4", "fail", "has the address 192.168.1.11",
		{{P "pages", SIX_PAGE},
			{"/items/in", INSIDE(",\"addresses\":[\"192.168.1.11\"]")}}},
	{"page.ipv4", "unknown", "were not read", {{P "pages", SIX_PAGE}}},
	{"page.ipv4", "unknown", "were not read",
		{{P "pages", SIX_PAGE}, {"/items/in", INSIDE(",\"unknown\":[\"addresses\"]")}}},
	{"page.ipv4", "unknown", "worker died",
		{{"/measured/pages",
			"{\"http://192.0.2.10/\":{\"unasked\":\"worker died\"}}"}}},
	{"page.ipv4", "unknown", "was not asked", {{"/measured/pages", "{}"}}},
	{"page.ipv4", "unknown", "No system", {{"/items/portal", NULL}}},
	{"page.ipv6", "pass", "status 200", {{0}}},
	{"page.ipv6", "fail", "no page over IPv6",
		{{"/items/portal/facts/pages",
			"[{\"family\":4,\"url\":\"http://192.0.2.10/\"}]"}}},
	{"page.ipv6", "unknown", "was not asked", {{"/measured/pages", "{}"}}},
	{"website.aaaa", "pass", "has 1 AAAA", {{0}}},
	{"website.aaaa", "fail", "has 0 AAAA",
		{{SITE "/aaaa", "{\"verdict\":\"no\",\"records\":[]}"}}},
	{"website.aaaa", "unknown", "has 0 AAAA",
		{{SITE "/aaaa", "{\"verdict\":\"unknown\"}"}}},
	{"website.aaaa", "unknown", "was not measured", {{"/measured/websites", "{}"}}},
	{"website.aaaa", "unknown", "worker died",
		{{"/measured/websites",
			"{\"http://portal.example.org/\":{\"unasked\":\"worker died\"}}"}}},
	{"website.reachable", "pass", "3 tries", {{0}}},
	{"website.reachable", "fail", "2 tries of its home page reached it and 1 failed",
		{{SITE "/ipv6/reached", "2"}, {SITE "/ipv6/failed", "1"}}},
	{"website.reachable", "unknown", "0 tries", {{SITE "/ipv6/reached", "0"}}},
	{"website.delegation", "pass", "2 name servers of its zone 2", {{0}}},
	{"website.delegation", "fail", "2 name servers of its zone 1",
		{{SITE "/delegation/answering", "1"}}},
	{"website.delegation", "unknown", "zone 1",
		{{SITE "/delegation/answering", "1"}, {SITE "/delegation/unknown", "1"}}},
	{"website.delegation", "unknown", "zone 0", {{SITE "/delegation", NULL}}},
	{"website.delay", "pass", "by 0 thousandths", {{0}}},
	{"website.delay", "pass", "is tcp_us, by 500 thousandths",
		{{SITE "/ipv6/tcp_us", "3000"}}},
	{"website.delay", "fail", "is tcp_us, by 501 thousandths",
		{{SITE "/ipv6/tcp_us", "3002"}}},
	{"website.delay", "fail", "is speed_bps, by 750 thousandths",
		{{SITE "/ipv6/speed_bps", "20000000"}}},
	{"website.delay", "unknown", "total_us was not measured",
		{{SITE "/ipv6/total_us", NULL}}},
	{"website.content", "pass", "same words", {{0}}},
	{"website.content", "fail", "different content",
		{{SITE "/content/same_words", "\"no\""}}},
	{"website.content", "unknown", "change from one try",
		{{SITE "/content/same_words", "\"no\""}, {SITE "/content/steady", "\"no\""}}},
	{"website.content", "unknown", "not seen over both", {{SITE "/content", "{}"}}},
	{"website.links", "pass", "3 were reached over IPv6, and 0", {{0}}},
	{"website.links", "pass", "no page of its own",
		{{SITE "/links", "{\"read\":\"yes\",\"second\":{\"found\":0}}"}}},
	{"website.links", "fail", "2 were reached over IPv6, and 1",
		{{SITE "/links/third/reached", "0"}, {SITE "/links/third/failed", "1"}}},
	{"website.links", "unknown", "0 were reached", {{SITE "/links", "{}"}}},
	{"website.score", "pass", "8 of 8", {{0}}},
	{"website.score", "fail", "7 of 8, with 0 not seen",
		{{SITE "/ipv6/speed_bps", "20000000"}}},
	{"website.score", "unknown", "7 of 8, with 1 not seen",
		{{SITE "/ipv6/total_us", NULL}}},
	{"website.score", "unknown", "0 of 0",
		{{"/profile/website/weights",
			"{\"aaaa\":0,\"reachable\":0,\"delegation\":0,\"dns\":0,\"tcp\":0,"
			"\"first_byte\":0,\"total\":0,\"speed\":0}"}}},
	{"machine.disks", "pass", "Each of its 1 disks", {{0}}},
	{"machine.disks", "pass", "vda arrives as one image, without the 2 below",
		{{M "disks/0/chain", "[\"/srv/a.qcow2\",\"/srv/b.raw\"]"}}},
	{"machine.disks", "fail", "have no path that could be copied, first volume vdb",
		{{M "disks_unread", "[\"volume vdb\"]"}}},
	{"machine.disks", "fail", "vda is of the format vmdk",
		{{M "disks/0/format", "\"vmdk\""}}},
	{"machine.disks", "fail", "vda is of the kind network",
		{{M "disks/0/kind", "\"network\""}}},
	{"machine.disks", "pass", "copied as it is", {{M "disks/0/kind", "\"block\""}}},
	{"machine.disks", "fail", "vda is read-only", {{M "disks/0/read_only", "true"}}},
	{"machine.disks", "fail", "vda is shared", {{M "disks/0/shared", "true"}}},
	{"machine.disks", "fail", "vda is encrypted", {{M "disks/0/encrypted", "true"}}},
	{"machine.disks", "fail", "2 checkpoints", {{M "checkpoints", "2"}}},
	{"machine.disks", "unknown", "not counted", {{M "checkpoints", NULL}}},
	{"machine.disks", "unknown", "kind of its disk vda", {{M "disks/0/kind", NULL}}},
	{"machine.firmware", "pass", "is bios", {{0}}},
	{"machine.firmware", "pass", "keeps no variables", {{M "firmware", "\"efi\""}}},
	{"machine.firmware", "pass", "along with its memory",
		{{M "firmware", "\"efi\""}, {M "nvram", "\"file\""}}},
	{"machine.firmware", "fail", "only while it runs",
		{{M "firmware", "\"efi\""}, {M "nvram", "\"file\""}, {M "state", "\"off\""}}},
	{"machine.firmware", "fail", "of the kind network",
		{{M "firmware", "\"efi\""}, {M "nvram", "\"network\""}}},
	{"machine.firmware", "unknown", "variables are was not read",
		{{M "firmware", "\"efi\""}, {M "nvram", NULL}}},
	{"machine.firmware", "fail", "TPM (passthrough)", {{M "tpm", "\"passthrough\""}}},
	{"machine.firmware", "unknown", "has swtpm", {{M "tpm", "\"emulator\""}}},
	{"machine.firmware", "unknown", "TPM was not read", {{M "tpm", NULL}}},
	{"machine.firmware", "unknown", "firmware was not read", {{M "firmware", NULL}}},
	{"target.versions", "pass", "libvirt 9.0.0 and QEMU 7.2.22", {{0}}},
	{"target.versions", "pass", "QEMU 10.0.0", {{A "qemu", "\"10.0.0\""}}},
	{"target.versions", "pass", "libvirt 10.0.0", {{A "libvirt", "\"10.0.0\""}}},
	{"target.versions", "fail", "libvirt 10.1.0, and the target the older 9.0.0",
		{{S "libvirt", "\"10.1.0\""}}},
	{"target.versions", "fail", "qemu 7.2.22, and the target the older 7.2.9",
		{{A "qemu", "\"7.2.9\""}}},
	{"target.versions", "unknown", "version of qemu", {{A "qemu", NULL}}},
	{"target.versions", "unknown", "version of libvirt", {{S "libvirt", "\"?\""}}},
	{"target.cpu_features", "pass", "each of the 2", {{0}}},
	{"target.cpu_features", "fail",
		"Of the 2 CPU features that it requires the target lacks 1, first avx2",
		{{A "cpu_features", "[\"aes\",\"hypervisor\"]"}}},
	{"target.cpu_features", "pass", "each of the 0", {{M "cpu_required", "[]"}}},
	{"target.cpu_features", "pass", "emulated",
		{{M "domain_type", "\"qemu\""}, {A "cpu_features", NULL}}},
	{"target.cpu_features", "unknown", "requires were not read",
		{{M "cpu_required", NULL}}},
	{"target.cpu_features", "unknown", "target were not read", {{A "cpu_features", NULL}}},
	{"target.memory", "pass", "34359738368 bytes of memory available", {{0}}},
	{"target.memory", "fail", "headroom need 1181116004",
		{{AM "memory_available", "1181116003"}}},
	{"target.memory", "pass", "headroom need 1181116004",
		{{AM "memory_available", "1181116004"}}},
	{"target.memory", "pass", "2147483648 bytes", {{AM "memory_available", NULL}}},
	{"target.memory", "fail", "17 virtual processors, and the target only 16",
		{{M "vcpus", "17"}}},
	{"target.memory", "unknown", "did not tell", {{"/items/cloud-a/measures", NULL}}},
	{"target.memory", "unknown", "not counted", {{A "cpus", NULL}}},
	{"target.memory", "fail", "1073741824 bytes of memory available",
		{{A "memory", "1073741824"}}},
	{"host.clock", "pass", "is -20 ms, give or take 3; 1000", {{0}}},
	{"host.clock", "pass", "is -997 ms", {{SM "clock_skew_ms", "-997"}}},
	{"host.clock", "unknown", "is -998 ms", {{SM "clock_skew_ms", "-998"}}},
	{"host.clock", "unknown", "is 1003 ms", {{SM "clock_skew_ms", "1003"}}},
	{"host.clock", "fail", "is 1004 ms", {{SM "clock_skew_ms", "1004"}}},
	{"host.clock", "pass", "5000 are allowed",
		{{SM "clock_skew_ms", "1004"}, {"/profile/planning/clock_skew_ms", "5000"}}},
	{"host.clock", "fail", "1000 are allowed",
		{{SM "clock_skew_ms", "1004"}, {"/profile/planning/clock_skew_ms", NULL}}},
	{"host.clock", "unknown", "not read", {{"/items/fin-hv/measures", NULL}}},
	{"host.clock", "pass", "banyund's own",
		{{"/items/fin-hv/measures", NULL}, {"/items/fin-hv/id", "\"banyund\""}}},
	/* 100 Mbit/s, 80 % of it for the memory: 9 MiB/s, and half of that. */
	{"machine.converges", "pass",
		"writes 8388608 bit/s of its memory, and 75497472 are copied; the last round "
		"of up to 2831100 bytes pauses it for up to 300 ms",
		{{0}}},
	{"machine.converges", "pass", "writes 22648800", {{D "bytes", "2831100"}}},
	{"machine.converges", "warn", "its last pause may be 301 ms", {{D "bytes", "2831101"}}},
	{"machine.converges", "warn", "its last pause may be 445 ms",
		{{D "bytes", "1048576"}, {D "seconds", "4"}}},
	{"machine.converges", "warn", "its last pause may be 445 ms", {{D "bytes", "4194304"}}},
	{"machine.converges", "warn", "its last pause may be 300 ms",
		{{D "bytes", "2831100"}, {"/profile/planning/converge_permille", "299"}}},
	{"machine.converges", "warn", "its last pause may be 801 ms", {{D "bytes", "7549699"}}},
	{"machine.converges", "fail", "throttled to a tenth", {{D "bytes", "7549700"}}},
	{"machine.converges", "fail", "throttled to a tenth",
		{{D "bytes", "9437184"}, {"/profile/planning/warm_permille", "990"}}},
	{"machine.converges", "fail", "throttled to a tenth", {{D "bytes", "10485760"}}},
	{"machine.converges", "fail", "only while it stands still", {{D "bytes", "104857600"}}},
	{"machine.converges", "fail", "and 10000000 are copied",
		{{L4 "/up/capacity", "10000000"}}},
	{"machine.converges", "pass", "and 97300000 are copied",
		{{"/profile/planning/link_percent", "100"}}},
	{"machine.converges", "pass", "and 97300000 are copied",
		{{"/items/fin/facts/link", NULL}}},
	{"machine.converges", "pass", "does not run",
		{{M "state", "\"off\""}, {"/measured/machines", NULL}}},
	{"machine.converges", "unknown", "not supported",
		{{D "unasked", "\"not supported\""}, {D "bytes", NULL}}},
	{"machine.converges", "unknown", "not let in",
		{{"/measured/machines/fin-hv", "{\"unasked\":\"not let in\"}"}}},
	{"machine.converges", "unknown", "it was not asked", {{"/measured/machines", NULL}}},
	{"machine.converges", "unknown", "no nominal rate",
		{{"/items/fin/facts/link", NULL}, {L4, NULL}, {L6, NULL}}},
	/*
	 * 858993459 bytes and a quarter are one step; 700 of 700 thousandths are one processor.
	 */
	{"machine.size", "pass", "1 and 1073741824 are proposed", {{0}}},
	{"machine.size", "warn", "has 4 virtual processors", {{M "vcpus", "4"}}},
	{"machine.size", "warn", "1 and 1073741824 are proposed", {{M "memory", "4294967296"}}},
	{"machine.size", "fail", "2 and 1073741824 are proposed",
		{{USED WEB "/cpu_p95", "701"}}},
	{"machine.size", "fail", "1 and 2147483648 are proposed",
		{{USED WEB "/memory_peak", "858993600"}}},
	{"machine.size", "fail", "2 and 1073741824 are proposed",
		{{"/profile/sizing/cpu_measure", "\"peak\""}}},
	{"machine.size", "fail", "3 and 3221225472 are proposed",
		{{"/profile/sizing/vcpus_least", "3"},
			{"/profile/sizing/memory_least", "2147483649"}}},
	{"machine.size", "warn", "1 and 4294967296 are proposed",
		{{USED WEB "/memory_peak", NULL}, {M "memory", "4294967296"},
			{M "vcpus", "2"}}},
	{"machine.size", "unknown", "of 29 days, and 30 are needed",
		{{USED WEB "/days", "29"}}},
	{"machine.size", "unknown", "of 0 days", {{USED WEB, NULL}}},
	{"machine.size", "unknown", "no \"sizing\"", {{"/profile/sizing", NULL}}},
	{"machine.size", "unknown", "was not read", {{"/measured/systems", NULL}}},
	{"zombie.idle", "pass", "web was in use: its processors did 300", {{0}}},
	{"zombie.idle", "fail", "All its 2 machines were idle for 90 days",
		{{USED WEB, QUIET}}},
	{"zombie.idle", "pass", "150 at most",
		{{USED WEB, QUIET}, {USED WEB "/cpu_peak", "150"}}},
	{"zombie.idle", "fail", "did 49 thousandths",
		{{USED WEB, QUIET}, {M "vcpus", "2"}, {USED WEB "/cpu_mean", "99"}}},
	{"zombie.idle", "pass", "5000000 bytes a day",
		{{USED WEB, QUIET}, {USED WEB "/net_day_bytes", "5000000"}}},
	{"zombie.idle", "unknown", "first of web: 71 of 90 days",
		{{USED WEB, QUIET}, {USED WEB "/days", "71"}}},
	{"zombie.idle", "fail", "idle", {{USED WEB, QUIET}, {USED WEB "/days", "72"}}},
	{"zombie.idle", "unknown", "Of 2 of its 2 machines too little was measured",
		{{USED WEB, NULL}, {USED DB, NULL}}},
	{"zombie.idle", "unknown", "who logs in to 2 of 2",
		{{USED WEB, QUIET}, {"/profile/zombie/logins_needed", "true"}}},
	{"zombie.idle", "pass", "logged in to web on 2025-11-02",
		{{USED WEB, QUIET},
			{"/items/inside", INSIDE(",\"last_logins\":[{\"account\":\"a\",\"day\":"
						 "\"2025-11-02\"}]")}}},
	{"zombie.idle", "fail", "idle",
		{{USED WEB, QUIET},
			{"/items/inside", INSIDE(",\"last_logins\":[{\"account\":\"a\",\"day\":"
						 "\"2025-11-01\"}]")}}},
	{"zombie.idle", "unknown", "None of its machines is told", {{P "machines", NULL}}},
	{"zombie.idle", "unknown", "was not read: the worker died",
		{{"/measured/systems", "{\"unasked\":\"the worker died\"}"}}},
	{"zombie.idle", "unknown", "was not read.", {{"/measured/systems", NULL}}},
	{"zombie.idle", "unknown", "does not tell", {{"/profile/zombie", NULL}}},
	{"zombie.replaceable", "pass", "no other could", {{0}}},
	{"zombie.replaceable", "fail", "another system could", {{P "replaceable", "true"}}},
	{"zombie.replaceable", "unknown", "has not told", {{P "replaceable", NULL}}},
	{"zombie.out_of_step", "pass", "follows", {{0}}},
	{"zombie.out_of_step", "fail", "long out of step", {{P "out_of_step", "true"}}},
	{"zombie.out_of_step", "unknown", "has not told", {{P "out_of_step", NULL}}},
	{"zombie.unmaintained", "pass", "is maintained and updated", {{0}}},
	{"zombie.unmaintained", "fail", "no more", {{P "maintained", "false"}}},
	{"zombie.unmaintained", "unknown", "of its 2 machines 0 were read",
		{{P "maintained", NULL}}},
	{"zombie.unmaintained", "unknown", "of its 2 machines 1 were read",
		{{P "maintained", NULL},
			{"/items/inside", INSIDE(",\"os_id\":\"centos\",\"os_version\":"
						 "\"7\",\"kernel\":\"3.10.0-1062\"")}}},
	{"zombie.unmaintained", "pass", "of its 1 machines are not old",
		{{P "maintained", NULL}, {P "machines", "[\"web\"]"},
			{"/items/inside", INSIDE(",\"os_id\":\"centos\",\"os_version\":"
						 "\"7\",\"kernel\":\"3.10.0-1062\"")}}},
	{"zombie.unmaintained", "fail", "web runs on what is old: centos 6.10",
		{{"/items/inside", INSIDE(",\"os_id\":\"centos\",\"os_version\":"
					  "\"6.10\",\"kernel\":\"4.1.0\"")}}},
	{"zombie.unmaintained", "pass", "maintained",
		{{"/items/inside", INSIDE(",\"os_id\":\"centos\",\"os_version\":"
					  "\"61\",\"kernel\":\"4.1.0\"")}}},
	{"zombie.unmaintained", "fail", "old: 3.9.8",
		{{"/items/inside", INSIDE(",\"os_id\":\"x\",\"os_version\":\"1\","
					  "\"kernel\":\"3.9.8\"")}}},
	{"zombie.unmaintained", "fail", "old: 2018-01-30",
		{{"/items/inside", INSIDE(",\"os_id\":\"x\",\"os_version\":\"1\","
					  "\"kernel\":\"6.1\",\"firmware_date\":"
					  "\"2018-01-30\"")}}},
	{"zombie.rarely_used", "pass", "often: 每天", {{0}}},
	{"zombie.rarely_used", "pass", "by many: 全市", {{P "usage_frequency", "\"很少\""}}},
	{"zombie.rarely_used", "fail", "很少, 本处室",
		{{P "usage_frequency", "\"很少\""}, {P "usage_scope", "\"本处室\""}}},
	{"zombie.rarely_used", "unknown", "has not told",
		{{P "usage_frequency", "\"很少\""}, {P "usage_scope", NULL}}},
	{"zombie.rarely_used", "unknown", "these words mean: 有时, 本处室",
		{{P "usage_frequency", "\"有时\""}, {P "usage_scope", "\"本处室\""}}},
	{"zombie.candidate", "pass", "meets 0 of 5 criteria, with 0 not known", {{0}}},
	{"zombie.candidate", "fail", "meets 2 of 5 criteria and 2 are needed: a candidate",
		{{P "replaceable", "true"}, {P "out_of_step", "true"}}},
	{"zombie.candidate", "unknown", "meets 1 of 5 criteria, with 1 not known",
		{{P "replaceable", "true"}, {P "out_of_step", NULL}}},
	{"zombie.candidate", "pass", "meets 1 of 5", {{P "replaceable", "true"}}},
	{"zombie.candidate", "fail", "meets 1 of 1",
		{{P "replaceable", "true"}, {"/profile/zombie/criteria", "[\"replaceable\"]"},
			{"/profile/zombie/needed", "1"}}},
	{"zombie.candidate", "unknown", "does not tell", {{"/profile/zombie", NULL}}},
	{"shadow.similar", "pass", "Of 1 systems", {{0}}},
	{"shadow.similar", "fail", "like tax/gate by 870 thousandths",
		{{ALIKE, "{\"nearest\":\"tax/gate\",\"likeness\":870,\"survivor\":"
			 "\"tax/gate\",\"size\":2}"}}},
	{"shadow.similar", "fail", "in a group with others already",
		{{ALIKE, "{\"nearest\":\"tax/gate\",\"likeness\":870}"}}},
	{"shadow.similar", "unknown", "1 were not",
		{{"/measured/systems/likeness/left_out", "1"}}},
	{"shadow.similar", "unknown", "has not told its function", {{P "function", NULL}}},
	{"shadow.similar", "unknown", "was not read", {{"/measured/systems", NULL}}},
	{"shadow.similar", "unknown", "when systems are alike", {{"/profile/shadow", NULL}}},
	{0},
};

/* Each ends with one without a rule. */
static const struct example *const tables[] = {examples, examples6, examples_fit, NULL};

static struct json_object *find(const struct tiny *tiny, const char *rule)
{
	struct json_object *list = json_member(tiny->findings, "findings");

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);
		const char *target = json_string(finding, "target");

		if (text_equal(json_string(finding, "rule"), rule) &&
			(text_equal(json_string(finding, "id"), WEB) ||
				!text_equal(json_string(finding, "kind"), "machine")) &&
			(!target || text_equal(target, "cloud-a")))
			return finding;
	}
	return NULL;
}

static bool is_about_web(struct json_object *finding, const char *machine)
{
	const char *kind = json_string(finding, "kind"), *id = json_string(finding, "id");

	return (text_equal(kind, "machine") && text_equal(id, machine)) ||
	       (text_equal(kind, "department") && text_equal(id, "fin")) ||
	       text_equal(json_string(finding, "machine"), machine) ||
	       json_has_string(json_member(finding, "machines"), machine);
}

/* The first finding that forbids the machine to move to that host of the cloud. */
static struct json_object *blocker(
	const struct tiny *tiny, const char *machine, const char *target)
{
	struct json_object *list = json_member(tiny->findings, "findings");

	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *finding = json_object_array_get_idx(list, i);
		const char *judged = json_string(finding, "target");

		if (is_about_web(finding, machine) && (!judged || text_equal(judged, target)) &&
			findings_block(json_string(finding, "rule"),
				json_string(finding, "verdict"), tiny->profile))
			return finding;
	}
	return NULL;
}

static void try_example(const struct example *example, size_t number)
{
	AUTO_TINY struct tiny tiny = {0};

	tiny_make(&tiny, example->change);
	struct json_object *found = find(&tiny, example->rule);
	if (!found)
		fail_msg("example %zu: %s judged nothing", number, example->rule);
	if (!text_equal(json_string(found, "verdict"), example->verdict) ||
		!strstr(json_string(found, "evidence"), example->words))
		fail_msg("example %zu: %s should be \"%s\" (%s), but is \"%s\": %s", number,
			example->rule, example->verdict, example->words,
			json_string(found, "verdict"), json_string(found, "evidence"));
}

static void test_each_example(void **state)
{
	(void)state;
	for (const struct example *const *table = tables; *table; table++)
		for (size_t i = 0; (*table)[i].rule; i++)
			try_example(&(*table)[i], i);
}

static bool has_example(const char *rule, const char *verdict)
{
	for (const struct example *const *table = tables; *table; table++)
		for (const struct example *example = *table; example->rule; example++)
			if (text_equal(example->rule, rule) &&
				text_equal(example->verdict, verdict))
				return true;
	return false;
}

/* These are always read with the machine, so that they are known wherever they are judged. */
static bool is_always_known(const char *rule)
{
	return text_starts(rule, "machine.") || text_equal(rule, "target.network") ||
	       text_equal(rule, "target.free");
}

static void test_no_rule_lacks_an_example(void **state)
{
	(void)state;
	for (const struct readiness_rule *rule = readiness_rules; rule->id; rule++) {
		bool whole = has_example(rule->id, "pass") && has_example(rule->id, "fail");

		if (!whole || (!is_always_known(rule->id) && !has_example(rule->id, "unknown")))
			fail_msg("%s has no example of each verdict", rule->id);
		assert_non_null(rule->question);
		assert_non_null(rule->advice);
		assert_non_null(rule->reference);
	}
}

static void test_the_default_profile_blocks_nothing_in_order(void **state)
{
	static const char *const machines[] = {WEB, "22222222-2222-4222-8222-222222222222"};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, NULL);
	for (int i = 0; i < 2; i++)
		assert_null(blocker(&tiny, machines[i], "cloud-a"));
}

static void test_unknown_blocks_as_fail_does(void **state)
{
	static const struct change changes[] = {{A "tools", NULL}, {0}};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, changes);
	assert_string_equal(
		json_string(blocker(&tiny, WEB, "cloud-a"), "rule"), "target.tools");
	assert_null(blocker(&tiny, WEB, "cloud-b"));
}

static size_t judged_for(const struct change *changes, const char *target)
{
	AUTO_TINY struct tiny tiny = {0};
	size_t count = 0;

	tiny_make(&tiny, changes);
	struct json_object *list = json_member(tiny.findings, "findings");
	for (size_t i = 0; i < json_length(list); i++)
		count += text_equal(
			json_string(json_object_array_get_idx(list, i), "target"), target);
	return count;
}

static void test_where_nothing_can_land_nothing_is_judged(void **state)
{
	static const struct change half[] = {{"/items/net-b", NULL}, {0}};
	static const struct change none[] = {
		{"/items/net-a", NULL}, {"/items/net-b", NULL}, {0}};
	size_t whole = judged_for(NULL, "cloud-a");

	(void)state;
	assert_true(whole > 0);
	assert_int_equal(judged_for(NULL, "cloud-b"), whole);
	assert_int_equal(judged_for(half, "cloud-a"), whole);
	assert_int_equal(judged_for(half, "cloud-b"), 0);
	/* Where there is no landing network anywhere, each target is told what it lacks. */
	assert_int_equal(judged_for(none, "cloud-a"), whole);
	assert_int_equal(judged_for(none, "cloud-b"), whole);
}

/* One department without hosts, on two targets. */
static void test_who_has_no_host_is_judged_once(void **state)
{
	static const struct change bare[] = {
		{"/items/edu", "{\"kind\":\"department\",\"id\":\"edu\",\"facts\":{\"name\":"
			       "\"edu\"}}"},
		{0}};
	static const char *const rules[] = {"link.capacity", "link.families", "link.transfer",
		"link.quality", "target.quota", NULL};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, bare);
	struct json_object *list = json_member(tiny.findings, "findings");
	for (const char *const *rule = rules; *rule; rule++) {
		int count = 0;

		for (size_t i = 0; i < json_length(list); i++) {
			struct json_object *one = json_object_array_get_idx(list, i);

			if (!text_equal(json_string(one, "id"), "edu") ||
				!text_equal(json_string(one, "rule"), *rule))
				continue;
			count++;
			assert_string_equal(json_string(one, "verdict"), "unknown");
			assert_null(json_string(one, "target"));
		}
		assert_int_equal(count, 1);
	}
}

static void test_the_profile_decides(void **state)
{
	static const struct change changes[] = {
		{A "tools", NULL}, {"/profile/rules/target.tools", "\"warn\""}, {0}};
	static const struct change silent[] = {
		{A "tools", NULL}, {"/profile/rules/target.tools", NULL}, {0}};
	AUTO_TINY struct tiny tiny = {0}, other = {0};

	(void)state;
	tiny_make(&tiny, changes);
	assert_null(blocker(&tiny, WEB, "cloud-a"));
	tiny_make(&other, silent); /* a rule that it does not name blocks */
	assert_non_null(blocker(&other, WEB, "cloud-a"));
}

static void test_what_only_blocks_by_failure(void **state)
{
	static const struct change untold[] = {{P "mlps_level", NULL}, {0}};
	static const struct change high[] = {{P "mlps_level", "4"}, {0}};
	AUTO_TINY struct tiny unknown = {0}, failed = {0};

	(void)state;
	tiny_make(&unknown, untold);
	assert_string_equal(
		json_string(find(&unknown, "target.protection"), "verdict"), "unknown");
	assert_null(blocker(&unknown, WEB, "cloud-a"));
	tiny_make(&failed, high);
	assert_string_equal(
		json_string(blocker(&failed, WEB, "cloud-a"), "rule"), "target.protection");
}

/* An acceptance binds the finding as it is; another value of the fact is another finding. */
/* An acceptance binds the finding as it is: another state of the machine is another finding. */
static void test_what_an_acceptance_binds(void **state)
{
	static const struct change off[] = {{M "state", "\"off\""}, {0}};
	static const struct change paused[] = {{M "state", "\"paused\""}, {0}};
	AUTO_TINY struct tiny tiny = {0}, again = {0}, other = {0};
	char identity[DIGEST_TEXT], same[DIGEST_TEXT], another[DIGEST_TEXT];

	(void)state;
	tiny_make(&tiny, off);
	tiny_make(&again, off);
	tiny_make(&other, paused);
	findings_identity(blocker(&tiny, WEB, "cloud-a"), identity);
	findings_identity(blocker(&again, WEB, "cloud-a"), same);
	findings_identity(blocker(&other, WEB, "cloud-a"), another);
	assert_string_equal(identity, same);
	assert_string_not_equal(identity, another);
}

/* What is found inside of a machine, or of its department, concerns the machine. */
static void test_what_a_machine_is_part_of_blocks_it(void **state)
{
	static const struct change inside[] = {
		{"/items/inside", "{\"kind\":\"host\",\"id\":\"web-in\",\"facts\":{\"name\":"
				  "\"web-in\",\"side\":\"machine\",\"department\":\"fin\","
				  "\"machine\":\"" WEB "\",\"addresses\":[\"192.0.2.10\"]}}"},
		{"/profile/rules/node.address", "\"block\""}, {0}};
	static const struct change link[] = {{L4 "/up/capacity", "1000"},
		{"/profile/rules/link.capacity", "\"block\""}, {0}};
	static const struct change old[] = {{P "replaceable", "true"},
		{"/profile/rules/zombie.replaceable", "\"block\""}, {0}};
	AUTO_TINY struct tiny tiny = {0}, slow = {0}, system = {0};

	(void)state;
	tiny_make(&tiny, inside);
	assert_string_equal(
		json_string(blocker(&tiny, WEB, "cloud-a"), "rule"), "node.address");
	assert_null(blocker(&tiny, "22222222-2222-4222-8222-222222222222", "cloud-a"));
	tiny_make(&slow, link);
	assert_string_equal(
		json_string(blocker(&slow, WEB, "cloud-a"), "rule"), "link.capacity");
	assert_null(blocker(&slow, WEB, "cloud-b"));
	tiny_make(&system, old);
	assert_string_equal(
		json_string(blocker(&system, DB, "cloud-b"), "rule"), "zombie.replaceable");
	assert_string_not_equal(json_string(blocker(&system, STRAY, "cloud-b"), "rule"),
		"zombie.replaceable"); /* no system names it */
}

static void test_machines_of_the_cloud_are_judged_no_more(void **state)
{
	static const struct change changes[] = {{M "host", "\"cloud-b\""}, {0}};
	AUTO_TINY struct tiny tiny = {0};

	(void)state;
	tiny_make(&tiny, changes);
	assert_null(find(&tiny, "machine.running"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_example),
		cmocka_unit_test(test_no_rule_lacks_an_example),
		cmocka_unit_test(test_the_default_profile_blocks_nothing_in_order),
		cmocka_unit_test(test_unknown_blocks_as_fail_does),
		cmocka_unit_test(test_where_nothing_can_land_nothing_is_judged),
		cmocka_unit_test(test_who_has_no_host_is_judged_once),
		cmocka_unit_test(test_the_profile_decides),
		cmocka_unit_test(test_what_an_acceptance_binds),
		cmocka_unit_test(test_what_only_blocks_by_failure),
		cmocka_unit_test(test_what_a_machine_is_part_of_blocks_it),
		cmocka_unit_test(test_machines_of_the_cloud_are_judged_no_more),
	};

	return cmocka_run_group_tests_name("readiness", tests, NULL, NULL);
}
