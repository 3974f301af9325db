/* What a rule of readiness says of the fictional city when something in it is otherwise. */
#ifndef STAGES_EXAMPLES_H
#define STAGES_EXAMPLES_H

#include "tiny.h"

struct example {
	const char *rule, *verdict, *words; /* the last are in the evidence */
	struct change change[8];
};

/* Ended by one without a rule. */
extern const struct example examples6[], examples_fit[];

#endif
