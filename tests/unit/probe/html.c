#include "html.h"

#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/clock.h"
#include "base/memory.h"

#define LARGEST (16 * 1024 * 1024)

static bool collect(void *argument, const char *base, const char *target)
{
	text_format(argument, "%s%s%s|", base ? base : "", base ? "+" : "", target);
	return true;
}

static void assert_links(const char *page, const char *expected)
{
	AUTO_TEXT struct text found = {0};

	html_links(page, strlen(page), collect, &found);
	assert_string_equal(found.data ? found.data : "", expected);
}

static void assert_words(const char *page, const char *expected)
{
	AUTO_TEXT struct text words = {0};

	html_words(page, strlen(page), &words);
	assert_string_equal(words.data ? words.data : "", expected);
}

static void test_links(void **state)
{
	(void)state;
	assert_links("<a href=\"/one\">1</a><A\nHREF = '/two'>2</A><area href=/three>",
		"/one|/two|/three|");
	assert_links("<iframe src=/four></iframe><frame src=/five>", "/four|/five|");
	assert_links("<a title='x>y' href='/six'><a href=/seven/>", "/six|/seven/|");
	assert_links("<a href=/first href=/second><a name=x><a href><a href=''>", "/first|");
	assert_links("<abbr href=/no><link href=/no><img src=/no>", "");
}

static void test_base(void **state)
{
	(void)state;
	assert_links("<base href=/b/><base href=/c/><a href=d>", "/b/+d|");
}

static void test_references(void **state)
{
	(void)state;
	assert_links("<a href='?a=1&amp;b=2&#38;c=3&#x26;d&lt;'>", "?a=1&b=2&c=3&d&lt;|");
	assert_links("<a href='&#;&#x;&#0;&#1114112;&#xd800;&#99999999999;'>", "");
	assert_links("<a href=' /one\n\ttwo '>", "/onetwo|");
	assert_links("<a href='&#25919;&#x5E9c'>", "政府|");
}

static void test_no_markup(void **state)
{
	(void)state;
	assert_links("<!-- <a href=/no> --><a href=/yes>", "/yes|");
	assert_links("<!--><a href=/yes><!-- <a href=/no>", "/yes|");
	assert_links("<script>'</a><a href=/no>'</script><a href=/yes>", "/yes|");
	assert_links("<title><a href=/no></TITLE ><a href=/yes>", "/yes|");
	assert_links("<style></styles><a href=/no></style><a href=/yes>", "/yes|");
	assert_links("</a href='/no'><? <a href=/no><!x><a href=/yes>", "/yes|");
	assert_links("1 < 2 <3 <<a href=/yes>", "/yes|");
}

static void test_broken(void **state)
{
	static const char *const broken[] = {"", "<", "<a", "<a ", "<a href",
		"<a href=", "<a href='", "<a href='/x", "<!", "<!-", "<!--", "<!---", "</",
		"</a", "<?", "<script", "<script>", "<script></", "<script></script",
		"<title>x", NULL};

	(void)state;
	for (const char *const *page = broken; *page; page++) {
		size_t size = strlen(*page);
		AUTO_FREE char *exact = mem_alloc(size + 1);
		memcpy(exact, *page, size);
		AUTO_TEXT struct text found = {0};
		html_links(exact, size, collect, &found);
		html_words(exact, size, &found);
	}
	assert_links("<a href='/x", "/x|");
}

static void test_words(void **state)
{
	(void)state;
	assert_words("<p class=a7>It is  12:30</p>\n<b>now", "Itis:now");
	assert_words("<p class=b8>It is 9:05</p> <b>\tnow", "Itis:now");
	assert_words(
		"<title>City</title><script>t=1;x</script><style>p</style>政府", "City政府");
	assert_words("a<!-- 1 b -->c<input value=\"d\">e", "ace");
}

/* What is endless in one way or another takes no longer than what is not. */
static void test_large(void **state)
{
	static const char *const units[] = {"<", "<a", "<a>", "</b>", "<a href=", "<a href='",
		"<!--", "<script>", "<title></", "<a b=c ", "&#", "<!-", "</script", NULL};
	char *page = mem_alloc(LARGEST);
	AUTO_TEXT struct text found = {0};
	int64_t begin = clock_monotonic();

	(void)state;
	for (const char *const *unit = units; *unit; unit++) {
		size_t length = strlen(*unit);
		for (size_t i = 0; i < LARGEST; i++)
			page[i] = (*unit)[i % length];
		html_links(page, LARGEST, collect, &found);
		html_words(page, LARGEST, &found);
		text_clear(&found);
	}
	free(page);
	assert_true(clock_monotonic() - begin < 60 * CLOCK_SECOND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_base),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_no_markup),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
