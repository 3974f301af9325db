/*
 * Logins that stay: a worker of the plugin ssh that visited a host is not ended after its
 * answer but kept, logged in, for the next visit. How long it waits for that is the
 * configuration's inventory.login_minutes; only so many wait at once. One is ended when its
 * time is over, and within a quarter of a minute after the register no longer says of the host
 * what it said at the login: address, user, credential, trusted key or the way there. What is
 * no longer so is found before each visit too: no visit goes where the register does not lead.
 */
#ifndef CORE_HOST_KEEP_H
#define CORE_HOST_KEEP_H

#include <stdbool.h>

struct context;
struct error;
struct host_keep;
struct json_object;
struct kept;
struct worker;

/* The context outlives it. NULL when the configuration wants no login to stay. */
struct host_keep *host_keep_new(const struct context *context);
/* Ends them all; what they tell afterwards is lost. NULL is allowed. */
void host_keep_free(struct host_keep *keep);

/*
 * As host_start_worker() for the source ssh of that host, but the worker may be one that
 * stayed. `*kept` is the caller's until `ended` was called or it stays.
 */
int host_keep_begin(struct kept **kept, struct host_keep *keep, struct json_object *host,
	void (*ended)(void *argument, const char *why), void *argument, struct error *error);

/* Borrowed; it lives as long as `kept` is the caller's. */
struct worker *kept_worker(const struct kept *kept);

/*
 * After its answer: lets it stay. False when too many do already; then it is still the
 * caller's, who ends the worker.
 */
bool kept_stay(struct kept *kept);

#endif
