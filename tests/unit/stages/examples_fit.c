/* Examples of fit, links, quota, protection, recovery, and what is kept apart. */
#include "examples.h"

#define WEB "11111111-1111-4111-8111-111111111111"

#define M  "/items/web/facts/"
#define S  "/items/fin-hv/facts/"
#define L4 "/measured/links/fin-hv cloud-a 4"
#define L6 "/measured/links/fin-hv cloud-a 6"
#define Q4 "/measured/quality/fin-hv cloud-a 4"
#define Q6 "/measured/quality/fin-hv cloud-a 6"
#define P  "/items/portal/facts/"
#define INSIDE(facts)                                                                          \
	"{\"kind\":\"host\",\"id\":\"web-in\",\"facts\":{\"name\":\"web-in\",\"side\":"        \
	"\"machine\",\"department\":\"fin\",\"machine\":\"" WEB "\"" facts "}}"
#define Q "/items/quota-fin/facts/"
#define K "/items/kept/facts/"
/* A second system of that department, which names one machine of the first. */
#define SYSTEM(department, facts)                                                              \
	"{\"kind\":\"system\",\"id\":\"" department "/cashier\",\"facts\":{\"name\":"          \
	"\"cashier\",\"department\":\"" department "\",\"machines\":[\"web\"]" facts "}}"
#define COPIED(made, verified)                                                                 \
	{P "recovery_copy", "\"" made "\""}, {P "recovery_verified", "\"" verified "\""},      \
	{                                                                                      \
		P "recovery_place", "\"cellar\""                                               \
	}
#define BOTH(at, member, up, down)                                                             \
	{at "/up/" member, up},                                                                \
	{                                                                                      \
		at "/down/" member, down                                                       \
	}
#define DELAYED(up, down) BOTH(L4, "round_trip_us", up, down)
#define WATCHED(loss)                                                                          \
	{                                                                                      \
		"/measured/quality/fin-hv cloud-a 4",                                          \
			"{\"watches\":100,\"reached\":99,\"median_us\":8000,\"loss_"           \
			"permille\":" loss "}"                                                 \
	}
#define UNWATCHED                                                                              \
	{                                                                                      \
		"/measured/quality/fin-hv cloud-a 4", NULL                                     \
	}
#define LOST(up, down) BOTH(L4, "lost", up, down), BOTH(L4, "packets", "1000", "990")
#define TWO_WAY(host)                                                                          \
	{"/measured/reach/" host " cloud-a", "{\"reached\":true}"},                            \
	{                                                                                      \
		"/measured/reach/cloud-a " host, "{\"reached\":true}"                          \
	}

