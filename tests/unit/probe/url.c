#include "url.h"

#include <string.h>

#include "../unit.h"

#define HERE "http://www.city.gov.cn/news/today?x"

static void assert_url(const char *base, const char *text, const char *expected)
{
	struct url url = {0};

	assert_int_equal(url_parse(&url, base, text), expected ? 0 : -1);
	if (expected)
		assert_string_equal(url.text, expected);
	else
		assert_null(url.text);
	url_clear(&url);
}

static void assert_site(const char *text, const char *expected)
{
	struct url url = {0};

	assert_int_equal(url_parse(&url, NULL, text), 0);
	assert_string_equal(url_site(&url), expected);
	url_clear(&url);
}

static void test_absolute(void **state)
{
	(void)state;
	assert_url(NULL, "http://city.example", "http://city.example/");
	assert_url(NULL, "HTTPS://me:secret@City.example:444/a b#c",
		"https://City.example:444/a%20b");
	assert_url(NULL, "http://www.政务.cn/首页",
		"http://www.xn--zfr164b.cn/%e9%a6%96%e9%a1%b5");
	assert_url(NULL, "http://\xff.cn/", NULL);
	assert_url(NULL, "/path", NULL);
	assert_url(NULL, "city.example", NULL);
	assert_url(NULL, "http://", NULL);
	assert_url(NULL, "ftp://city.example/", NULL);
	assert_url(NULL, "file:///etc/passwd", NULL);
	assert_url(NULL, "http://[bad]/", NULL);
	assert_url(NULL, "http://city.example./", NULL);
	assert_url(NULL, "http://city.%65xample/", "http://city.example/");
	assert_url(NULL, "http://city example/", NULL);
}

static void test_relative(void **state)
{
	(void)state;
	assert_url(HERE, "more", "http://www.city.gov.cn/news/more");
	assert_url(HERE, "/more", "http://www.city.gov.cn/more");
	assert_url(HERE, "//other.gov.cn/", "http://other.gov.cn/");
	assert_url(HERE, "../../..", "http://www.city.gov.cn/");
	assert_url(HERE, "javascript:alert(1)", NULL);
	assert_url(HERE, "mailto:a@city.gov.cn", NULL);
	assert_url(HERE, "data:text/html,x", NULL);
}

static void test_parts(void **state)
{
	struct url url = {0};

	(void)state;
	assert_int_equal(url_parse(&url, NULL, "https://WWW.City.example/"), 0);
	assert_string_equal(url.host, "www.city.example");
	assert_int_equal(url.port, 443);
	assert_int_equal(url.literal.family, 0);
	assert_int_equal(url_parse(&url, NULL, "http://[2001:db8::1]:8080/"), 0);
	assert_string_equal(url.host, "2001:db8::1");
	assert_int_equal(url.port, 8080);
	assert_int_equal(url.literal.family, 6);
	assert_int_equal(url_parse(&url, NULL, "ftp://x/"), -1);
	assert_string_equal(url.host, "2001:db8::1");
	url_clear(&url);
}

static void test_site(void **state)
{
	(void)state;
	assert_site("http://www.city.gov.cn/", "city.gov.cn");
	assert_site("http://a.b.city.gov.cn/", "city.gov.cn");
	assert_site("http://www.city.example/", "city.example");
	assert_site("http://gov.cn/", "gov.cn");
	assert_site("http://192.0.2.1/", "192.0.2.1");
	assert_site("http://[2001:db8::1]/", "2001:db8::1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_absolute),
		cmocka_unit_test(test_relative),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
