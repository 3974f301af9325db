/*
 * The newest snapshot and findings, of which one list is large: it is walked in the document's
 * text (base/skim.h), and no tree of it is built. For the clerk.
 */
#ifndef PLANNING_NEWEST_H
#define PLANNING_NEWEST_H

#include "base/digest.h"
#include "base/skim.h"
#include "base/text.h"

struct error;
struct store;

struct newest {
	struct text text;
	char digest[DIGEST_TEXT];
	struct skim_text list;    /* of the text: the members, or the findings */
	char *snapshot, *profile; /* the digests that findings name */
};

/*
 * The newest of a kind ("snapshot", "findings") with its list. ERROR_CONFLICT when there is
 * none yet, ERROR_REFUSED when what is stored is no such document.
 */
int newest_read(struct newest *newest, struct store *store, const char *kind, const char *list,
	struct error *error);
void newest_free(struct newest *newest);
#define AUTO_NEWEST __attribute__((cleanup(newest_free)))

/* Into the list; skim_entry() then goes from one entry to the next. */
struct skim newest_walk(const struct newest *newest);

/* Strings that an entry must have, and values that it may have: `take` of those is filled. */
struct newest_member {
	const char *name;
	struct skim_text *take; /* a string without its quotes; of another value all of it */
	bool required;
};

/*
 * The entry that the walk stands at: all of it, and its members by a table that a NULL name
 * ends. ERROR_REFUSED when a required one is not there.
 */
int newest_entry(struct skim *walk, const struct newest_member *members,
	struct skim_text *entry, struct error *error);

#endif
