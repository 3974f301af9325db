#include "audit/base64.h"

#include <limits.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

void base64_add(struct text *text, const uint8_t *data, size_t size)
{
	AUTO_FREE unsigned char *made = mem_alloc(size / 3 * 4 + 5);
	int length = EVP_EncodeBlock(made, data, (int)size);

	text_append(text, made, (size_t)length);
}

/*
 * OpenSSL gives whole groups of three, and passes over what is not canonical: both are mended
 * here.
 */
long base64_decode(const char *data, size_t size, uint8_t *out, size_t room)
{
	AUTO_FREE unsigned char *made = NULL;
	AUTO_TEXT struct text again = {0};

	if (size == 0 || size % 4 || size > INT_MAX / 2)
		return -1;
	made = mem_alloc(size / 4 * 3);
	int whole = EVP_DecodeBlock(made, (const unsigned char *)data, (int)size);
	if (whole < 0)
		return -1;
	size_t length = (size_t)whole - (data[size - 1] == '=') - (data[size - 2] == '=');
	base64_add(&again, made, length);
	if (length > room || again.size != size || memcmp(again.data, data, size) != 0)
		return -1;
	memcpy(out, made, length);
	return (long)length;
}
