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

/* skim_object(), and all of the entry. ERROR_REFUSED when what is required is not there. */
int newest_entry(struct skim *walk, const struct skim_wanted *wanted, struct skim_text *entry,
	struct error *error);

#endif
