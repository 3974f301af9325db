#include "model/measurement.h"

/* An Ethernet frame of 1500 bytes takes 1538 bytes of the line. */
#define MTU   1500
#define FRAME 1538

static const char *const directions[] = {"up", "down", NULL};
static const struct shape_field rate_item = {
	"", SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST};

static const char *const methods[] = {"iperf3", NULL};
static const char *const ends[] = {"sender", "receiver", NULL};

#define COUNT(name, help_)                                                                     \
	{                                                                                      \
		name, SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST, .help = help_        \
	}

const struct shape_field measurement_fields[] = {
	{"port", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "where it can be called"},
	COUNT("listening", "TCP ports, where nothing is measured"),
	COUNT("taken", "TCP ports that somebody else has"),
	{"error", SHAPE_STRING, .low = 1, .high = 512, .help = "why there is no result"},
	{"unbrought", SHAPE_BOOLEAN, .help = "no program can be brought to the host"},
	{"busy", SHAPE_BOOLEAN, .help = "somebody else measures there; later it can be done"},
	{"method", SHAPE_CHOICE, .choices = methods, .help = "none: banyun-measure"},
	{"end", SHAPE_CHOICE, .choices = ends, .help = "who tells it, of iperf3"},
	{"direction", SHAPE_CHOICE, .choices = directions, .help = "from the caller, or to it"},
	{"family", SHAPE_INTEGER, .low = 4, .high = 6},
	{"settled", SHAPE_BOOLEAN, .help = "whether its parts agreed"},
	{"limited", SHAPE_BOOLEAN, .help = "whether the path was the limit"},
	{"slow", SHAPE_BOOLEAN, .help = "the sender was too slow to tell others' traffic"},
	COUNT("spent_bytes", "at the IP layer, of a load that broke off"),
	COUNT("capacity", "bit/s at the IP layer"),
	COUNT("available", "bit/s that others left"),
	{"parts", SHAPE_LIST, .item = &rate_item, .low = 4, .high = 4,
		.help = "capacity by each quarter of the stretch"},
	COUNT("span_us", "the stretch that it rests on"),
	COUNT("packets", "that arrived in it"),
	COUNT("lost", "in it"),
	{"queue_us", SHAPE_LIST, .item = &rate_item, .low = 2, .high = 2,
		.help = "shortest and longest delay in it, beyond the way's own"},
	COUNT("arrived", "datagrams, all together"),
	COUNT("sent_bytes", "at the IP layer, as the sender says"),
	COUNT("sending_us", "as the sender says"),
	COUNT("took_us", "from the first arrival to the last"),
	COUNT("round_trip_us", "without load"),
	COUNT("jitter_us", "without load"),
	{"transfer", SHAPE_CHOICE, .choices = directions,
		.help = "one over TCP, and which way"},
	{"why", SHAPE_STRING, .low = 1, .high = 256, .help = "there was none"},
	COUNT("arrived_bytes", "of the transfer's payload"),
	COUNT("payload_bytes", "that were sent, again or not"),
	COUNT("again_bytes", "that were sent again"),
	COUNT("loaded_us", "mean round trip under the load of the transfer"),
	{"mtu", SHAPE_INTEGER, .low = 0, .high = 1000000, .help = "of the path, bytes"},
	{"payload", SHAPE_INTEGER, .low = 1, .high = 65535, .help = "bytes of a datagram"},
	{0},
};

int64_t measurement_ip_layer(int64_t line)
{
	return line / FRAME * MTU;
}

/* TCP's payload of a full packet, with its time stamps. */
static int64_t payload_of(int64_t mtu, int family)
{
	return mtu - 20 - 12 - (family == 6 ? 40 : 20);
}

int64_t measurement_time_ratio(struct json_object *transfer, int family, int64_t capacity)
{
	int64_t arrived = json_integer(transfer, "arrived_bytes", 0);
	int64_t took = json_integer(transfer, "took_us", 0);
	int64_t mtu = json_integer(transfer, "mtu", 0), ideal;

	if (arrived <= 0 || took <= 0 || mtu < 576 || capacity <= 0)
		return 0;
	ideal = capacity / mtu * payload_of(mtu, family); /* bit/s of payload */
	return took * (ideal / 8000) / arrived;
}

int64_t measurement_efficiency(struct json_object *transfer)
{
	int64_t sent = json_integer(transfer, "payload_bytes", 0);
	int64_t again = json_integer(transfer, "again_bytes", 0);

	return sent > 0 && again <= sent ? (sent - again) * 1000 / sent : 0;
}

const char *measurement_certainty(struct json_object *measurement)
{
	if (!json_boolean(measurement, "limited", false))
		return "at_least";
	return json_boolean(measurement, "settled", false) ? "settled" : "not_settled";
}
