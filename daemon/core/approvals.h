/*
 * Whether a wave may be run: the approvals that lie in the store, by an approver and, where the
 * profile asks for it, by an owner of each of its departments.
 */
#ifndef CORE_APPROVALS_H
#define CORE_APPROVALS_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct json_object;
struct store;

struct approvals_case {
	const char *root;         /* of the plan */
	struct json_object *plan; /* with its "author" and "authors" */
	struct json_object *wave; /* with its "name" and "owners" */
	const char *digest;       /* of the wave's bytes as they are */
	bool owners;              /* theirs are needed too */
	int64_t now;              /* microseconds since 1970 */
};

/* ERROR_REFUSED, with the first that is missing or does not hold, unless all are there. */
int approvals_check(
	struct store *store, const struct approvals_case *asked, struct error *error);

/*
 * What owners have given and what is missing of them: [{"department", "approved", "consent": as
 * it lies there, "why": it does not hold}], of each department when owners are needed, else of
 * those that gave one. New reference.
 */
struct json_object *approvals_of_owners(
	struct store *store, const struct approvals_case *asked);

#endif
