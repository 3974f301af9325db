/*
 * The address of a hypervisor as libvirt takes it. People write
 * "qemu+libssh2://user@host/system"; the key and the known hosts are added here, as
 * descriptors, and can come from nowhere else.
 */
#ifndef LIBVIRT_URI_H
#define LIBVIRT_URI_H

#include <stdbool.h>

struct error;

/*
 * Checks that `uri` is qemu+libssh2 without password or parameters of authentication, or, when
 * `near` is true, one of this machine's own ("qemu:///system", "test:///default"), which needs
 * no descriptor; and makes the full one in `*full` (the caller frees) with the
 * descriptors `key` and `hosts`. ERROR_INPUT names `host` and what is wrong.
 */
int uri_build(char **full, const char *host, const char *uri, int key, int hosts, bool near,
	struct error *error);

#endif
