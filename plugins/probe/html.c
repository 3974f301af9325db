#include "html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "html_value.h"

enum html_kind { HTML_END, HTML_TEXT, HTML_TAG };

/* Zero-initialised but for `at` and `end`: before the first token. */
struct html {
	const char *at, *end;
	/*
	 * the token: a text as it is written, or the name of a tag that begins (and its rest)
	 */
	const char *token, *rest;
	size_t size, rest_size;
	const char *raw; /* the element whose content is no markup, until it ends; or NULL */
};

#define TARGET_MOST 2048

static bool is_letter(char byte)
{
	return isalpha((unsigned char)byte) && (unsigned char)byte < 0x80;
}

static bool is_space(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* Behind the first `mark`, or the end. */
static const char *behind(const struct html *html, const char *from, const char *mark)
{
	size_t length = strlen(mark);
	const char *found = memmem(from, (size_t)(html->end - from), mark, length);

	return found ? found + length : html->end;
}

/*
 * The '>' that ends a tag, or the end. As in browsers, only a quote that begins a value hides
 * one.
 */
static const char *tag_end(const struct html *html, const char *at)
{
	bool value = false;

	while (at < html->end && *at != '>') {
		if (value && (*at == '"' || *at == '\'')) {
			at = memchr(at + 1, *at, (size_t)(html->end - at - 1));
			if (!at)
				return html->end;
		}
		value = *at == '=' || (value && is_space(*at));
		at++;
	}
	return at;
}

static size_t name_size(const char *at, const char *end)
{
	const char *from = at;

	while (at < end && !is_space(*at) && *at != '/' && *at != '>')
		at++;
	return (size_t)(at - from);
}

static bool is_named(const char *token, size_t size, const char *name)
{
	return size == strlen(name) && strncasecmp(token, name, size) == 0;
}

/* Whether the token is a tag of this name (in lower case). */
static bool is_tag(const struct html *html, const char *name)
{
	return is_named(html->token, html->size, name);
}

/* Elements whose content is text up to their own end. */
static void enter_raw(struct html *html)
{
	static const char *const raw[] = {"script", "style", "textarea", "title", "xmp",
		"iframe", "noembed", "noframes", NULL};

	for (const char *const *name = raw; *name; name++)
		if (is_tag(html, *name))
			html->raw = *name;
}

static enum html_kind take_tag(struct html *html)
{
	const char *end = tag_end(html, html->at + 1);

	html->token = html->at + 1;
	html->size = name_size(html->token, end);
	html->rest = html->token + html->size;
	html->rest_size = (size_t)(end - html->rest);
	html->at = end < html->end ? end + 1 : end;
	enter_raw(html);
	return HTML_TAG;
}

static bool begins_markup(const struct html *html, const char *at)
{
	return at + 1 < html->end &&
	       (is_letter(at[1]) || at[1] == '/' || at[1] == '!' || at[1] == '?');
}

static const char *markup(const struct html *html, const char *at)
{
	do
		at = memchr(at, '<', (size_t)(html->end - at));
	while (at && !begins_markup(html, at) && ++at < html->end);
	return at && at < html->end ? at : html->end;
}

/* Whether the element whose content is passed over ends at the '<' here. */
static bool ends_raw(const struct html *html, const char *at)
{
	size_t left = (size_t)(html->end - at), size = strlen(html->raw) + 1;

	if (left < size + 1 || at[1] != '/')
		return false;
	left = left - 2 < size ? left - 2 : size;
	return is_named(at + 2, name_size(at + 2, at + 2 + left), html->raw);
}

static const char *raw_end(const struct html *html)
{
	const char *at = html->at;

	while ((at = memchr(at, '<', (size_t)(html->end - at))) && !ends_raw(html, at))
		at++;
	return at ? at : html->end;
}

static enum html_kind take_text(struct html *html, const char *end)
{
	html->token = html->at;
	html->size = (size_t)(end - html->at);
	html->at = end;
	return HTML_TEXT;
}

/* The content of scripts and styles is passed over; of other raw elements it is text. */
static bool take_raw(struct html *html)
{
	bool silent = strcmp(html->raw, "script") == 0 || strcmp(html->raw, "style") == 0;

	take_text(html, raw_end(html));
	html->raw = NULL;
	return !silent && html->size > 0;
}

/* Comments, declarations, ends of elements. */
static const char *pass(const struct html *html)
{
	const char *at = html->at + 1;

	if (html->end - at >= 3 && memcmp(at, "!--", 3) == 0)
		return behind(html, at + 1, "-->");
	if (*at == '/' && at + 1 < html->end && is_letter(at[1])) {
		at = tag_end(html, at);
		return at < html->end ? at + 1 : at;
	}
	return behind(html, at, ">");
}

static enum html_kind next(struct html *html)
{
	if (html->raw && take_raw(html))
		return HTML_TEXT;
	while (html->at < html->end) {
		const char *next = markup(html, html->at);
		if (next > html->at)
			return take_text(html, next);
		if (is_letter(html->at[1]))
			return take_tag(html);
		html->at = pass(html);
	}
	return HTML_END;
}

/*
 * Replaces `value` with the attribute of the tag (`name` in lower case): its references are
 * decoded, white space around it and line ends in it are left out. False when the tag has none
 * or it is longer than `most` bytes.
 */
static bool find_attribute(
	const struct html *html, const char *name, size_t most, struct text *value)
{
	const char *at = html->rest, *end = html->rest + html->rest_size;
	struct html_pair pair;

	while (html_pair_next(&at, end, &pair))
		if (is_named(pair.name, pair.name_size, name))
			return html_value_decode(&pair, most, value);
	return false;
}

static const char *target_of(const struct html *html)
{
	if (is_tag(html, "a") || is_tag(html, "area") || is_tag(html, "base"))
		return "href";
	return is_tag(html, "iframe") || is_tag(html, "frame") ? "src" : NULL;
}

void html_links(const char *data, size_t size, html_see *see, void *argument)
{
	struct html html = {.at = data, .end = data + size};
	AUTO_TEXT struct text target = {0}, base = {0};
	enum html_kind kind;
	bool more = size > 0;

	while (more && (kind = next(&html)) != HTML_END) {
		const char *name = kind == HTML_TAG ? target_of(&html) : NULL;
		if (!name || !find_attribute(&html, name, TARGET_MOST, &target))
			continue;
		if (!is_tag(&html, "base"))
			more = see(argument, base.data, target.data);
		else if (!base.data)
			text_add(&base, target.data);
	}
}

void html_words(const char *data, size_t size, struct text *words)
{
	struct html html = {.at = data, .end = data + size};
	enum html_kind kind;

	while (size > 0 && (kind = next(&html)) != HTML_END)
		for (size_t i = 0; kind == HTML_TEXT && i < html.size; i++)
			if (!is_space(html.token[i]) && !isdigit((unsigned char)html.token[i]))
				text_append(words, &html.token[i], 1);
}
