/*
 * heartbeat NAME HZ SERIAL ADDRESS PORT: tells the world that the guest lives.
 *
 * One line a beat, "NAME BOOT_ID SEQUENCE MONOTONIC_NS WALL_NS WRITTEN", as a UDP datagram and
 * on a serial port. A beat that cannot be sent is lost and the next one follows at its time:
 * the gap is what is being measured.
 */
#include "endpoint.h"
#include "progress.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int open_collector(const char *address, const char *port)
{
	struct sockaddr_storage to;
	socklen_t size = endpoint_parse(address, port, &to);
	int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (size == 0)
		errx(1, "the collector %s cannot be an address", address);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, size) < 0)
		err(1, "%s", address);
	return fd;
}

int main(int argc, char **argv)
{
	char boot[BOOT_ID_LENGTH + 1], line[256];
	uint64_t next, period, sequence = 0;
	int serial, collector;
	progress *written;

	if (argc != 6 || atoi(argv[2]) < 1 || atoi(argv[2]) > 1000)
		errx(2, "usage: heartbeat NAME HZ SERIAL ADDRESS PORT, HZ from 1 to 1000");
	period = 1000000000u / (uint64_t)atoi(argv[2]);
	serial = open(argv[3], O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (serial < 0)
		err(1, "%s", argv[3]);
	collector = open_collector(argv[4], argv[5]);
	written = progress_open();
	if (!written || progress_boot_id(boot) < 0)
		err(1, "progress");
	for (next = clock_ns(CLOCK_MONOTONIC);; clock_pace(&next, period)) {
		int length = snprintf(line, sizeof(line),
			"%s %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", argv[1],
			boot, ++sequence, clock_ns(CLOCK_MONOTONIC), clock_ns(CLOCK_REALTIME),
			atomic_load(written));

		/*
		 * Each way is tried whatever became of the other: a network that is cut does
		 * not silence the console. What cannot be sent is lost, as it should be.
		 */
		ssize_t sent = send(collector, line, (size_t)length, 0);
		ssize_t said = write(serial, line, (size_t)length);

		(void)sent;
		(void)said;
	}
}
