/*
 * What becomes of a system: the words of requirements.md, part B5, and two for those of which
 * nothing is planned.
 */
#ifndef MODEL_DISPOSITION_H
#define MODEL_DISPOSITION_H

#include <stdbool.h>

enum disposition {
	DISPOSITION_REHOST,             /* onto the cloud as it is */
	DISPOSITION_REPLATFORM,         /* onto the cloud, changed: tracked, not carried out */
	DISPOSITION_HOST,               /* its hardware into the cloud's room */
	DISPOSITION_INTERFACE,          /* stays, and exchanges data */
	DISPOSITION_CONSOLIDATE,        /* merged into another */
	DISPOSITION_SITE_CONSOLIDATION, /* its content onto a platform of websites */
	DISPOSITION_RETIRE,
	DISPOSITION_RETAIN,   /* stays for a time, with an approval */
	DISPOSITION_HELD,     /* waits for a person: nothing is planned until then */
	DISPOSITION_EXCLUDED, /* is none of what is counted and planned */
	DISPOSITIONS
};

/* "rehost", "site_consolidation"; in the order of the numbers, ended by NULL. */
extern const char *const disposition_words[];
/* Those that a person may give: all but the last two; ended by NULL. */
extern const char *const disposition_choices[];

/* The disposition of a word; DISPOSITIONS when it is none (or NULL). */
enum disposition disposition_of(const char *word);

/* Whether its machines move onto the cloud, by banyun. */
bool disposition_moves(enum disposition disposition);
/* Whether it is, or is to be, on the cloud: what is meant by "all that can be" there. */
bool disposition_is_eligible(enum disposition disposition);
/* Whether it goes away: it is cleaned up or merged into another. */
bool disposition_ends(enum disposition disposition);

#endif
