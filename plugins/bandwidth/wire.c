#include "bandwidth/wire.h"
#include <stdio.h>
#include <string.h>

static unsigned char *put(unsigned char *at, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, value >>= 8)
		at[i] = (unsigned char)value;
	return at + bytes;
}

static uint64_t get(const unsigned char **at, int bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | *(*at)++;
	return value;
}

void wire_write(
	unsigned char *bytes, const unsigned char key[WIRE_KEY], const struct wire *wire)
{
	unsigned char *at = bytes + WIRE_KEY;

	memset(bytes, 0, WIRE_HEADER);
	memcpy(bytes, key, WIRE_KEY);
	at = put(at, wire->type, 1);
	at = put(at, wire->direction, 1);
	at = put(at, wire->burst, 2);
	at = put(at, wire->sequence, 4);
	at = put(at, wire->stamp, 8);
	for (int i = 0; i < WIRE_VALUES; i++)
		at = put(at, wire->values[i], 8);
}

bool wire_same_key(const unsigned char left[WIRE_KEY], const unsigned char right[WIRE_KEY])
{
	unsigned char differs = 0;

	for (int i = 0; i < WIRE_KEY; i++)
		differs |= left[i] ^ right[i];
	return differs == 0;
}

bool wire_read(struct wire *wire, const unsigned char key[WIRE_KEY], const unsigned char *bytes,
	size_t size)
{
	const unsigned char *at = bytes + WIRE_KEY;
	uint64_t type, direction;

	if (size < WIRE_HEADER || !wire_same_key(bytes, key))
		return false;
	type = get(&at, 1);
	direction = get(&at, 1);
	wire->burst = (uint16_t)get(&at, 2);
	if (type < WIRE_TYPE_HELLO || type > WIRE_TYPE_BYE || direction < WIRE_UP ||
		direction > WIRE_DOWN)
		return false;
	wire->type = (enum wire_type)type;
	wire->direction = (enum wire_direction)direction;
	wire->sequence = (uint32_t)get(&at, 4);
	wire->stamp = get(&at, 8);
	for (int i = 0; i < WIRE_VALUES; i++)
		wire->values[i] = get(&at, 8);
	return true;
}

bool wire_read_key(unsigned char key[WIRE_KEY], const char *text)
{
	if (strlen(text) != 2 * WIRE_KEY || strspn(text, "0123456789abcdef") != 2 * WIRE_KEY)
		return false;
	for (int i = 0; i < WIRE_KEY; i++) {
		unsigned byte;

		sscanf(text + 2 * i, "%2x", &byte);
		key[i] = (unsigned char)byte;
	}
	return true;
}
