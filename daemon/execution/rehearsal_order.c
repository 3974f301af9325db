/* What may be asked of a rehearsal; banyund links no more of it. */
#include "base/json.h"
#include "execution/rehearsal.h"

static const struct shape_field name_item = {"", SHAPE_OWNER};

const struct shape_field rehearsal_fields[] = {
	{"waves", SHAPE_LIST, .item = &name_item, .low = 1, .high = 512,
		.help = "all when missing"},
	{"courses", SHAPE_INTEGER, .low = 1, .high = 10000, .help = "1000 when missing"},
	{"faults", SHAPE_INTEGER, .low = 0, .high = 8000,
		.help = "that strike a thousand moves; 20 when missing"},
	{"seed", SHAPE_INTEGER, .low = 0, .high = JSON_INTEGER_MOST, .help = "1 when missing"},
	{0},
};
