/*
 * The frozen export: a backup job of libvirt in pull mode. It shows each disk as it was when
 * the job began, over NBD on a Unix socket of the target's host, while what the guest writes
 * later goes on; the old blocks are kept in the scratch volumes (volumes.h).
 */
#ifndef LIBVIRT_EXPORT_H
#define LIBVIRT_EXPORT_H

#include "order.h"
#include <libvirt/libvirt.h>
#include <stdbool.h>

struct error;

/* The socket of this machine's export; the caller frees. Made where QEMU may write. */
char *export_socket(const struct order *order);
/*
 * The job's description; the caller frees. It names scratch volumes that are there, so begin it
 * with VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL: libvirt, which would make them while the guest
 * waits, then neither makes nor deletes them.
 */
char *export_xml(const struct order *order);

/*
 * 1 when our export stands on the domain, 0 when none does, -1 with an error (another's backup
 * too).
 */
int export_stands(virDomainPtr domain, const struct order *order, struct error *error);

#endif
