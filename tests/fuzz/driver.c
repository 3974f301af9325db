/*
 * Runs a libFuzzer target where there is no libFuzzer: the seeds first, then mutants of them
 * for some seconds. Each mutant follows from two numbers alone, so that a failure can be had
 * again.
 *
 *	json --seconds 3 --seed 1 SEED...
 *	json --seed 1 --only 4711 SEED...      the mutant of a failure again
 */
#include <getopt.h>
#include <inttypes.h>
#include <sanitizer/common_interface_defs.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#define INPUT_MOST 4096 /* bytes of a mutant */
#define SLOW       (5 * CLOCK_SECOND)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct text *seeds;
static size_t seed_count;
static uint64_t seed = 1, current, generator;
static const uint8_t *input_data; /* what the target is looking at */
static size_t input_size;

/* What is interesting to both languages. */
static const char *const tokens[] = {"{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000",
	"\\ud800", "\\udc00", "\"\":", "null", "true", "false", "-", "0", "-0",
	"9007199254740991", "9007199254740992", "1e9", "\n", "\n  - ", "\r\n", "\t", "# ",
	"---\n", "...\n", "&a ", "*a", "!!str ", "? ", "|\n  ", ">-\n  ", "<<: ", "'",
	"\xef\xbb\xbf", "搬", "\xe6", "\xff", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
	"%YAML 1.2\n", "[[[[[[[[[[[[[[[[["};

/* splitmix64: good enough, and one line. */
static size_t pick(size_t below)
{
	uint64_t z = generator += 0x9e3779b97f4a7c15ULL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return below ? (size_t)((z ^ (z >> 31)) % below) : 0;
}

static void insert(struct text *input, size_t at, const char *data, size_t size)
{
	AUTO_TEXT struct text tail = {0};

	text_append(&tail, input->data + at, input->size - at);
	text_cut(input, at, input->size - at);
	text_append(input, data, size);
	text_append(input, tail.data, tail.size);
}

static void mutate(struct text *input)
{
	size_t at = pick(input->size + 1), count = pick(input->size - at + 1);
	const struct text *other = &seeds[pick(seed_count)];
	const char *token = tokens[pick(sizeof(tokens) / sizeof(tokens[0]))];
	size_t from = pick(other->size + 1);

	switch (pick(6)) {
	case 0: /* one byte becomes another */
		if (at < input->size)
			input->data[at] = (char)pick(256);
		break;
	case 1:
		text_cut(input, at, pick(4) ? pick(4) : count);
		break;
	case 2: /* a part again */
		for (size_t times = pick(3) ? 1 : pick(50); times > 0; times--)
			insert(input, at, input->data + at, count < 40 ? count : 40);
		break;
	case 3: /* a part of another seed */
		insert(input, at, other->data + from, pick(other->size - from + 1));
		break;
	default:
		insert(input, at, token, strlen(token));
	}
}

static void show(const uint8_t *data, size_t size)
{
	input_data = data;
	input_size = size;
	LLVMFuzzerTestOneInput(data, size);
}

static void run_mutant(uint64_t number)
{
	AUTO_TEXT struct text input = {0};

	current = number;
	generator = seed * 0x2545f4914f6cdd1dULL + number;
	const struct text *start = &seeds[pick(seed_count)];
	text_append(&input, start->data, start->size);
	for (size_t times = 1 + pick(6); times > 0; times--)
		mutate(&input);
	if (input.size > INPUT_MOST)
		text_cut(&input, INPUT_MOST, input.size);

	int64_t began = clock_monotonic();
	/* A copy of exact size: a read of one byte too many is found. */
	AUTO_FREE uint8_t *exact = input.size ? mem_array(input.size, 1) : NULL;
	if (input.size)
		memcpy(exact, input.data, input.size);
	show(exact, input.size);
	if (clock_monotonic() - began > SLOW) {
		fprintf(stderr, "The input took more than 5 s.\n");
		abort();
	}
}

static void tell_how_to_repeat(void)
{
	printf("The input, %zu bytes: ", input_size);
	for (size_t i = 0; i < input_size; i++) {
		bool plain =
			input_data[i] >= 0x20 && input_data[i] < 0x7f && input_data[i] != '\\';
		printf(plain ? "%c" : "\\x%02x", input_data[i]);
	}
	printf("\nRepeat with --seed %" PRIu64 " --only %" PRIu64 "\n", seed, current);
	fflush(stdout);
}

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "handle_abort=1:detect_leaks=1";
}

static void read_seed(const char *path)
{
	struct error error = {0};
	struct text text = {0};

	if (text_read_file(&text, path, INPUT_MOST, &error) < 0) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		exit(2);
	}
	seeds = mem_resize(seeds, seed_count + 1, sizeof(*seeds));
	seeds[seed_count++] = text;
}

static uint64_t run(int64_t seconds, uint64_t only)
{
	int64_t end = clock_monotonic() + seconds * CLOCK_SECOND;
	uint64_t number = 0;

	if (only > 0) {
		run_mutant(only);
		return 1;
	}
	for (size_t i = 0; i < seed_count; i++)
		show((const uint8_t *)seeds[i].data, seeds[i].size);
	while (clock_monotonic() < end)
		run_mutant(++number);
	return number;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {{"seconds", required_argument, NULL, 's'},
		{"seed", required_argument, NULL, 'r'}, {"only", required_argument, NULL, 'o'},
		{0}};
	int64_t seconds = 3;
	uint64_t only = 0;

	for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
		if (option == '?')
			return 2;
		uint64_t number = strtoull(optarg, NULL, 10);
		if (option == 's')
			seconds = (int64_t)number;
		else
			*(option == 'r' ? &seed : &only) = number;
	}
	while (optind < argc)
		read_seed(argv[optind++]);
	if (seed_count == 0) {
		fprintf(stderr, "At least one seed is needed.\n");
		return 2;
	}

	__sanitizer_set_death_callback(tell_how_to_repeat);
	uint64_t count = run(seconds, only);
	printf("%zu seeds, %" PRIu64 " mutants\n", seed_count, count);
	for (size_t i = 0; i < seed_count; i++)
		text_clear(&seeds[i]);
	free(seeds);
	return 0;
}
