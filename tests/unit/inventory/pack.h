/*
 * Zip files made in memory, for what reads them.
 */
#ifndef INVENTORY_PACK_H
#define INVENTORY_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct pack_part {
	const char *name;
	const char *data;
	size_t size; /* 0 is that of the string */
	bool locked; /* with a password */
};

/*
 * Appends the zip file of the parts up to one without a name; a name that is there is left out.
 */
void pack(struct text *out, const struct pack_part *parts);

#endif
