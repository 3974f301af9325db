#include "audit/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

static bool has_content(const char *path, const void *data, size_t size)
{
	AUTO_TEXT struct text there = {0};

	return text_read_file(&there, path, size, NULL) == 0 && there.size == size &&
	       (size == 0 || memcmp(there.data, data, size) == 0);
}

/* Syncs the folder that holds the last name of `path`. */
static int sync_above(const char *path)
{
	const char *slash = strrchr(path, '/');
	AUTO_FREE char *above =
		slash ? mem_bytes(path, (size_t)(slash + 1 - path)) : mem_string(".");
	AUTO_CLOSE int descriptor = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return descriptor < 0 ? -1 : fsync(descriptor);
}

/* Makes each folder on the way to `path`. */
static int make_folders(char *path, struct error *error)
{
	for (char *slash = path + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		int made = mkdir(path, 0755);
		int result = made < 0 && errno != EEXIST ? -1
			     : made == 0                 ? sync_above(path)
							 : 0;
		if (result < 0)
			return error_set(error, ERROR_FAILED, path,
				"The folder cannot be made: %s.", strerror(errno));
		*slash = '/';
	}
	return 0;
}

static int write_whole(int descriptor, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t written = write(descriptor, data, size);
		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0) {
			data += written;
			size -= (size_t)written;
		}
	}
	return fsync(descriptor);
}

/* A draft that a crash left behind lies beside the log, and the next one takes its place. */
static int write_file(const char *folder, const char *path, const void *data, size_t size)
{
	AUTO_FREE char *draft = mem_format("%s/draft", folder);
	AUTO_CLOSE int descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (descriptor >= 0 && write_whole(descriptor, data, size) == 0 &&
		rename(draft, path) == 0 && sync_above(path) == 0)
		return 0;
	int reason = errno;
	unlink(draft);
	errno = reason;
	return -1;
}

static bool is_full_tile(const char *path)
{
	return text_starts(path, "tile/") && !strstr(path, ".p/");
}

static void drop_partial(const char *path)
{
	AUTO_FREE char *folder = mem_format("%s.p", path);
	DIR *list = opendir(folder);
	const struct dirent *entry;

	if (!list)
		return;
	while ((entry = readdir(list))) {
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(list), entry->d_name, 0);
	}
	closedir(list);
	rmdir(folder);
}

int folder_put(const char *folder, const char *path, const void *data, size_t size,
	struct error *error)
{
	AUTO_FREE char *whole = mem_format("%s/%s", folder, path);

	if (!has_content(whole, data, size)) {
		if (make_folders(whole, error) < 0)
			return -1;
		if (write_file(folder, whole, data, size) < 0)
			return error_set(error, ERROR_FAILED, whole,
				"The file cannot be written: %s.", strerror(errno));
	}
	if (is_full_tile(path))
		drop_partial(whole);
	return 0;
}

int folder_get(const char *folder, const char *path, size_t limit, struct text *out,
	struct error *error)
{
	AUTO_FREE char *whole = mem_format("%s/%s", folder, path);
	struct stat facts;

	/* Whoever reads a pipe waits for its writer. */
	if (stat(whole, &facts) == 0 && !S_ISREG(facts.st_mode))
		return error_set(error, ERROR_INPUT, path, "This is no plain file.");
	if (text_read_file(out, whole, limit, error) == 0)
		return 0;
	if (error)
		snprintf(error->object, sizeof(error->object), "%s", path);
	return -1;
}

static int put(
	void *folder, const char *path, const void *data, size_t size, struct error *error)
{
	return folder_put(folder, path, data, size, error);
}

struct tiles_sink folder_sink(const char *folder)
{
	return (struct tiles_sink){.put = put, .argument = (void *)folder};
}

static int get(
	void *folder, const char *path, size_t limit, struct text *out, struct error *error)
{
	return folder_get(folder, path, limit, out, error);
}

static int list_below(const char *folder, const char *path, tiles_path *each, void *argument,
	struct error *error);

static int list_entry(const char *folder, const char *path, unsigned char type,
	tiles_path *each, void *argument, struct error *error)
{
	return type == DT_DIR ? list_below(folder, path, each, argument, error)
			      : each(argument, path, error);
}

/* A folder that is not there is an empty one: what is missing is found by its reader. */
static int list_below(const char *folder, const char *path, tiles_path *each, void *argument,
	struct error *error)
{
	AUTO_FREE char *whole = mem_format("%s/%s", folder, path);
	DIR *list = opendir(whole);
	const struct dirent *entry;
	int result = 0;

	if (!list && errno == ENOENT)
		return 0;
	if (!list)
		return error_set(error, ERROR_FAILED, whole, "The folder cannot be listed: %s.",
			strerror(errno));
	while (result == 0 && (entry = readdir(list))) {
		AUTO_FREE char *inner = mem_format("%s/%s", path, entry->d_name);
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			result =
				list_entry(folder, inner, entry->d_type, each, argument, error);
	}
	closedir(list);
	return result;
}

static int list(void *folder, tiles_path *each, void *argument, struct error *error)
{
	return list_below(folder, "tile", each, argument, error);
}

struct tiles_source folder_source(const char *folder)
{
	return (struct tiles_source){.get = get, .list = list, .argument = (void *)folder};
}

/* --- a copy that is made beside its place --- */

struct moving {
	const char *from, *to;
};

static int move_file(void *argument, const char *path, struct error *error)
{
	const struct moving *moving = argument;
	AUTO_FREE char *from = mem_format("%s/%s", moving->from, path);
	AUTO_FREE char *to = mem_format("%s/%s", moving->to, path);

	if (make_folders(to, error) < 0)
		return -1;
	if (rename(from, to) < 0 || sync_above(to) < 0)
		return error_set(error, ERROR_FAILED, to, "The file cannot be written: %s.",
			strerror(errno));
	if (is_full_tile(path))
		drop_partial(to);
	return 0;
}

/* The checkpoint comes last: until then the copy is that of the one before. */
int folder_move(const char *from, const char *to, struct error *error)
{
	struct moving moving = {from, to};

	if (access(to, F_OK) < 0 && rename(from, to) == 0)
		return 0;
	if (list_below(from, "tile", move_file, &moving, error) < 0 ||
		move_file(&moving, FOLDER_KEY, error) < 0 ||
		move_file(&moving, FOLDER_CHECKPOINT, error) < 0)
		return -1;
	folder_delete(from);
	return 0;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
	(void)facts;
	(void)kind;
	(void)place;
	return remove(path);
}

void folder_delete(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
