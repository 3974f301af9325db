#include "../../../plugins/libvirt/mark.h"

#include "../../../plugins/libvirt/fence.h"
#include "../../../plugins/libvirt/xml.h"
#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "fixture.h"
#include <string.h>

static void test_is_read_as_written(void **state)
{
	struct order order = fixture_order();
	struct mark_text mark, again;
	AUTO_FREE char *text = NULL;

	(void)state;
	mark_make(&mark, &order, SIDE_TARGET, true);
	text = mark_write(&mark);
	assert_string_equal(text, "<move run=\"r7\" name=\"web1\" attempt=\"2\" "
				  "side=\"target\" autostart=\"yes\"/>");
	assert_int_equal(mark_read(&again, text, NULL), 0);
	assert_string_equal(again.run, "r7");
	assert_string_equal(again.move, "web1");
	assert_int_equal(again.attempt, 2);
	assert_int_equal(again.side, SIDE_TARGET);
	assert_true(again.autostart);
	assert_false(again.done);
	order_clear(&order);
}

static enum mark judged(const char *text)
{
	struct order order = fixture_order();
	struct mark_text mark;
	struct error error = {0};
	enum mark whose;

	if (mark_read(&mark, text, &error) < 0)
		fail_msg("%s", error.text);
	whose = mark_judge(&mark, &order);
	order_clear(&order);
	return whose;
}

static void test_whose_it_is(void **state)
{
	(void)state;
	assert_int_equal(judged("<move run='r7' name='web1' attempt='2'/>"), MARK_OURS);
	assert_int_equal(
		judged("<move run='r7' name='web1' attempt='2' done='yes'/>"), MARK_OURS);
	assert_int_equal(judged("<move run='r7' name='web1' attempt='1'/>"), MARK_EARLIER);
	assert_int_equal(judged("<move run='r7' name='web1' attempt='3'/>"), MARK_FOREIGN);
	assert_int_equal(judged("<move run='r6' name='web1' attempt='2'/>"), MARK_FOREIGN);
	assert_int_equal(judged("<move run='r7' name='web2' attempt='2'/>"), MARK_FOREIGN);
	assert_int_equal(
		judged("<move run='r6' name='web1' attempt='2' done='yes'/>"), MARK_NONE);
}

static void test_spoilt_marks_are_errors(void **state)
{
	static const char *const texts[] = {"<move/>", "<move run='r7'/>",
		"<move name='web1'/>", "<move run='r7' name='web1'/>",
		"<move run='r7' name='web1' attempt='0'/>",
		"<move run='r7' name='web1' attempt='-1'/>",
		"<stop run='r7' name='web1' attempt='1'/>",
		"<move run='r7' attempt='1' "
		"name='0123456789012345678901234567890123456789012345678901234"
		"567890123'/>"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct mark_text mark;
		struct error error = {0};

		assert_int_equal(mark_read(&mark, texts[i], &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
	}
}

/*
 * What banyun writes into a definition and takes out again leaves it as it was, byte for byte.
 */
static void test_leaves_no_trace(void **state)
{
	static const char plain[] =
		"<domain type=\"kvm\"><name>web1</name><devices><disk "
		"type=\"file\"><target dev=\"sda\" bus=\"scsi\"/></disk></devices>"
		"</domain>";
	struct order order = fixture_order();
	struct mark_text mark;
	AUTO_XML xmlDocPtr document = NULL;
	AUTO_FREE char *before = NULL, *during = NULL, *after = NULL;

	(void)state;
	assert_int_equal(xml_parse(&document, plain, NULL), 0);
	before = xml_write(document);
	mark_make(&mark, &order, SIDE_SOURCE, false);
	mark_put(document, &mark);
	mark_put(document, &mark);
	fence_put(document, &order);
	fence_put(document, &order);
	during = xml_write(document);
	assert_string_not_equal(before, during);
	mark_strip(document);
	fence_strip(document);
	after = xml_write(document);
	assert_string_equal(before, after);
	order_clear(&order);
}

static void test_fence(void **state)
{
	AUTO_FREE char *xml = fixture_read("web1.xml"), *fenced = NULL;
	struct order order = fixture_order();
	AUTO_XML xmlDocPtr document = NULL;

	(void)state;
	assert_int_equal(xml_parse(&document, xml, NULL), 0);
	assert_false(fence_stands(document, &order));
	fence_put(document, &order);
	assert_true(fence_stands(document, &order));
	fenced = xml_write(document);
	fixture_golden("web1-fenced.xml", fenced);
	order.run = "r8";
	assert_false(fence_stands(document, &order));
	order_clear(&order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_read_as_written),
		cmocka_unit_test(test_whose_it_is),
		cmocka_unit_test(test_spoilt_marks_are_errors),
		cmocka_unit_test(test_leaves_no_trace),
		cmocka_unit_test(test_fence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
