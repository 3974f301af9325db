#include "model/transfer.h"

#include "../unit.h"

static void test_flags(void **state)
{
	(void)state;
	assert_int_equal(transfer_flags(true), TRANSFER_ALWAYS | TRANSFER_TLS);
	assert_int_equal(transfer_flags(false), TRANSFER_ALWAYS);
	assert_true(transfer_flags(false) & TRANSFER_PAUSED);
	assert_false(transfer_flags(true) & TRANSFER_NEVER);
}

/* Two disks and the memory send at once: three streams share what there is. */
static void test_cap_keeps_the_sum(void **state)
{
	(void)state;
	for (unsigned disks = 0; disks < 9; disks++)
		for (uint64_t rate = transfer_least_rate(disks); rate < 4000000000ULL;
			rate += 7654321)
			assert_true(
				transfer_stream_cap(rate, disks) * transfer_least_rate(disks) <=
				rate);
	assert_int_equal(transfer_stream_cap(200000000, 2), 7);
}

static void test_cap_at_the_ends(void **state)
{
	(void)state;
	assert_int_equal(transfer_stream_cap(0, 2), 0);
	assert_int_equal(transfer_stream_cap(1, 2), 1);
	assert_int_equal(transfer_least_rate(1), 16777216);
	assert_int_equal(transfer_stream_cap(transfer_least_rate(1), 1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_cap_keeps_the_sum),
		cmocka_unit_test(test_cap_at_the_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
