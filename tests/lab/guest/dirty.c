/*
 * dirty memory MIB_S MIB | dirty disk KIB_S FILE: changes memory, or a file of 64 MiB, at a
 * rate.
 *
 * A guest that keeps changing makes a copy last as long as a test wants it to last.
 */
#include "progress.h"

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PAGE      4096u
#define CHUNK     65536u
#define FILE_SIZE (64u << 20)
#define SECOND    UINT64_C(1000000000)

static void scramble(unsigned char *data, size_t size, uint64_t *state)
{
	for (size_t i = 0; i < size; i += sizeof(*state)) {
		*state ^= *state << 13;
		*state ^= *state >> 7;
		*state ^= *state << 17;
		memcpy(data + i, state, sizeof(*state));
	}
}

static void dirty_memory(uint64_t rate, size_t size)
{
	uint64_t pages = rate * (1u << 20) / PAGE, next = clock_ns(CLOCK_MONOTONIC),
		 state = next | 1;
	uint64_t burst = pages / 20 ? pages / 20 : 1;
	unsigned char *memory = malloc(size);
	size_t at = 0;

	if (!memory)
		err(1, "%zu bytes", size);
	for (;; clock_pace(&next, SECOND / 20)) {
		for (uint64_t i = 0; i < burst; i++, at = (at + PAGE) % size)
			scramble(memory + at, 64, &state);
	}
}

static void dirty_disk(uint64_t rate, const char *path)
{
	uint64_t period = SECOND * CHUNK / (rate * 1024), next = clock_ns(CLOCK_MONOTONIC);
	uint64_t state = next | 1;
	static unsigned char chunk[CHUNK];
	off_t at = 0;
	int fd = open(path, O_WRONLY | O_CREAT | O_SYNC | O_CLOEXEC, 0644);

	if (fd < 0)
		err(1, "%s", path);
	for (;; clock_pace(&next, period), at = (at + CHUNK) % FILE_SIZE) {
		scramble(chunk, CHUNK, &state);
		if (pwrite(fd, chunk, CHUNK, at) != CHUNK)
			err(1, "%s", path);
	}
}

int main(int argc, char **argv)
{
	unsigned long rate = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;

	if (rate == 0 || rate > 100000)
		errx(2, "usage: dirty memory MIB_S MIB | dirty disk KIB_S FILE");
	if (strcmp(argv[1], "memory") == 0)
		dirty_memory(rate, strtoul(argv[3], NULL, 10) << 20);
	else if (strcmp(argv[1], "disk") == 0)
		dirty_disk(rate, argv[3]);
	errx(2, "\"%s\" cannot be made dirty; \"memory\" and \"disk\" can", argv[1]);
}
