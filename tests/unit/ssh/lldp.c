/*
 * What is made of the text of lldpcli, whole, cut, hostile and huge.
 */
#include "ssh/lldp.h"

#include <string.h>

#include "../unit.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

/* Reads a text with ' for "; NULL when it is refused. */
static struct json_object *read_lldp(const char *text)
{
	AUTO_FREE char *copy = mem_string(text);
	struct json_object *facts = json_object_new_object();

	for (char *at = copy; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	if (lldp_read((struct span){copy, strlen(copy)}, facts))
		return facts;
	assert_int_equal(json_object_object_length(facts), 0);
	json_object_put(facts);
	return NULL;
}

static void assert_reads(const char *text, const char *expected)
{
	AUTO_JSON struct json_object *facts = read_lldp(text);
	AUTO_FREE char *told = json_canonical_string(json_member(facts, "lldp"));

	for (char *at = told; *at; at++)
		*at = *at == '"' ? '\'' : *at;
	assert_string_equal(told, expected);
}

#define ALL(interfaces) "{'lldp':[{'interface':[" interfaces "]}]}"
#define CHASSIS(type, value, more)                                                             \
	"'chassis':[{'id':[{'type':'" type "','value':'" value "'}]" more "}]"
#define WIRE(name, chassis) "{'name':'" name "'," chassis "}"

static void test_neighbours(void **state)
{
	(void)state;
	assert_reads(ALL(WIRE("eth1", CHASSIS("local", "rack 4 交换机", "")) "," WIRE("eth0",
			     CHASSIS("mac", "02:00:00:00:00:AB",
				     ",'name':[{'value':'core'}],'mgmt-ip':[{'value':"
				     "'2001:DB8::1'},{'value':'192.0.2.9'},{'value':'fe80::1'},"
				     "{'value':'nowhere'}]") ",'port':[{'id':[{'type':'ifname',"
							     "'value':'ge-0/0/1'}]}]")),
		"[{'addresses':['192.0.2.9','2001:db8::1'],'chassis':'02:00:00:00:00:AB',"
		"'device':'eth0','mac':'02:00:00:00:00:ab','name':'core','port':'ge-0/0/1'},"
		"{'chassis':'rack 4 交换机','device':'eth1'}]");
	assert_reads("{'lldp':[{}]}", "[]");
	assert_reads("{'lldp':[]}", "[]");
}

static void test_their_order_is_not_that_of_the_answer(void **state)
{
	const char *one = WIRE("eth0", CHASSIS("local", "a", ""));
	const char *other = WIRE("eth0", CHASSIS("local", "b", ""));
	AUTO_FREE char *there = mem_format(ALL("%s,%s"), one, other);
	AUTO_FREE char *back = mem_format(ALL("%s,%s"), other, one);
	const char *told = "[{'chassis':'a','device':'eth0'},{'chassis':'b','device':'eth0'}]";

	(void)state;
	assert_reads(there, told);
	assert_reads(back, told);
}

static void test_what_names_nobody_is_left(void **state)
{
	(void)state;
	assert_reads(ALL("7,[],{},{'name':'eth0'},{'name':'eth0','chassis':7}"), "[]");
	assert_reads(ALL(WIRE("eth0", "'chassis':[]") "," WIRE("eth0", "'chassis':[7]")), "[]");
	assert_reads(ALL(WIRE("e\\u001bh", CHASSIS("local", "a", ""))), "[]");
	assert_reads(ALL(WIRE("eth0", CHASSIS("local", "a\\u0007", ""))), "[]");
	assert_reads(ALL(WIRE("eth0", CHASSIS("mac", "02:00:00:00:00:zz",
					      ",'name':[{'value':'a\\nb'}],'mgmt-ip':7"))),
		"[{'chassis':'02:00:00:00:00:zz','device':'eth0'}]");
}

static void test_other_texts_are_refused(void **state)
{
	static const char *const texts[] = {"", "{}", "[]", "{'lldp':{}}",
		"{'lldp':[],'lldp':[]}", "{'lldp':[]", "unable to connect to socket",
		"{'lldp':[]} more"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_null(read_lldp(texts[i]));
}

static void test_more_than_fit_are_counted(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	text_add(&text, "{'lldp':[{'interface':[");
	for (int i = 0; i < 300; i++)
		text_format(&text, "%s{'name':'eth0'," CHASSIS("local", "%d", "") "}",
			i ? "," : "", i);
	text_add(&text, "]}]}");
	AUTO_JSON struct json_object *facts = read_lldp(text.data);
	assert_int_equal(json_length(json_member(facts, "lldp")), 256);
	assert_int_equal(json_integer(facts, "lldp_left_out", 0), 44);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_their_order_is_not_that_of_the_answer),
		cmocka_unit_test(test_what_names_nobody_is_left),
		cmocka_unit_test(test_other_texts_are_refused),
		cmocka_unit_test(test_more_than_fit_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
