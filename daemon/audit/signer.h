/*
 * The signer: what the process that holds the signing key knows and does. It keeps the frontier
 * of all that it signed, signs nothing but what continues that, and makes each step durable
 * before it gives the signature away: whoever asks again later gets the later state.
 *
 * Its folder (mode 0700) holds `key` (the private key, mode 0600) and `state`. Both are made at
 * the first start; when one of them is gone later, it refuses to start.
 */
#ifndef AUDIT_SIGNER_H
#define AUDIT_SIGNER_H

#include <stddef.h>
#include <stdint.h>

#include "audit/note.h"
#include "audit/tree.h"
#include "base/text.h"

struct error;

#define SIGNER_LEAVES 1024 /* the most that are signed at once */

struct signer {
	const char *folder; /* borrowed */
	struct note_signer key;
	struct tree_frontier frontier;
	struct text note; /* the last that was signed; empty when none was */
};

/*
 * Opens or makes the key and the state. `origin` names a new key, and must be the name of an
 * old one.
 */
int signer_open(
	struct signer *signer, const char *folder, const char *origin, struct error *error);
/* Wipes the key. */
void signer_close(struct signer *signer);

/*
 * Signs the log that `leaves` (`count` hashes) make out of the one of `size` leaves with root
 * `root`, and leaves the note in signer->note. ERROR_REFUSED, and nothing is signed, when the
 * signer's own log is not that one; ERROR_FAILED when the state cannot be made durable: the
 * process must then end.
 */
int signer_extend(struct signer *signer, uint64_t size, const uint8_t root[TREE_HASH],
	const uint8_t *leaves, size_t count, struct error *error);

/*
 * The conversation, one message each: a word, then
 *	SIGNER_HELLO                           -> SIGNER_HELLO size(8) root(32) VKEY LF NOTE
 *	SIGNER_EXTEND size(8) root(32) leaf(32)... -> SIGNER_EXTEND NOTE
 * or                                             -> SIGNER_REFUSED SENTENCE
 */
enum { SIGNER_HELLO = 'H', SIGNER_EXTEND = 'S', SIGNER_REFUSED = 'E' };
#define SIGNER_HEAD    (1 + 8 + TREE_HASH)
#define SIGNER_MESSAGE (SIGNER_HEAD + SIGNER_LEAVES * TREE_HASH)

void signer_put_size(uint8_t out[8], uint64_t size); /* big-endian */
uint64_t signer_get_size(const uint8_t in[8]);

/* Answers one message. Returns -1 when the process must end. */
int signer_answer(struct signer *signer, const uint8_t *message, size_t size,
	struct text *answer, struct error *error);

#endif
