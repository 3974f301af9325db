#define OPENSSL_API_COMPAT 10100 /* RAND_METHOD, for which there is nothing newer */
#include "ssh/warm.h"
#include "base/digest.h"
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <string.h>

static const unsigned char constant[32] = {[0] = 1, [31] = 0x40};

static int fill(unsigned char *out, int size)
{
	digest_random(out, (size_t)size);
	return 1;
}

static int is_ready(void)
{
	return 1;
}

/*
 * The kernel's: the library's own generators would be made anew by each worker and each thread
 * of it, seeded by the kernel, for a few bytes.
 */
static void use_randomness(void)
{
	static const RAND_METHOD kernel = {
		.bytes = fill, .pseudorand = fill, .status = is_ready};

	RAND_set_rand_method(&kernel);
}

static void use_digests(void)
{
	const EVP_MD *digests[] = {EVP_sha1(), EVP_sha256(), EVP_sha384(), EVP_sha512()};
	unsigned char out[EVP_MAX_MD_SIZE];
	unsigned size;

	for (size_t i = 0; i < sizeof(digests) / sizeof(digests[0]); i++) {
		EVP_Digest(constant, sizeof(constant), out, &size, digests[i], NULL);
		HMAC(digests[i], constant, sizeof(constant), constant, sizeof(constant), out,
			&size);
	}
}

static void use_ciphers(void)
{
	const EVP_CIPHER *ciphers[] = {EVP_aes_128_ctr(), EVP_aes_192_ctr(), EVP_aes_256_ctr()};
	unsigned char out[sizeof(constant) + EVP_MAX_BLOCK_LENGTH];
	int size;

	for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++) {
		EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
		if (context &&
			EVP_EncryptInit_ex(context, ciphers[i], NULL, constant, constant))
			EVP_EncryptUpdate(context, out, &size, constant, sizeof(constant));
		EVP_CIPHER_CTX_free(context);
	}
}

static void use_exchange(void)
{
	EVP_PKEY *ours =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, constant, sizeof(constant));
	unsigned char point[32] = {9}, secret[32];
	size_t size = sizeof(secret);
	EVP_PKEY *theirs =
		EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, point, sizeof(point));
	EVP_PKEY_CTX *context = ours ? EVP_PKEY_CTX_new(ours, NULL) : NULL;

	if (context && theirs && EVP_PKEY_derive_init(context) > 0 &&
		EVP_PKEY_derive_set_peer(context, theirs) > 0)
		EVP_PKEY_derive(context, secret, &size);
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(theirs);
	EVP_PKEY_free(ours);
}

static void use_signature(void)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(
		EVP_PKEY_ED25519, NULL, constant, sizeof(constant));
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[64];
	size_t size = sizeof(signature);

	if (key && context && EVP_DigestSignInit(context, NULL, NULL, NULL, key) > 0)
		EVP_DigestSign(context, signature, &size, constant, sizeof(constant));
	EVP_MD_CTX_free(context);
	context = EVP_MD_CTX_new();
	if (key && context && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) > 0)
		EVP_DigestVerify(context, signature, size, constant, sizeof(constant));
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
}

void warm_library(void)
{
	use_randomness();
	use_digests();
	use_ciphers();
	use_exchange();
	use_signature();
}
