#include "audit/signer_state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "audit/base64.h"
#include "audit/checkpoint.h"
#include "audit/folder.h"
#include "base/error.h"
#include "base/memory.h"

#define STATE      "state"
#define KEY        "key"
#define FIRST_LINE "banyun-signer 1\n"

/* The size, a line for each peak from the lowest, an empty line, and the last note. */
int signer_state_write(const char *folder, const struct tree_frontier *frontier,
	const struct text *note, struct error *error)
{
	AUTO_TEXT struct text text = {0};

	text_format(&text, FIRST_LINE "%llu\n", (unsigned long long)frontier->size);
	for (unsigned i = 0; i < TREE_HEIGHTS; i++) {
		if (frontier->size >> i & 1) {
			base64_add(&text, frontier->peak[i], TREE_HASH);
			text_add(&text, "\n");
		}
	}
	text_add(&text, "\n");
	if (note->size)
		text_append(&text, note->data, note->size);
	return folder_put(folder, STATE, text.data, text.size, error);
}

static int damaged(const char *what, struct error *error)
{
	return error_set(error, ERROR_FAILED, STATE,
		"The state of the signer is damaged: %s. Restore its folder from a backup.",
		what);
}

static int read_peaks(struct tree_frontier *frontier, const char **rest)
{
	for (unsigned i = 0; i < TREE_HEIGHTS; i++) {
		if (!(frontier->size >> i & 1))
			continue;
		size_t length = strcspn(*rest, "\n");
		if (base64_decode(*rest, length, frontier->peak[i], TREE_HASH) != TREE_HASH ||
			(*rest)[length] != '\n')
			return -1;
		*rest += length + 1;
	}
	return *(*rest)++ == '\n' ? 0 : -1;
}

/* The note must be of this very frontier, and by this key. */
static int check_note(const struct signer *signer, struct error *error)
{
	struct checkpoint checkpoint;
	uint8_t root[TREE_HASH];

	if (signer->frontier.size == 0)
		return signer->note.size ? damaged("there is a note of nothing", error) : 0;
	if (checkpoint_open(&checkpoint, signer->note.size ? signer->note.data : "",
		    signer->note.size, &signer->key.key, STATE, error) < 0)
		return -1;
	frontier_root(&signer->frontier, root);
	if (checkpoint.size != signer->frontier.size ||
		memcmp(checkpoint.root, root, TREE_HASH) != 0)
		return damaged("its note is of another log", error);
	return 0;
}

static int read_state(struct signer *signer, const struct text *text, struct error *error)
{
	const char *rest = text->data ? text->data : "";
	char *end;

	if (!text_starts(rest, FIRST_LINE))
		return damaged("its first line is another", error);
	rest += strlen(FIRST_LINE);
	signer->frontier.size = strtoull(rest, &end, 10);
	if (end == rest || *end != '\n')
		return damaged("its size is no number", error);
	rest = end + 1;
	if (read_peaks(&signer->frontier, &rest) < 0)
		return damaged("a hash is malformed", error);
	text_add(&signer->note, rest);
	return check_note(signer, error);
}

/* First the state and then the key: a key without a state was never given away to be used. */
static int make(struct signer *signer, const char *origin, struct error *error)
{
	AUTO_TEXT struct text line = {0};

	if (note_signer_make(&signer->key, origin, error) < 0 ||
		signer_state_write(signer->folder, &signer->frontier, &signer->note, error) < 0)
		return -1;
	note_signer_add(&line, &signer->key);
	text_add(&line, "\n");
	int result = folder_put(signer->folder, KEY, line.data, line.size, error);
	mem_wipe(line.data, line.size);
	return result;
}

static int read_key(
	struct signer *signer, struct text *line, const char *origin, struct error *error)
{
	int result = note_signer_parse(&signer->key, line->data ? line->data : "", KEY, error);

	mem_wipe(line->data, line->size);
	if (result < 0)
		return -1;
	if (strcmp(signer->key.key.name, origin) == 0)
		return 0;
	return error_set(error, ERROR_FAILED, KEY,
		"The signer's key is that of the log %s, and not of %s: give the log its old "
		"name.",
		signer->key.key.name, origin);
}

/* Whether a file is there: 1 or 0, or -1 when it cannot be read. */
static int get(const char *folder, const char *name, struct text *out, struct error *error)
{
	struct error why = {0};

	if (folder_get(folder, name, NOTE_MOST, out, &why) == 0)
		return 1;
	if (why.code == ERROR_NOT_FOUND)
		return 0;
	if (error)
		*error = why;
	return -1;
}

int signer_open(
	struct signer *signer, const char *folder, const char *origin, struct error *error)
{
	AUTO_TEXT struct text key = {0};
	AUTO_TEXT struct text state = {0};

	*signer = (struct signer){.folder = folder};
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return error_set(error, ERROR_FAILED, folder,
			"The signer's folder cannot be made: %s.", strerror(errno));
	int has_key = get(folder, KEY, &key, error);
	int has_state = has_key < 0 ? -1 : get(folder, STATE, &state, error);
	if (has_key < 0 || has_state < 0)
		return -1;
	if (has_key && !has_state)
		return error_set(error, ERROR_FAILED, folder,
			"The signer has a key and no state: it cannot know how far it signed, "
			"and"
			" signs nothing. Restore its folder from a backup.");
	if (has_key)
		return read_key(signer, &key, origin, error) < 0
			       ? -1
			       : read_state(signer, &state, error);
	if (has_state && !text_starts(state.data, FIRST_LINE "0\n"))
		return error_set(error, ERROR_FAILED, folder,
			"The signer's key is gone. Restore its folder from a backup.");
	return make(signer, origin, error);
}

void signer_close(struct signer *signer)
{
	note_signer_wipe(&signer->key);
	text_clear(&signer->note);
}
