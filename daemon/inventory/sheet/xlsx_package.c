#include "inventory/sheet/xlsx_package.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

#define UNPACKED   (256 * 1024 * 1024) /* the most of all parts together, bytes */
#define RATIO      200                 /* the most that a part may grow to */
#define RATIO_FROM (4 * 1024 * 1024)   /* from here on; small parts may repeat themselves */

struct package_entry {
	const char *name;
	zip_uint64_t index;
};

int package_fail(const struct package *package, const char *format, ...)
{
	char sentence[sizeof(package->error->text)];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(sentence, sizeof(sentence), format, arguments);
	va_end(arguments);
	return error_set(package->error, ERROR_INPUT, package->file, "%s", sentence);
}

static int fail_damaged(const struct package *package, zip_error_t *reason)
{
	int result = package_fail(package,
		"The file is a damaged .xlsx (%s): send it again, or save it again.",
		zip_error_strerror(reason));

	zip_error_fini(reason);
	return result;
}

static int open_zip(struct package *package, const char *data, size_t size)
{
	zip_error_t reason;

	zip_error_init(&reason);
	zip_source_t *source = zip_source_buffer_create(data, size, 0, &reason);
	if (!source)
		return fail_damaged(package, &reason);
	package->zip = zip_open_from_source(source, ZIP_RDONLY, &reason);
	if (package->zip)
		return 0;
	zip_source_free(source);
	return fail_damaged(package, &reason);
}

static int compare(const void *left, const void *right)
{
	const struct package_entry *one = left, *other = right;

	return strcasecmp(one->name, other->name);
}

static int list_entries(struct package *package)
{
	zip_int64_t count = zip_get_num_entries(package->zip, 0);

	package->entries = mem_array((size_t)count, sizeof(*package->entries));
	for (; package->count < (size_t)count; package->count++) {
		struct package_entry *entry = &package->entries[package->count];
		entry->index = package->count;
		entry->name = zip_get_name(package->zip, entry->index, 0);
		if (!entry->name)
			return package_fail(package,
				"The file is a damaged .xlsx with a part that has no name: "
				"save it again.");
	}
	qsort(package->entries, package->count, sizeof(*package->entries), compare);
	return 0;
}

static int refuse_twins(const struct package *package)
{
	for (size_t i = 1; i < package->count; i++) {
		const char *name = package->entries[i].name;
		if (strcasecmp(package->entries[i - 1].name, name) == 0)
			return package_fail(package,
				"The part %.*s is in the file twice, and only one can be "
				"meant: save it again from a spreadsheet program.",
				PACKAGE_SHORT(name));
	}
	return 0;
}

int package_open(struct package *package, const char *file, const char *data, size_t size,
	struct error *error)
{
	*package = (struct package){.file = file, .left = UNPACKED, .error = error};
	if (open_zip(package, data, size) < 0 || list_entries(package) < 0 ||
		refuse_twins(package) < 0)
		return -1;
	return 0;
}

void package_close(struct package *package)
{
	if (package->zip)
		zip_discard(package->zip);
	free(package->entries);
	*package = (struct package){0};
}

static const struct package_entry *find(const struct package *package, const char *name)
{
	const struct package_entry wanted = {.name = name};

	return bsearch(
		&wanted, package->entries, package->count, sizeof(*package->entries), compare);
}

bool package_has(const struct package *package, const char *name)
{
	return find(package, name) != NULL;
}

/* What zip says about a part before it is unpacked. */
static int look_up(const struct package *package, const char *name, zip_stat_t *about)
{
	const struct package_entry *entry = find(package, name);

	if (!entry || zip_stat_index(package->zip, entry->index, 0, about) < 0)
		return package_fail(package,
			"The part %.*s is missing in the file: save it again from a "
			"spreadsheet program.",
			PACKAGE_SHORT(name));
	if (about->encryption_method != ZIP_EM_NONE)
		return package_fail(package,
			"The part %.*s is encrypted: save the workbook without a password.",
			PACKAGE_SHORT(name));
	return 0;
}

/* Counts a piece of a part of which `unpacked` bytes came, this piece included. */
static int count_piece(
	struct package *package, const zip_stat_t *about, uint64_t piece, uint64_t unpacked)
{
	if (piece > package->left)
		return package_fail(package,
			"The workbook has more than %d bytes when it is unpacked: split it "
			"into smaller ones.",
			UNPACKED);
	package->left -= piece;
	if (unpacked > RATIO_FROM && unpacked / RATIO > about->comp_size)
		return package_fail(package,
			"The part %.*s grows more than %d times when it is unpacked, as none "
			"of a real workbook does: save it again from a spreadsheet program.",
			PACKAGE_SHORT(about->name), RATIO);
	return 0;
}

static int unpack(struct package *package, zip_file_t *part, const zip_stat_t *about,
	int (*take)(void *context, const char *data, size_t size), void *context)
{
	char chunk[32 * 1024];
	uint64_t unpacked = 0;
	zip_int64_t got;

	while ((got = zip_fread(part, chunk, sizeof(chunk))) > 0) {
		unpacked += (uint64_t)got;
		if (count_piece(package, about, (uint64_t)got, unpacked) < 0 ||
			take(context, chunk, (size_t)got) < 0)
			return -1;
	}
	if (got == 0)
		return 0;
	return package_fail(package,
		"The part %.*s is damaged (%s): send the file again, or save it again.",
		PACKAGE_SHORT(about->name), zip_file_strerror(part));
}

int package_unpack(struct package *package, const char *name,
	int (*take)(void *context, const char *data, size_t size), void *context)
{
	zip_stat_t about;

	if (look_up(package, name, &about) < 0)
		return -1;
	zip_file_t *part = zip_fopen_index(package->zip, about.index, 0);
	if (!part)
		return package_fail(package,
			"The part %.*s cannot be unpacked (%s): save the file again from a "
			"spreadsheet program.",
			PACKAGE_SHORT(name), zip_strerror(package->zip));
	int result = unpack(package, part, &about, take, context);
	zip_fclose(part);
	return result;
}
