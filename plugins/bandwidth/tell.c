#include "bandwidth/tell.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PRINTABLE " ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;-_/()'"

int refuse(const char *sentence, const char *what)
{
	if (strpbrk(what, "\"\\") || strspn(what, PRINTABLE) < strlen(what))
		what = "";
	printf("{\"error\": \"%s%s%s\"}\n", sentence, what[0] ? ": " : "", what);
	fflush(stdout);
	return 1;
}

int refuse_busy(void)
{
	puts("{\"error\": \"another measurement is under way on this host\", \"busy\": true}");
	fflush(stdout);
	return 1;
}

void tell_load(
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

void tell_no_transfer(enum wire_direction direction, const struct transfer *transfer)
{
	const char *why = strerror(errno);

	printf("{\"transfer\": \"%s\", \"payload_bytes\": %llu, \"why\": \"%s\"}\n",
		word_of(direction), (unsigned long long)transfer->sent, why);
	fflush(stdout);
}

void tell_transfer(enum wire_direction direction, const struct transfer *transfer)
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

void tell_spent(uint64_t bytes)
{
	printf("{\"spent_bytes\": %llu}\n", (unsigned long long)bytes);
	fflush(stdout);
}

int refuse_load(const struct end *end, const char *whose, const struct outcome *outcome)
{
	const char *why = strerror(errno);
	char sentence[64];

	snprintf(sentence, sizeof(sentence),
		outcome->arrived ? "the load from %s broke off" : "no load came from %s",
		whose);
	if (outcome->arrived)
		tell_spent(outcome->arrived * end->packet);
	return refuse(sentence, why);
}

void tell_port(const struct end *end)
{
	printf("{\"port\": %d}\n",
		ntohs(((const struct sockaddr_in *)(const void *)&end->local)->sin_port));
	fflush(stdout);
}
