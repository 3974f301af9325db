/*
 * In which storage pool each image lies: of a whole host by one call a pool, or asked of
 * libvirt path by path. Each way gives the same answer.
 */
#ifndef LIBVIRT_SHELF_H
#define LIBVIRT_SHELF_H

#include <libvirt/libvirt.h>

struct shelf;

struct shelf *shelf_new(void);
void shelf_free(struct shelf *shelf); /* NULL is allowed */

/*
 * Puts the volumes of a pool on the shelf. Of a pool whose volumes it cannot name by itself it
 * remembers that, and libvirt is asked for what the shelf does not have.
 */
void shelf_add(struct shelf *shelf, virStoragePoolPtr pool);

/*
 * Remembers only the pool's folder: of an image in there the pool is asked, and libvirt by its
 * path where the folder is not known. For a few images of a large pool.
 */
void shelf_note(struct shelf *shelf, virStoragePoolPtr pool);

/*
 * The name of the pool that holds the image of that path, of a domain, NULL when none does; the
 * caller frees. Without a shelf (NULL) libvirt is asked. Any number of threads may ask at once.
 */
char *shelf_find(const struct shelf *shelf, virDomainPtr domain, const char *path);

#endif
