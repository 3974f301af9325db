#include "base/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* Bits of an address of the family. */
static uint8_t width(const struct address *address)
{
	return address->family == 4 ? 32 : 128;
}

/* 0 to `most` in decimal, without leading zeros. Returns -1 when it is not that. */
static int parse_prefix(const char *text, int most)
{
	size_t digits = strspn(text, "0123456789");
	int value = 0;

	if (digits < 1 || digits > 3 || text[digits] != '\0' || (digits > 1 && text[0] == '0'))
		return -1;
	for (; *text; text++)
		value = value * 10 + (*text - '0');
	return value <= most ? value : -1;
}

static int parse_host(struct address *address, const char *text)
{
	address->family = strchr(text, ':') ? 6 : 4;
	address->prefix = width(address);
	return inet_pton(address->family == 4 ? AF_INET : AF_INET6, text, address->bytes) == 1
		       ? 0
		       : -1;
}

int address_parse(struct address *address, const char *text)
{
	struct address parsed = {0};
	const char *slash = strchr(text, '/');
	size_t length = slash ? (size_t)(slash - text) : strlen(text);
	char host[INET6_ADDRSTRLEN];

	if (length >= sizeof(host))
		return -1;
	memcpy(host, text, length);
	host[length] = '\0';
	if (parse_host(&parsed, host) < 0)
		return -1;
	int prefix = slash ? parse_prefix(slash + 1, parsed.prefix) : parsed.prefix;
	if (prefix < 0)
		return -1;
	parsed.prefix = (uint8_t)prefix;
	*address = parsed;
	return 0;
}

void address_format(const struct address *address, char out[ADDRESS_TEXT])
{
	int family = address->family == 4 ? AF_INET : AF_INET6;

	if (address->family == 0 || !inet_ntop(family, address->bytes, out, ADDRESS_TEXT))
		out[0] = '\0';
	size_t length = strlen(out);
	if (length > 0 && address->prefix < width(address))
		snprintf(out + length, ADDRESS_TEXT - length, "/%u", address->prefix);
}

void address_unmap(struct address *address)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	if (address->family != 6 || address->prefix != 128 ||
		memcmp(address->bytes, mapped, sizeof(mapped)) != 0)
		return;
	memmove(address->bytes, address->bytes + sizeof(mapped), 4);
	memset(address->bytes + 4, 0, 12);
	address->family = 4;
	address->prefix = 32;
}

/* Whether the first `bits` are the same. */
static bool same_bits(const uint8_t *left, const uint8_t *right, unsigned bits)
{
	unsigned rest = bits % 8;

	if (memcmp(left, right, bits / 8) != 0)
		return false;
	return rest == 0 || ((left[bits / 8] ^ right[bits / 8]) >> (8 - rest)) == 0;
}

bool address_equal(const struct address *left, const struct address *right)
{
	return left->family == right->family && left->prefix == right->prefix &&
	       same_bits(left->bytes, right->bytes, width(left));
}

bool address_contains(const struct address *prefix, const struct address *inner)
{
	return prefix->family == inner->family && prefix->prefix <= inner->prefix &&
	       same_bits(prefix->bytes, inner->bytes, prefix->prefix);
}

void address_mask(struct address *address)
{
	unsigned whole = address->prefix / 8, rest = address->prefix % 8;

	if (rest)
		address->bytes[whole] &= (uint8_t)(0xff << (8 - rest));
	for (unsigned i = whole + (rest > 0); i < sizeof(address->bytes); i++)
		address->bytes[i] = 0;
}

int address_compare(const struct address *left, const struct address *right)
{
	int order = left->family - right->family;

	if (order == 0)
		order = memcmp(left->bytes, right->bytes, sizeof(left->bytes));
	return order ? order : left->prefix - right->prefix;
}

bool address_is_wide(const struct address *address)
{
	static const uint8_t loopback[16] = {[15] = 1};

	if (address->family == 4)
		return address->bytes[0] != 127;
	if (memcmp(address->bytes, loopback, sizeof(loopback)) == 0)
		return false;
	return !(address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80);
}

bool address_is_public(const struct address *address)
{
	static const char *const global[] = {"0.0.0.0/0", "2000::/3"};
	static const char *const kept[] = {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10",
		"127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
		"192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "224.0.0.0/3", "2001::/23", "2001:db8::/32", "3fff::/20"};
	struct address range;

	if (address_parse(&range, global[address->family == 6]) < 0 ||
		!address_contains(&range, address))
		return false;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (address_parse(&range, kept[i]) == 0 && address_contains(&range, address))
			return false;
	return true;
}
