#include "changes.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "base/json.h"

/* Sorted by name; the bit of each is its place. */
enum { ADDRESSES, LINKS, NEIGHBOURS, ROUTES, LISTS };
static const char *const names[LISTS] = {"addresses", "links", "neighbours", "routes"};

static int list_of(unsigned type)
{
	switch (type) {
	case RTM_NEWADDR:
	case RTM_DELADDR:
		return ADDRESSES;
	case RTM_NEWLINK:
	case RTM_DELLINK:
	case RTM_NEWQDISC:
	case RTM_DELQDISC:
	case RTM_NEWTCLASS:
	case RTM_DELTCLASS:
		return LINKS;
	case RTM_NEWNEIGH:
	case RTM_DELNEIGH:
		return NEIGHBOURS;
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		return ROUTES;
	default:
		return LISTS;
	}
}

/* What every address brings with it, and no fact shows. */
static bool is_local_route(const struct nlmsghdr *message)
{
	const struct rtmsg *route = NLMSG_DATA(message);

	return list_of(message->nlmsg_type) == ROUTES && route->rtm_table == RT_TABLE_LOCAL;
}

void changes_note(struct changes *changes, const struct nlmsghdr *message)
{
	int list = list_of(message->nlmsg_type);

	if (list == LISTS || is_local_route(message))
		return;
	changes->what |= 1U << list;
	changes->count++;
}

void changes_lose(struct changes *changes)
{
	changes->what = (1U << LISTS) - 1;
	changes->overrun = true;
}

bool changes_any(const struct changes *changes)
{
	return changes->what != 0;
}

struct json_object *changes_tell(struct changes *changes)
{
	struct json_object *tree = json_object_new_object(), *changed = json_object_new_array();

	for (unsigned i = 0; i < LISTS; i++)
		if (changes->what & 1U << i)
			json_object_array_add(changed, json_object_new_string(names[i]));
	json_set(tree, "changed", changed);
	json_set_integer(tree, "count", (int64_t)changes->count);
	if (changes->overrun)
		json_set_boolean(tree, "overrun", true);
	*changes = (struct changes){0};
	return tree;
}
