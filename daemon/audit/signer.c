#include "audit/signer.h"

#include <stdbool.h>
#include <string.h>

#include "audit/checkpoint.h"
#include "audit/signer_state.h"
#include "base/error.h"

static int grown(const struct signer *signer, const struct tree_frontier *frontier,
	struct text *note, struct error *error)
{
	struct checkpoint checkpoint = {.size = frontier->size};

	memcpy(checkpoint.origin, signer->key.key.name, sizeof(checkpoint.origin));
	frontier_root(frontier, checkpoint.root);
	return checkpoint_sign(note, &checkpoint, &signer->key, error);
}

static int check_base(const struct signer *signer, uint64_t size, const uint8_t root[TREE_HASH],
	struct error *error)
{
	uint8_t own[TREE_HASH];

	frontier_root(&signer->frontier, own);
	if (size != signer->frontier.size)
		return error_set(error, ERROR_REFUSED, "audit log",
			"The signer has signed %llu records and is asked to continue from "
			"%llu: it"
			" signs nothing but what continues its own log.",
			(unsigned long long)signer->frontier.size, (unsigned long long)size);
	if (memcmp(own, root, TREE_HASH) != 0)
		return error_set(error, ERROR_REFUSED, "audit log",
			"The %llu records that the signer is asked to continue are not those "
			"that it"
			" signed.",
			(unsigned long long)size);
	return 0;
}

int signer_extend(struct signer *signer, uint64_t size, const uint8_t root[TREE_HASH],
	const uint8_t *leaves, size_t count, struct error *error)
{
	struct tree_frontier frontier = signer->frontier;
	AUTO_TEXT struct text note = {0};

	if (check_base(signer, size, root, error) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		frontier_append(&frontier, leaves + i * TREE_HASH);
	if (grown(signer, &frontier, &note, error) < 0 ||
		signer_state_write(signer->folder, &frontier, &note, error) < 0)
		return -1;
	signer->frontier = frontier;
	text_clear(&signer->note);
	signer->note = note;
	note = (struct text){0};
	return 0;
}

void signer_put_size(uint8_t out[8], uint64_t size)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(size >> (56 - 8 * i));
}

uint64_t signer_get_size(const uint8_t in[8])
{
	uint64_t size = 0;

	for (int i = 0; i < 8; i++)
		size = size << 8 | in[i];
	return size;
}

static void say_hello(const struct signer *signer, struct text *answer)
{
	uint8_t head[SIGNER_HEAD] = {SIGNER_HELLO};

	signer_put_size(head + 1, signer->frontier.size);
	frontier_root(&signer->frontier, head + 9);
	text_append(answer, head, sizeof(head));
	note_key_add(answer, &signer->key.key);
	text_add(answer, "\n");
	text_append(answer, signer->note.data, signer->note.size);
}

static int refuse(struct text *answer, const struct error *why)
{
	text_format(answer, "%c%s", SIGNER_REFUSED, why->text);
	return 0;
}

int signer_answer(struct signer *signer, const uint8_t *message, size_t size,
	struct text *answer, struct error *error)
{
	size_t leaves = size > SIGNER_HEAD ? size - SIGNER_HEAD : 0;
	struct error why = {0};

	if (size == 1 && message[0] == SIGNER_HELLO)
		return say_hello(signer, answer), 0;
	if (message[0] != SIGNER_EXTEND || leaves == 0 || leaves % TREE_HASH ||
		size > SIGNER_MESSAGE) {
		error_set(
			&why, ERROR_INPUT, NULL, "The signer does not understand the message.");
		return refuse(answer, &why);
	}
	if (signer_extend(signer, signer_get_size(message + 1), message + 9,
		    message + SIGNER_HEAD, leaves / TREE_HASH, &why) == 0) {
		text_format(answer, "%c%s", SIGNER_EXTEND, signer->note.data);
		return 0;
	}
	if (why.code == ERROR_REFUSED)
		return refuse(answer, &why);
	*error = why;
	return -1;
}
