/* The reserve of the store: disk space that is given up when a commit finds none. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/store_private.h"

static bool is_whole(int descriptor)
{
	return lseek(descriptor, 0, SEEK_END) >= STORE_RESERVE;
}

/* A reserve that is only half there would be taken for a whole one later: it is removed. */
void reserve_make(struct store *store)
{
	AUTO_FREE char *path = mem_format("%s/reserve", store->folder);
	AUTO_CLOSE int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	int failure = descriptor < 0 ? errno : 0;

	store->tried = clock_monotonic();
	if (descriptor >= 0 && !is_whole(descriptor))
		failure = posix_fallocate(descriptor, 0, STORE_RESERVE);
	if (failure == 0) {
		if (atomic_exchange(&store->tight, false))
			log_info("store", store->folder, "The disk has space again.");
		return;
	}
	unlink(path);
	if (!atomic_exchange(&store->tight, true))
		log_warning("store", store->folder,
			"The reserve of %d bytes cannot be made (%s): nothing new should begin"
			" until the disk has space.",
			STORE_RESERVE, strerror(failure));
}

void reserve_give_up(struct store *store)
{
	AUTO_FREE char *path = mem_format("%s/reserve", store->folder);

	store->tried = clock_monotonic();
	atomic_store(&store->tight, true);
	unlink(path);
	log_error("store", store->folder,
		"The disk is full. The reserve of %d bytes is given up, so that what is open "
		"can"
		" be recorded to its end; make space soon.",
		STORE_RESERVE);
}

bool store_is_tight(struct store *store)
{
	return atomic_load(&store->tight);
}
