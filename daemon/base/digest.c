#include "base/digest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/json.h"
#include "base/text.h"

/*
 * Looked up once: EVP_sha256() would be looked up in each call. Lives as long as the process.
 */
static EVP_MD *sha256;
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;

static void fetch_sha256(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha256)
		abort();
}

void digest_raw(const void *data, size_t size, uint8_t out[DIGEST_SIZE])
{
	pthread_once(&sha256_once, fetch_sha256);
	if (EVP_Digest(data, size, out, NULL, sha256, NULL) != 1)
		abort();
}

static void write_text(const uint8_t raw[DIGEST_SIZE], char out[DIGEST_TEXT])
{
	static const char prefix[] = "sha256:";

	memcpy(out, prefix, sizeof(prefix) - 1);
	text_hex(raw, DIGEST_SIZE, out + sizeof(prefix) - 1);
}

void digest_text(const void *data, size_t size, char out[DIGEST_TEXT])
{
	uint8_t raw[DIGEST_SIZE];

	digest_raw(data, size, raw);
	write_text(raw, out);
}

/* OpenSSL's context, by a name of ours. */
struct digest *digest_begin(void)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	pthread_once(&sha256_once, fetch_sha256);
	if (!context || EVP_DigestInit_ex2(context, sha256, NULL) != 1)
		abort();
	return (struct digest *)context;
}

void digest_add(struct digest *digest, const void *data, size_t size)
{
	if (EVP_DigestUpdate((EVP_MD_CTX *)digest, data, size) != 1)
		abort();
}

void digest_end(struct digest *digest, char out[DIGEST_TEXT])
{
	uint8_t raw[DIGEST_SIZE];

	if (out && EVP_DigestFinal_ex((EVP_MD_CTX *)digest, raw, NULL) != 1)
		abort();
	if (out)
		write_text(raw, out);
	EVP_MD_CTX_free((EVP_MD_CTX *)digest);
}

void digest_json(struct json_object *tree, char out[DIGEST_TEXT])
{
	AUTO_TEXT struct text text = {0};

	json_canonical(&text, tree);
	digest_text(text.data, text.size, out);
}

uint64_t digest_number(const void *data, size_t size)
{
	uint8_t raw[DIGEST_SIZE];
	uint64_t number = 0;

	digest_raw(data, size, raw);
	for (size_t i = 0; i < sizeof(number); i++)
		number = number << 8 | raw[i];
	return number >> 12;
}

void digest_random(void *out, size_t size)
{
	uint8_t *next = out;

	while (size > 0) {
		ssize_t got = getrandom(next, size, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			abort();
		next += got;
		size -= (size_t)got;
	}
}
