#include "addresses.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/route/addr.h>

#include "base/json.h"
#include "dump.h"
#include "list.h"
#include "translate.h"

/* What passes, or is not sure yet. */
#define PASSING (IFA_F_TEMPORARY | IFA_F_DADFAILED | IFA_F_DEPRECATED | IFA_F_TENTATIVE)

static void add(struct nl_object *object, void *list)
{
	struct rtnl_addr *kernel = (struct rtnl_addr *)object;
	struct address address;

	if (!translate_address(&address, rtnl_addr_get_local(kernel)) ||
		!address_is_wide(&address) ||
		(address.family == 6 && rtnl_addr_get_flags(kernel) & PASSING))
		return;
	address.prefix = address.family == 4 ? 32 : 128;
	list_add(list, &address);
}

static int take(struct nl_msg *message, void *list)
{
	int result = nl_msg_parse(message, add, list);

	return result < 0 ? result : NL_OK;
}

static void restart(void *list)
{
	list_clear(list);
}

static int by_address(const void *left, const void *right)
{
	return address_compare(left, right);
}

static struct json_object *tree(const void *address)
{
	char text[ADDRESS_TEXT];

	address_format(address, text);
	return json_object_new_string(text);
}

int addresses_tell(struct nl_sock *socket, struct json_object *facts, struct error *error)
{
	AUTO_LIST struct list list = {
		.size = sizeof(struct address), .most = ADDRESSES_MOST, .compare = by_address};
	const struct ifaddrmsg header = {.ifa_family = AF_UNSPEC};
	const struct dump_order order = {
		.what = "addresses",
		.type = RTM_GETADDR,
		.header = &header,
		.size = sizeof(header),
		.take = take,
		.restart = restart,
		.argument = &list,
	};

	if (dump_read(socket, &order, error) < 0)
		return -1;
	list_tell(&list, facts, "addresses", tree);
	return 0;
}
