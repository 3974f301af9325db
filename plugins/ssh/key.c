#include "ssh/key.h"
#include "base/memory.h"
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define BEGIN   "-----BEGIN OPENSSH PRIVATE KEY-----\n"
#define END     "-----END OPENSSH PRIVATE KEY-----"
#define MAGIC   "openssh-key-v1" /* and the NUL behind it */
#define ED25519 "ssh-ed25519"

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

/* Takes the blob of the one public key; what is left then is the private half, in the clear. */
static bool take_public(struct rest *rest, struct rest *blob, struct rest *type)
{
	struct rest cipher, kdf, options, inside;
	uint32_t count;

	if (rest->size < sizeof(MAGIC) || memcmp(rest->data, MAGIC, sizeof(MAGIC)) != 0)
		return false;
	rest->data += sizeof(MAGIC);
	rest->size -= sizeof(MAGIC);
	if (!take_string(rest, &cipher) || !is_text(&cipher, "none") ||
		!take_string(rest, &kdf) || !take_string(rest, &options) ||
		!take_number(rest, &count) || count != 1 || !take_string(rest, blob))
		return false;
	inside = *blob;
	return take_string(&inside, type) &&
	       (is_text(type, ED25519) || starts(type, "ecdsa-sha2-nistp"));
}

/* The two numbers are the same where nothing was encrypted, or it was decrypted rightly. */
static bool take_private(struct rest rest, const struct rest *public, struct rest *seed)
{
	struct rest inside, type, again, pair;
	uint32_t one, other;

	if (!take_string(&rest, &inside) || !take_number(&inside, &one) ||
		!take_number(&inside, &other) || one != other || !take_string(&inside, &type) ||
		!is_text(&type, ED25519) || !take_string(&inside, &again) ||
		!take_string(&inside, &pair))
		return false;
	*seed = (struct rest){pair.data, KEY_ED25519};
	return again.size == KEY_ED25519 && pair.size == 2 * KEY_ED25519 &&
	       memcmp(again.data, public->data, KEY_ED25519) == 0 &&
	       memcmp(pair.data + KEY_ED25519, public->data, KEY_ED25519) == 0;
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

/* What a key's text holds between its first line and its last, decoded; wiped when done. */
struct decoded {
	unsigned char *bytes;
	size_t room, size;
};

static void decoded_free(struct decoded *decoded)
{
	if (decoded->bytes)
		mem_wipe(decoded->bytes, decoded->room);
	mem_free_at(&decoded->bytes);
}
#define AUTO_DECODED __attribute__((cleanup(decoded_free)))

static void decode(struct decoded *decoded, const char *private)
{
	const char *end = strstr(private, END);
	EVP_ENCODE_CTX *context;
	int size = 0, more = 0;

	if (strncmp(private, BEGIN, strlen(BEGIN)) != 0 || !end)
		return;
	private += strlen(BEGIN);
	if (end < private)
		return;
	decoded->room = (size_t)(end - private) + 1;
	decoded->bytes = mem_alloc(decoded->room);
	context = EVP_ENCODE_CTX_new();
	EVP_DecodeInit(context);
	if (EVP_DecodeUpdate(context, decoded->bytes, &size, (const unsigned char *)private,
		    (int)(end - private)) < 0 ||
		EVP_DecodeFinal(context, decoded->bytes + size, &more) < 0)
		size = more = 0;
	EVP_ENCODE_CTX_free(context);
	decoded->size = (size_t)(size + more);
}

size_t key_public(const char *private, char out[KEY_PUBLIC])
{
	AUTO_DECODED struct decoded decoded = {0};
	struct rest blob, type, rest;

	decode(&decoded, private);
	rest = (struct rest){decoded.bytes, decoded.size};
	return take_public(&rest, &blob, &type) ? write_public(&blob, &type, out) : 0;
}

bool key_read_ed25519(const char *private, struct key_ed25519 *key)
{
	AUTO_DECODED struct decoded decoded = {0};
	struct rest blob, type, rest, public, seed;

	decode(&decoded, private);
	rest = (struct rest){decoded.bytes, decoded.size};
	if (!take_public(&rest, &blob, &type) || !is_text(&type, ED25519) ||
		blob.size != KEY_BLOB)
		return false;
	public = (struct rest){blob.data + KEY_BLOB - KEY_ED25519, KEY_ED25519};
	if (!take_private(rest, &public, &seed))
		return false;
	memcpy(key->blob, blob.data, KEY_BLOB);
	memcpy(key->seed, seed.data, KEY_ED25519);
	return true;
}

bool key_sign_ed25519(const struct key_ed25519 *key, const unsigned char *data, size_t size,
	unsigned char signature[KEY_SIGNATURE])
{
	EVP_PKEY *half =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key->seed, KEY_ED25519);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t made = KEY_SIGNATURE;
	bool done = half && context &&
		    EVP_DigestSignInit(context, NULL, NULL, NULL, half) == 1 &&
		    EVP_DigestSign(context, signature, &made, data, size) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(half);
	return done && made == KEY_SIGNATURE;
}
