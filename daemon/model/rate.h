/*
 * The on-cloud rate. No document says what it counts, and the same data give very different
 * rates, so each formula has a name, the profile says which is meant, and all are told.
 */
#ifndef MODEL_RATE_H
#define MODEL_RATE_H

#include "model/disposition.h"
#include <stdint.h>

enum rate_formula {
	RATE_SYSTEMS,  /* systems all of whose machines run on the cloud, of all */
	RATE_MACHINES, /* machines of systems that run there, of all */
	RATE_KEPT,     /* as RATE_SYSTEMS, without what is cleaned up or merged */
	RATE_HOSTED,   /* the same, and what is hosted counts as if it were there */
	RATE_ELIGIBLE, /* as RATE_SYSTEMS, of those only that are to be there */
	RATE_FORMULAS
};

/* "systems_on_cloud", ...; in the order of the numbers, ended by NULL. */
extern const char *const rate_formulas[];
/* Those that need no disposition, and that a profile may choose; ended by NULL. */
extern const char *const rate_choices[];
/* The formula of that name; RATE_FORMULAS when there is none. */
enum rate_formula rate_formula(const char *name);

struct rate_system {
	/* That it names, and how many of them run on the cloud; 0 when one was not found. */
	int64_t machines, arrived;
	bool in_scope; /* else it counts nowhere */
	bool hosted;   /* its hardware, as far as it has any, stands in the cloud's room */
	enum disposition disposition; /* DISPOSITIONS: none is known */
};

struct rate {
	int64_t on_cloud, total;
};

/* What one system adds to a formula. */
struct rate rate_of(enum rate_formula formula, const struct rate_system *system);
/* Hundredths of a percent, rounded down; 0 when nothing is counted. */
int64_t rate_percent_x100(struct rate rate);
/* Whether at least so many percent are reached; never when nothing is counted. */
bool rate_reaches(struct rate rate, int64_t percent);
/* How many more would have to be counted for it; 0 or less when it is reached. */
int64_t rate_missing(struct rate rate, int64_t percent);

#endif
