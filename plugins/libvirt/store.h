/*
 * The storage pool of the target and what may be done with one volume of it, by name.
 */
#ifndef LIBVIRT_STORE_H
#define LIBVIRT_STORE_H

#include "order.h"
#include <libvirt/libvirt.h>
#include <stdint.h>

struct error;

/* The pool of the plan; NULL with an error. The caller frees. */
virStoragePoolPtr store_open(
	virConnectPtr target, const struct order *order, struct error *error);

/* 1 when there is a volume of that name, 0 when not, -1 when libvirt failed. */
int store_has(virStoragePoolPtr pool, const char *name);

/* A thin volume of `capacity` bytes. -1 when libvirt failed, with libvirt's own error only. */
int store_create(
	virStoragePoolPtr pool, const char *name, const char *format, uint64_t capacity);

/* Nothing is left of that name; none is no error. */
int store_delete(virStoragePoolPtr pool, const char *name, struct error *error);

#endif
