/*
 * banyun-measure: one end of a measurement of a path. It is brought to a host for one test and
 * ends by itself, at the latest when its standard input does; it needs no library of the host
 * and no privilege. Its order stands in the environment, where nobody else reads the key; its
 * answers leave on standard output, one JSON object a line. See banyun-measure(8).
 */
#include "bandwidth/load.h"
#include "bandwidth/transfer.h"
#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define PRINTABLE " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-_/()'"
#define PINGS     9                   /* the first is not counted */
#define PATIENCE  (200 * MILLISECOND) /* for one answer */
#define TRIES     15
#define LONGEST   (2000 * MILLISECOND) /* of a path that is measured */
#define MOST_LIFE 120000               /* ms */

struct order {
	bool answers; /* role: waits for the caller */
	bool up, down;
	struct limits limits;
	struct end end;
	struct pace_path path;
	int64_t transfer; /* ns of a TCP transfer each way; 0: none */
	bool transferred; /* to the caller: another gets nothing */
};

static int refuse(const char *sentence, const char *what)
{
	if (strpbrk(what, "\"\\") || strspn(what, PRINTABLE) < strlen(what))
		what = "";
	printf("{\"error\": \"%s%s%s\"}\n", sentence, what[0] ? ": " : "", what);
	fflush(stdout);
	return 1;
}

/* --- the order --- */

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

static bool obey(struct order *order, const char *word, const char *value)
{
	long long number;

	if (strcmp(word, "role") == 0) {
		order->answers = strcmp(value, "answer") == 0;
		return order->answers || strcmp(value, "call") == 0;
	}
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

static int read_order(struct order *order)
{
	char *text = getenv("BANYUN_ORDER"), *line, *rest = text;

	if (!text)
		return refuse("there is no order in BANYUN_ORDER; see banyun-measure(8)", "");
	while ((line = strsep(&rest, "\n"))) {
		char *space = strchr(line, ' ');

		if (*line == '\0')
			continue;
		if (space)
			*space = '\0';
		if (!space || !obey(order, line, space + 1))
			return refuse("the order has a line that cannot be read", line);
	}
	return 0;
}

/* --- what is told --- */

static void tell(
	const struct order *order, enum wire_direction direction, const struct outcome *outcome)
{
	const struct estimate *estimate = &outcome->estimate;

	printf("{\"direction\": \"%s\", \"family\": %d, \"settled\": %s, \"limited\": %s, "
	       "\"slow\": %s",
		direction == WIRE_UP ? "up" : "down",
		order->end.local.ss_family == AF_INET ? 4 : 6,
		estimate->settled ? "true" : "false", estimate->limited ? "true" : "false",
		estimate->slow ? "true" : "false");
	printf(", \"capacity\": %llu, \"available\": %llu, \"parts\": [%llu, %llu, %llu, %llu]",
		(unsigned long long)estimate->capacity, (unsigned long long)estimate->available,
		(unsigned long long)estimate->parts[0], (unsigned long long)estimate->parts[1],
		(unsigned long long)estimate->parts[2], (unsigned long long)estimate->parts[3]);
	printf(", \"span_us\": %llu, \"packets\": %llu, \"lost\": %llu, \"queue_us\": [%llu, "
	       "%llu]",
		(unsigned long long)estimate->span / 1000,
		(unsigned long long)estimate->packets, (unsigned long long)estimate->lost,
		(unsigned long long)estimate->delay_low / 1000,
		(unsigned long long)estimate->delay_high / 1000);
	printf(", \"arrived\": %llu, \"sent_bytes\": %llu, \"sending_us\": %lld, \"took_us\": "
	       "%lld, \"round_trip_us\": %lld, \"jitter_us\": %lld, \"payload\": %d}\n",
		(unsigned long long)outcome->arrived, (unsigned long long)outcome->sent,
		(long long)outcome->sending / 1000, (long long)outcome->took / 1000,
		(long long)order->path.round_trip / 1000, (long long)order->path.jitter / 1000,
		WIRE_LOAD);
	fflush(stdout);
}

static const char *word_of(enum wire_direction direction)
{
	return direction == WIRE_UP ? "up" : "down";
}

/* A transfer that cannot be made says nothing of the load, and is told beside it. */
static void tell_no_transfer(enum wire_direction direction)
{
	printf("{\"transfer\": \"%s\", \"why\": \"%s\"}\n", word_of(direction),
		strerror(errno));
	fflush(stdout);
}

static void tell_transfer(enum wire_direction direction, const struct transfer *transfer)
{
	printf("{\"transfer\": \"%s\", \"arrived_bytes\": %llu, \"took_us\": %lld, "
	       "\"payload_bytes\": %llu, \"again_bytes\": %llu, \"loaded_us\": %lld, \"mtu\": "
	       "%u}\n",
		word_of(direction), (unsigned long long)transfer->arrived,
		(long long)transfer->took / 1000, (unsigned long long)transfer->sent,
		(unsigned long long)transfer->again, (long long)transfer->round_trip / 1000,
		transfer->mtu);
	fflush(stdout);
}

static int refuse_load(const char *whose, const struct outcome *outcome)
{
	char sentence[64];

	snprintf(sentence, sizeof(sentence),
		outcome->arrived ? "the load from %s broke off" : "no load came from %s",
		whose);
	return refuse(sentence, strerror(errno));
}

/*
 * One test at a time on a host, whoever started it: what holds this name in the abstract space
 * of its network namespace is the one. It ends with the process.
 */
static bool alone(void)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0banyun-measure"};
	socklen_t size =
		offsetof(struct sockaddr_un, sun_path) + sizeof("\0banyun-measure") - 1;
	int held = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return held >= 0 && bind(held, (struct sockaddr *)&name, size) == 0;
}

