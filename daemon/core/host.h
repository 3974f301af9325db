/*
 * The register of hosts that banyun may log in to: where each is, whose it is, which credential
 * opens it and which host key was trusted by a person. From it a worker gets exactly what its
 * target needs.
 */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include "base/digest.h"
#include "base/shape.h"
#include <stdbool.h>

struct config;
struct context;
struct error;
struct store;
struct store_batch;
struct worker;
struct worker_secret;

/* The members of a host as people give it ("host add") and as the store keeps it. */
extern const struct shape_field host_add_fields[];

/*
 * The host of that name as JSON: {"name", "department", "side": "department" | "cloud" |
 * "machine", "address", "port", "user", "credential", "offered": {...}, "known_hosts"}, or
 * "uri" instead of what follows the side. New reference. ERROR_NOT_FOUND when there is none.
 */
int host_load(
	struct json_object **host, struct store *store, const char *name, struct error *error);

/* All hosts in order of name, as a JSON list. New reference. */
int host_list(struct json_object **hosts, struct store *store, struct error *error);

/*
 * ERROR_INPUT unless a host of that shape has either a login or the uri of a near hypervisor.
 */
int host_check(struct json_object *host, struct error *error);

/*
 * Writes its address in the one form that facts have, so that the two can be compared: RFC
 * 5952, and an IPv4 address as such.
 */
void host_tidy(struct json_object *host);

/* Whether it is a hypervisor of banyund's own machine: nobody logs in to it. */
bool host_is_near(struct json_object *host);

/* Puts the host into the batch, replacing what was there. */
void host_batch(struct store_batch *batch, struct json_object *host);
void host_batch_remove(struct store_batch *batch, const char *name);

/*
 * The host through which `host` is reached, as its "jump" says. New reference. Fails when there
 * is none of that name, or nobody logs in to it directly.
 */
int host_load_jump(struct json_object **jump, struct store *store, struct json_object *host,
	struct error *error);

/* True once a person has trusted its host key. */
bool host_trusted(struct json_object *host);

/*
 * "qemu+libssh2://USER@ADDRESS:PORT/system", bracketed for IPv6, or the uri that it was given.
 * The caller frees.
 */
char *host_uri(struct json_object *host);

/*
 * Who answers under this name: the digest over address, port, user and trusted host key. A plan
 * binds it, so that a host that is removed and added again under the same name is another one.
 */
void host_login(struct json_object *host, char digest[DIGEST_TEXT]);

/*
 * The settings that the ssh plugin is opened with, for a role ("source" or "step"). New
 * reference.
 */
struct json_object *host_ssh_settings(struct json_object *host, const char *role);

/* Those that the libvirt plugin is opened with, as a source. New reference. */
struct json_object *host_libvirt_settings(struct json_object *host);

/*
 * One party of a worker: a host and the prefix of its secrets' names ("", "source.",
 * "target.").
 */
struct host_party {
	struct json_object *host; /* borrowed */
	const char *prefix;
};

/*
 * Starts a worker of the plugin `plugin` with `settings` (borrowed) and the parties'
 * credentials ("PREFIXkey", "PREFIXknown_hosts"; none of a near one). Refused for a host that
 * is not trusted. Keys are read now, given on a descriptor and wiped. Where the settings' host
 * has a "jump", the worker gets the login of that host too ("jump.key", "jump.known_hosts").
 */
int host_start_worker(struct worker **worker, const struct context *context, const char *plugin,
	const char *name, struct json_object *settings, const struct host_party *parties,
	unsigned party_count, void (*ended)(void *argument, const char *why), void *argument,
	struct error *error);

/* A digest over all that host_start_worker() would start such a worker with. Errors are its. */
int host_worker_login(char digest[DIGEST_TEXT], const struct context *context,
	struct json_object *settings, const struct host_party *parties, unsigned party_count,
	struct error *error);

#endif
