/*
 * Tampers with sound logs at random, in every way of attacks.c, and asks the verifier: it must
 * find each one, and it must find nothing in what was left alone.
 *
 *	tamper [COUNT [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "attacks.h"
#include "audit/folder.h"
#include "audit/verify.h"
#include "base/digest.h"
#include "base/error.h"

#define COUNT    10000
#define CONTROLS 20 /* one of so many trials changes nothing */

static const size_t sizes[] = {1, 2, 3, 17, 100, 255, 256, 257, 300, 511, 512, 513, 600};
#define LOGS (sizeof(sizes) / sizeof(*sizes))

static struct entries honest[LOGS];
static struct memory_folder sound[LOGS];
static struct note_signer key, rogue;

static void make_logs(void)
{
	AUTO_TEXT struct text vkey = {0};
	struct error error = {0};

	if (note_signer_make(&key, "banyun.example/audit", &error) < 0 ||
		note_signer_make(&rogue, "banyun.example/audit", &error) < 0)
		abort();
	note_key_add(&vkey, &key.key);
	for (size_t i = 0; i < LOGS; i++) {
		AUTO_TEXT struct text note = {0};
		for (size_t j = 0; j < sizes[i]; j++)
			entries_add(&honest[i], j, 0);
		entries_sign(&honest[i], sizes[i], &key, &note);
		folder_build(&sound[i], &honest[i]);
		folder_set(&sound[i], FOLDER_CHECKPOINT, &note);
		folder_set(&sound[i], FOLDER_KEY, &vkey);
	}
}

/* The key is given, as every verification that means something does it. */
static bool is_sound(
	struct memory_folder *folder, const struct text *against, struct error *error)
{
	struct verify_request request = {.source = memory_source(folder),
		.key = &key.key,
		.allowance = VERIFY_ALLOWANCE,
		.against = against->size ? against->data : NULL,
		.against_size = against->size};
	struct verify_report report;

	*error = (struct error){0};
	return verify_log(&request, &report, error) == 0;
}

/* Returns 1 when it was found, 0 when it was missed, -1 when the attack changed nothing. */
static int try_attack(const struct attack *attack, size_t log, struct chance *chance)
{
	static struct entries entries;
	static struct memory_folder folder;
	AUTO_TEXT struct text against = {0};
	struct error error;
	struct scene scene = {chance, &honest[log], &entries, &folder, &key, &rogue, &against};

	entries_copy(&entries, &honest[log], sizes[log]);
	folder_copy(&folder, &sound[log]);
	attack->run(&scene);
	if (folder_equal(&folder, &sound[log]))
		return -1;
	return !is_sound(&folder, &against, &error);
}

static bool control(size_t log, struct chance *chance)
{
	static struct memory_folder folder;
	AUTO_TEXT struct text against = {0};
	struct error error;

	folder_copy(&folder, &sound[log]);
	if (chance_below(chance, 2))
		entries_sign(&honest[log], (size_t)chance_below(chance, sizes[log] + 1), &key,
			&against);
	if (is_sound(&folder, &against, &error))
		return true;
	printf("# A log of %zu records that nobody touched: %s: %s\n", sizes[log], error.object,
		error.text);
	return false;
}

struct tally {
	unsigned long tried, missed;
};

static void try_one(const struct attack *attack, struct tally *tally, struct chance *chance)
{
	int found = -1;
	size_t log = 0;

	while (found < 0) {
		do {
			log = (size_t)chance_below(chance, LOGS);
		} while (sizes[log] < attack->least);
		found = try_attack(attack, log, chance);
	}
	tally->tried++;
	tally->missed += !found;
	if (!found)
		printf("# Missed in a log of %zu records: %s.\n", sizes[log], attack->name);
}

static size_t count_attacks(void)
{
	size_t count = 0;

	while (attacks[count].name)
		count++;
	return count;
}

/* One TAP line for each kind, and one for what was left alone. */
static int report(const struct tally *tallies, size_t kinds, const struct tally *controls)
{
	unsigned long tried = 0, missed = controls->missed;

	printf("1..%zu\n", kinds + 1);
	for (size_t i = 0; i < kinds; i++) {
		printf("%sok %zu - %s: %lu tried, %lu missed\n",
			tallies[i].missed ? "not " : "", i + 1, attacks[i].name,
			tallies[i].tried, tallies[i].missed);
		tried += tallies[i].tried;
		missed += tallies[i].missed;
	}
	printf("%sok %zu - left alone: %lu tried, %lu found to be unsound\n",
		controls->missed ? "not " : "", kinds + 1, controls->tried, controls->missed);
	printf("# %lu tamperings in all, %lu wrong answers\n", tried, missed);
	return missed ? 1 : 0;
}

int main(int count, char **words)
{
	size_t kinds = count_attacks();
	struct tally *tallies = calloc(kinds, sizeof(*tallies));
	struct tally controls = {0};
	struct chance chance;
	long wanted = count > 1 ? strtol(words[1], NULL, 10) : COUNT;

	digest_random(&chance.state, sizeof(chance.state));
	if (count > 2)
		chance.state = strtoull(words[2], NULL, 10);
	printf("# seed %llu\n", (unsigned long long)chance.state);
	make_logs();
	for (long i = 0; tallies && i < wanted; i++) {
		size_t kind = (size_t)i % kinds;
		try_one(&attacks[kind], &tallies[kind], &chance);
		if (i % CONTROLS == 0) {
			controls.tried++;
			controls.missed +=
				!control((size_t)chance_below(&chance, LOGS), &chance);
		}
	}
	int status = report(tallies, kinds, &controls);
	free(tallies);
	return status;
}
