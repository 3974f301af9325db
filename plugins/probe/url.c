#include "url.h"

#include <ctype.h>
#include <curl/curl.h>
#include <idn2.h>
#include <libpsl.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

#define HOST_MOST 253

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

static char *part(CURLU *parts, CURLUPart which, unsigned flags)
{
	char *text = NULL, *copy;

	if (curl_url_get(parts, which, &text, flags) != CURLUE_OK)
		return NULL;
	copy = mem_string(text);
	curl_free(text);
	return copy;
}

/* Without the brackets of an IPv6 address; NULL when it is none that can be asked for. */
static char *host_of(CURLU *parts)
{
	AUTO_FREE char *host = part(parts, CURLUPART_HOST, 0);
	size_t size = host ? strlen(host) : 0;

	if (size == 0 || size > HOST_MOST || !is_plain(host) || host[size - 1] == '.')
		return NULL;
	for (char *at = host; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	if (host[0] == '[' && host[size - 1] == ']')
		return mem_bytes(host + 1, size - 2);
	return mem_take(&host);
}

/*
 * A name in other letters is written as DNS has it ("政务.cn": "xn--zfr164b.cn"). libcurl does
 * that by the locale of the process, which a plugin does not have, and loses memory.
 */
static bool set_ascii_host(CURLU *parts)
{
	AUTO_FREE char *host = part(parts, CURLUPART_HOST, 0);
	char *ascii = NULL;
	bool done;

	if (!host || is_plain(host))
		return host != NULL;
	done = idn2_to_ascii_8z(host, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) ==
		       IDN2_OK &&
	       curl_url_set(parts, CURLUPART_HOST, ascii, 0) == CURLUE_OK;
	idn2_free(ascii);
	return done;
}

static bool set_parts(CURLU *parts, const char *base, const char *text)
{
	if (base && curl_url_set(parts, CURLUPART_URL, base, 0) != CURLUE_OK)
		return false;
	return curl_url_set(parts, CURLUPART_URL, text, CURLU_URLENCODE) == CURLUE_OK &&
	       curl_url_set(parts, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
	       curl_url_set(parts, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK &&
	       curl_url_set(parts, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK &&
	       set_ascii_host(parts);
}

static bool is_web(const char *text)
{
	return text && strlen(text) <= URL_MOST && is_plain(text) &&
	       (text_starts(text, "http://") || text_starts(text, "https://"));
}

static int fill(struct url *url, CURLU *parts)
{
	AUTO_FREE char *text = part(parts, CURLUPART_URL, 0), *host = host_of(parts),
		       *port = part(parts, CURLUPART_PORT, CURLU_DEFAULT_PORT);

	if (!is_web(text) || !host || !port)
		return -1;
	url_clear(url);
	url->text = mem_take(&text);
	url->host = mem_take(&host);
	url->port = (unsigned)strtoul(port, NULL, 10);
	if (address_parse(&url->literal, url->host) < 0)
		url->literal = (struct address){0};
	return 0;
}

int url_parse(struct url *url, const char *base, const char *text)
{
	CURLU *parts = curl_url();
	int result = parts && set_parts(parts, base, text) ? fill(url, parts) : -1;

	curl_url_cleanup(parts);
	return result;
}

void url_copy(struct url *url, const struct url *from)
{
	url_clear(url);
	*url = *from;
	url->text = mem_string(from->text);
	url->host = mem_string(from->host);
}

void url_clear(struct url *url)
{
	free(url->text);
	free(url->host);
	*url = (struct url){0};
}

const char *url_site(const struct url *url)
{
	const char *site =
		url->literal.family ? NULL : psl_registrable_domain(psl_builtin(), url->host);

	return site ? site : url->host;
}

bool url_same_site(const struct url *left, const struct url *right)
{
	return strcmp(url_site(left), url_site(right)) == 0;
}
