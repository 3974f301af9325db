/*
 * What is planned over, read once and indexed: the objects of the snapshot, the findings that
 * say anything against a plan or for its figures, and the order. Nothing in it changes while it
 * is planned over. It is filled from texts (core/spool.h carries them), each of a kind:
 *
 *	order    {"made", "from", "author", "seed", "effort", "request", "profile", "playbook",
 *	         "snapshot", "findings", "profile_digest", "playbook_digest"}; the first; and
 *	         "lessons", what earlier moves taught (model/lesson.h), when there are any; and
 *	         "earlier", {"plan", "over"}, when there is a plan before: its root, and by how
 *	         many seconds it ends after its bound
 *	object   {"kind", "id", "digest", "facts", "measures"}, in the snapshot's order
 *	finding  one of model/findings.h that did not pass and was not accepted, or is of a link
 *	kept     {"wave", "estimates"}: an approved wave that is to stay as it is
 *	earlier  {"end", "host", "machine", "start", "wave"}: what the plan before had for a
 *	         machine
 *
 * Of machines, networks of hosts, leased lines, Internet exits and findings, which are many, no
 * trees are kept: of a machine what planning compares is in memory, and the rest is read again
 * from its text when a move is written. Texts are borrowed and outlive the city.
 */
#ifndef PLANNING_CITY_H
#define PLANNING_CITY_H

#include "base/arena.h"

#include "base/json.h"
#include "base/lookup.h"
#include "base/skim.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CITY_KIND 32 /* bytes of the name of a kind, with its NUL */

struct error;

struct city_object {
	const char *kind, *id;
	struct skim_text digest;      /* of its facts */
	struct skim_text text;        /* its facts, in canonical form */
	struct json_object *facts;    /* NULL of those that have no tree: see above */
	struct json_object *measures; /* counters by name; NULL: none */
};

/* What the plan before had for a machine. */
struct city_earlier {
	struct skim_text machine, host, wave; /* borrowed of the text */
	int64_t start, end;                   /* seconds since 1970 */
};

struct city_findings {
	const struct city_finding *first;
	size_t count;
};

struct city_machine {
	const struct city_object *object; /* its id is the uuid */
	const struct city_object *host; /* where it is; NULL when that is not in the snapshot */
	const char *name;
	const char *department;  /* its host's, or NULL */
	int64_t memory, storage; /* bytes; storage: of its disks, their virtual sizes */
	int64_t largest;         /* bytes of its largest disk */
	int64_t vcpus;
	uint32_t disks, nics;
	struct skim_text disk_texts, nic_texts; /* the lists of them, as they are written */
	const char **network; /* of each NIC the libvirt network; NULL: a bridge */
	struct city_findings findings;
	bool running, on_cloud;
	const struct city_earlier *earlier; /* NULL: there was no place and time for it */
};

struct city_finding {
	const char *kind, *id; /* whom it is about; of the inside of a machine, that machine */
	uint64_t about;        /* a hash of the two */
	const char *rule, *verdict, *target; /* target: the host that was judged, or NULL */
	struct skim_text evidence, basis;    /* as they are written; basis: an object */
	bool accepted, blocks;
};

struct city_objects {
	const struct city_object *first; /* `count` of them, in order of id */
	size_t count;
};

/* In the order of their names in the system; NULL where no machine of that name was found. */
struct city_machines {
	const struct city_machine *const *first;
	size_t count;
};

struct city {
	struct json_object *order, *profile,
		*request;           /* the latter two borrowed of the order */
	struct city_object *object; /* in order of kind and id */
	size_t object_count;
	struct city_machine *machine; /* in order of uuid */
	size_t machine_count;
	struct city_finding *finding; /* in order of kind and id */
	size_t finding_count;
	struct city_earlier *earlier;
	size_t earlier_count;
	struct json_object **kept; /* in the order of their names */
	size_t kept_count;
	struct arena kept_texts; /* what is not borrowed of the texts */
	const char **word;       /* kinds, rules, verdicts: the few that many have, each once */
	size_t words;
	/* Found when all is there, to look up by: */
	struct city_objects *kind; /* all objects of one kind, in order; there are few kinds */
	size_t kinds;
	/* Objects by kind and id, machines by name, the first finding about whom. */
	struct lookup object_at, machine_at, finding_at;
	/* The machines of all systems, one after another; where those of each system begin. */
	const struct city_machine **named;
	size_t *named_first;
};

/* One text; it is borrowed and outlives the city. */
struct city_text {
	char kind[CITY_KIND];
	const char *data;
	size_t size;
};

/* Where the texts come from, one after the other. */
struct city_source {
	/* Fills in the next text; 1, or 0 at the end, or -1 with an error. */
	int (*next)(void *argument, struct city_text *text, struct error *error);
	void *argument;
	size_t count; /* texts that were taken; after ERROR_INPUT the last of them was wrong */
};

/*
 * A new city is empty: zeroed. It is read of a source as a whole, on as many threads as there
 * are processors; or text by text, and then finished.
 */
int city_read(struct city *city, struct city_source *source, struct error *error);
int city_add(struct city *city, const char *kind, const char *text, size_t size,
	struct error *error);
/* All were added. ERROR_INPUT when there was no order, or an object twice. */
int city_finish(struct city *city, struct error *error);
void city_free(struct city *city);
#define AUTO_CITY __attribute__((cleanup(city_free)))

/* How objects and findings are ordered: by kind, then by id. Below, at or above 0. */
int city_order(const char *kind, const char *id, const char *other_kind, const char *other);

/* The objects of a kind; count 0: none. */
struct city_objects city_of(const struct city *city, const char *kind);
/* That object, or NULL (also when the id is NULL). */
const struct city_object *city_find(const struct city *city, const char *kind, const char *id);
/* Its facts, or NULL; only of a kind of which trees are kept. */
struct json_object *city_facts(const struct city *city, const char *kind, const char *id);

/*
 * The machine of that name that may be the department's: on the cloud, else at one of its
 * hosts; names are unique within a department only. NULL when there is none.
 */
const struct city_machine *city_machine(
	const struct city *city, const char *name, const char *department);
/* The machines that a system names, each looked up once for the city: see city_machine(). */
struct city_machines city_machines(const struct city *city, const struct city_object *system);
/* The machine of that uuid; NULL when there is none, or the uuid is NULL. */
const struct city_machine *city_machine_of(const struct city *city, const char *uuid);
/* All its facts, read from its text. New reference. */
struct json_object *city_machine_facts(const struct city_machine *machine);

/* A fact of any object that is a string, read from its text; NULL: none. The caller frees. */
char *city_fact(const struct city_object *object, const char *fact);

/* The findings about an object. */
struct city_findings city_findings(const struct city *city, const char *kind, const char *id);
/*
 * The first that forbids this machine to move (to that host of the cloud, or anywhere), of its
 * own, its inside's or its department's; NULL: none.
 */
const struct city_finding *city_blocker(
	const struct city *city, const struct city_machine *machine, const char *target);

#endif
