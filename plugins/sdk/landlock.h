/*
 * Landlock: what the process may do to files from now on. Called by its numbers, because Debian
 * 12 has no wrapper for it and its headers are older than the kernels it may run on.
 */
#ifndef SDK_LANDLOCK_H
#define SDK_LANDLOCK_H

struct error;

/* The version of Landlock in the kernel; 0 when there is none. */
int landlock_version(void);

/*
 * From now on this thread, and those it starts, change files only beneath the folders of
 * `writable` (NULL-terminated, or NULL) and may write to /dev/null; with version 6 they signal
 * nobody else. Reading is not touched. no_new_privs must be set. Returns 0, or -1 with the
 * folder named.
 */
int landlock_lock(const char *const *writable, struct error *error);

#endif
