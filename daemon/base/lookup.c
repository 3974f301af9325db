#include "base/lookup.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"

#define MOST (1UL << 30)

struct lookup_slot {
	uint32_t tag;   /* what the place does not say of the hash */
	uint32_t after; /* the entry and one; 0: free */
};

void lookup_make(struct lookup *lookup, size_t count)
{
	size_t slots = 8;

	assert(count < MOST);
	while (slots < count + count / 2)
		slots *= 2;
	lookup->slot = mem_array(slots, sizeof(*lookup->slot));
	lookup->mask = (uint32_t)(slots - 1);
}

void lookup_free(struct lookup *lookup)
{
	free(lookup->slot);
	*lookup = (struct lookup){0};
}

void lookup_add(struct lookup *lookup, uint64_t hash, uint32_t entry)
{
	uint32_t place = (uint32_t)hash & lookup->mask;

	while (lookup->slot[place].after)
		place = (place + 1) & lookup->mask;
	lookup->slot[place] = (struct lookup_slot){(uint32_t)(hash >> 32), entry + 1};
}

struct lookup_at lookup_begin(const struct lookup *lookup, uint64_t hash)
{
	return (struct lookup_at){
		lookup, (uint32_t)hash & lookup->mask, (uint32_t)(hash >> 32), 0};
}

bool lookup_next(struct lookup_at *at)
{
	const struct lookup *lookup = at->lookup;

	while (lookup->slot && lookup->slot[at->place].after) {
		const struct lookup_slot *slot = &lookup->slot[at->place];

		at->place = (at->place + 1) & lookup->mask;
		if (slot->tag == at->tag) {
			at->entry = slot->after - 1;
			return true;
		}
	}
	return false;
}

/* --- hashes --- */

static uint64_t seed;
static pthread_once_t seeded = PTHREAD_ONCE_INIT;

static void draw_seed(void)
{
	digest_random(&seed, sizeof(seed));
}

static uint64_t mix(uint64_t hash, uint64_t more)
{
	__uint128_t product = (__uint128_t)(hash ^ more) * 0x9e3779b97f4a7c15ULL;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_on(uint64_t hash, const char *text)
{
	size_t size = strlen(text);
	uint64_t word;

	for (hash = mix(hash, size); size >= sizeof(word);
		text += sizeof(word), size -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = mix(hash, word);
	}
	word = 0;
	memcpy(&word, text, size);
	return mix(hash, word);
}

uint64_t lookup_hash(const char *text)
{
	pthread_once(&seeded, draw_seed);
	return hash_on(seed, text);
}

uint64_t lookup_hash_two(const char *first, const char *second)
{
	return hash_on(lookup_hash(first), second);
}
