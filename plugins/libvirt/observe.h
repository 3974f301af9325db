/*
 * Reading the world: both sides at the same time, each on a thread of its own that may hang
 * without harm. What did not answer in time is POWER_UNREAD, never "off".
 */
#ifndef LIBVIRT_OBSERVE_H
#define LIBVIRT_OBSERVE_H

#include "mark.h"
#include "model/world.h"
#include <libvirt/libvirt.h>

/* Both sides, within `milliseconds`. Never fails: a side that failed is unread. */
void observe_world(struct world *world, int64_t milliseconds);

/*
 * One side alone, for what rests on that side only: the other is left POWER_UNREAD, and nobody
 * waits for it while a guest does.
 */
void observe_side(struct world *world, enum side side, int64_t milliseconds);

/* One side's power and reason from libvirt's numbers. */
void observe_power(struct side_view *view, int state, int reason, bool active);

/*
 * 1 and the mark when the domain has one, 0 when not, -1 with an error. A spoilt mark is
 * foreign.
 */
int observe_mark(struct mark_text *mark, virDomainPtr domain, struct error *error);

#endif
