/*
 * writer DEVICE NAME HZ: appends numbered, chained, checksummed 4 KiB blocks to a disk.
 *
 * The format of a block is described in tests/lab/README.md. A block is counted in the progress
 * page only after write() with O_SYNC has returned, that is, when the disk has promised to keep
 * it.
 */
#include "progress.h"

#include <err.h>
#include <errno.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 4096
#define MAGIC      "BANYUNW1"

struct block {
	char magic[8];
	uint64_t number;
	uint64_t monotonic_ns;
	uint64_t wall_ns;
	char guest[32];
	char boot[BOOT_ID_LENGTH];
	uint32_t zero;
	unsigned char previous[SHA256_DIGEST_LENGTH];
	unsigned char filler[BLOCK_SIZE - 32 - 32 - 40 - 64];
	unsigned char sum[SHA256_DIGEST_LENGTH];
};

_Static_assert(sizeof(struct block) == BLOCK_SIZE, "a block is a page");

struct writer {
	int disk;
	uint64_t blocks; /* that the disk holds */
	uint64_t number; /* of the last block written, 0 before the first */
	unsigned char last[SHA256_DIGEST_LENGTH];
};

static void digest(const void *data, size_t size, unsigned char sum[SHA256_DIGEST_LENGTH])
{
	SHA256_CTX context;

	SHA256_Init(&context);
	SHA256_Update(&context, data, size);
	SHA256_Final(sum, &context);
}

static int is_whole(const struct block *block)
{
	unsigned char sum[SHA256_DIGEST_LENGTH];

	if (memcmp(block->magic, MAGIC, sizeof(block->magic)) != 0)
		return 0;
	digest(block, offsetof(struct block, sum), sum);
	return memcmp(sum, block->sum, sizeof(sum)) == 0;
}

/* Reads block number into *block; returns whether it is there, whole and that one. */
static int has_block(const struct writer *writer, uint64_t number, struct block *block)
{
	off_t at = (off_t)(number % writer->blocks * BLOCK_SIZE);

	return pread(writer->disk, block, BLOCK_SIZE, at) == BLOCK_SIZE && is_whole(block) &&
	       block->number == number;
}

/* The number in a slot, or 0 when no whole block lies there. */
static uint64_t number_at(const struct writer *writer, uint64_t slot)
{
	struct block block;

	if (pread(writer->disk, &block, BLOCK_SIZE, (off_t)(slot * BLOCK_SIZE)) != BLOCK_SIZE)
		err(1, "slot %llu", (unsigned long long)slot);
	return is_whole(&block) ? block.number : 0;
}

/*
 * Goes on from the highest number on the disk. Numbers rise from slot 1 on until one break, so
 * a binary search finds it; slot 0 stands in for a slot 1 that was torn when a round began.
 */
static void find_end(struct writer *writer)
{
	uint64_t low = number_at(writer, 1), high;
	struct block block;

	if (low == 0)
		low = number_at(writer, 0);
	if (low == 0)
		return;
	for (high = low + writer->blocks; high - low > 1;) {
		uint64_t middle = low + (high - low) / 2;

		if (has_block(writer, middle, &block))
			low = middle;
		else
			high = middle;
	}
	if (!has_block(writer, low, &block))
		errx(1, "block %llu was there and is gone", (unsigned long long)low);
	writer->number = low;
	digest(&block, BLOCK_SIZE, writer->last);
}

static void fill(
	struct block *block, const struct writer *writer, const char *guest, const char *boot)
{
	uint64_t state = writer->number + 1;

	memset(block, 0, sizeof(*block));
	memcpy(block->magic, MAGIC, sizeof(block->magic));
	block->number = writer->number + 1;
	block->monotonic_ns = clock_ns(CLOCK_MONOTONIC);
	block->wall_ns = clock_ns(CLOCK_REALTIME);
	memcpy(block->guest, guest, strnlen(guest, sizeof(block->guest) - 1));
	memcpy(block->boot, boot, BOOT_ID_LENGTH);
	memcpy(block->previous, writer->last, sizeof(block->previous));
	for (size_t i = 0; i < sizeof(block->filler); i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		block->filler[i] = (unsigned char)(state >> 56);
	}
	digest(block, offsetof(struct block, sum), block->sum);
}

static void append(struct writer *writer, const struct block *block)
{
	off_t at = (off_t)(block->number % writer->blocks * BLOCK_SIZE);

	if (pwrite(writer->disk, block, BLOCK_SIZE, at) != BLOCK_SIZE)
		err(1, "block %llu", (unsigned long long)block->number);
	writer->number = block->number;
	digest(block, BLOCK_SIZE, writer->last);
}

int main(int argc, char **argv)
{
	struct writer writer = {0};
	char boot[BOOT_ID_LENGTH + 1];
	struct block block;
	progress *written;
	uint64_t next, period;
	off_t size;

	if (argc != 4 || atoi(argv[3]) < 1 || atoi(argv[3]) > 1000)
		errx(2, "usage: writer DEVICE NAME HZ, HZ from 1 to 1000");
	period = 1000000000u / (uint64_t)atoi(argv[3]);
	writer.disk = open(argv[1], O_RDWR | O_SYNC | O_CLOEXEC);
	size = writer.disk < 0 ? -1 : lseek(writer.disk, 0, SEEK_END);
	if (size < 2 * BLOCK_SIZE)
		err(1, "%s", argv[1]);
	writer.blocks = (uint64_t)size / BLOCK_SIZE;
	written = progress_open();
	if (!written || progress_boot_id(boot) < 0)
		err(1, "progress");
	find_end(&writer);
	for (next = clock_ns(CLOCK_MONOTONIC);; clock_pace(&next, period)) {
		fill(&block, &writer, argv[2], boot);
		append(&writer, &block);
		atomic_store(written, writer.number);
	}
}
