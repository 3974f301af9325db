#include "bandwidth/order.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MOST_LIFE 120000 /* ms */

static bool read_address(struct sockaddr_storage *address, const char *text)
{
	struct sockaddr_in *four = (void *)address;
	struct sockaddr_in6 *six = (void *)address;
	in_port_t port = address->ss_family == AF_INET6 ? six->sin6_port : four->sin_port;

	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = port;
	} else if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		six->sin6_port = port;
	} else {
		return false;
	}
	return true;
}

/* The port stands at the same place for both families. */
static void set_port(struct sockaddr_storage *address, long long port)
{
	((struct sockaddr_in *)(void *)address)->sin_port = htons((in_port_t)port);
}

static bool read_number(const char *text, long long least, long long most, long long *number)
{
	char *end;

	errno = 0;
	*number = strtoll(text, &end, 10);
	return errno == 0 && end != text && *end == '\0' && *number >= least && *number <= most;
}

/* "49152 49215 1" */
static bool read_ports(struct ports *ports, char *text)
{
	long long numbers[3] = {0};

	for (int i = 0; i < 3; i++) {
		char *word = strsep(&text, " ");

		if (!word || !read_number(word, 1, 65535, &numbers[i]))
			return false;
	}
	*ports = (struct ports){(int)numbers[0], (int)numbers[1], (int)numbers[2]};
	return !text && ports->first <= ports->last &&
	       (ports->last - ports->first) / ports->step < LISTEN_MOST;
}

/* Milliseconds, as nanoseconds. */
static bool read_time(const char *text, long long least, int64_t *time)
{
	long long number;

	if (!read_number(text, least, MOST_LIFE, &number))
		return false;
	*time = number * MILLISECOND;
	return true;
}

/* --- the words of an order: each is true when its value can be read --- */

static bool take_role(struct order *order, char *value)
{
	order->answers = strcmp(value, "answer") == 0;
	order->listens = strcmp(value, "listen") == 0;
	return order->answers || order->listens || strcmp(value, "call") == 0;
}

static bool take_ports(struct order *order, char *value)
{
	return read_ports(&order->ports, value);
}

static bool take_key(struct order *order, char *value)
{
	return wire_read_key(order->end.key, value);
}

static bool take_address(struct order *order, char *value)
{
	return read_address(&order->end.local, value);
}

static bool take_peer(struct order *order, char *value)
{
	return read_address(&order->end.peer, value);
}

static bool take_direction(struct order *order, char *value)
{
	bool up = strcmp(value, "up") == 0, down = strcmp(value, "down") == 0;

	order->up |= up;
	order->down |= down;
	return up || down;
}

static bool take_port(struct order *order, char *value)
{
	long long number;

	if (!read_number(value, 1, 65535, &number))
		return false;
	set_port(order->answers ? &order->end.local : &order->end.peer, number);
	return true;
}

static bool take_budget(struct order *order, char *value)
{
	long long number;

	if (!read_number(value, 1, INT64_MAX, &number))
		return false;
	order->limits.budget = (uint64_t)number;
	return true;
}

static bool take_time(struct order *order, char *value)
{
	return read_time(value, 1, &order->limits.time);
}

static bool take_transfer(struct order *order, char *value)
{
	return read_time(value, 0, &order->transfer);
}

static bool take_life(struct order *order, char *value)
{
	int64_t life;

	if (!read_time(value, 1, &life))
		return false;
	order->end.ends = end_now() + life;
	return true;
}

static const struct {
	const char *word;
	bool (*take)(struct order *order, char *value);
} words[] = {
	{"role", take_role},
	{"ports", take_ports},
	{"key", take_key},
	{"address", take_address},
	{"peer", take_peer},
	{"direction", take_direction},
	{"port", take_port},
	{"budget", take_budget},
	{"time", take_time},
	{"transfer", take_transfer},
	{"life", take_life},
};

static bool obey(struct order *order, const char *word, char *value)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i].word) == 0)
			return words[i].take(order, value);
	return false;
}

bool order_read(struct order *order, char *text, const char **wrong)
{
	char *line, *rest = text;

	while ((line = strsep(&rest, "\n"))) {
		char *space = strchr(line, ' ');

		if (*line == '\0')
			continue;
		if (space)
			*space = '\0';
		if (!space || !obey(order, line, space + 1)) {
			*wrong = line;
			return false;
		}
	}
	return true;
}
