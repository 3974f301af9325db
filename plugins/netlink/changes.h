/* What has changed since it was last told: messages of the kernel folded into a few words. */
#ifndef NETLINK_CHANGES_H
#define NETLINK_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json_object;
struct nlmsghdr;

struct changes {
	unsigned what;  /* bits of the lists of facts */
	uint64_t count; /* messages */
	bool overrun;   /* more came than the kernel kept for us */
};

/* Counts the message when it is about something that facts hold. */
void changes_note(struct changes *changes, const struct nlmsghdr *message);
/* Messages were lost: everything may have changed. */
void changes_lose(struct changes *changes);
bool changes_any(const struct changes *changes);
/*
 * {"changed": ["links", ...], "count": N}, with "overrun": true where messages were lost; given
 * away. From then on nothing has changed.
 */
struct json_object *changes_tell(struct changes *changes);

#endif
