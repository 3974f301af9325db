/*
 * The boot id of a hypervisor's kernel, by which a reboot between two reads is known. libvirt
 * does not tell it, but reads any folder as a storage pool: for a moment there is a transient
 * pool over /proc/sys/kernel/random, whose volume boot_id is downloaded. Nothing of it stays
 * on the host.
 */
#ifndef LIBVIRT_BOOT_H
#define LIBVIRT_BOOT_H

#include <libvirt/libvirt.h>
#include <stdint.h>

/* The transient pool's name: no part of any inventory. */
#define BOOT_POOL "banyun-boot"

#define BOOT_ID_SIZE 36 /* bytes of a boot id: a uuid in text */

/* The first 52 bits of the digest of a boot id: the number that the plugin ssh tells too. */
uint64_t boot_number(const char *text);

/* That number of the host; 0 when it could not be read. */
uint64_t boot_read(virConnectPtr connection);

#endif