/* --- the caller --- */

/* The next datagram of that type; false when none came in time. */
static bool await(struct end *end, enum wire_type type, uint64_t stamp, int64_t until)
{
	struct heard heard;

	while (end_now() < until) {
		if (!end_wait(end, until - end_now()))
			return false;
		if (end_hear(end, &heard, 1) == 1 && heard.wire.type == type &&
			heard.wire.stamp == stamp)
			return true;
	}
	return false;
}

/* False: nobody answers. */
static bool ping(struct end *end, struct pace_path *path)
{
	int64_t longest = 0;
	int pings = 0;

	path->round_trip = INT64_MAX;
	for (int i = 0; i < TRIES && pings < PINGS && !end_over(end); i++) {
		int64_t began = end_now(), took;
		struct wire wire = {.type = WIRE_TYPE_HELLO,
			.direction = WIRE_UP,
			.stamp = (uint64_t)began};

		end_say(end, &wire);
		if (!await(end, WIRE_TYPE_READY, (uint64_t)began, began + PATIENCE))
			continue;
		took = end_now() - began;
		if (pings++ == 0)
			continue; /* it also found the neighbour */
		path->round_trip = took < path->round_trip ? took : path->round_trip;
		longest = took > longest ? took : longest;
	}
	path->jitter = longest - path->round_trip;
	return pings > 1;
}

static struct wire hello_of(const struct order *order, enum wire_direction direction)
{
	struct wire hello = {
		.type = WIRE_TYPE_HELLO, .direction = direction, .stamp = (uint64_t)end_now()};

	hello.values[WIRE_ROUND_TRIP] = (uint64_t)order->path.round_trip;
	hello.values[WIRE_JITTER] = (uint64_t)order->path.jitter;
	return hello;
}

static int call_up(struct order *order)
{
	for (int i = 0; i < TRIES; i++) {
		struct wire hello = hello_of(order, WIRE_UP);

		end_say(&order->end, &hello);
		if (await(&order->end, WIRE_TYPE_READY, hello.stamp, end_now() + PATIENCE))
			return load_send(&order->end, WIRE_UP, &order->limits, &order->path);
	}
	errno = ETIMEDOUT;
	return -1;
}

static int call_down(struct order *order)
{
	struct wire hello = hello_of(order, WIRE_DOWN);
	struct outcome outcome;

	end_say(&order->end, &hello);
	if (load_receive(
		    &order->end, WIRE_DOWN, &order->limits, &order->path, &hello, &outcome) < 0)
		return refuse_load("the far end", &outcome);
	tell(order, WIRE_DOWN, &outcome);
	return 0;
}

static struct limits transfer_limits(const struct order *order)
{
	return (struct limits){order->transferred ? 0 : order->limits.budget, order->transfer};
}

static void call_transfer(struct order *order, enum wire_direction direction)
{
	const struct limits limits = transfer_limits(order);
	struct transfer transfer;
	int done;

	end_say(&order->end,
		&(struct wire){.type = WIRE_TYPE_TRANSFER, .direction = direction});
	done = transfer_call(&order->end, direction, &limits, &transfer);
	if (done < 0)
		tell_no_transfer(direction);
	else if (done > 0)
		tell_transfer(direction, &transfer);
}

