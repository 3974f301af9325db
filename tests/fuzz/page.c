/*
 * html_links, html_words and url_parse: what a page links to lies on the web and can be read
 * again, and its words are no longer than it is. Two pages that differ in white space and
 * digits alone read the same.
 */
#include "base/memory.h"
#include "probe/html.h"
#include "probe/url.h"
#include "promise.h"

#define HERE "http://www.city.example/news/"

static bool see(void *argument, const char *base, const char *target)
{
	struct url url = {0}, again = {0};
	int *left = argument;

	promise(target[0] != '\0' && (!base || base[0] != '\0'));
	if (url_parse(&url, HERE, target) == 0) {
		promise(text_starts(url.text, "http") && strlen(url.text) <= URL_MOST);
		promise(text_utf8_error(url.text, strlen(url.text)) < 0);
		promise(url_parse(&again, NULL, url.text) == 0);
		promise(strcmp(url.host, again.host) == 0 && url.port == again.port);
		promise(url_site(&url)[0] != '\0' && url_same_site(&url, &again));
	}
	url_clear(&url);
	url_clear(&again);
	return --*left > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE char *copy = mem_bytes(data, size);
	AUTO_TEXT struct text words = {0}, again = {0};
	int left = 100;

	html_links((const char *)data, size, see, &left);
	html_words((const char *)data, size, &words);
	promise(words.size <= size);
	for (size_t i = 0; i < size; i++)
		copy[i] = copy[i] == '7' ? '3' : copy[i];
	html_words(copy, size, &again);
	promise(words.size == again.size);
	promise(words.size == 0 || memcmp(words.data, again.data, words.size) == 0);
	return 0;
}
