/*
 * Addresses and prefixes of both families. Any RFC 4291 form is read; RFC 5952 is written.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ADDRESS_TEXT 50 /* the longest address with "/128" and NUL */

struct address {
	uint8_t family;    /* 4 or 6; 0 is none */
	uint8_t prefix;    /* length in bits; 32 or 128 where none was written */
	uint8_t bytes[16]; /* network order; the first 4 for IPv4 */
};

/* "192.0.2.1", "192.0.2.0/24", "2001:db8::1". Returns 0, or -1 when it is none. */
int address_parse(struct address *address, const char *text);
/* The canonical text; the prefix only when it is shorter than a host's. */
void address_format(const struct address *address, char out[ADDRESS_TEXT]);
bool address_equal(const struct address *left, const struct address *right);
bool address_contains(const struct address *prefix, const struct address *inner);
/* An IPv4 address that is written as one of IPv6 ("::ffff:192.0.2.1") becomes the former. */
void address_unmap(struct address *address);
/* Leaves the bits of the prefix and clears those behind it: the network of an address. */
void address_mask(struct address *address);
/* Sorts by family, then by bytes, then by the length of the prefix. */
int address_compare(const struct address *left, const struct address *right);
/* Names a machine beyond itself and its own wire: no loopback, no link-local of IPv6. */
bool address_is_wide(const struct address *address);
/* Global unicast that no registry keeps for private use, sharing, tests or documentation. */
bool address_is_public(const struct address *address);

#endif
