#include "changes.h"

#include <linux/rtnetlink.h>

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"

static void note(struct changes *changes, unsigned short type, unsigned char table)
{
	struct {
		struct nlmsghdr header;
		struct rtmsg body;
	} message = {{.nlmsg_len = sizeof(message), .nlmsg_type = type}, {.rtm_table = table}};

	changes_note(changes, &message.header);
}

static void assert_told(struct changes *changes, const char *expected)
{
	AUTO_JSON struct json_object *tree = changes_tell(changes);
	AUTO_FREE char *text = json_canonical_string(tree);

	assert_string_equal(text, expected);
}

static void test_nothing(void **state)
{
	struct changes changes = {0};

	(void)state;
	assert_false(changes_any(&changes));
	assert_told(&changes, "{\"changed\":[],\"count\":0}");
}

static void test_each_kind(void **state)
{
	static const struct {
		unsigned short type;
		const char *told;
	} rows[] = {
		{RTM_NEWADDR, "{\"changed\":[\"addresses\"],\"count\":1}"},
		{RTM_DELADDR, "{\"changed\":[\"addresses\"],\"count\":1}"},
		{RTM_NEWLINK, "{\"changed\":[\"links\"],\"count\":1}"},
		{RTM_DELLINK, "{\"changed\":[\"links\"],\"count\":1}"},
		{RTM_NEWQDISC, "{\"changed\":[\"links\"],\"count\":1}"},
		{RTM_DELQDISC, "{\"changed\":[\"links\"],\"count\":1}"},
		{RTM_NEWTCLASS, "{\"changed\":[\"links\"],\"count\":1}"},
		{RTM_DELTCLASS, "{\"changed\":[\"links\"],\"count\":1}"},
		{RTM_NEWNEIGH, "{\"changed\":[\"neighbours\"],\"count\":1}"},
		{RTM_DELNEIGH, "{\"changed\":[\"neighbours\"],\"count\":1}"},
		{RTM_NEWROUTE, "{\"changed\":[\"routes\"],\"count\":1}"},
		{RTM_DELROUTE, "{\"changed\":[\"routes\"],\"count\":1}"},
	};
	struct changes changes = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		note(&changes, rows[i].type, RT_TABLE_MAIN);
		assert_true(changes_any(&changes));
		assert_told(&changes, rows[i].told);
		assert_false(changes_any(&changes));
	}
}

static void test_what_no_fact_shows(void **state)
{
	struct changes changes = {0};

	(void)state;
	note(&changes, RTM_NEWROUTE, RT_TABLE_LOCAL);
	note(&changes, RTM_NEWTFILTER, RT_TABLE_MAIN);
	note(&changes, NLMSG_NOOP, RT_TABLE_MAIN);
	assert_false(changes_any(&changes));
}

static void test_a_burst_is_folded(void **state)
{
	struct changes changes = {0};

	(void)state;
	for (int i = 0; i < 3000; i++)
		note(&changes, RTM_NEWROUTE, RT_TABLE_MAIN);
	note(&changes, RTM_NEWADDR, 0);
	assert_told(&changes, "{\"changed\":[\"addresses\",\"routes\"],\"count\":3001}");
}

static void test_what_was_lost_is_everything(void **state)
{
	struct changes changes = {0};

	(void)state;
	note(&changes, RTM_NEWADDR, 0);
	changes_lose(&changes);
	assert_told(&changes,
		"{\"changed\":[\"addresses\",\"links\",\"neighbours\",\"routes\"],\"count\":1,"
		"\"overrun\":true}");
	assert_told(&changes, "{\"changed\":[],\"count\":0}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_each_kind),
		cmocka_unit_test(test_what_no_fact_shows),
		cmocka_unit_test(test_a_burst_is_folded),
		cmocka_unit_test(test_what_was_lost_is_everything),
	};

	return cmocka_run_group_tests_name("netlink/changes", tests, NULL, NULL);
}
