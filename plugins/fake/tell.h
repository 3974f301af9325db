/*
 * What a thing of the world tells of itself at a moment, as items of model/object.h: of a
 * server what a login gives, of a hypervisor what libvirt adds to that, of a virtual machine
 * what its hypervisor says and, where one can log in to it, what its inside does.
 */
#ifndef FAKE_TELL_H
#define FAKE_TELL_H

#include <stdint.h>

struct error;
struct json_object;

struct tell_listener {
	int (*emit)(void *argument, struct json_object *owned, struct error *error);
	void *argument;
};

/* Whose answer a thing is part of: the server's own name or the hypervisor's. Borrowed. */
const char *tell_host(struct json_object *thing);

/*
 * Emits the items of the thing, none when it is not there or does not answer. `moment` is in
 * seconds since 1970; the same moment gives the same items.
 */
int tell(struct json_object *thing, int64_t moment, const struct tell_listener *listener,
	struct error *error);

#endif
