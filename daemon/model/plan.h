/*
 * The plan: waves of moves, bound byte for byte. A wave holds all that its moves will do and
 * the digests of the facts that they rest on; estimates, author and time stand beside the waves
 * and are not bound. The digest of a plan is the digest of the list of its waves' digests.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "base/digest.h"
#include "base/shape.h"

/*
 * How it is kept: {"kind": "plan", "schema": 2, "snapshot", "findings", "profile", "author",
 * "made", "waves": [{"name", "owners", "window", "moves": COUNT, "digest", "estimates":
 * DIGEST}], "parts": {NAME: DIGEST}}; the waves, estimates and parts are documents of their
 * own.
 */
extern const struct shape_field plan_manifest_fields[];
/*
 * The same in one piece, as people are given it: the waves themselves, the estimates of all by
 * machine, and each part under its name.
 */
extern const struct shape_field plan_fields[];
/* One wave, and one move of it: what a mover gets in its order. */
extern const struct shape_field wave_fields[];
extern const struct shape_field move_fields[];
/* What a mover worker is opened for: {"run", "attempt", "move": {...}}. */
extern const struct shape_field order_fields[];

void plan_wave_digest(struct json_object *wave, char out[DIGEST_TEXT]);
/* The digest of a plan in one piece, and of a manifest. */
void plan_digest(struct json_object *plan, char out[DIGEST_TEXT]);
void plan_manifest_digest(struct json_object *manifest, char out[DIGEST_TEXT]);

/* True when `waves` (a list of names; NULL stands for all) has this name. */
bool plan_wave_wanted(struct json_object *waves, const char *name);

/* Borrowed; NULL when there is none. */
struct json_object *plan_find_wave(struct json_object *plan, const char *name);
struct json_object *plan_find_move(struct json_object *plan, const char *machine_name);

#endif
