/*
 * Whether something that was found was declared by anybody.
 */
#ifndef INVENTORY_UNDECLARED_H
#define INVENTORY_UNDECLARED_H

#include <stdbool.h>

struct error;
struct json_object;
struct picked;

/* Zero-initialised knows nothing; of no use after the snapshot that it learnt from. */
struct undeclared {
	const struct picked *picked;
	struct json_object *claimed; /* "DEPARTMENT/NAME" of the machines that systems have */
};

/* Reads what systems claim. */
int undeclared_learn(
	struct undeclared *undeclared, const struct picked *picked, struct error *error);
void undeclared_forget(struct undeclared *undeclared);

/* Whether objects of this kind can be so at all. */
bool undeclared_can_be(const char *kind);

/*
 * A machine that no system of its department has; a network, way out or path that is found and
 * belongs to nothing declared; whoever answers unknown. What is itself a declaration is
 * declared, and so is a host, which somebody registered.
 */
bool undeclared_is(const struct undeclared *undeclared, struct json_object *member,
	struct json_object *facts);

#endif
