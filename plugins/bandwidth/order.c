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

static bool obey(struct order *order, const char *word, char *value)
{
	long long number;

	if (strcmp(word, "role") == 0) {
		order->answers = strcmp(value, "answer") == 0;
		order->listens = strcmp(value, "listen") == 0;
		return order->answers || order->listens || strcmp(value, "call") == 0;
	}
	if (strcmp(word, "ports") == 0)
		return read_ports(&order->ports, value);
	if (strcmp(word, "key") == 0)
		return wire_read_key(order->end.key, value);
	if (strcmp(word, "address") == 0)
		return read_address(&order->end.local, value);
	if (strcmp(word, "peer") == 0)
		return read_address(&order->end.peer, value);
	if (strcmp(word, "direction") == 0) {
		order->up |= strcmp(value, "up") == 0;
		order->down |= strcmp(value, "down") == 0;
		return strcmp(value, "up") == 0 || strcmp(value, "down") == 0;
	}
	if (strcmp(word, "port") == 0 && read_number(value, 1, 65535, &number)) {
		set_port(order->answers ? &order->end.local : &order->end.peer, number);
		return true;
	}
	if (strcmp(word, "budget") == 0 && read_number(value, 1, INT64_MAX, &number)) {
		order->limits.budget = (uint64_t)number;
		return true;
	}
	if (strcmp(word, "time") == 0 && read_number(value, 1, MOST_LIFE, &number)) {
		order->limits.time = number * MILLISECOND;
		return true;
	}
	if (strcmp(word, "transfer") == 0 && read_number(value, 0, MOST_LIFE, &number)) {
		order->transfer = number * MILLISECOND;
		return true;
	}
	if (strcmp(word, "life") == 0 && read_number(value, 1, MOST_LIFE, &number)) {
		order->end.ends = end_now() + number * MILLISECOND;
		return true;
	}
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
