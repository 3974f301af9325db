/*
 * SHA-256 in the written form "sha256:" + 64 hexadecimal digits, and random bytes.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST_SIZE 32
#define DIGEST_TEXT 72 /* "sha256:", 64 digits, NUL */

struct digest;
struct json_object;

void digest_raw(const void *data, size_t size, uint8_t out[DIGEST_SIZE]);
void digest_text(const void *data, size_t size, char out[DIGEST_TEXT]);
void digest_json(struct json_object *tree, char out[DIGEST_TEXT]); /* of the canonical form */
uint64_t digest_number(const void *data, size_t size); /* its first 52 bits: exact in JSON */

/* Of data that comes in parts. digest_end() frees it (NULL is allowed); `out` may be NULL. */
struct digest *digest_begin(void);
void digest_add(struct digest *digest, const void *data, size_t size);
void digest_end(struct digest *digest, char out[DIGEST_TEXT]);

/* Random bytes from the kernel; the process stops if there are none. */
void digest_random(void *out, size_t size);

#endif
