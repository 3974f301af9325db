#include "../../../plugins/libvirt/carrier.h"

#include "../../../plugins/libvirt/export.h"
#include "../unit.h"
#include "base/memory.h"
#include "fixture.h"
#include "model/transfer.h"
#include <stddef.h>

/* Written out and not computed: a flag that is dropped or added anywhere shows here. */
static void test_flags_of_libvirt(void **state)
{
	const unsigned plain = VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_PAUSED |
			       VIR_MIGRATE_CHANGE_PROTECTION | VIR_MIGRATE_ABORT_ON_ERROR |
			       VIR_MIGRATE_NON_SHARED_DISK;

	(void)state;
	assert_int_equal(
		carrier_flags(transfer_flags(false, STRATEGY_LIVE)), plain | VIR_MIGRATE_LIVE);
	assert_int_equal(carrier_flags(transfer_flags(true, STRATEGY_WARM)),
		plain | VIR_MIGRATE_LIVE | VIR_MIGRATE_TLS);
	assert_int_equal(carrier_flags(transfer_flags(false, STRATEGY_OFFLINE)), plain);
	assert_int_equal(carrier_flags(TRANSFER_NEVER),
		VIR_MIGRATE_UNSAFE | VIR_MIGRATE_UNDEFINE_SOURCE | VIR_MIGRATE_POSTCOPY);
}

static void test_export(void **state)
{
	struct order order = fixture_order();
	AUTO_FREE char *text = export_xml(&order);

	(void)state;
	fixture_golden("web1-export.xml", text);
	order_clear(&order);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flags_of_libvirt),
		cmocka_unit_test(test_export),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
