/* Between the table of dispositions and those who ask it. */
#ifndef PLANNING_DISPOSITION_RULES_H
#define PLANNING_DISPOSITION_RULES_H

#include "planning/policy/disposition.h"

struct deciding {
	const struct city *city;
	struct json_object *policy;   /* "disposition" of the profile, or NULL */
	struct json_object *planning; /* "planning" of the profile */
	struct json_object *overrides;
	int64_t now, from; /* microseconds: when it is planned, and from when on */
	char today[11];    /* "2026-01-31" */
	const struct city_object **network; /* dedicated networks in order of name */
	size_t network_count;
};

/* One system, and what is known of its machines. */
struct decided_system {
	const struct deciding *deciding;
	const struct city_object *object;
	struct json_object *facts;
	const char *name, *department, *function;
	struct json_object *network; /* facts of the dedicated network that it uses, or NULL */
	struct json_object *retention;          /* that was approved for it, or NULL */
	const char *domain;                     /* that it is in, as far as that is told */
	size_t named, found, arrived, physical; /* machines */
	bool planned;                           /* there is nothing of it yet */
	bool beside; /* only asked about because another is to be merged into it */
};

/* What a rule decides. */
struct decision {
	enum disposition disposition;
	char *why;
	char *target;
	const char *cites;            /* instead of the rule's */
	struct json_object *override; /* borrowed: the one that decides */
	bool hosted;                  /* its hardware moves though it is retained */
	enum disposition then;        /* DISPOSITIONS: there is no second step */
	char by[11];                  /* of the second step */
};

struct disposition_rule {
	const char *id, *question, *cites, *change; /* cites may be NULL */
	/* False when it has nothing to say of the system; the decision is as it was then. */
	bool (*decide)(const struct decided_system *system, struct decision *decision);
};

/* In their order; ended by a NULL id. The last always speaks. */
extern const struct disposition_rule disposition_rules[];

/* The cloud that the words of its function, or its domain, give it to; NULL: neither does. */
const char *disposition_class(const struct decided_system *system, const char **cites);
const char *disposition_cloud(const char *domain);

/* The person's decision of that kind on the system; NULL: none. Borrowed. */
struct json_object *disposition_override(const struct decided_system *system, const char *kind);
/* What becomes of a system that another is to be merged into, if it is not merged itself. */
enum disposition disposition_beside(
	const struct deciding *deciding, const struct city_object *object);
/* Whether its retention is over: the rules decide again. */
bool disposition_has_expired(const struct decided_system *system);
/* Whether a word of the list is in the text; small and capital letters are the same. */
bool disposition_has_word(struct json_object *words, const char *text);
/* The objects of that kind that are the department's. */
struct city_objects disposition_owned(
	const struct city *city, const char *kind, const char *department);

#endif
