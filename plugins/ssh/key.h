/*
 * The public half of a private key, which OpenSSH's format carries in the clear. Without it the
 * library looks for it in every format that OpenSSL can decode, which costs more than the rest
 * of a login.
 */
#ifndef SSH_KEY_H
#define SSH_KEY_H

#include <stddef.h>

#define KEY_PUBLIC 1024 /* bytes of the line, with NUL; all that is spoken fits */

/*
 * "ssh-ed25519 AAAA..." out of an ed25519 or ECDSA key in OpenSSH's format that needs no
 * passphrase. Returns its length, or 0 when the text is not such a key.
 */
size_t key_public(const char *private, char out[KEY_PUBLIC]);

#endif
