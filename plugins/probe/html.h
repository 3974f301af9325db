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
