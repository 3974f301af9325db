/*
 * A page of the web as a row of tags and texts. It never builds a tree and never looks back, so
 * that its time and memory are those of the page's size, whatever the page is: a tree of 16 MiB
 * of hostile tags would take a GiB, and matching tags that never match the square of their
 * number. No input is wrong.
 */
#ifndef PROBE_HTML_H
#define PROBE_HTML_H

#include <stddef.h>

#include "base/text.h"

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

enum html_kind html_next(struct html *html);
/* Whether the token is a tag of this name (in lower case). */
bool html_is(const struct html *html, const char *name);
/*
 * Replaces `value` with the attribute of the tag (`name` in lower case): its references are
 * decoded, white space around it and line ends in it are left out. False when the tag has none
 * or it is longer than `most` bytes.
 */
bool html_attribute(const struct html *html, const char *name, size_t most, struct text *value);

/*
 * Calls `see` for the target of each link and frame, in order; `base` is that of the page or
 * NULL. It goes on while `see` returns true.
 */
typedef bool html_see(void *argument, const char *base, const char *target);
void html_links(const char *data, size_t size, html_see *see, void *argument);

/*
 * Appends what two readers of one page both read: its texts without tags, comments, scripts and
 * styles, white space and digits. Attributes and scripts are where nonces, tokens against
 * forgery, sessions and names of cached files stand; digits are dates, clocks and counters of
 * visitors.
 */
void html_words(const char *data, size_t size, struct text *words);

#endif
