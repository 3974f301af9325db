/*
 * Private keys in OpenSSH's format. The library looks for a key, and for its public half, in
 * every format that OpenSSL can decode, and each time that costs as much as the rest of a
 * login.
 */
#ifndef SSH_KEY_H
#define SSH_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define KEY_PUBLIC 1024 /* bytes of the line, with NUL; all that is spoken fits */

/*
 * "ssh-ed25519 AAAA..." out of an ed25519 or ECDSA key in OpenSSH's format that needs no
 * passphrase. Returns its length, or 0 when the text is not such a key.
 */
size_t key_public(const char *private, char out[KEY_PUBLIC]);

#define KEY_ED25519   32 /* bytes of either half */
#define KEY_BLOB      51 /* of the public half with its type, as SSH sends it */
#define KEY_SIGNATURE 64

/* An ed25519 key; to be wiped. */
struct key_ed25519 {
	unsigned char blob[KEY_BLOB];
	unsigned char seed[KEY_ED25519]; /* the private half */
};

/* False, and nothing of the key known, when the text is no such key without a passphrase. */
bool key_read_ed25519(const char *private, struct key_ed25519 *key);
/* False when OpenSSL cannot. */
bool key_sign_ed25519(const struct key_ed25519 *key, const unsigned char *data, size_t size,
	unsigned char signature[KEY_SIGNATURE]);

#endif
