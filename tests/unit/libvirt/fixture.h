/*
 * What the unit tests of plugins/libvirt share: the order of
 * tests/golden/libvirt/settings.json, and the comparison with a golden file. With REGENERATE=1
 * in the environment the golden files are written anew: read the difference with care before
 * it is committed.
 */
#ifndef LIBVIRT_FIXTURE_H
#define LIBVIRT_FIXTURE_H

#include "../../../plugins/libvirt/order.h"

char *fixture_read(const char *name); /* of tests/golden/libvirt; the caller frees */
void fixture_golden(const char *name, const char *text);
struct order fixture_order(void); /* order_clear() it */
/* The text with the first `from` in it replaced; the caller frees. The text must hold it. */
char *fixture_replace(const char *text, const char *from, const char *to);

#endif
