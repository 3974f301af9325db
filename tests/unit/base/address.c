#include "base/address.h"

#include <string.h>

#include "../unit.h"

static void test_format(void **state)
{
	static const struct {
		const char *text, *canonical;
	} rows[] = {
		{"192.0.2.1", "192.0.2.1"},
		{"192.0.2.1/32", "192.0.2.1"},
		{"192.0.2.0/24", "192.0.2.0/24"},
		{"0.0.0.0/0", "0.0.0.0/0"},
		{"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
		{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
		{"2001:0db8::0001", "2001:db8::1"},
		{"2001:db8::1/128", "2001:db8::1"},
		{"2001:db8::/32", "2001:db8::/32"},
		{"::", "::"},
		{"::/0", "::/0"},
		{"::1", "::1"},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
		{"64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
		{"fe80::1/10", "fe80::1/10"},
	};
	struct address address;
	char out[ADDRESS_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(address_parse(&address, rows[i].text), 0);
		address_format(&address, out);
		assert_string_equal(out, rows[i].canonical);
	}
	address = (struct address){0};
	address_format(&address, out);
	assert_string_equal(out, "");
}

static void test_parse_refuses(void **state)
{
	static const char *const wrong[] = {
		"",
		"/",
		"192.0.2",
		"192.0.2.256",
		"192.0.2.01",
		"192.0.2.1.1",
		" 192.0.2.1",
		"192.0.2.1 ",
		"192.0.2.1/",
		"192.0.2.1/33",
		"192.0.2.1/024",
		"192.0.2.1/+4",
		"192.0.2.1/24/24",
		"192.0.2.1:80",
		"2001:db8::1::1",
		"2001:db8::1/129",
		"2001:db8::12345",
		"[2001:db8::1]",
		"fe80::1%eth0",
		":",
		"host",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc",
	};
	struct address address = {.family = 42};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(address_parse(&address, wrong[i]), -1);
	assert_int_equal(address.family, 42);
}

static void test_contains(void **state)
{
	static const struct {
		const char *prefix, *inner;
		bool contains;
	} rows[] = {
		{"192.168.1.0/24", "192.168.1.7", true},
		{"192.168.1.0/24", "192.168.2.7", false},
		{"192.168.1.0/24", "192.168.1.0/24", true},
		{"192.168.1.0/24", "192.168.0.0/16", false},
		{"192.168.1.99/24", "192.168.1.7", true},
		{"10.0.0.0/9", "10.127.0.1", true},
		{"10.0.0.0/9", "10.128.0.1", false},
		{"0.0.0.0/0", "203.0.113.1", true},
		{"0.0.0.0/0", "2001:db8::1", false},
		{"2001:db8::/33", "2001:db8:7fff::", true},
		{"2001:db8::/33", "2001:db8:8000::", false},
		{"2001:db8::1", "2001:db8::1", true},
		{"2001:db8::1", "2001:db8::2", false},
	};
	struct address prefix, inner;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(address_parse(&prefix, rows[i].prefix), 0);
		assert_int_equal(address_parse(&inner, rows[i].inner), 0);
		assert_int_equal(address_contains(&prefix, &inner), rows[i].contains);
	}
}

static void test_equal(void **state)
{
	struct address one, two;

	(void)state;
	address_parse(&one, "2001:db8::1");
	address_parse(&two, "2001:0DB8:0::1/128");
	assert_true(address_equal(&one, &two));
	address_parse(&two, "2001:db8::1/64");
	assert_false(address_equal(&one, &two));
	address_parse(&two, "2001:db8::2");
	assert_false(address_equal(&one, &two));
	address_parse(&one, "0.0.0.0");
	address_parse(&two, "::/32");
	assert_false(address_equal(&one, &two));
}

static void test_compare(void **state)
{
	static const char *const sorted[] = {"0.0.0.0/0", "9.0.0.0/8", "10.0.0.0/8",
		"10.0.0.0/16", "10.0.0.0", "::/0", "2001:db8::/32", "2001:db8::"};
	struct address left, right;

	(void)state;
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++) {
			address_parse(&left, sorted[i]);
			address_parse(&right, sorted[j]);
			int order = address_compare(&left, &right);
			assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
		}
}

static void test_wide(void **state)
{
	static const struct {
		const char *text;
		bool wide;
	} rows[] = {
		{"192.0.2.1", true},
		{"127.0.0.1", false},
		{"127.255.0.1", false},
		{"126.0.0.1", true},
		{"2001:db8::1", true},
		{"fd00::1", true},
		{"::1", false},
		{"::2", true},
		{"fe80::1", false},
		{"febf::1", false},
		{"fec0::1", true},
	};
	struct address address;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(address_parse(&address, rows[i].text), 0);
		assert_int_equal(address_is_wide(&address), rows[i].wide);
	}
}

static void test_unmap(void **state)
{
	static const char *const rows[][2] = {
		{"::ffff:192.0.2.1", "192.0.2.1"},
		{"::FFFF:c000:201", "192.0.2.1"},
		{"::ffff:0:0/96", "::ffff:0.0.0.0/96"},
		{"::fffe:192.0.2.1", "::fffe:c000:201"},
		{"2001:db8::ffff:c000:201", "2001:db8::ffff:c000:201"},
		{"192.0.2.1", "192.0.2.1"},
	};
	char text[ADDRESS_TEXT];
	struct address address;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(address_parse(&address, rows[i][0]), 0);
		address_unmap(&address);
		address_format(&address, text);
		assert_string_equal(text, rows[i][1]);
	}
}

static void test_mask(void **state)
{
	static const char *const rows[][2] = {
		{"192.0.2.255/24", "192.0.2.0/24"},
		{"192.0.2.255/25", "192.0.2.128/25"},
		{"192.0.2.255/0", "0.0.0.0/0"},
		{"192.0.2.255", "192.0.2.255"},
		{"2001:db8:ffff:ffff::1/33", "2001:db8:8000::/33"},
		{"2001:db8::1/128", "2001:db8::1"},
	};
	char text[ADDRESS_TEXT];
	struct address address;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(address_parse(&address, rows[i][0]), 0);
		address_mask(&address);
		address_format(&address, text);
		assert_string_equal(text, rows[i][1]);
	}
}

static void test_public(void **state)
{
	static const struct {
		const char *text;
		bool is_public;
	} rows[] = {
		{"8.1.0.1", true},
		{"9.255.255.255", true},
		{"10.0.0.1", false},
		{"100.63.255.255", true},
		{"100.64.0.1", false},
		{"172.15.0.1", true},
		{"172.16.0.1", false},
		{"192.168.0.1", false},
		{"192.0.2.1", false},
		{"198.18.0.1", false},
		{"224.0.0.1", false},
		{"255.255.255.255", false},
		{"2400::1", true},
		{"2001:db8::1", false},
		{"3fff::1", false},
		{"fd00::1", false},
		{"fe80::1", false},
		{"::1", false},
		{"ff02::1", false},
	};
	struct address address;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(address_parse(&address, rows[i].text), 0);
		assert_int_equal(address_is_public(&address), rows[i].is_public);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_parse_refuses),
		cmocka_unit_test(test_contains),
		cmocka_unit_test(test_equal),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_unmap),
		cmocka_unit_test(test_mask),
		cmocka_unit_test(test_public),
	};

	return cmocka_run_group_tests_name("base/address", tests, NULL, NULL);
}
