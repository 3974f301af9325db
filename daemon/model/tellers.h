/*
 * Several tellers of one object of a snapshot: whose word counts, and who told what.
 */
#ifndef MODEL_TELLERS_H
#define MODEL_TELLERS_H

struct json_object;

/*
 * Joins to the facts `known` of a member those that one source more tells. Where two tell a
 * fact differently, the register is believed before the survey, then libvirt, ssh, netlink and
 * what banyun concludes itself, then everybody else in the order of their names; who came first
 * does not matter.
 */
void tellers_join(struct json_object *member, struct json_object *known,
	struct json_object *more, const char *source, const char *seen);

/*
 * Once, after the last: the member's "source" lists the tellers, the most believed one first,
 * "seen" is that one's, and "told" has for each fact that another told {"source", "seen"}.
 * Nothing for a member that one source told.
 */
void tellers_finish(struct json_object *member);

#endif
