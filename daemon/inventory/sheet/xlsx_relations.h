/*
 * The relations of a part of a workbook: an identifier, what the other part is, and its name.
 */
#ifndef INVENTORY_SHEET_XLSX_RELATIONS_H
#define INVENTORY_SHEET_XLSX_RELATIONS_H

#include <stddef.h>

struct package;

enum relation_kind {
	RELATION_OTHER, /* never followed */
	RELATION_WORKBOOK,
	RELATION_SHEET,
	RELATION_STRINGS,
	RELATION_STYLES,
};

struct relation {
	char *id;
	enum relation_kind kind;
	char *target; /* the name of the other part; NULL for RELATION_OTHER */
};

struct relations {
	struct relation *list; /* by identifier */
	size_t count;
};

/*
 * Reads the relations of `part`, or of the whole file for "". Fails when a part that would be
 * followed lies outside of the file.
 */
int relations_read(struct relations *relations, struct package *package, const char *part);
void relations_clear(struct relations *relations);
#define AUTO_RELATIONS __attribute__((cleanup(relations_clear)))

/* NULL when there is none. */
const struct relation *relations_find(const struct relations *relations, const char *id);

/* The name of the part of that kind, NULL when there is none. */
const char *relations_target(const struct relations *relations, enum relation_kind kind);

#endif
