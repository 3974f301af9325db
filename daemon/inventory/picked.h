/*
 * A stored snapshot whose objects are read when they are needed.
 */
#ifndef INVENTORY_PICKED_H
#define INVENTORY_PICKED_H

#include "base/digest.h"

struct error;
struct json_object;
struct store;

struct picked {
	struct store *store;
	struct json_object *snapshot; /* owned */
	struct json_object *owners;   /* owned: host -> its facts; what was read of them */
	char digest[DIGEST_TEXT];
};

/* `digest` NULL: the newest. ERROR_NOT_FOUND when there is none. */
int picked_open(
	struct picked *picked, struct store *store, const char *digest, struct error *error);
void picked_close(struct picked *picked);

/* The facts of a member. New reference. */
int picked_facts(struct json_object **facts, const struct picked *picked,
	struct json_object *member, struct error *error);

/* The facts of the host that holds an object of these facts; borrowed, NULL when none does. */
int picked_host(struct json_object **host, const struct picked *picked,
	struct json_object *facts, struct error *error);

#endif
