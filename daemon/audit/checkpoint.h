/*
 * C2SP checkpoints: what the signer says of a whole log, in three lines of a signed note: the
 * log's name (origin, here also the name of its key), how many records it has, and the root of
 * their tree.
 */
#ifndef AUDIT_CHECKPOINT_H
#define AUDIT_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

#include "audit/note.h"
#include "audit/tree.h"

struct checkpoint {
	char origin[NOTE_NAME + 1];
	uint64_t size; /* records */
	uint8_t root[TREE_HASH];
};

/* Appends the signed note. */
int checkpoint_sign(struct text *text, const struct checkpoint *checkpoint,
	const struct note_signer *signer, struct error *error);

/*
 * As note_open(); moreover the origin must be the key's name and the three lines well formed.
 */
int checkpoint_open(struct checkpoint *checkpoint, const char *data, size_t size,
	const struct note_key *key, const char *object, struct error *error);

#endif
