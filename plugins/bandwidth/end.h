/*
 * One end of a measurement: a UDP socket that talks to the other end and to nobody else, the
 * key of the test, and the limits that hold whatever the other end says.
 */
#ifndef BANDWIDTH_END_H
#define BANDWIDTH_END_H

#include "bandwidth/wire.h"
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#define MILLISECOND INT64_C(1000000) /* ns */

struct limits {
	uint64_t budget; /* bytes at the IP layer, in one direction */
	int64_t time;    /* ns of sending, in one direction */
};

struct end {
	int socket;
	int watched; /* ends the test when it can be read: whoever started us has left; or -1 */
	int64_t ends; /* by end_now() */
	unsigned char key[WIRE_KEY];
	struct sockaddr_storage local, peer; /* family AF_UNSPEC: any */
	bool connected;
	bool cuts;       /* the kernel cuts one long message into datagrams */
	bool left;       /* the other end said BYE */
	uint64_t packet; /* bytes of LOAD at the IP layer */
};

/* A datagram of this test. */
struct heard {
	struct wire wire;
	int64_t at; /* ns, by the wall clock, when the kernel got it */
};

/* ns, monotonic. */
int64_t end_now(void);

/*
 * Binds to end->local, or to any address where the host does not have that one; its port is
 * filled. -1 with errno.
 */
int end_open(struct end *end);

/* Whether both are the same host's, whatever the ports. */
bool end_same_address(
	const struct sockaddr_storage *left, const struct sockaddr_storage *right);

/* From now on only this peer is heard. */
int end_connect(struct end *end, const struct sockaddr_storage *peer);
void end_close(struct end *end);

/* Whether the test must end now: its time is over, or nobody wants it. */
bool end_over(const struct end *end);

/* Waits for something to be heard, at most so long. False when end_over(). */
bool end_wait(const struct end *end, int64_t longest);

/*
 * Takes what was heard, up to `room`, without waiting; others' datagrams are dropped. The first
 * HELLO from whom it may come connects. -1 with errno: the other end is gone.
 */
int end_hear(struct end *end, struct heard *heard, int room);

void end_say(const struct end *end, const struct wire *wire);

/*
 * Sends up to `count` LOADs, of which `first` is one; `together` of them pass the kernel as
 * one, where it can. Returns how many left; -1 with errno.
 */
int end_load(struct end *end, const struct wire *first, unsigned count, unsigned together);

#endif
