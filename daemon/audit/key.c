/* The keys of signed notes, and how they are written. */
#include <ctype.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/base64.h"
#include "audit/note.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#define ED25519 1 /* C2SP's number of the algorithm */

static uint32_t make_id(const char *name, const uint8_t public[NOTE_KEY])
{
	AUTO_TEXT struct text input = {0};
	uint8_t hash[DIGEST_SIZE];

	text_add(&input, name);
	text_append(&input, "\n\1", 2);
	text_append(&input, public, NOTE_KEY);
	digest_raw(input.data, input.size, hash);
	return (uint32_t)hash[0] << 24 | (uint32_t)hash[1] << 16 | (uint32_t)hash[2] << 8 |
	       hash[3];
}

static int check_name(const char *name, const char *object, struct error *error)
{
	size_t size = strlen(name);

	if (size > 0 && size <= NOTE_NAME && !strpbrk(name, "+ \t\r\n") &&
		text_utf8_error(name, size) < 0)
		return 0;
	return error_set(error, ERROR_INPUT, object,
		"The name of a key is 1 to %d bytes without space or plus sign.", NOTE_NAME);
}

static void add_key(struct text *text, const struct note_key *key, const uint8_t raw[NOTE_KEY])
{
	uint8_t typed[1 + NOTE_KEY] = {ED25519};

	memcpy(typed + 1, raw, NOTE_KEY);
	text_format(text, "%s+%08x+", key->name, key->id);
	base64_add(text, typed, sizeof(typed));
	mem_wipe(typed, sizeof(typed));
}

void note_key_add(struct text *text, const struct note_key *key)
{
	add_key(text, key, key->public);
}

/* Takes NAME+ID+BASE64 apart, with white space around it. The key's id is not compared yet. */
static int parse_key(struct note_key *key, uint8_t raw[NOTE_KEY], const char *line,
	const char *object, struct error *error)
{
	uint8_t typed[1 + NOTE_KEY + 2];
	char digits[9] = "";
	int start = 0, name_end = 0, base = 0, end = 0;

	memset(key, 0, sizeof(*key));
	sscanf(line, " %n%*128[^+ \t\r\n]%n+%8[0-9a-f]+%n%*[A-Za-z0-9+/=]%n", &start, &name_end,
		digits, &base, &end);
	bool well = end > 0 && strlen(digits) == 8 &&
		    line[end + (int)strspn(line + end, " \t\r\n")] == '\0';
	if (well) {
		memcpy(key->name, line + start, (size_t)(name_end - start));
		key->id = (uint32_t)strtoul(digits, NULL, 16);
		well = base64_decode(line + base, (size_t)(end - base), typed, sizeof(typed)) ==
			       1 + NOTE_KEY &&
		       typed[0] == ED25519;
	}
	if (well)
		memcpy(raw, typed + 1, NOTE_KEY);
	mem_wipe(typed, sizeof(typed));
	return well ? 0
		    : error_set(error, ERROR_INPUT, object,
			      "This is no Ed25519 key: NAME+ID+BASE64 on one line is "
			      "expected.");
}

static int check_id(const struct note_key *key, const char *object, struct error *error)
{
	uint32_t right = make_id(key->name, key->public);

	if (check_name(key->name, object, error) < 0)
		return -1;
	if (key->id == right)
		return 0;
	return error_set(error, ERROR_INPUT, object,
		"The id of the key is %08x, but %08x follows from its name and bytes: the line "
		"was"
		" damaged or changed.",
		key->id, right);
}

int note_key_parse(
	struct note_key *key, const char *vkey, const char *object, struct error *error)
{
	if (parse_key(key, key->public, vkey, object, error) < 0)
		return -1;
	return check_id(key, object, error);
}

static int derive(struct note_signer *signer, struct error *error)
{
	size_t size = NOTE_KEY;
	EVP_PKEY *pair =
		EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, signer->secret, NOTE_KEY);
	int done = pair && EVP_PKEY_get_raw_public_key(pair, signer->key.public, &size) == 1;

	EVP_PKEY_free(pair);
	return done ? 0
		    : error_set(error, ERROR_FAILED, signer->key.name,
			      "OpenSSL cannot make an Ed25519 key.");
}

int note_signer_make(struct note_signer *signer, const char *name, struct error *error)
{
	memset(signer, 0, sizeof(*signer));
	if (check_name(name, name, error) < 0)
		return -1;
	memcpy(signer->key.name, name, strlen(name));
	digest_random(signer->secret, NOTE_KEY);
	if (derive(signer, error) < 0)
		return -1;
	signer->key.id = make_id(name, signer->key.public);
	return 0;
}

#define PRIVATE "PRIVATE+KEY+"

void note_signer_add(struct text *text, const struct note_signer *signer)
{
	text_add(text, PRIVATE);
	add_key(text, &signer->key, signer->secret);
}

int note_signer_parse(
	struct note_signer *signer, const char *line, const char *object, struct error *error)
{
	if (!text_starts(line, PRIVATE))
		return error_set(error, ERROR_INPUT, object,
			"This is no private key: PRIVATE+KEY+NAME+ID+BASE64 is expected.");
	if (parse_key(&signer->key, signer->secret, line + strlen(PRIVATE), object, error) <
			0 ||
		derive(signer, error) < 0)
		return -1;
	return check_id(&signer->key, object, error);
}

void note_signer_wipe(struct note_signer *signer)
{
	mem_wipe(signer, sizeof(*signer));
}
