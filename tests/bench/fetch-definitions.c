/*
 * fetch-definitions: the least that anybody must do who reads a hypervisor's machines with
 * libvirt's own client: list them, ask for the state and the disks of many at once, fetch each
 * definition with several requests under way, and throw it away.
 *
 *	fetch-definitions URI CONNECTIONS HANDS
 *
 * Each of the connections (at most 8) has so many hands (at most 8), which share the machines
 * among them, some at a time. Prints how many machines and bytes it was told.
 * tests/bench/libvirt-inventory measures it beside banyun.
 */
#include <libvirt/libvirt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST    8
#define AT_ONCE 50 /* as plugins/libvirt/collect.c has */

struct line {
	virConnectPtr connection;
	virDomainPtr *domains;
	int count;
};

static struct line lines[MOST];
static atomic_int next;
static atomic_size_t bytes;
static atomic_bool failed;

static void fetch_some(const struct line *line, int from)
{
	int count = line->count - from < AT_ONCE ? line->count - from : AT_ONCE;
	virDomainPtr few[AT_ONCE + 1] = {0};
	virDomainStatsRecordPtr *numbers = NULL;

	memcpy(few, line->domains + from, (size_t)count * sizeof(few[0]));
	if (virDomainListGetStats(few, VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_BLOCK,
		    &numbers, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT) != count)
		failed = true;
	virDomainStatsRecordListFree(numbers);
	for (int i = 0; i < count; i++) {
		char *text = virDomainGetXMLDesc(few[i], 0);

		failed = failed || !text;
		bytes += text ? strlen(text) : 0;
		free(text);
	}
}

static void *fetch(void *argument)
{
	const struct line *line = argument;
	int from;

	while ((from = atomic_fetch_add(&next, AT_ONCE)) < line->count)
		fetch_some(line, from);
	return NULL;
}

/* The lists are in one order: libvirtd's own of its machines. */
static int open_line(struct line *line, const char *uri)
{
	line->connection = virConnectOpen(uri);
	if (!line->connection)
		return -1;
	line->count = virConnectListAllDomains(line->connection, &line->domains, 0);
	return line->count;
}

static int number(const char *text)
{
	int value = atoi(text);

	return value < 1 ? 1 : value > MOST ? MOST : value;
}

int main(int count, char **arguments)
{
	int connections = count == 4 ? number(arguments[2]) : 0, hands = 0;
	pthread_t threads[MOST * MOST];

	for (int i = 0; i < connections; i++)
		if (open_line(&lines[i], arguments[1]) != lines[0].count || lines[0].count < 0)
			return EXIT_FAILURE;
	for (int i = 0; i < connections * (count == 4 ? number(arguments[3]) : 0); i++)
		if (pthread_create(&threads[hands++], NULL, fetch, &lines[i % connections]) !=
			0)
			return EXIT_FAILURE;
	while (hands > 0)
		pthread_join(threads[--hands], NULL);
	printf("%d machines, %zu bytes\n", lines[0].count, (size_t)bytes);
	return failed || connections == 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
