#include "ssh/key.h"
#include "base/memory.h"
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define BEGIN "-----BEGIN OPENSSH PRIVATE KEY-----\n"
#define END   "-----END OPENSSH PRIVATE KEY-----"
#define MAGIC "openssh-key-v1" /* and the NUL behind it */
#define MOST  (16 * 1024)      /* bytes of the decoded key */

/* What is left of the decoded key. */
struct rest {
	const unsigned char *data;
	size_t size;
};

/* A number of 4 bytes, or a string behind one. */
static bool take_number(struct rest *rest, uint32_t *number)
{
	if (rest->size < 4)
		return false;
	*number = (uint32_t)rest->data[0] << 24 | (uint32_t)rest->data[1] << 16 |
		  (uint32_t)rest->data[2] << 8 | rest->data[3];
	rest->data += 4;
	rest->size -= 4;
	return true;
}

static bool take_string(struct rest *rest, struct rest *string)
{
	uint32_t size;

	if (!take_number(rest, &size) || size > rest->size)
		return false;
	*string = (struct rest){rest->data, size};
	rest->data += size;
	rest->size -= size;
	return true;
}

static bool is_text(const struct rest *string, const char *text)
{
	return string->size == strlen(text) && memcmp(string->data, text, string->size) == 0;
}

static bool starts(const struct rest *string, const char *text)
{
	return string->size > strlen(text) && memcmp(string->data, text, strlen(text)) == 0;
}

/* The blob of the one public key, and its type. */
static bool find_public(struct rest rest, struct rest *blob, struct rest *type)
{
	struct rest cipher, kdf, options;
	uint32_t count;

	if (rest.size < sizeof(MAGIC) || memcmp(rest.data, MAGIC, sizeof(MAGIC)) != 0)
		return false;
	rest.data += sizeof(MAGIC);
	rest.size -= sizeof(MAGIC);
	if (!take_string(&rest, &cipher) || !is_text(&cipher, "none") ||
		!take_string(&rest, &kdf) || !take_string(&rest, &options) ||
		!take_number(&rest, &count) || count != 1 || !take_string(&rest, blob))
		return false;
	rest = *blob;
	return take_string(&rest, type) &&
	       (is_text(type, "ssh-ed25519") || starts(type, "ecdsa-sha2-nistp"));
}

static size_t write_public(
	const struct rest *blob, const struct rest *type, char out[KEY_PUBLIC])
{
	size_t size = type->size + 1;

	if (size + (blob->size + 2) / 3 * 4 + 1 > KEY_PUBLIC)
		return 0;
	memcpy(out, type->data, type->size);
	out[type->size] = ' ';
	return size + (size_t)EVP_EncodeBlock(
			      (unsigned char *)out + size, blob->data, (int)blob->size);
}

static size_t decode(const char *private, unsigned char *out)
{
	const char *end = strstr(private, END);
	EVP_ENCODE_CTX *context;
	int size = 0, more = 0;

	if (strncmp(private, BEGIN, strlen(BEGIN)) != 0 || !end || end - private > MOST)
		return 0;
	context = EVP_ENCODE_CTX_new();
	private += strlen(BEGIN);
	EVP_DecodeInit(context);
	if (EVP_DecodeUpdate(context, out, &size, (const unsigned char *)private,
		    (int)(end - private)) < 0 ||
		EVP_DecodeFinal(context, out + size, &more) < 0)
		size = more = 0;
	EVP_ENCODE_CTX_free(context);
	return (size_t)(size + more);
}

size_t key_public(const char *private, char out[KEY_PUBLIC])
{
	unsigned char *bytes = mem_alloc(MOST);
	struct rest blob, type, rest = {bytes, decode(private, bytes)};
	size_t size = find_public(rest, &blob, &type) ? write_public(&blob, &type, out) : 0;

	mem_wipe(bytes, MOST);
	mem_free_at(&bytes);
	return size;
}