static int call(struct order *order)
{
	struct wire bye = {.type = WIRE_TYPE_BYE, .direction = WIRE_UP};
	int failed = 0;

	if (end_connect(&order->end, &order->end.peer) < 0)
		return refuse("the far end cannot be called", strerror(errno));
	if (!ping(&order->end, &order->path))
		return refuse("the far end does not answer", "");
	if (order->up && call_up(order) < 0)
		failed = refuse("the load could not be sent", strerror(errno));
	if (order->down && call_down(order) != 0)
		failed = 1;
	if (order->transfer > 0 && order->up && !failed)
		call_transfer(order, WIRE_UP);
	if (order->transfer > 0 && order->down && !failed)
		call_transfer(order, WIRE_DOWN);
	for (int i = 0; i < 3; i++)
		end_say(&order->end, &bye);
	return failed;
}

/* --- the answerer --- */

static int answer_load(struct order *order)
{
	struct outcome outcome;

	if (load_receive(&order->end, WIRE_UP, &order->limits, &order->path, NULL, &outcome) <
		0)
		return refuse_load("the caller", &outcome);
	tell(order, WIRE_UP, &outcome);
	return 0;
}

static int answer_hello(struct order *order, const struct wire *hello)
{
	end_say(&order->end, &(struct wire){.type = WIRE_TYPE_READY,
				     .direction = hello->direction,
				     .stamp = hello->stamp});
	order->path.round_trip = (int64_t)(hello->values[WIRE_ROUND_TRIP] % LONGEST);
	order->path.jitter = (int64_t)(hello->values[WIRE_JITTER] % LONGEST);
	if (order->path.round_trip == 0)
		return 0;
	if (hello->direction == WIRE_UP)
		return answer_load(order);
	if (load_send(&order->end, WIRE_DOWN, &order->limits, &order->path) < 0)
		return refuse("the load could not be sent", strerror(errno));
	return 0;
}

static void answer_transfer(struct order *order, int listener, const struct wire *wire)
{
	const struct limits limits = transfer_limits(order);
	enum wire_direction direction = wire->direction;
	struct transfer transfer;

	if (transfer_answer(&order->end, listener, &direction, &limits, &transfer) > 0)
		tell_transfer(direction, &transfer);
	else if (direction == WIRE_DOWN)
		tell_no_transfer(direction);
	order->transferred |= direction == WIRE_DOWN;
}

/* The sender whose END got no answer that arrived says it again. */
static void answer_end(struct order *order, const struct wire *ending)
{
	end_say(&order->end,
		&(struct wire){.type = WIRE_TYPE_DONE, .direction = ending->direction});
}

static int answer(struct order *order)
{
	int listener = order->transfer > 0 ? transfer_listen(&order->end) : -1;
	struct heard heard;
	int failed = 0;

	printf("{\"port\": %d}\n",
		ntohs(((struct sockaddr_in *)(void *)&order->end.local)->sin_port));
	fflush(stdout);
	while (!order->end.left && end_wait(&order->end, 100 * MILLISECOND)) {
		if (end_hear(&order->end, &heard, 1) != 1)
			continue;
		if (heard.wire.type == WIRE_TYPE_HELLO)
			failed |= answer_hello(order, &heard.wire);
		else if (heard.wire.type == WIRE_TYPE_TRANSFER && listener >= 0)
			answer_transfer(order, listener, &heard.wire);
		else if (heard.wire.type == WIRE_TYPE_END)
			answer_end(order, &heard.wire);
	}
	if (listener >= 0)
		close(listener);
	return order->end.connected ? failed : refuse("nobody called in time", "");
}

static int say_usage(const char *option)
{
	if (strcmp(option, "--version") == 0)
		puts("banyun-measure " PACKAGE_VERSION);
	else
		puts("Usage: BANYUN_ORDER='role ...' banyun-measure\n\n"
		     "  --help     this\n"
		     "  --version  its name and release\n\n"
		     "One end of a measurement of a path; see banyun-measure(8).");
	return strcmp(option, "--version") && strcmp(option, "--help") ? 2 : 0;
}

int main(int argc, char **argv)
{
	struct order order = {.limits = {.budget = 50000000, .time = 2000 * MILLISECOND}};
	int result;

	if (argc > 1)
		return say_usage(argv[1]);
	if (strncmp(argv[0], "/", 1) == 0 && strstr(argv[0], "/.banyun-measure-"))
		unlink(argv[0]); /* it was brought for this one test */
	order.end.ends = end_now() + 10000 * MILLISECOND;
	if (read_order(&order) != 0)
		return 1;
	order.end.watched = 0;
	if (!alone())
		return refuse("another measurement is under way on this host", "");
	if (order.end.local.ss_family == AF_UNSPEC)
		return refuse("the order names no address", "");
	if (end_open(&order.end) < 0)
		return refuse("the address cannot be used", strerror(errno));
	result = order.answers ? answer(&order) : call(&order);
	end_close(&order.end);
	return result;
}
