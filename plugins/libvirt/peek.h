/*
 * A file of a hypervisor's own, read over libvirt alone: libvirt reads any folder as a storage
 * pool, so that for a moment there is a transient pool over the file's folder, from which the
 * file is downloaded. Nothing of it stays on the host.
 */
#ifndef LIBVIRT_PEEK_H
#define LIBVIRT_PEEK_H

#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stddef.h>

struct peek {
	const char *pool; /* the transient pool's name, one for each folder: see peek_owns() */
	const char *folder, *file;
};

/* Pools of a peek, by their names: no part of any inventory. */
#define PEEK_POOL(word) "banyun-peek-" word
bool peek_owns(const char *pool);

/*
 * Fills `text` with the end of the file, at most `size` - 1 bytes, and a NUL; of a file that
 * does not know its size, as those of /proc, with its beginning. False when it could not be
 * read.
 */
bool peek_read(virConnectPtr connection, const struct peek *what, char *text, size_t size);

#endif
