/*
 * collect ADDRESS PORT FOLDER: appends the guests' heartbeats to FOLDER/NAME, stamped on
 * arrival.
 *
 * "ARRIVED_MONOTONIC_NS ARRIVED_WALL_NS " goes before each line. The kernel's own arrival stamp
 * is taken for the wall clock, so that a busy machine does not look like a blackout.
 */
#include "endpoint.h"
#include "progress.h"

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 512

static int open_socket(const char *address, const char *port)
{
	struct sockaddr_storage at;
	socklen_t size = endpoint_parse(address, port, &at);
	int fd = socket(at.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0), on = 1;

	if (size == 0)
		errx(1, "%s cannot be an address", address);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) < 0)
		err(1, "%s port %s", address, port);
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0)
		err(1, "SO_TIMESTAMPNS");
	return fd;
}

/* Receives one datagram, NUL-terminated, and its wall clock. Returns its length or -1. */
static ssize_t receive(int fd, char *line, uint64_t *wall)
{
	union {
		char bytes[CMSG_SPACE(sizeof(struct timespec))];
		struct cmsghdr align;
	} control;
	struct iovec data = {line, LINE_SIZE - 1};
	struct msghdr message = {.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	ssize_t length = recvmsg(fd, &message, 0);
	struct cmsghdr *header = length < 0 ? NULL : CMSG_FIRSTHDR(&message);
	struct timespec stamp;

	*wall = clock_ns(CLOCK_REALTIME);
	if (header && header->cmsg_type == SCM_TIMESTAMPNS) {
		memcpy(&stamp, CMSG_DATA(header), sizeof(stamp));
		*wall = (uint64_t)stamp.tv_sec * 1000000000u + (uint64_t)stamp.tv_nsec;
	}
	if (length >= 0)
		line[length] = '\0';
	return length;
}

/* The length of the guest's name that begins the line, or 0 when it cannot be one. */
static size_t name_length(const char *line)
{
	size_t length = strspn(line, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return line[length] == ' ' && length < 32 ? length : 0;
}

static void keep(const char *folder, const char *line, uint64_t wall)
{
	/*
	 * What lies between the kernel's stamp and now is taken off the monotonic clock as
	 * well.
	 */
	uint64_t now = clock_ns(CLOCK_REALTIME), late = now > wall ? now - wall : 0;
	uint64_t arrived = clock_ns(CLOCK_MONOTONIC) - late;
	size_t length = name_length(line);
	char path[PATH_MAX];
	FILE *file;

	if (length == 0 || line[strcspn(line, "\n")] != '\n')
		return;
	snprintf(path, sizeof(path), "%s/%.*s", folder, (int)length, line);
	file = fopen(path, "ae");
	if (!file)
		err(1, "%s", path);
	fprintf(file, "%" PRIu64 " %" PRIu64 " %s", arrived, wall, line);
	if (fclose(file) != 0)
		err(1, "%s", path);
}

int main(int argc, char **argv)
{
	char line[LINE_SIZE];
	uint64_t wall;
	int fd;

	if (argc != 4)
		errx(2, "usage: collect ADDRESS PORT FOLDER");
	fd = open_socket(argv[1], argv[2]);
	for (;;) {
		if (receive(fd, line, &wall) >= 0)
			keep(argv[3], line, wall);
		else if (errno != EINTR)
			err(1, "receive");
	}
}
