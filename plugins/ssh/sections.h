/*
 * The frame of what collect.sh prints. Each section stands between two lines that begin with
 * the boundary, a random word made for this one question, so that no content of the host can
 * forge one:
 *
 *	BOUNDARY begin NAME
 *	(content, then a line feed of the script's own)
 *	BOUNDARY end NAME STATUS
 *	...
 *	BOUNDARY done
 *
 * Before the first section anything may stand (login files like to talk); after that nothing
 * else.
 */
#ifndef SSH_SECTIONS_H
#define SSH_SECTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct error;

#define BOUNDARY_TEXT 33 /* 32 hexadecimal digits and NUL */

/* Bytes that are not ours and not NUL-terminated. */
struct span {
	const char *data;
	size_t size;
};

struct section {
	struct span content;
	bool known; /* it was printed, and its command ended with 0 */
};

/*
 * Fills `sections`, one for each of the `count` names; one that was not printed stays unknown.
 * The spans point into `text`. Returns 0, or -1 with ERROR_INPUT when the frame is broken: no
 * "done", a section that is not closed, comes twice or is not in `names`, or text between two
 * sections.
 */
int sections_parse(struct section *sections, const char *const *names, size_t count,
	const char *boundary, struct span text, struct error *error);

/*
 * Takes the next line, without its line feed, off the front of `rest`. False when there is
 * none.
 */
bool span_line(struct span *rest, struct span *line);
/* Takes the next word (between blanks) off the front of `rest`. False when there is none. */
bool span_word(struct span *rest, struct span *word);
struct span span_trim(struct span span); /* without blanks and line feeds at both ends */
bool span_is(struct span span, const char *word);
bool span_starts(struct span span, const char *prefix);
/*
 * Text fit to be shown to a person: UTF-8, nothing that steers a terminal, not empty, at most
 * `high` bytes.
 */
bool span_printable(struct span span, size_t high);
/*
 * Reads a whole span of decimal digits, or hexadecimal ones; false when it is not that or above
 * `high`.
 */
bool span_number(
	struct span span, unsigned base, unsigned long long high, unsigned long long *number);

#endif
