#include "model/transfer.h"

#include "../unit.h"

static void test_flags(void **state)
{
	(void)state;
	assert_int_equal(transfer_flags(true, STRATEGY_LIVE),
		TRANSFER_ALWAYS | TRANSFER_LIVE | TRANSFER_TLS);
	assert_int_equal(transfer_flags(false, STRATEGY_WARM), TRANSFER_ALWAYS | TRANSFER_LIVE);
	assert_int_equal(transfer_flags(false, STRATEGY_OFFLINE), TRANSFER_ALWAYS);
	for (enum transfer_strategy strategy = 0; strategy < STRATEGIES; strategy++) {
		assert_true(transfer_flags(false, strategy) & TRANSFER_PAUSED);
		assert_false(transfer_flags(true, strategy) & TRANSFER_NEVER);
	}
}

static void test_words(void **state)
{
	(void)state;
	for (enum transfer_strategy strategy = 0; strategy < STRATEGIES; strategy++)
		assert_int_equal(transfer_strategy_of(transfer_strategies[strategy]), strategy);
	assert_int_equal(transfer_strategy_of(NULL), STRATEGY_LIVE);
	assert_int_equal(transfer_strategy_of("cold"), STRATEGY_LIVE);
}

/* Two disks send at once, and share what there is; the memory waits for them. */
static void test_cap_keeps_the_sum(void **state)
{
	(void)state;
	for (unsigned disks = 0; disks < 9; disks++)
		for (uint64_t rate = transfer_least_rate(disks); rate < 4000000000ULL;
			rate += 7654321)
			assert_true(
				transfer_stream_cap(rate, disks) * transfer_least_rate(disks) <=
				rate);
	assert_int_equal(transfer_stream_cap(200000000, 2), 11);
	assert_int_equal(transfer_stream_cap(200000000, 0), 23);
}

static void test_cap_at_the_ends(void **state)
{
	(void)state;
	assert_int_equal(transfer_stream_cap(0, 2), 0);
	assert_int_equal(transfer_stream_cap(1, 2), 1);
	assert_int_equal(transfer_least_rate(1), 8388608);
	assert_int_equal(transfer_stream_cap(transfer_least_rate(1), 1), 1);
}

/* The memory has what the disks leave. */
static void test_cap_of_the_memory(void **state)
{
	(void)state;
	assert_int_equal(transfer_memory_cap(0, 0), 0);
	assert_int_equal(transfer_memory_cap(0, 900), 0);
	assert_int_equal(transfer_memory_cap(200000000, 0), 23);
	assert_int_equal(transfer_memory_cap(200000000, 50000000), 17);
	assert_int_equal(transfer_memory_cap(200000000, 190000000), 1);
	assert_int_equal(transfer_memory_cap(200000000, 900000000), 1);
	assert_int_equal(transfer_memory_cap(1, 0), 1);
	for (uint64_t sent = 0; sent < 300000000 - 8388608; sent += 7654321)
		assert_true(transfer_memory_cap(300000000, sent) * 8388608 + sent <= 300000000);
}

/* libvirt's cap is whole MiB/s; without one the link is all there is. */
static void test_rate_of_the_memory(void **state)
{
	(void)state;
	assert_int_equal(transfer_memory_rate(100000000, 80000000), 75497472);
	assert_int_equal(transfer_memory_rate(100000000, 1), 8388608);
	assert_int_equal(transfer_memory_rate(10000000, 80000000), 10000000);
	assert_int_equal(transfer_memory_rate(100000000, 0), 100000000);
	assert_int_equal(transfer_memory_rate(0, 80000000), 0);
}

static void test_last_pause(void **state)
{
	(void)state;
	assert_int_equal(transfer_milliseconds(0, 8000000), 0);
	assert_int_equal(transfer_milliseconds(1, 8000000), 1);
	assert_int_equal(transfer_milliseconds(1000000, 8000000), 1000);
	assert_int_equal(transfer_milliseconds(1000000, 1), 1000000);
	assert_int_equal(transfer_last_pause(500000, 1, 8000000), 500);
	assert_int_equal(transfer_last_pause(500000, 3, 8000000), 1500);
	assert_int_equal(transfer_last_pause(500000, 0, 8000000), 500);
	assert_int_equal(transfer_last_pause(999999, 1, 8000000), 1000);
	assert_int_equal(transfer_last_pause(1000000, 1, 8000000), -1);
	assert_int_equal(transfer_last_pause(0, 1, 0), -1);
}

static void test_margin(void **state)
{
	(void)state;
	assert_true(transfer_slow_enough(499999, 8000000, 500));
	assert_false(transfer_slow_enough(500000, 8000000, 500));
	assert_false(transfer_slow_enough(0, 0, 500));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_cap_keeps_the_sum),
		cmocka_unit_test(test_cap_at_the_ends),
		cmocka_unit_test(test_cap_of_the_memory),
		cmocka_unit_test(test_rate_of_the_memory),
		cmocka_unit_test(test_last_pause),
		cmocka_unit_test(test_margin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
