#include "rates.h"

#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "dump.h"

/* The options of both kinds begin with a struct tc_ratespec; above 4 GB/s another tells. */
struct kind {
	const char *name;
	int parameters, rate64;
};
static const struct kind tbf = {"tbf", TCA_TBF_PARMS, TCA_TBF_RATE64};
static const struct kind htb = {"htb", TCA_HTB_PARMS, TCA_HTB_RATE64};

#define OPTIONS_MOST (TCA_TBF_MAX > TCA_HTB_MAX ? TCA_TBF_MAX : TCA_HTB_MAX)

static uint64_t read_bits(const struct kind *kind, struct nlattr *options)
{
	struct nlattr *option[OPTIONS_MOST + 1];
	struct tc_ratespec rate;
	uint64_t bytes;

	if (!options || nla_parse_nested(option, OPTIONS_MOST, options, NULL) < 0 ||
		!option[kind->parameters])
		return 0;
	nla_memcpy(&rate, option[kind->parameters], sizeof(rate));
	bytes = option[kind->rate64] ? nla_get_u64(option[kind->rate64]) : rate.rate;
	return bytes < JSON_INTEGER_MOST / 8 ? bytes * 8 : JSON_INTEGER_MOST;
}

/* The attributes of a message whose parent is the root and whose kind is this. */
static bool is_top(
	struct nl_msg *message, const struct kind *kind, struct nlattr *attributes[TCA_MAX + 1])
{
	struct nlmsghdr *header = nlmsg_hdr(message);
	const struct tcmsg *body = nlmsg_data(header);

	return nlmsg_parse(header, sizeof(*body), attributes, TCA_MAX, NULL) >= 0 &&
	       body->tcm_parent == TC_H_ROOT && attributes[TCA_KIND] &&
	       nla_strcmp(attributes[TCA_KIND], kind->name) == 0;
}

static int take_qdisc(struct nl_msg *message, void *argument)
{
	struct rates *rates = argument;
	struct nlattr *attributes[TCA_MAX + 1];
	const struct tcmsg *body = nlmsg_data(nlmsg_hdr(message));
	struct rate rate = {.index = body->tcm_ifindex};

	if (is_top(message, &tbf, attributes)) {
		rate.bits = read_bits(&tbf, attributes[TCA_OPTIONS]);
		rate.classes = -1;
	} else if (!is_top(message, &htb, attributes)) {
		return NL_OK;
	}
	rates->all = mem_resize(rates->all, rates->count + 1, sizeof(*rates->all));
	rates->all[rates->count++] = rate;
	return NL_OK;
}

static void restart_qdiscs(void *rates)
{
	rates_clear(rates);
}

/* One class at the top lets out what it is given; more than one are no one rate. */
static int take_class(struct nl_msg *message, void *argument)
{
	struct rate *rate = argument;
	struct nlattr *attributes[TCA_MAX + 1];

	if (is_top(message, &htb, attributes))
		rate->bits =
			rate->classes++ == 0 ? read_bits(&htb, attributes[TCA_OPTIONS]) : 0;
	return NL_OK;
}

static void restart_classes(void *argument)
{
	struct rate *rate = argument;

	rate->bits = 0;
	rate->classes = 0;
}

static int read_classes(struct rate *rate, struct nl_sock *socket, struct error *error)
{
	const struct tcmsg header = {.tcm_ifindex = rate->index};
	const struct dump_order order = {
		.what = "classes of queues",
		.type = RTM_GETTCLASS,
		.header = &header,
		.size = sizeof(header),
		.take = take_class,
		.restart = restart_classes,
		.argument = rate,
	};

	return dump_read(socket, &order, error);
}

static int read_all(struct rates *rates, struct nl_sock *socket, struct error *error)
{
	const struct tcmsg header = {.tcm_family = AF_UNSPEC};
	const struct dump_order order = {
		.what = "queues",
		.type = RTM_GETQDISC,
		.header = &header,
		.size = sizeof(header),
		.take = take_qdisc,
		.restart = restart_qdiscs,
		.argument = rates,
	};
	int result = dump_read(socket, &order, error);

	for (size_t i = 0; i < rates->count && result == 0; i++)
		if (rates->all[i].classes >= 0)
			result = read_classes(&rates->all[i], socket, error);
	return result;
}

int rates_read(struct rates *rates, struct nl_sock *socket, struct error *error)
{
	int result = read_all(rates, socket, error);

	if (result < 0)
		rates_clear(rates);
	return result;
}

void rates_clear(struct rates *rates)
{
	mem_free_at(&rates->all);
	rates->count = 0;
}

uint64_t rates_find(const struct rates *rates, int index)
{
	for (size_t i = 0; i < rates->count; i++)
		if (rates->all[i].index == index)
			return rates->all[i].bits;
	return 0;
}
