/* The attacks that the tamper tool knows: each changes a sound folder in one way of its own. */
#ifndef ATTACKS_H
#define ATTACKS_H

#include "forgery.h"

/* What an attack works on. */
struct scene {
	struct chance *chance;
	const struct entries *honest;    /* the log as it was */
	struct entries *entries;         /* a copy to forge */
	struct memory_folder *folder;    /* sound at first; the attack changes it */
	const struct note_signer *key;   /* the true one: only an insider has it */
	const struct note_signer *rogue; /* one of the same name */
	struct text *against; /* a checkpoint kept elsewhere, when the attack needs one */
};

struct attack {
	const char *name;
	size_t least; /* entries that it needs */
	void (*run)(struct scene *scene);
};

/* Ends with one without a name. */
extern const struct attack attacks[];

#endif
