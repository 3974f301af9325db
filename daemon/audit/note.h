/*
 * C2SP signed notes with Ed25519: a text, an empty line, and lines that each carry a signature.
 *
 *	banyun.example/audit
 *	20852163
 *	CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 *	— banyun.example/audit Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4U...
 *
 * A public key is written as a verifier key ("vkey"): NAME+ID+BASE64, where ID is 8 hexadecimal
 * digits that follow from name and key. Signatures of other keys are passed over, as C2SP asks.
 */
#ifndef AUDIT_NOTE_H
#define AUDIT_NOTE_H

#include <stddef.h>
#include <stdint.h>

struct error;
struct text;

#define NOTE_KEY   32          /* bytes of a public and of a private key */
#define NOTE_NAME  128         /* the longest name of a key, bytes */
#define NOTE_MOST  (64 * 1024) /* the largest note accepted, bytes */
#define NOTE_LINES 16          /* the most signatures accepted */

struct note_key {
	char name[NOTE_NAME + 1];
	uint32_t id;
	uint8_t public[NOTE_KEY];
};

/* A signing key; the secret is wiped by note_signer_wipe(). */
struct note_signer {
	struct note_key key;
	uint8_t secret[NOTE_KEY];
};

/*
 * Reads a vkey; white space around it is passed over. ERROR_INPUT with `object` when it is
 * none.
 */
int note_key_parse(
	struct note_key *key, const char *vkey, const char *object, struct error *error);
void note_key_add(struct text *text, const struct note_key *key);

/* Makes a new key. `name` has no space or plus sign and is at most NOTE_NAME bytes. */
int note_signer_make(struct note_signer *signer, const char *name, struct error *error);
/* The form in which a private key is kept: "PRIVATE+KEY+NAME+ID+BASE64". */
void note_signer_add(struct text *text, const struct note_signer *signer);
int note_signer_parse(
	struct note_signer *signer, const char *line, const char *object, struct error *error);
void note_signer_wipe(struct note_signer *signer);

/* Appends the note of `body` (whole lines, the last with its line feed) with one signature. */
int note_sign(struct text *text, const char *body, const struct note_signer *signer,
	struct error *error);

/*
 * Checks that the note of `size` bytes is well formed and carries a good signature of the key,
 * and puts its body into `body`. ERROR_INPUT when it is malformed; ERROR_REFUSED when it is not
 * signed by this key, or badly. `object` names it in the error.
 */
int note_open(struct text *body, const char *data, size_t size, const struct note_key *key,
	const char *object, struct error *error);

#endif
