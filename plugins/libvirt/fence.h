/*
 * The fence: a disk in the definition of a machine that has moved away. Its path is a
 * sentence, so that a start fails and says why. All else of the definition stays; taking the
 * disk out lifts it.
 */
#ifndef LIBVIRT_FENCE_H
#define LIBVIRT_FENCE_H

#include "order.h"
#include <libxml/tree.h>
#include <stdbool.h>

/* libvirt keeps aliases that begin so, and no device of its own has one. */
#define FENCE_ALIAS "ua-banyun-fence"

/*
 * The sentence of this order; the caller frees. It begins with a slash and names a file
 * nowhere.
 */
char *fence_sentence(const struct order *order);

/* Puts the disk in, first of all disks; a fence of an earlier attempt is replaced. */
void fence_put(xmlDocPtr domain, const struct order *order);
/* Takes any fence of banyun out. */
void fence_strip(xmlDocPtr domain);
/* True when the definition is fenced by this order's run and move. */
bool fence_stands(xmlDocPtr domain, const struct order *order);

#endif
