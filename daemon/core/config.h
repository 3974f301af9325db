/*
 * The configuration of banyund: one YAML file, banyun.yaml(5), read once at start. Unknown keys
 * are errors. The table of keys below is what the manual page is compared with.
 */
#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H

#include "base/shape.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

/* The roles of GOV-01 that this version tells apart, as bits. */
enum role {
	ROLE_VIEWER = 1 << 0,           /* reads everything but the log */
	ROLE_NETWORK_ENGINEER = 1 << 1, /* hosts, inventory, readiness, plans and runs */
	ROLE_CLOUD_TEAM = 1 << 2,       /* as a viewer, and imports the survey */
	ROLE_APPROVER = 1 << 3,         /* approves waves that somebody else planned */
	ROLE_AUDITOR = 1 << 4,          /* reads everything, changes nothing */
	ROLE_DEPARTMENT_OWNER = 1 << 5, /* as a viewer; answers for `departments` */
};

struct person {
	char *name;
	uint32_t uid;
	unsigned roles; /* of enum role */
	char **departments;
	unsigned department_count; /* 0 unless a department owner */
};

/* For how long utilisation is kept: as it was measured, by the hour and by the day. */
struct usage_limits {
	int64_t raw_days, hour_days, day_months;
};

struct config {
	char *state;           /* folder of the database and the published log */
	char *socket;          /* path of the API's Unix socket */
	char *plugins;         /* folder of banyun-plugin-* */
	char *helpers;         /* folder of banyun-signer, banyun-planner and banyun-clerk */
	char *playbooks;       /* folder of NAME.yaml */
	char *profile;         /* path of the policy profile */
	char *credentials;     /* folder of private keys, one file a credential, mode 0600 */
	char *origin;          /* name of the audit log, as a URL without scheme */
	char *keys;            /* folder of the signer's key, outside of the state */
	char *signer;          /* socket of the signer where it is a service, or its program */
	char *signer_user;     /* the signer's user when banyund starts as root; may be NULL */
	char *world;           /* path of a world for rehearsals; may be NULL */
	char *world_time;      /* moment of that world, RFC 3339; NULL: that of the scan */
	int64_t scan_every;    /* minutes between two scans of its own; 0: none */
	bool watch;            /* hypervisors are heard between scans */
	int64_t login_minutes; /* that a login stays for the next scan; 0: it ends */
	struct usage_limits usage;
	struct person *people;
	unsigned people_count;
};

extern const struct shape_field config_fields[];

/*
 * Reads and checks the file. On failure the error names line and column, and `config` is empty.
 */
int config_read(struct config *config, const char *path, struct error *error);
void config_free(struct config *config);

/* Whether the person is an owner of that department. */
bool person_owns(const struct person *person, const char *department);

/*
 * Who owns what: {DEPARTMENT: [NAME, ...]}, in the order of the file. New reference.
 */
struct json_object *config_owners(const struct config *config);

/* The person of a Unix uid; NULL when the configuration knows none. */
const struct person *config_person(const struct config *config, uint32_t uid);

/*
 * The time that use is kept and shown as of, seconds since 1970: the moment of a rehearsal's
 * world where one is set, else the clock's.
 */
int64_t config_now(const struct config *config);

/* The bit of a role's word, or 0. */
unsigned role_from_word(const char *word);

/* Adds the words of these roles: "auditor / approver". */
void role_words_of(struct text *text, unsigned roles);

#endif
