/*
 * fetch-definitions: the least that anybody must do who reads a hypervisor's machines with
 * libvirt's own client: list them, ask once for all their numbers, fetch each definition with
 * several requests under way, and throw it away.
 *
 *	fetch-definitions URI
 *
 * Prints how many machines and bytes it was told. tests/bench/libvirt-inventory measures it
 * beside banyun.
 */
#include <libvirt/libvirt.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HANDS 4 /* as plugins/libvirt/gang.c has */

static virDomainPtr *domains;
static int count;
static atomic_int next;
static atomic_size_t bytes;

static void *fetch(void *unused)
{
	int at;

	(void)unused;
	while ((at = next++) < count) {
		char *text = virDomainGetXMLDesc(domains[at], 0);

		bytes += text ? strlen(text) : 0;
		free(text);
	}
	return NULL;
}

int main(int argument_count, char **arguments)
{
	virConnectPtr connection =
		virConnectOpen(argument_count == 2 ? arguments[1] : "no:///such");
	virDomainStatsRecordPtr *numbers = NULL;
	pthread_t hands[HANDS];

	if (!connection || (count = virConnectListAllDomains(connection, &domains, 0)) < 0 ||
		virConnectGetAllDomainStats(connection, 0, &numbers, 0) < 0)
		return EXIT_FAILURE;
	for (int i = 0; i < HANDS; i++)
		if (pthread_create(&hands[i], NULL, fetch, NULL) != 0)
			return EXIT_FAILURE;
	for (int i = 0; i < HANDS; i++)
		pthread_join(hands[i], NULL);
	virDomainStatsRecordListFree(numbers);
	printf("%d machines, %zu bytes\n", count, (size_t)bytes);
	return EXIT_SUCCESS;
}
