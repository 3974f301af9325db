/*
 * tun-relay: a piece of path in user space that delays, jitters and loses packets, for kernels
 * without netem. It joins a tun device of its own namespace with one of another.
 *
 *	tun-relay NEAR FAR NAMESPACE DELAY_US JITTER_US LOSS_PPM SEED
 *
 * Each packet waits DELAY_US and up to JITTER_US more, drawn anew, both ways; none overtakes
 * another. It says "ready" when both devices are there, and ends with its standard input.
 */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define PACKET  2048
#define WAITING 65536 /* packets, each way */

struct waiting {
	int64_t due;
	ssize_t size;
	unsigned char bytes[PACKET];
};

struct way {
	int from, to;
	struct waiting *ring;
	size_t first, count;
	int64_t last;
};

static int64_t delay, jitter;
static uint64_t loss, state;

static int64_t now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000000000 + at.tv_nsec;
}

static uint64_t draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return below ? state % below : 0;
}

static int open_tun(const char *name)
{
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	if (tun < 0 || ioctl(tun, TUNSETIFF, &request) < 0) {
		perror(name);
		exit(1);
	}
	return tun;
}

static void take(struct way *way)
{
	while (way->count < WAITING) {
		struct waiting *one = &way->ring[(way->first + way->count) % WAITING];

		one->size = read(way->from, one->bytes, PACKET);
		if (one->size <= 0)
			return;
		if (draw(1000000) < loss)
			continue;
		one->due = now() + delay + (int64_t)draw((uint64_t)jitter + 1);
		if (one->due < way->last)
			one->due = way->last;
		way->last = one->due;
		way->count++;
	}
}

/* Sends what is due; returns ns until the next is, or so. */
static int64_t give(struct way *way)
{
	while (way->count > 0) {
		struct waiting *one = &way->ring[way->first];
		int64_t left = one->due - now();

		if (left > 0)
			return left;
		if (write(way->to, one->bytes, (size_t)one->size) < 0)
			return 100000;
		way->first = (way->first + 1) % WAITING;
		way->count--;
	}
	return 100000000;
}

int main(int argc, char **argv)
{
	struct way out = {0}, back = {0};
	int home;

	if (argc != 8)
		return 2;
	delay = atoll(argv[4]) * 1000;
	jitter = atoll(argv[5]) * 1000;
	loss = (uint64_t)atoll(argv[6]);
	state = (uint64_t)atoll(argv[7]) | 1;
	out.from = back.to = open_tun(argv[1]);
	home = open(argv[3], O_RDONLY | O_CLOEXEC);
	if (home < 0 || setns(home, CLONE_NEWNET) < 0) {
		perror(argv[3]);
		return 1;
	}
	out.to = back.from = open_tun(argv[2]);
	out.ring = malloc(WAITING * sizeof(*out.ring));
	back.ring = malloc(WAITING * sizeof(*back.ring));
	if (!out.ring || !back.ring)
		return 1;
	puts("ready");
	fflush(stdout);
	for (;;) {
		int64_t left = give(&out), other = give(&back);
		struct timespec wait = {.tv_nsec = left < other ? left : other};
		struct pollfd ready[] = {{.fd = out.from, .events = POLLIN},
			{.fd = back.from, .events = POLLIN}, {.fd = 0, .events = POLLIN}};

		ppoll(ready, 3, &wait, NULL);
		if (ready[2].revents)
			return 0;
		take(&out);
		take(&back);
	}
}
