/*
 * The datagrams that the two ends of a measurement exchange. Each begins with the key of this
 * one test, 16 random bytes that both ends got over SSH; what does not is not ours. Numbers are
 * big-endian. Nothing here does I/O.
 *
 * The caller opens each direction with HELLO and gets READY. The sending end then sends LOAD;
 * the receiving one answers with FEEDBACK, and with DONE when it knows enough. The sender
 * answers DONE with END, which tells what it sent; it sends END by itself at its limits. BYE
 * ends the conversation.
 */
#ifndef BANDWIDTH_WIRE_H
#define BANDWIDTH_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_KEY    16
#define WIRE_HEADER 72   /* bytes of every datagram but LOAD, which is longer */
#define WIRE_LOAD   1222 /* bytes of LOAD: the largest payload that RFC 9097 was tested with */

enum wire_type {
	WIRE_TYPE_HELLO = 1, /* asks for one READY; with a round trip, begins a direction */
	WIRE_TYPE_READY,     /* the stamp of the HELLO it answers */
	WIRE_TYPE_LOAD,
	WIRE_TYPE_FEEDBACK,
	WIRE_TYPE_DONE,
	WIRE_TYPE_END,      /* values: bytes at the IP layer, nanoseconds of sending */
	WIRE_TYPE_TRANSFER, /* the caller is about to connect for one over TCP */
	WIRE_TYPE_BYE,
};

enum wire_direction { WIRE_UP = 1, WIRE_DOWN = 2 }; /* from the caller; to it */

/* Where the values of FEEDBACK stand. */
enum { WIRE_PASSED, WIRE_RATE, WIRE_DELAY, WIRE_WANTED, WIRE_VALUES };
/* Of HELLO. */
enum { WIRE_ROUND_TRIP, WIRE_JITTER };

struct wire {
	enum wire_type type;
	enum wire_direction direction;
	uint16_t burst; /* of LOAD: those of one left without a wait between them */
	uint32_t sequence;
	uint64_t stamp; /* ns of the sender's monotonic clock */
	uint64_t values[WIRE_VALUES];
};

/* Writes WIRE_HEADER bytes. */
void wire_write(
	unsigned char *bytes, const unsigned char key[WIRE_KEY], const struct wire *wire);

/* False when it is not a datagram of this test. */
bool wire_read(struct wire *wire, const unsigned char key[WIRE_KEY], const unsigned char *bytes,
	size_t size);

/* In a time that does not tell how much of it was right. */
bool wire_same_key(const unsigned char left[WIRE_KEY], const unsigned char right[WIRE_KEY]);

/* 32 hexadecimal digits. */
bool wire_read_key(unsigned char key[WIRE_KEY], const char *text);

#endif
