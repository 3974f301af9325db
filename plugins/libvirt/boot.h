/*
 * The boot id of a hypervisor's kernel, by which a reboot between two reads is known. libvirt
 * does not tell it; peek.h reads it.
 */
#ifndef LIBVIRT_BOOT_H
#define LIBVIRT_BOOT_H

#include <libvirt/libvirt.h>
#include <stdint.h>

/*
 * The boot id's digest_number(), which the plugin ssh tells too; 0 when it could not be read.
 */
uint64_t boot_read(virConnectPtr connection);

#endif
