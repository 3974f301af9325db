/*
 * The shape of a tree, as a table: which members an object has, of what type and within which
 * bounds. One checker serves configuration, profiles, playbooks, API bodies, worker messages
 * and documents, and its errors name file, line, column, what was expected and what was found.
 * The manual pages are compared with these tables by a test.
 *
 *	static const struct shape_field host_fields[] = {
 *		{"name", SHAPE_NAME, .required = true, .help = "unique name of the host"},
 *		{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "TCP port"},
 *		{"disks", SHAPE_LIST, .item = &disk_field, .high = 64},
 *		{0},
 *	};
 */
#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include "base/json.h"

enum shape_type {
	SHAPE_STRING,  /* low..high: bytes; high 0 means 4096 */
	SHAPE_NAME,    /* 1 to 63 of a-z A-Z 0-9 . _ - and not starting with . or - */
	SHAPE_LABEL,   /* what people call a thing: 1 to 128 bytes, fit to be shown in a line */
	SHAPE_OWNER,   /* a label of somebody who owns things: without "/" and "," */
	SHAPE_INTEGER, /* low..high when high is not 0 */
	SHAPE_BOOLEAN,
	SHAPE_CHOICE,  /* a string of `choices` */
	SHAPE_DIGEST,  /* "sha256:" and 64 lower-case hexadecimal digits */
	SHAPE_TIME,    /* RFC 3339 in UTC, "2026-01-31T23:59:59Z", fraction allowed */
	SHAPE_DATE,    /* a day, month or year: "2026-01-31", "2026-01", "2026" */
	SHAPE_CLOCK,   /* a time of the day, "00:00" to "24:00" */
	SHAPE_UUID,    /* lower-case, with hyphens */
	SHAPE_ADDRESS, /* an IPv4 or IPv6 address */
	SHAPE_OBJECT,  /* of `fields`; with `item` instead: any names, each value like `item` */
	SHAPE_LIST,    /* each like `item`; low..high entries when high is not 0 */
	SHAPE_ANY,
};

struct shape_field {
	const char *name; /* NULL ends a table */
	enum shape_type type;
	bool required;
	int64_t low, high;
	const char *const *choices; /* NULL-terminated */
	const struct shape_field *fields;
	const struct shape_field *item; /* its name is not used */
	const char *help; /* one line for the manual and for error messages; may be NULL */
};

/*
 * Checks that `tree` is an object with these fields: required ones are there, no others are,
 * all fit. `source` (may be NULL) is what the tree was parsed from and gives name, line and
 * column. The first offence in document order is told; what an object lacks, after what it has.
 * Returns 0, or -1 with ERROR_INPUT.
 */
int shape_check(const struct shape_field *fields, struct json_object *tree,
	const struct source *source, struct error *error);

/*
 * Reads, parses (by kind) and checks a whole file in one go. On success the caller owns
 * `*tree`.
 */
int shape_read_file(struct json_object **tree, enum source_kind kind, const char *path,
	const struct shape_field *fields, struct error *error);

#endif
