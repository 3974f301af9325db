/*
 * The publication: tiles made from the records in order, signed, and laid into a folder. It has
 * no thread: audit_open() drives it once, afterwards publisher.c does on its own.
 *
 *	publication_begin(), publication_add() of every record from the first,
 *	publication_settle(), then more of add and settle.
 *
 * After a failure only begin is allowed again.
 */
#ifndef AUDIT_PUBLICATION_H
#define AUDIT_PUBLICATION_H

#include "audit/checkpoint.h"
#include "audit/signing.h"
#include "audit/tiles.h"

struct publication {
	struct audit_settings settings; /* borrowed */
	struct signing signing;
	struct tiles tiles;
	struct checkpoint published; /* as it was found */
	struct text pending;         /* hashes of the leaves that the signer has not seen */
	bool settled;                /* nothing was added since */
	struct error *down;          /* why the signer is down, or NULL; owned */
};

/* Starts the signer, unless it runs, and reads the checkpoint that is there. */
int publication_begin(struct publication *publication, struct error *error);

/*
 * The next record. ERROR_REFUSED when the records so far are not those that were signed,
 * ERROR_FAILED when a tile cannot be written.
 */
int publication_add(
	struct publication *publication, const void *entry, size_t size, struct error *error);

/*
 * Writes the partial tiles, has the new records signed, and publishes the checkpoint.
 * ERROR_UNREACHABLE when the signer is down; otherwise as above, also when there are fewer
 * records than were signed. With nothing new since the last time it only looks whether the
 * signer is there.
 */
int publication_settle(struct publication *publication, struct error *error);

void publication_end(struct publication *publication);

#endif
