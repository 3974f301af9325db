#include "news.h"

#include "background.h"
#include "base/json.h"
#include "base/memory.h"
#include "handle.h"

#define MOST 10000 /* that wait to be told */

enum { LIFE, ADDED, REMOVED, NETWORK, EVENTS };

struct news {
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t heard;
	struct json_object *waiting; /* a list */
	bool much;                   /* more was heard than is kept */
	int callbacks[EVENTS];       /* of libvirt; -1: none */
};

struct news *news_new(void)
{
	struct news *news = mem_alloc(sizeof(*news));

	pthread_mutex_init(&news->lock, NULL);
	background_condition(&news->heard);
	news->waiting = json_object_new_array();
	return news;
}

static void hear(struct news *news, const char *kind, const char *id, const char *what)
{
	struct json_object *entry = json_set_string(json_object_new_object(), "kind", kind);

	json_set_string(entry, "id", id);
	json_set_string(entry, "what", what);
	pthread_mutex_lock(&news->lock);
	if (json_object_array_length(news->waiting) < MOST) {
		json_object_array_add(news->waiting, entry);
	} else {
		news->much = true;
		json_object_put(entry);
	}
	pthread_cond_broadcast(&news->heard);
	pthread_mutex_unlock(&news->lock);
}

static void hear_of(struct news *news, virDomainPtr domain, const char *what)
{
	char uuid[VIR_UUID_STRING_BUFLEN];

	if (virDomainGetUUIDString(domain, uuid) == 0)
		hear(news, "machine", uuid, what);
}

static const char *life_word(int event)
{
	static const char *const words[] = {
		[VIR_DOMAIN_EVENT_DEFINED] = "defined",
		[VIR_DOMAIN_EVENT_UNDEFINED] = "undefined",
		[VIR_DOMAIN_EVENT_STARTED] = "started",
		[VIR_DOMAIN_EVENT_SUSPENDED] = "suspended",
		[VIR_DOMAIN_EVENT_RESUMED] = "resumed",
		[VIR_DOMAIN_EVENT_STOPPED] = "stopped",
		[VIR_DOMAIN_EVENT_SHUTDOWN] = "stopped",
		[VIR_DOMAIN_EVENT_PMSUSPENDED] = "suspended",
		[VIR_DOMAIN_EVENT_CRASHED] = "stopped",
	};

	if (event < 0 || (size_t)event >= sizeof(words) / sizeof(words[0]) || !words[event])
		return "changed";
	return words[event];
}

static int on_life(
	virConnectPtr connection, virDomainPtr domain, int event, int detail, void *news)
{
	bool migrated = (event == VIR_DOMAIN_EVENT_STOPPED &&
				detail == VIR_DOMAIN_EVENT_STOPPED_MIGRATED) ||
			(event == VIR_DOMAIN_EVENT_STARTED &&
				detail == VIR_DOMAIN_EVENT_STARTED_MIGRATED);

	(void)connection;
	hear_of(news, domain, migrated ? "migrated" : life_word(event));
	return 0;
}

static void on_device_added(
	virConnectPtr connection, virDomainPtr domain, const char *alias, void *news)
{
	(void)connection;
	(void)alias;
	hear_of(news, domain, "device_added");
}

static void on_device_removed(
	virConnectPtr connection, virDomainPtr domain, const char *alias, void *news)
{
	(void)connection;
	(void)alias;
	hear_of(news, domain, "device_removed");
}

static void on_network(
	virConnectPtr connection, virNetworkPtr network, int event, int detail, void *news)
{
	static const char *const words[] = {
		[VIR_NETWORK_EVENT_DEFINED] = "defined",
		[VIR_NETWORK_EVENT_UNDEFINED] = "undefined",
		[VIR_NETWORK_EVENT_STARTED] = "started",
		[VIR_NETWORK_EVENT_STOPPED] = "stopped",
	};
	bool known = event >= 0 && (size_t)event < sizeof(words) / sizeof(words[0]);

	(void)connection;
	(void)detail;
	hear(news, "network", virNetworkGetName(network), known ? words[event] : "changed");
}

static void forget(struct news *news)
{
	pthread_mutex_lock(&news->lock);
	json_object_put(news->waiting);
	news->waiting = json_object_new_array();
	news->much = false;
	pthread_mutex_unlock(&news->lock);
}

/* A driver without events of networks or devices still tells of machines. */
int news_hear(struct news *news, virConnectPtr connection, struct error *error)
{
	int *callbacks = news->callbacks;

	forget(news);
	callbacks[LIFE] = virConnectDomainEventRegisterAny(connection, NULL,
		VIR_DOMAIN_EVENT_ID_LIFECYCLE, VIR_DOMAIN_EVENT_CALLBACK(on_life), news, NULL);
	if (callbacks[LIFE] < 0)
		return handle_failed(error, NULL, "asking to be told what happens");
	callbacks[ADDED] = virConnectDomainEventRegisterAny(connection, NULL,
		VIR_DOMAIN_EVENT_ID_DEVICE_ADDED, VIR_DOMAIN_EVENT_CALLBACK(on_device_added),
		news, NULL);
	callbacks[REMOVED] = virConnectDomainEventRegisterAny(connection, NULL,
		VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED,
		VIR_DOMAIN_EVENT_CALLBACK(on_device_removed), news, NULL);
	callbacks[NETWORK] = virConnectNetworkEventRegisterAny(connection, NULL,
		VIR_NETWORK_EVENT_ID_LIFECYCLE, VIR_NETWORK_EVENT_CALLBACK(on_network), news,
		NULL);
	return 0;
}

void news_stop(struct news *news, virConnectPtr connection)
{
	for (int i = 0; i < NETWORK; i++)
		if (news->callbacks[i] >= 0)
			virConnectDomainEventDeregisterAny(connection, news->callbacks[i]);
	if (news->callbacks[NETWORK] >= 0)
		virConnectNetworkEventDeregisterAny(connection, news->callbacks[NETWORK]);
}

/* With the lock held. */
static struct json_object *take(struct news *news)
{
	struct json_object *entry = NULL;

	if (json_object_array_length(news->waiting) > 0) {
		entry = json_object_get(json_object_array_get_idx(news->waiting, 0));
		json_object_array_del_idx(news->waiting, 0, 1);
	} else if (news->much) {
		news->much = false;
		entry = json_set_string(json_object_new_object(), "kind", "host");
		json_set_string(entry, "what", "much");
	}
	return entry;
}

struct json_object *news_wait(struct news *news, int64_t milliseconds)
{
	struct timespec until = background_until(milliseconds);
	struct json_object *entry;

	pthread_mutex_lock(&news->lock);
	while (!(entry = take(news)) && background_wait(&news->heard, &news->lock, &until))
		;
	pthread_mutex_unlock(&news->lock);
	return entry;
}
