/*
 * Shadow systems: which systems are alike in name, function, users and data, of whatever
 * department. Each text is folded (width, case, no spaces or marks) and cut into pairs of
 * neighbouring characters; what many systems have ("系统") weighs less than what few have. Two
 * texts are alike by what they have in common, of all that they have; two systems by the mean
 * over the texts that both have, with the profile's weights.
 */
#ifndef READINESS_LIKENESS_H
#define READINESS_LIKENESS_H

struct json_object;

/*
 * From a snapshot with its objects (digest -> facts) and "shadow" of the profile: {"compared":
 * COUNT, "left_out": COUNT, "alike": {ID of a system: {"survivor": ID, "size": COUNT,
 * "nearest": ID, "likeness": thousandths}}}, of those that are alike; the survivor of a group
 * has all of it as "group": [IDs]. Each of a group is alike its survivor: the one of the
 * highest vertical level, then of the highest level of protection, then with the most machines,
 * then the first by id. At most the profile's number of systems is compared, the first by id; a
 * system that is left out is told nothing of. New reference.
 * Pure; takes time as the square of that number, so not for the loop.
 */
struct json_object *likeness_find(
	struct json_object *snapshot, struct json_object *objects, struct json_object *shadow);

#endif
