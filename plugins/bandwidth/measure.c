/*
 * banyun-measure: one end of a measurement of a path. It is brought to a host for one test and
 * ends by itself, at the latest when its standard input does; it needs no library of the host
 * and no privilege. Its order stands in the environment, where nobody else reads the key; its
 * answers leave on standard output, one JSON object a line. See banyun-measure(8).
 */
#include "bandwidth/listen.h"
#include "bandwidth/tell.h"
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/un.h>
#include <unistd.h>

#define PINGS    9                   /* the first is not counted */
#define PATIENCE (200 * MILLISECOND) /* for one answer */
#define TRIES    15
#define PROMPT   (-10)                /* of nice(1) */
#define GONE     (3000 * MILLISECOND) /* with the way: silence of a caller */
#define LONGEST  (2000 * MILLISECOND) /* of a path that is measured */

/* What transfers by an installed iperf3 lock too; an old kernel does not have it. */
static bool is_locked(void)
{
	int network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	return network >= 0 && flock(network, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK;
}

/*
 * One test at a time on a host, whoever started it: what holds this name in the abstract space
 * of its network namespace, and the lock of that, is the one. Both end with the process.
 */
static bool alone(void)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0banyun-measure"};
	socklen_t size =
		offsetof(struct sockaddr_un, sun_path) + sizeof("\0banyun-measure") - 1;
	int held = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return held >= 0 && bind(held, (struct sockaddr *)&name, size) == 0 && !is_locked();
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

/* Sends, or says why it could not be done. */
static int load(struct order *order, enum wire_direction direction)
{
	uint64_t budget = order->limits.budget;
	const char *why;

	if (load_send(&order->end, direction, &order->limits, &order->path) == 0)
		return 0;
	why = strerror(errno);
	tell_spent(budget - order->limits.budget);
	return refuse("the load could not be sent", why);
}

static int call_up(struct order *order)
{
	for (int i = 0; i < TRIES; i++) {
		struct wire hello = hello_of(order, WIRE_UP);

		end_say(&order->end, &hello);
		if (await(&order->end, WIRE_TYPE_READY, hello.stamp, end_now() + PATIENCE))
			return load(order, WIRE_UP);
	}
	return refuse("the load could not be sent", strerror(ETIMEDOUT));
}

static int call_down(struct order *order)
{
	struct wire hello = hello_of(order, WIRE_DOWN);
	struct outcome outcome;

	end_say(&order->end, &hello);
	if (load_receive(
		    &order->end, WIRE_DOWN, &order->limits, &order->path, &hello, &outcome) < 0)
		return refuse_load(&order->end, "the far end", &outcome);
	tell_load(order, WIRE_DOWN, &outcome);
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
		tell_no_transfer(direction, &transfer);
	else if (done > 0)
		tell_transfer(direction, &transfer);
}

static int call(struct order *order)
{
	struct wire bye = {.type = WIRE_TYPE_BYE, .direction = WIRE_UP};
	int failed = 0;

	if (end_connect(&order->end, &order->end.peer) < 0)
		return refuse("the far end cannot be called", strerror(errno));
	tell_port(&order->end);
	if (!ping(&order->end, &order->path))
		return refuse("the far end does not answer", "");
	if (order->up)
		failed = call_up(order);
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
		return refuse_load(&order->end, "the caller", &outcome);
	tell_load(order, WIRE_UP, &outcome);
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
	return load(order, WIRE_DOWN);
}

static void answer_transfer(struct order *order, int listener, const struct wire *wire)
{
	const struct limits limits = transfer_limits(order);
	enum wire_direction direction = wire->direction;
	struct transfer transfer;

	if (transfer_answer(&order->end, listener, &direction, &limits, &transfer) > 0)
		tell_transfer(direction, &transfer);
	else if (direction == WIRE_DOWN)
		tell_no_transfer(direction, &transfer);
	order->transferred |= direction == WIRE_DOWN;
}

/* The sender whose END got no answer that arrived says it again. */
static void answer_end(struct order *order, const struct wire *ending)
{
	end_say(&order->end,
		&(struct wire){.type = WIRE_TYPE_DONE, .direction = ending->direction});
}

static void answer_one(struct order *order, int listener, const struct wire *wire)
{
	if (wire->type == WIRE_TYPE_HELLO)
		order->failed |= answer_hello(order, wire);
	else if (wire->type == WIRE_TYPE_TRANSFER && listener >= 0)
		answer_transfer(order, listener, wire);
	else if (wire->type == WIRE_TYPE_END)
		answer_end(order, wire);
}

/* Whoever called and then says nothing is gone: it has no pause so long. */
static void answer_all(struct order *order, int listener)
{
	int64_t last = end_now();
	struct heard heard;

	while (!order->end.left && end_wait(&order->end, 100 * MILLISECOND)) {
		int count = end_hear(&order->end, &heard, 1);

		if (count == 1) {
			answer_one(order, listener, &heard.wire);
			last = end_now();
		} else if (order->end.connected &&
			   (count < 0 ||
				   end_now() - last > GONE + 4 * order->path.round_trip)) {
			return;
		}
	}
}

static int answer(struct order *order)
{
	int listener = order->transfer > 0 ? transfer_listen(&order->end) : -1;

	tell_port(&order->end);
	answer_all(order, listener);
	if (listener >= 0)
		close(listener);
	return order->end.connected ? order->failed : refuse("nobody called in time", "");
}

/* An end that waits for a processor measures the processor. Most users may not ask for more. */
static void be_prompt(void)
{
	setpriority(PRIO_PROCESS, 0, PROMPT);
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
	const char *wrong;
	int result;

	if (argc > 1)
		return say_usage(argv[1]);
	if (strncmp(argv[0], "/", 1) == 0 && strstr(argv[0], "/.banyun-measure-"))
		unlink(argv[0]); /* it was brought for this one test */
	order.end.ends = end_now() + 10000 * MILLISECOND;
	if (!getenv("BANYUN_ORDER"))
		return refuse("there is no order in BANYUN_ORDER; see banyun-measure(8)", "");
	if (!order_read(&order, getenv("BANYUN_ORDER"), &wrong))
		return refuse("the order has a line that cannot be read", wrong);
	order.end.watched = 0;
	if (order.listens && order.ports.first && order.end.local.ss_family != AF_UNSPEC)
		return listen_all(&order);
	if (order.listens)
		return refuse("the order names no address or no ports", "");
	if (!alone())
		return refuse_busy();
	if (order.end.local.ss_family == AF_UNSPEC)
		return refuse("the order names no address", "");
	if (end_open(&order.end) < 0)
		return refuse("the address cannot be used", strerror(errno));
	be_prompt();
	result = order.answers ? answer(&order) : call(&order);
	end_close(&order.end);
	return result;
}
