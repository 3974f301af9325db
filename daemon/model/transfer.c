#include "model/transfer.h"

#define MEBIBYTE_BITS (8ULL * 1024 * 1024)

unsigned transfer_flags(bool encrypted)
{
	return TRANSFER_ALWAYS | (encrypted ? TRANSFER_TLS : 0);
}

uint64_t transfer_least_rate(unsigned disks)
{
	return (disks + 1ULL) * MEBIBYTE_BITS;
}

uint64_t transfer_stream_cap(uint64_t rate, unsigned disks)
{
	uint64_t cap = rate / transfer_least_rate(disks);

	return rate > 0 && cap == 0 ? 1 : cap;
}
