#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

#define ACCESS_TRUNCATE (1ULL << 14) /* from version 3 on */
#define SCOPE_SIGNAL    (1ULL << 1)  /* from version 6 on */

#define ACCESS_MAKE                                                                            \
	(LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |                          \
		LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                   \
		LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |                 \
		LANDLOCK_ACCESS_FS_MAKE_SYM)
#define ACCESS_CHANGE                                                                          \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |                       \
		LANDLOCK_ACCESS_FS_REMOVE_FILE | ACCESS_MAKE)

/* The newest form that is used; older kernels take the beginning of it. */
struct ruleset {
	uint64_t files;
	uint64_t network; /* from version 4 on */
	uint64_t scoped;  /* from version 6 on */
};

int landlock_version(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

static uint64_t changes(int version)
{
	uint64_t changes = ACCESS_CHANGE;

	if (version >= 2)
		changes |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		changes |= ACCESS_TRUNCATE;
	return changes;
}

static int create(int version)
{
	const struct ruleset ruleset = {
		.files = changes(version) | LANDLOCK_ACCESS_FS_EXECUTE,
		.scoped = version >= 6 ? SCOPE_SIGNAL : 0,
	};
	size_t size = version >= 6 ? sizeof(ruleset) : offsetof(struct ruleset, network);

	return (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
}

static int allow(int ruleset, const char *path, uint64_t access)
{
	AUTO_CLOSE int place = open(path, O_PATH | O_CLOEXEC);
	const struct landlock_path_beneath_attr rule = {
		.allowed_access = access, .parent_fd = place};

	if (place < 0)
		return -1;
	return (int)syscall(
		SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static int fail(struct error *error, const char *what)
{
	return error_set(error, ERROR_FAILED, what,
		"The plugin cannot be locked in, and does not run otherwise: %s: %s.", what,
		strerror(errno));
}

int landlock_lock(const char *const *writable, struct error *error)
{
	int version = landlock_version();
	AUTO_CLOSE int ruleset = create(version);

	if (ruleset < 0)
		return fail(error, "Landlock");
	if (allow(ruleset, "/dev/null", LANDLOCK_ACCESS_FS_WRITE_FILE) < 0)
		return fail(error, "/dev/null");
	for (; writable && *writable; writable++)
		if (allow(ruleset, *writable, changes(version)) < 0)
			return fail(error, *writable);
	return syscall(SYS_landlock_restrict_self, ruleset, 0) < 0 ? fail(error, "Landlock")
								   : 0;
}
