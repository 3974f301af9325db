/*
 * progress: what the writer tells the heartbeat, in one page of memory that both map.
 *
 * Sequence: the writer opens it first and creates it; the heartbeat opens it later or earlier
 * and then reads 0, which means that no block was acknowledged yet.
 */
#ifndef LAB_GUEST_PROGRESS_H
#define LAB_GUEST_PROGRESS_H

#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_FILE  "/run/progress"
#define BOOT_ID_FILE   "/proc/sys/kernel/random/boot_id"
#define BOOT_ID_LENGTH 36

typedef _Atomic uint64_t progress;

/* Returns the shared counter, which lives as long as the process, or NULL with errno set. */
static inline progress *progress_open(void)
{
	void *map;
	int fd = open(PROGRESS_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0)
		return NULL;
	if (ftruncate(fd, 4096) < 0) {
		close(fd);
		return NULL;
	}
	map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return map == MAP_FAILED ? NULL : map;
}

/* Reads this boot's id into boot, NUL-terminated. Returns 0, or -1 with errno set. */
static inline int progress_boot_id(char boot[BOOT_ID_LENGTH + 1])
{
	int fd = open(BOOT_ID_FILE, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return -1;
	length = read(fd, boot, BOOT_ID_LENGTH);
	close(fd);
	boot[BOOT_ID_LENGTH] = '\0';
	return length == BOOT_ID_LENGTH ? 0 : -1;
}

/* Nanoseconds of a clock. */
static inline uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/*
 * Sleeps until *next of CLOCK_MONOTONIC and moves *next on by period ns, never into the past.
 */
static inline void clock_pace(uint64_t *next, uint64_t period)
{
	uint64_t now = clock_ns(CLOCK_MONOTONIC);
	struct timespec at;

	*next = *next + period > now ? *next + period : now;
	at.tv_sec = (time_t)(*next / 1000000000u);
	at.tv_nsec = (long)(*next % 1000000000u);
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) != 0)
		;
}

#endif
