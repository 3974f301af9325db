/*
 * What happens on a hypervisor, as libvirt tells it: machines that start, stop, come and go,
 * devices that are added and removed, networks that start and stop. It needs libvirt's event
 * loop (connection.h), whose thread hears it; another waits for it.
 */
#ifndef LIBVIRT_NEWS_H
#define LIBVIRT_NEWS_H

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_object;
struct news;

struct news *news_new(void); /* lives until the process ends */

/* Hears of that connection from now on; what was heard before and not waited for is dropped. */
int news_hear(struct news *news, virConnectPtr connection, struct error *error);
void news_stop(struct news *news, virConnectPtr connection);

/*
 * The oldest that was not told yet: {"kind": "machine" | "network", "id", "what"}, new
 * reference; NULL when there was none within `milliseconds`. More than can be kept is told as
 * one of kind "host", what "much".
 */
struct json_object *news_wait(struct news *news, int64_t milliseconds);

#endif
