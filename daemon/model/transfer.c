#include "model/transfer.h"
#include "base/text.h"

#include <stddef.h>

#define MEBIBYTE_BITS (8ULL * 1024 * 1024)

const char *const transfer_strategies[] = {[STRATEGY_LIVE] = "live",
	[STRATEGY_WARM] = "warm",
	[STRATEGY_OFFLINE] = "offline",
	[STRATEGIES] = NULL};

enum transfer_strategy transfer_strategy_of(const char *word)
{
	for (enum transfer_strategy strategy = 0; strategy < STRATEGIES; strategy++)
		if (text_equal(transfer_strategies[strategy], word))
			return strategy;
	return STRATEGY_LIVE;
}

unsigned transfer_flags(bool encrypted, enum transfer_strategy strategy)
{
	return TRANSFER_ALWAYS | (strategy == STRATEGY_OFFLINE ? 0 : TRANSFER_LIVE) |
	       (encrypted ? TRANSFER_TLS : 0);
}

uint64_t transfer_least_rate(unsigned disks)
{
	return (disks > 0 ? disks : 1) * MEBIBYTE_BITS;
}

uint64_t transfer_stream_cap(uint64_t rate, unsigned disks)
{
	uint64_t cap = rate / transfer_least_rate(disks);

	return rate > 0 && cap == 0 ? 1 : cap;
}

uint64_t transfer_memory_cap(uint64_t rate, uint64_t sent)
{
	uint64_t left = rate > sent ? (rate - sent) / MEBIBYTE_BITS : 0;

	return rate > 0 && left == 0 ? 1 : left;
}

int64_t transfer_memory_rate(int64_t link, int64_t cap)
{
	int64_t share =
		cap > 0 ? (int64_t)(transfer_memory_cap((uint64_t)cap, 0) * MEBIBYTE_BITS)
			: link;

	return share < link ? share : link;
}

int64_t transfer_milliseconds(int64_t bytes, int64_t rate)
{
	int64_t each = rate / 8000 > 0 ? rate / 8000 : 1;

	return bytes / each + (bytes % each > 0);
}

int64_t transfer_last_pause(int64_t dirty, int64_t seconds, int64_t rate)
{
	if (dirty >= rate / 8)
		return -1;
	return transfer_milliseconds(dirty * (seconds > 0 ? seconds : 1), rate);
}

bool transfer_slow_enough(int64_t dirty, int64_t rate, int64_t permille)
{
	return dirty * 8 < rate / 1000 * permille;
}
