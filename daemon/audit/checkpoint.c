#include "audit/checkpoint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audit/base64.h"
#include "base/error.h"
#include "base/text.h"

int checkpoint_sign(struct text *text, const struct checkpoint *checkpoint,
	const struct note_signer *signer, struct error *error)
{
	AUTO_TEXT struct text body = {0};

	text_format(
		&body, "%s\n%llu\n", checkpoint->origin, (unsigned long long)checkpoint->size);
	base64_add(&body, checkpoint->root, TREE_HASH);
	text_add(&body, "\n");
	return note_sign(text, body.data, signer, error);
}

/* Cuts the next line off; NULL when there is none. */
static char *next_line(char **rest)
{
	char *line = *rest;
	char *feed = strchr(line, '\n');

	if (!feed)
		return NULL;
	*feed = '\0';
	*rest = feed + 1;
	return line;
}

/* Decimal without sign or leading zeros, at most 2^53 - 1 as in every JSON text of ours. */
static bool parse_size(const char *line, uint64_t *size)
{
	size_t digits = strspn(line, "0123456789");

	if (digits == 0 || digits > 16 || line[digits] || (line[0] == '0' && digits > 1))
		return false;
	*size = strtoull(line, NULL, 10);
	return *size <= 9007199254740991ull;
}

int checkpoint_open(struct checkpoint *checkpoint, const char *data, size_t size,
	const struct note_key *key, const char *object, struct error *error)
{
	AUTO_TEXT struct text body = {0};

	memset(checkpoint, 0, sizeof(*checkpoint));
	if (note_open(&body, data, size, key, object, error) < 0)
		return -1;
	char *rest = body.data;
	char *origin = next_line(&rest);
	char *count = origin ? next_line(&rest) : NULL;
	char *root = count ? next_line(&rest) : NULL;
	if (!root || !parse_size(count, &checkpoint->size) ||
		base64_decode(root, strlen(root), checkpoint->root, TREE_HASH) != TREE_HASH)
		return error_set(error, ERROR_INPUT, object,
			"This is no checkpoint: a name, a number and a hash are expected on "
			"three"
			" lines.");
	if (strcmp(origin, key->name) != 0)
		return error_set(error, ERROR_REFUSED, object,
			"This is a checkpoint of the log %s, and the key is that of %s.",
			origin, key->name);
	memcpy(checkpoint->origin, origin, strlen(origin) + 1);
	return 0;
}
