/*
 * The target's volumes of a move, and how it is known whose they are. libvirt cannot mark or
 * rename a volume, so the move has a companion beside them in the pool: an empty volume whose
 * name says all.
 *
 *	banyun.RUN.MOVE.partial    made after it was seen that no volume of the order's names
 *	                           is there, and before the first is made: they are ours, and
 *	                           not known to be whole
 *	banyun.RUN.MOVE.complete   made when the machine has arrived: they hold all of the
 *	                           guest's data
 *
 * Each volume has an empty scratch volume beside it, its name and VOLUMES_SCRATCH: there the
 * frozen export (export.h) keeps what the guest overwrites. It is made with the volume and not
 * at the freeze, when the guest waits. As long as the volumes are partial no export has ever
 * used it; once they are complete one may have, and it is renewed before the next.
 *
 * `complete` wins over `partial`. Without a `partial` companion of this run and move nothing
 * is ever deleted. When a move has ended well the companions go, and the mark on the domain
 * remains.
 */
#ifndef LIBVIRT_VOLUMES_H
#define LIBVIRT_VOLUMES_H

#include "model/world.h"
#include "order.h"
#include <libvirt/libvirt.h>
#include <stdbool.h>

struct error;

#define VOLUMES_SCRATCH ".banyun-scratch"

/*
 * What the companions say. VOLUMES_NONE too when a volume of that name is there without
 * companion. Returns -1 with an error when the pool cannot be read.
 */
int volumes_read(enum volumes *state, virConnectPtr target, const struct order *order,
	struct error *error);

/*
 * Makes what is not there yet: the companion, then thin volumes of the exact capacity and their
 * scratch volumes, read back. ERROR_REFUSED when a volume of that name is not ours or is of
 * another size, or when the pool is not where the plan says.
 */
int volumes_make(virConnectPtr target, const struct order *order, struct error *error);

/* Marks all complete. They must be there. */
int volumes_complete(virConnectPtr target, const struct order *order, struct error *error);

/* Puts empty scratch volumes in place of those that an export has used, or that are missing. */
int volumes_renew_scratch(virConnectPtr target, const struct order *order, struct error *error);

/*
 * Deletes the volumes that are partial and their scratch volumes, then their companions.
 * ERROR_REFUSED when one is complete.
 */
int volumes_delete(virConnectPtr target, const struct order *order, struct error *error);

/* Takes the scratch volumes and the companions away, after a move that ended well. */
int volumes_release(virConnectPtr target, const struct order *order, struct error *error);

#endif
