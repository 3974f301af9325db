#include "links.h"

#include <linux/rtnetlink.h>
#include <netlink/route/link.h>
#include <netlink/route/link/vxlan.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "dump.h"
#include "list.h"

/* Linux allows any byte but blanks, colons and slashes; people have to be able to read it. */
static bool is_readable(const char *name)
{
	for (; *name; name++)
		if (*name <= ' ' || *name >= 0x7f)
			return false;
	return true;
}

static void add(struct nl_object *object, void *argument)
{
	struct links *links = argument;
	struct rtnl_link *kernel = (struct rtnl_link *)object;
	const char *name = rtnl_link_get_name(kernel);
	struct link link = {.kernel = kernel, .index = rtnl_link_get_ifindex(kernel)};

	if (name && is_readable(name))
		snprintf(link.name, sizeof(link.name), "%s", name);
	else
		snprintf(link.name, sizeof(link.name), "#%d", link.index);
	nl_object_get(object);
	links->all = mem_resize(links->all, links->count + 1, sizeof(*links->all));
	links->all[links->count++] = link;
}

static int take(struct nl_msg *message, void *argument)
{
	struct links *links = argument;
	size_t before = links->count;
	int result = nl_msg_parse(message, add, links);

	if (result == 0 && links->count > before)
		link_read_bridge(&links->all[before], nlmsg_hdr(message));
	return result < 0 ? result : NL_OK;
}

static void restart(void *links)
{
	links_clear(links);
}

static int by_index(const void *left_pointer, const void *right_pointer)
{
	const struct link *left = left_pointer, *right = right_pointer;

	return (left->index > right->index) - (left->index < right->index);
}

/*
 * What lies below is told by vxlan in its own way; an index of another namespace is no one
 * here.
 */
static const char *find_other(const struct links *links, struct rtnl_link *kernel)
{
	int32_t elsewhere;
	uint32_t below;

	if (rtnl_link_get_link_netnsid(kernel, &elsewhere) == 0)
		return NULL;
	if (rtnl_link_is_vxlan(kernel) && rtnl_link_vxlan_get_link(kernel, &below) == 0)
		return links_name(links, (int)below);
	return links_name(links, rtnl_link_get_link(kernel));
}

static void complete(struct link *link, const struct links *links, const struct rates *rates)
{
	link->master = links_name(links, rtnl_link_get_master(link->kernel));
	link->other = find_other(links, link->kernel);
	link->rate = rates_find(rates, link->index);
	link->table = link_table(link->kernel);
}

int links_read(struct links *links, struct nl_sock *socket, const struct rates *rates,
	struct error *error)
{
	const struct ifinfomsg header = {.ifi_family = AF_UNSPEC};
	const struct dump_order order = {
		.what = "network interfaces",
		.type = RTM_GETLINK,
		.header = &header,
		.size = sizeof(header),
		.take = take,
		.restart = restart,
		.argument = links,
	};

	if (dump_read(socket, &order, error) < 0) {
		links_clear(links);
		return -1;
	}
	if (links->count > 0)
		qsort(links->all, links->count, sizeof(*links->all), by_index);
	for (size_t i = 0; i < links->count; i++)
		complete(&links->all[i], links, rates);
	return 0;
}

void links_clear(struct links *links)
{
	for (size_t i = 0; i < links->count; i++)
		rtnl_link_put(links->all[i].kernel);
	mem_free_at(&links->all);
	links->count = 0;
}

const char *links_name(const struct links *links, int index)
{
	const struct link key = {.index = index}, *found = NULL;

	if (links->count > 0)
		found = bsearch(&key, links->all, links->count, sizeof(key), by_index);
	return found ? found->name : NULL;
}

const char *links_vrf(const struct links *links, uint32_t table)
{
	for (size_t i = 0; i < links->count; i++)
		if (links->all[i].table && links->all[i].table == table)
			return links->all[i].name;
	return NULL;
}

static int by_name(const void *left, const void *right)
{
	const struct link *const *left_link = left, *const *right_link = right;

	return strcmp((*left_link)->name, (*right_link)->name);
}

static struct json_object *tree(const void *entry)
{
	const struct link *const *link = entry;

	return link_tree(*link);
}

void links_tell(
	const struct links *links, struct json_object *facts, struct json_object *measures)
{
	AUTO_LIST struct list list = {
		.size = sizeof(struct link *), .most = LINKS_MOST, .compare = by_name};

	for (size_t i = 0; i < links->count; i++)
		list_add(&list, &(const struct link *){&links->all[i]});
	list_tell(&list, facts, "links", tree);
	for (size_t i = 0; i < list.count; i++)
		link_measure(*(const struct link *const *)list_entry(&list, i), measures);
}
