/*
 * The zip file around a workbook's parts, taken as hostile: no name twice, nothing encrypted,
 * and no part that grows beyond reason when it is unpacked.
 */
#ifndef INVENTORY_SHEET_XLSX_PACKAGE_H
#define INVENTORY_SHEET_XLSX_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zip.h>

struct error;
struct package_entry;

struct package {
	const char *file; /* what errors call it */
	zip_t *zip;
	struct package_entry *entries; /* by name */
	size_t count;
	uint64_t left; /* bytes that may still be unpacked */
	struct error *error;
};

/* Opens the zip file that `data` is; it must live as long as the package. */
int package_open(struct package *package, const char *file, const char *data, size_t size,
	struct error *error);
void package_close(struct package *package); /* zero-initialised is allowed */
#define AUTO_PACKAGE __attribute__((cleanup(package_close)))

/* Whether there is a part of that name; the case of letters does not count. */
bool package_has(const struct package *package, const char *name);

/*
 * Unpacks a part, piece by piece, into `take`, which stops it by a return of -1 and has set the
 * error then.
 */
int package_unpack(struct package *package, const char *name,
	int (*take)(void *context, const char *data, size_t size), void *context);

/* ERROR_INPUT about the file. Returns -1. */
int package_fail(const struct package *package, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* For "%.*s": a name from the file, no longer than fits a sentence. */
#define PACKAGE_SHORT(name) (int)text_fit(name, 100), name

#endif
