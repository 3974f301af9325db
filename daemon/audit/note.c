#include "audit/note.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <string.h>

#include "audit/base64.h"
#include "base/error.h"
#include "base/text.h"

#define DASH      "\xe2\x80\x94 " /* U+2014 and a space begin a signature */
#define SIGNATURE 64
#define SIGNED    (4 + SIGNATURE) /* the key's id comes first */

static int sign(uint8_t out[SIGNATURE], const char *body, const struct note_signer *signer)
{
	size_t size = SIGNATURE;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY *pair =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, signer->secret, NOTE_KEY);
	bool done = context && pair &&
		    EVP_DigestSignInit(context, NULL, NULL, NULL, pair) == 1 &&
		    EVP_DigestSign(context, out, &size, (const unsigned char *)body,
			    strlen(body)) == 1;

	EVP_PKEY_free(pair);
	EVP_MD_CTX_free(context);
	return done && size == SIGNATURE ? 0 : -1;
}

int note_sign(struct text *text, const char *body, const struct note_signer *signer,
	struct error *error)
{
	uint32_t id = signer->key.id;
	uint8_t line[SIGNED] = {
		(uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id};

	if (sign(line + 4, body, signer) < 0)
		return error_set(error, ERROR_FAILED, signer->key.name,
			"OpenSSL cannot sign with this key.");
	text_add(text, body);
	text_format(text, "\n" DASH "%s ", signer->key.name);
	base64_add(text, line, sizeof(line));
	text_add(text, "\n");
	return 0;
}

static bool verify(const uint8_t signature[SIGNATURE], const char *body, size_t size,
	const struct note_key *key)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY *public =
		EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->public, NOTE_KEY);
	bool good = context && public &&
		    EVP_DigestVerifyInit(context, NULL, NULL, NULL, public) == 1 &&
		    EVP_DigestVerify(context, signature, SIGNATURE, (const unsigned char *)body,
			    size) == 1;

	EVP_PKEY_free(public);
	EVP_MD_CTX_free(context);
	return good;
}

/* The last empty line parts body and signatures. Returns the size of the body, or 0. */
static size_t find_end(const char *data, size_t size)
{
	for (size_t i = size; i >= 2; i--) {
		if (data[i - 1] == '\n' && data[i - 2] == '\n')
			return i - 1;
	}
	return 0;
}

static int malformed(const char *object, const char *what, struct error *error)
{
	return error_set(error, ERROR_INPUT, object, "This is no signed note: %s.", what);
}

enum line { LINE_BAD, LINE_FOREIGN, LINE_FORGED, LINE_GOOD };

/* One signature line without its line feed. */
static enum line check_line(const char *line, size_t size, const char *body, size_t body_size,
	const struct note_key *key)
{
	uint8_t raw[1024];
	const char *name = line + strlen(DASH);

	if (size < strlen(DASH) || memcmp(line, DASH, strlen(DASH)) != 0)
		return LINE_BAD;
	const char *space = memchr(name, ' ', size - strlen(DASH));
	if (!space || space == name || memchr(name, '+', (size_t)(space - name)))
		return LINE_BAD;
	size_t left = size - (size_t)(space + 1 - line);
	long length = base64_decode(space + 1, left, raw, sizeof(raw));
	if (length < 5)
		return LINE_BAD;
	uint32_t id = (uint32_t)raw[0] << 24 | (uint32_t)raw[1] << 16 | (uint32_t)raw[2] << 8 |
		      raw[3];
	size_t name_size = (size_t)(space - name);
	if (id != key->id || name_size != strlen(key->name) ||
		memcmp(name, key->name, name_size) != 0)
		return LINE_FOREIGN;
	return length == SIGNED && verify(raw + 4, body, body_size, key) ? LINE_GOOD
									 : LINE_FORGED;
}

static int check_lines(const char *data, size_t size, size_t end, const struct note_key *key,
	const char *object, struct error *error)
{
	bool good = false;
	int lines = 0;

	for (size_t at = end + 1; at < size;) {
		const char *feed = memchr(data + at, '\n', size - at);
		if (!feed || ++lines > NOTE_LINES)
			return malformed(
				object, "its signature lines are cut or too many", error);
		size_t length = (size_t)(feed - data) - at;
		enum line found = check_line(data + at, length, data, end, key);
		if (found == LINE_BAD)
			return malformed(object, "a signature line is malformed", error);
		if (found == LINE_FORGED)
			return error_set(error, ERROR_REFUSED, object,
				"The signature of %s is wrong: the text was changed, or "
				"another key"
				" signed it.",
				key->name);
		good = good || found == LINE_GOOD;
		at += length + 1;
	}
	return good ? 0
		    : error_set(error, ERROR_REFUSED, object,
			      "It is not signed by %s+%08x, the key that was asked for.",
			      key->name, key->id);
}

int note_open(struct text *body, const char *data, size_t size, const struct note_key *key,
	const char *object, struct error *error)
{
	size_t end = size > NOTE_MOST ? 0 : find_end(data, size);

	if (size > NOTE_MOST)
		return malformed(object, "it is too large", error);
	if (text_utf8_error(data, size) >= 0)
		return malformed(object, "it is not UTF-8", error);
	for (size_t i = 0; i < size; i++) {
		if ((unsigned char)data[i] < 0x20 && data[i] != '\n')
			return malformed(object, "it holds a control character", error);
	}
	if (end == 0 || end + 1 >= size)
		return malformed(object, "there is no empty line before signatures", error);
	if (check_lines(data, size, end, key, object, error) < 0)
		return -1;
	text_append(body, data, end);
	return 0;
}
