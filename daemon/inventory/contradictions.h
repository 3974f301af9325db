/* What is open in the newest snapshot. */
#ifndef INVENTORY_CONTRADICTIONS_H
#define INVENTORY_CONTRADICTIONS_H

#include "base/digest.h"

struct error;
struct json_object;
struct store;

/*
 * What is open in the newest snapshot, by the department that it concerns: {NAME: [facts of the
 * contradictions about its objects]}, and the same of irregularities. `digest` is the
 * snapshot's, "" when there is none. Whatever is returned is freed.
 */
struct inventory_open {
	struct json_object *contradictions, *irregularities;
	char digest[DIGEST_TEXT];
};
int inventory_open_points(
	struct inventory_open *open, struct store *store, struct error *error);
void inventory_open_free(struct inventory_open *open);

#endif
