#include "../../../plugins/libvirt/mapping.h"

#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "fixture.h"
#include <string.h>

static void test_maps_for_the_target(void **state)
{
	AUTO_FREE char *xml = fixture_read("web1.xml"), *mapped = NULL;
	struct order order = fixture_order();
	struct error error = {0};

	(void)state;
	assert_int_equal(mapping_build(&mapped, xml, &order, &error), 0);
	fixture_golden("web1-target.xml", mapped);
	order_clear(&order);
}

static void refused(const char *from, const char *to, const char *expected)
{
	AUTO_FREE char *xml = fixture_read("web1.xml"), *mapped = NULL;
	AUTO_FREE char *changed = fixture_replace(xml, from, to);
	struct order order = fixture_order();
	struct error error = {0};

	assert_int_equal(mapping_build(&mapped, changed, &order, &error), -1);
	assert_null(mapped);
	assert_int_equal(error.code, ERROR_REFUSED);
	if (!strstr(error.text, expected))
		fail_msg("expected \"%s\" in \"%s\"", expected, error.text);
	order_clear(&order);
}

static void test_refuses_what_the_plan_does_not_know(void **state)
{
	(void)state;
	refused("/srv/images/web1.qcow2", "/srv/images/snapshot.qcow2",
		"Disk vda of web1 is /srv/images/snapshot.qcow2, and the plan knows "
		"/srv/images/web1.qcow2");
	refused("<target dev='vdb'", "<target dev='vdc'", "the plan knows no such disk");
	refused("<target dev='sda' bus='sata'/>",
		"<source file='/srv/iso/install.iso'/><target dev='sda' bus='sata'/>",
		"Disk sda of web1 is /srv/iso/install.iso");
	refused("52:54:00:00:00:02", "52:54:00:00:00:03", "The interface 52:54:00:00:00:03");
}

static void test_refuses_what_is_missing(void **state)
{
	(void)state;
	refused("<source dev='/dev/vg0/web1-data' index='1'/>\n", "",
		"Disk vdb of web1 is not a file, and the plan knows /dev/vg0/web1-data");
	refused("<disk type='block' device='disk'>", "</devices><devices><disk>",
		"web1 has 1 of the 2 devices of kind disk");
}

static void test_refuses_broken_xml(void **state)
{
	static const char *const texts[] = {"", "<domain>", "<domain/><domain/>",
		"<!DOCTYPE domain [<!ENTITY a 'b'>]><domain>&a;</domain>"};
	struct order order = fixture_order();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		AUTO_FREE char *mapped = NULL;
		struct error error = {0};

		assert_int_equal(mapping_build(&mapped, texts[i], &order, &error), -1);
		assert_int_equal(error.code, ERROR_INPUT);
	}
	order_clear(&order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maps_for_the_target),
		cmocka_unit_test(test_refuses_what_the_plan_does_not_know),
		cmocka_unit_test(test_refuses_what_is_missing),
		cmocka_unit_test(test_refuses_broken_xml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