const struct example examples_fit[] = {
	{"target.ports", "pass", "Each of the 64 ports of cloud-a", {{0}}},
	{"target.ports", "pass", "lets fin-hv connect; banyun listened there",
		{{"/measured/arrivals/fin-hv cloud-a/listened", "true"}}},
	{"target.ports", "fail", "a wall",
		{{"/measured/arrivals/fin-hv cloud-a",
			"{\"reached\":false,\"why\":\"a wall\"}"}}},
	{"target.ports", "unknown", "no bash",
		{{"/measured/arrivals/fin-hv cloud-a", "{\"unasked\":\"no bash\"}"}}},
	{"target.ports", "unknown", "were not asked",
		{{"/measured/arrivals/fin-hv cloud-a", NULL}}},
	{"target.protection", "pass", "portal is of level 2, and the cloud gov of 3", {{0}}},
	{"target.protection", "fail", "portal needs level 4, and the cloud gov has only 3",
		{{P "mlps_level", "4"}}},
	{"target.protection", "fail", "the cloud pub has only 2",
		{{P "mlps_level", "3"}, {"/profile/clouds/0/hosts/0", "\"cloud-c\""}}},
	{"target.protection", "fail", "cashier needs level 5",
		{{"/items/second", SYSTEM("fin", ",\"mlps_level\":5")}}},
	{"target.protection", "pass", "portal is of level 2",
		{{"/items/second", SYSTEM("tax", ",\"mlps_level\":5")}}},
	{"target.protection", "unknown", "cashier is not graded",
		{{"/items/second", SYSTEM("fin", "")}}},
	{"target.protection", "fail", "portal needs level 4",
		{{"/items/second", SYSTEM("fin", "")}, {P "mlps_level", "4"}}},
	{"target.protection", "unknown", "not graded", {{P "mlps_level", "0"}}},
	{"target.protection", "unknown", "No system", {{"/items/portal", NULL}}},
	{"target.protection", "unknown", "does not tell", {{"/profile/clouds", NULL}}},
	{"link.capacity", "pass", "97300000 bit/s up and 97200000 down", {{0}}},
	{"link.capacity", "fail", "92651600 are needed for 100000000",
		{{L4 "/up/capacity", "92600000"}}},
	{"link.capacity", "fail", "IPv4 carried", {{L4 "/down/capacity", "20000000"}}},
	{"link.capacity", "pass", "92651600", {{L4 "/up/capacity", "92651600"}}},
	{"link.capacity", "unknown", "did not agree", {{L4 "/up/settled", "false"}}},
	{"link.capacity", "unknown", "slower than the link",
		{{L4 "/up/limited", "false"}, {L4 "/up/capacity", "50000000"}}},
	{"link.capacity", "pass", "97300000", {{L4 "/up/limited", "false"}}},
	{"link.capacity", "pass", "by a TCP transfer of the hosts' own iperf3",
		{{L4 "/method", "\"iperf3\""}}},
	{"link.capacity", "unknown", "iperf3 tells only the least",
		{{L4 "/up/limited", "false"}, {L4 "/up/method", "\"iperf3\""},
			{L4 "/up/capacity", "50000000"}}},
	{"link.families", "unknown", "only one end",
		{{L4, "{\"method\":\"iperf3\",\"why\":\"only one end\"}"}}},
	{"link.capacity", "unknown", "are spent",
		{{L4, "{\"unasked\":\"The bytes are spent.\"}"}, {L6, NULL}}},
	{"link.capacity", "unknown", "are spent",
		{{L4, "{\"lacking\":true,\"unasked\":\"It has no address.\"}"},
			{L6, "{\"unasked\":\"The bytes are spent.\"}"}}},
	{"link.capacity", "unknown", "no address",
		{{L4, "{\"lacking\":true,\"unasked\":\"It has no address.\"}"}, {L6, NULL}}},
	{"link.capacity", "pass", "IPv6 carried", {{L4, NULL}}},
	{"link.capacity", "unknown", "was not measured", {{L4, NULL}, {L6, NULL}}},
	{"link.capacity", "pass", "no rate is asked", {{"/items/fin/facts/link", NULL}}},
	{"link.families", "pass", "Both families", {{0}}},
	{"link.families", "fail", "IPv6 was not seen to pass both ways: no answer",
		{{L4, "{\"lacking\":true,\"unasked\":\"It has no address.\"}"},
			{L6, "{\"why\":\"no answer\"}"}}},
	{"link.families", "unknown", "IPv4 was not seen to pass both ways: It has no address.",
		{{L4, "{\"lacking\":true,\"unasked\":\"It has no address.\"}"}}},
	{"link.families", "fail", "IPv6 was not seen to pass both ways: nobody",
		{{L6, "{\"why\":\"nobody answers\"}"}}},
	{"link.families", "unknown", "no address",
		{{L6, "{\"unasked\":\"It has no address.\"}"}}},
	{"link.families", "unknown", "IPv4", {{L4 "/down", NULL}}},
	{"link.transfer", "pass", "1012 thousandths of the ideal time up and 1011 down", {{0}}},
	{"link.transfer", "pass", "900 thousandths of the bytes",
		{{L4 "/transfer_up/again_bytes", "585000"}}},
	{"link.transfer", "fail", "thousandths of the ideal time up and 1011 down",
		{{L4 "/transfer_up/took_us", "1000000"}}},
	{"link.transfer", "unknown", "No transfer", {{L4 "/transfer_down", NULL}}},
	{"link.quality", "pass",
		"IPv4 was watched 288 times in the last day: it was there in 1000 thousandths "
		"of them, lost 1 thousandths, and took 9000 us where its least is 8000",
		{{0}}},
	{"link.quality", "pass", "lost 10 thousandths", {{Q4 "/loss_permille", "10"}}},
	{"link.quality", "fail", "lost 11 thousandths", {{Q4 "/loss_permille", "11"}}},
	{"link.quality", "pass", "took 16000 us", {{Q4 "/median_us", "16000"}}},
	{"link.quality", "fail", "took 16001 us", {{Q4 "/median_us", "16001"}}},
	{"link.quality", "pass", "took 10000 us",
		{{Q4 "/median_us", "10000"}, {Q4 "/least_us", "100"}}},
	{"link.quality", "fail", "there in 998 thousandths",
		{{Q4 "/available_permille", "998"}}},
	{"link.quality", "fail", "nothing ever came back",
		{{Q4 "/available_permille", "0"}, {Q4 "/reached", "0"}}},
	{"link.quality", "fail", "IPv6 was watched 24 times",
		{{Q6 "/watches", "24"}, {Q6 "/loss_permille", "500"},
			{Q6 "/available_permille", "1000"}, {Q6 "/reached", "24"}}},
	{"link.quality", "unknown", "was watched 23 times in the last day; 24 are needed",
		{{Q4 "/watches", "23"}}},
	{"link.quality", "unknown", "was not watched", {{"/measured/quality", NULL}}},
	{"target.quota", "pass",
		"2 of 4 vcpus, 2147483648 of 4294967296 bytes of memory and "
		"32212254720 of "
		"42949672960",
		{{0}}},
	{"target.quota", "fail", "Of vcpus the machines of its systems ask for 5, and 4",
		{{M "vcpus", "4"}}},
	{"target.quota", "pass", "4 of 4", {{M "vcpus", "3"}}},
	{"target.quota", "warn",
		"Of vcpus the machines of its systems ask for 5; here 4 are granted, and the "
		"rest elsewhere.",
		{{M "vcpus", "4"},
			{"/items/more", "{\"kind\":\"quota\",\"id\":\"fin/more\",\"facts\":{"
					"\"name\":\"more\",\"department\":\"fin\",\"vcpus\":1,"
					"\"memory\":0,\"storage\":0,\"target\":\"pub\"}}"}}},
	{"target.quota", "fail", "Of memory", {{Q "memory", "2147483647"}}},
	{"target.quota", "fail", "Of storage", {{Q "storage", "1"}}},
	{"target.quota", "pass", "3 of 4 vcpus",
		{{P "machines", "[\"web\",\"db\",\"stray\"]"}}},
	{"target.quota", "pass", "2 of 4 vcpus", {{"/items/second", SYSTEM("fin", "")}}},
	{"target.quota", "pass", "2 of 6 vcpus",
		{{"/items/more", "{\"kind\":\"quota\",\"id\":\"fin/more\",\"facts\":{"
				 "\"name\":\"more\",\"department\":\"fin\",\"vcpus\":2,"
				 "\"memory\":0,\"storage\":0,\"target\":\"gov\"}}"}}},
	{"target.quota", "pass", "2 of 4", {{Q "target", "\"cloud-a\""}}},
	{"target.quota", "fail",
		"None of its 1 grants is for cloud-a and lasts beyond 2026-01-31",
		{{Q "target", "\"pub\""}}},
	{"target.quota", "fail", "None of its", {{Q "until", "\"2026-01-30\""}}},
	{"target.quota", "pass", "2 of 4", {{Q "until", "\"2026-01\""}}},
	{"target.quota", "warn",
		"Of vcpus the machines of its systems ask for 2, and 0 are "
		"granted now; the rest comes with 2026-02.",
		{{Q "from", "\"2026-02\""}}},
	{"target.quota", "fail", "Of vcpus the machines of its systems ask for 5, and 4",
		{{Q "from", "\"2026-02\""}, {M "vcpus", "4"}}},
	{"target.quota", "unknown", "No grant", {{"/items/quota-fin", NULL}}},
	{"target.quota", "unknown", "No grant", {{Q "department", "\"tax\""}}},
	{"target.quota", "unknown", "The grant 2026 does not tell", {{Q "storage", NULL}}},
	{"target.quota", "fail", "Of vcpus", {{Q "storage", NULL}, {Q "vcpus", "1"}}},
	{"target.quota", "unknown", "its machine lost", {{P "machines/1", "\"lost\""}}},
	{"system.recovery", "pass", "of level 2, and copies are asked for from level 3", {{0}}},
	{"system.recovery", "pass", "copy of 2026-01-01 was verified on 2026-01-20",
		{COPIED("2026-01-01", "2026-01-20"), {P "mlps_level", "3"}}},
	{"system.recovery", "fail", "is of 2025-12-31, and may be no older than 30 days",
		{COPIED("2025-12-31", "2026-01-20"), {P "mlps_level", "3"}}},
	{"system.recovery", "fail", "was not verified: the last trial was on 2025-12-01",
		{COPIED("2026-01-10", "2025-12-01"), {P "mlps_level", "3"}}},
	{"system.recovery", "fail", "in the room cellar of its own department",
		{COPIED("2026-01-10", "2026-01-11"), {P "mlps_level", "3"},
			{"/items/room", "{\"kind\":\"room\",\"id\":\"fin/cellar\",\"facts\":"
					"{\"name\":\"cellar\",\"department\":\"fin\"}}"}}},
	{"system.recovery", "pass", "verified",
		{COPIED("2026-01-10", "2026-01-11"), {P "mlps_level", "3"},
			{"/items/room", "{\"kind\":\"room\",\"id\":\"fin/cellar\",\"facts\":"
					"{\"name\":\"cellar\",\"department\":\"fin\","
					"\"backup\":true}}"}}},
	{"system.recovery", "unknown", "when its copy of 2026-01-10 was verified",
		{{P "mlps_level", "3"}, {P "recovery_copy", "\"2026-01-10\""}}},
	{"system.recovery", "unknown", "where its copy is",
		{{P "mlps_level", "3"}, {P "recovery_copy", "\"2026-01-10\""},
			{P "recovery_verified", "\"2026-01-10\""}}},
	{"system.recovery", "unknown", "whether it has a copy", {{P "mlps_level", "3"}}},
	{"system.recovery", "unknown", "Neither", {{P "mlps_level", NULL}}},
	{"system.recovery", "unknown", "does not tell", {{"/profile/recovery", NULL}}},
	{"network.two_way", "pass", "fin-hv and cloud-a reach each other",
		{{S "address", "\"10.1.0.9\""},
			{"/measured/reach/cloud-a fin-hv", "{\"reached\":true}"}}},
	{"network.two_way", "fail", "cloud-a does not reach fin-hv: a wall",
		{{S "address", "\"10.1.0.9\""},
			{"/measured/reach/cloud-a fin-hv",
				"{\"reached\":false,\"why\":\"a wall\"}"}}},
	{"network.two_way", "unknown", "banyun may not log in",
		{{S "address", "\"10.1.0.9\""},
			{"/measured/reach/cloud-a fin-hv", "{\"unasked\":\"x\"}"}}},
	{"network.two_way", "unknown", "banyun may not log in",
		{{"/measured/reach/cloud-a fin-hv", "{\"reached\":true}"}}},
	{"network.two_way", "pass", "reach each other",
		{{K "subject", "\"system\""}, {"/items/portal/id", "\"fin/pay\""},
			{"/items/inside", INSIDE("")}, TWO_WAY("web-in")}},
	{"network.two_way", "pass", "both ways on 2025-01-31",
		{{K "two_way", "\"2025-01-31\""}}},
	{"network.two_way", "fail", "both ways on 2025-01-30",
		{{K "two_way", "\"2025-01-30\""}}},
	{"network.two_way", "unknown", "tells no day",
		{{K "two_way", "\"2025-01-31\""}, {"/profile/retention", NULL}}},
	{"network.two_way", "fail", "over no link", {{K "data_link", "false"}}},
	{"network.two_way", "unknown", "exchanged over a link", {{K "data_link", NULL}}},
	{"network.demand", "pass", "carries 97200000 bit/s", {{0}}},
	{"network.demand", "fail",
		"needs 98000000 bit/s, and the slower way of the link carries "
		"97200000",
		{{P "demand_mbps", "98"}}},
	{"network.demand", "unknown", "at least 97200000, and the test did",
		{{P "demand_mbps", "98"}, {L4 "/up/limited", "false"}}},
	{"network.demand", "pass", "IPv6", {{L4, NULL}}},
	{"network.demand", "pass", "measured",
		{{P "demand_delay_ms", "9"}, DELAYED("9000", "8000")}},
	{"network.demand", "fail", "bears a round trip of 9000 us, and the link's takes 9001",
		{{P "demand_delay_ms", "9"}, DELAYED("8000", "9001")}},
	{"network.demand", "unknown", "delay of the link",
		{{P "demand_delay_ms", "9"}, UNWATCHED}},
	{"network.demand", "pass", "measured",
		{{P "demand_loss_permille", "10"}, LOST("1", "10")}},
	{"network.demand", "unknown", "under the full load of the test it was 11",
		{{P "demand_loss_permille", "10"}, LOST("1", "11"), UNWATCHED}},
	{"network.demand", "unknown", "loss of the link",
		{{P "demand_loss_permille", "1"}, UNWATCHED}},
	{"network.demand", "pass", "measured", {{P "demand_loss_permille", "1"}, WATCHED("1")}},
	{"network.demand", "pass", "measured",
		{{P "demand_loss_permille", "10"}, LOST("1", "11"), WATCHED("3")}},
	{"network.demand", "fail", "between tests the link lost 2 in the last day",
		{{P "demand_loss_permille", "1"}, WATCHED("2")}},
	{"network.demand", "fail", "between tests the link lost 2",
		{{P "demand_loss_permille", "1"}, {P "demand_mbps", "98"},
			{L4 "/up/limited", "false"}, WATCHED("2")}},
	{"network.demand", "unknown", "All else that it needs was measured",
		{{P "demand_loss_permille", "1"}, {"/profile/bandwidth/watch_least", "101"},
			WATCHED("1")}},
	{"network.demand", "fail", "bears a round trip of 7000 us, and the link's takes 8000",
		{{P "demand_delay_ms", "7"}, WATCHED("0")}},
	{"network.demand", "pass", "measured", {{P "demand_delay_ms", "8"}, WATCHED("0")}},
	{"network.demand", "unknown", "has not told", {{P "demand_mbps", NULL}}},
	{"network.demand", "unknown", "has not been measured", {{L4, NULL}, {L6, NULL}}},
	{0},
};
