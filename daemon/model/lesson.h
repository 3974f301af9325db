/*
 * What moves teach about estimates: each that ended well leaves a lesson, how long it was
 * computed to take and to stand still, and how long it did. Many of them together say by how
 * much what is computed is too short or too long. Whole numbers only, thousandths: the same
 * lessons, the same sum.
 */
#ifndef MODEL_LESSON_H
#define MODEL_LESSON_H

#include "base/shape.h"
#include <stdint.h>

/* Keys sort by the time at which their moves closed. */
#define LESSON_SPACE "lesson"

/*
 * {"run", "move", "machine", "plan", "link", "opened", "closed", "bytes", "computed": seconds
 * before anything was learnt, "predicted_low", "predicted", "predicted_high": as people were
 * told, "took": seconds, "pause_ms"?: of libvirt's last round, "strategy"?: how it was copied,
 * "blackout_computed"?, "blackout"?: milliseconds that it stood still, computed and in fact}
 */
extern const struct shape_field lesson_fields[];

/* The store's key of a move that closed then (microseconds since 1970). The caller frees. */
char *lesson_key(int64_t closed, const char *run, const char *move);

/* What the profile says of learning: planning.learn. */
struct lesson_limits {
	int64_t least, newest;                 /* moves: before it is used; that count */
	int64_t permille_least, permille_most; /* beyond these nothing is believed */
};
/* False: the profile asks for no learning, and `limits` is all 0. */
bool lesson_limits(struct lesson_limits *limits, struct json_object *profile);

/*
 * The sum of a list of lessons in order of time, the oldest first, in which a null stands for
 * one that could not be read: {"links": {LINK: SUM}, "fleet": SUM, "pauses": {STRATEGY: SUM},
 * "spoilt": COUNT}, each SUM of the newest: {"moves", "permille": the median of took over
 * computed, "low", "high": between which eight of ten are, "clamped": how many were not
 * believed as they are, and count as the bound that they passed}. Links and fleet are of the
 * seconds, pauses of the blackouts of moves that were copied so. One of another shape counts as
 * spoilt. New reference.
 */
struct json_object *lesson_sum(struct json_object *lessons, const struct lesson_limits *limits);

#endif
