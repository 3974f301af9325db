/* What becomes of each network: the first rule of the table that applies to it. */
#include "planning/networks/networks_private.h"
#include <string.h>

#define INTRANET "egov_intranet"

static bool is_superiors(const struct network *network)
{
	return text_equal(network->level, "national") ||
	       text_equal(network->level, "provincial");
}

/* --- the questions --- */

static bool is_overridden(const struct network *network)
{
	return network->override &&
	       text_equal(json_string(network->override, "kind"), "disposition");
}

static bool is_held(const struct network *network)
{
	return network->override && !is_overridden(network);
}

static bool is_intranet(const struct network *network)
{
	return text_equal(network->told, INTRANET);
}

static bool is_hosted(const struct network *network)
{
	return network->retention && is_superiors(network);
}

static bool is_retained(const struct network *network)
{
	return network->retention;
}

static bool is_uninstructed(const struct network *network)
{
	return is_superiors(network) && !network->instructed;
}

/* Each system of its department is known to use another, and nothing that was read is on it. */
static bool is_empty(const struct network *network)
{
	return network->staying == 0 && !network->undecided && network->hosts == 0 &&
	       network->looked_at;
}

static bool is_unused(const struct network *network)
{
	return network->may_cancel && is_empty(network);
}

static bool is_abandoned(const struct network *network)
{
	return json_length(network->systems) > 0 && network->staying == 0;
}

static bool is_instructed(const struct network *network)
{
	return is_superiors(network);
}

static bool is_without_domain(const struct network *network)
{
	return !network->domain;
}

static bool is_any(const struct network *network)
{
	(void)network;
	return true;
}

static const struct {
	bool (*applies)(const struct network *network);
	struct network_rule rule;
} table[] = {
	{is_held, {"network.hold", "held", NULL,
			  N_("A person holds it back, with the reason that is told with it."),
			  N_("Withdraw what holds it back.")}},
	{is_overridden,
		{"network.override", NULL, NULL,
			N_("A person decided it, with the reason that is told with it."),
			N_("Withdraw the decision; the rules then say what becomes of it.")}},
	{is_intranet,
		{"network.intranet", "retained", "001 #5, 003 三(二)",
			N_("It is of the e-government intranet, of which only a state and a "
			   "date are kept, and nothing is planned."),
			N_("Correct the domain in the survey, when it is of the extranet.")}},
	{is_hosted,
		{"network.hosted", "hosted", "003 三(二), 004 四(二)1(3)",
			N_("Its superior runs it and its retention is approved: it is kept for "
			   "a time, and moves into the room of the government cloud as it is."),
			N_("It is joined to the extranet when its retention expires or is "
			   "withdrawn.")}},
	{is_retained, {"network.retained", "retained", "003 三(二)",
			      N_("Its retention is approved and has not expired: it is kept "
				 "for a time, and must exchange data with the extranet."),
			      N_("It is merged when its retention expires or is withdrawn.")}},
	{is_uninstructed, {"network.superior", "held", "004 四(二)1(3), 003 三(二)",
				  N_("Its superior runs it, and no instruction of the superior "
				     "is recorded."),
				  N_("Record the superior's instruction, with its document.")}},
	{is_abandoned,
		{"network.abandoned", "cancelled", "003 三(二), 004 四(二)1(3)",
			N_("All systems that use it are given up, so that nothing needs it."),
			N_("It is merged when one of its systems stays.")}},
	{is_unused,
		{"network.unused", "cancelled", "003 三(二), 004 四(二)1(3)",
			N_("No system uses it, as the survey tells of each system of its "
			   "department, and no machine was found on it."),
			N_("Name the network that they use in the survey of its systems.")}},
	{is_instructed, {"network.interconnected", "interconnected", "000 二(三), 003 三(二)",
				N_("Its superior runs it and has given an instruction: it "
				   "stays the superior's, and is joined to the extranet."),
				N_("An approved retention makes it hosted; the superior's word "
				   "may also merge it.")}},
	{is_without_domain,
		{"network.domain", "held", "004 四(二)1(1)",
			N_("Nobody told whether it is of the public or of the administrative "
			   "domain, which decides its addresses."),
			N_("Tell its domain in the survey, or that of its systems.")}},
	{is_empty, {"network.empty", "merged", "003 三(二), 004 四(二)1(3)",
			   N_("No system of its department is told to use it and no machine "
			      "was found on it, but nobody said that it may be cancelled: it "
			      "is merged like any other."),
			   N_("Decide that it is cancelled, when nobody needs it.")}},
	{is_any, {"network.merged", "merged", "003 三(二), 004 四(二)1(3)",
			 N_("It is merged into the extranet with a subnet of its own, and the "
			    "old network is given up."),
			 N_("An approved retention keeps it for a time.")}},
};

/* --- the row --- */

static struct json_object *deadline_of(
	const struct networks *networks, const struct network *network)
{
	return json_find(json_member(networks->policy, "deadlines"), "level",
		network->level ? network->level : "departmental");
}

static void tell_deadline(const struct networks *networks, struct network *network)
{
	struct json_object *deadline = deadline_of(networks, network);
	const char *by = json_string(deadline, "by");

	if (!by || is_intranet(network))
		return;
	json_set_string(network->row, "by", by);
	if (networks->from && strcmp(networks->from, by) > 0)
		json_set_boolean(network->row, "late", true);
}

static void tell_override(struct network *network)
{
	struct json_object *from = network->override ? network->override : network->instructed;
	struct json_object *told;

	if (!from)
		return;
	told = json_set_string(json_object_new_object(), "actor", json_string(from, "actor"));
	json_set_string(told, "reason", json_string(from, "reason"));
	json_set_string(told, "made", json_string(from, "made"));
	json_set(network->row, "override", told);
}

static bool is_state(const char *word)
{
	static const char *const states[] = {
		"merged", "cancelled", "hosted", "retained", "interconnected", "held"};

	for (size_t i = 0; word && i < sizeof(states) / sizeof(states[0]); i++)
		if (text_equal(states[i], word))
			return true;
	return false;
}

/* What a person or the superior named, else the rule; a word that is no state holds it. */
static void settle(struct network *network)
{
	const char *word = json_string(
		network->override ? network->override : network->instructed, "value");

	network->state = network->rule->state;
	if (!network->state)
		network->state = is_state(word) ? word : "held";
	else if (text_equal(network->rule->id, "network.interconnected") && is_state(word))
		network->state = word;
	if (text_equal(network->state, "merged") && !network->domain)
		network->state = "held";
}

static void tell(const struct networks *networks, struct network *network)
{
	struct json_object *row = network->row;

	json_set_string(row, "id", network->id);
	json_set_string(row, "name", network->name);
	json_set_string(row, "department", network->department);
	json_set_string(row, "domain", network->domain);
	json_set_string(row, "state", network->state);
	json_set_string(row, "rule", network->rule->id);
	json_set_string(row, "cites", network->rule->cites);
	json_set_string(row, "why", network->rule->why);
	json_set_string(row, "change", network->rule->change);
	json_set_string(row, "until", json_string(network->retention, "expires"));
	if (network->expired)
		json_set_boolean(row, "retention_expired", true);
	json_set(row, "systems", json_object_get(network->systems));
	json_set_integer(row, "hosts", (int64_t)network->hosts);
	tell_deadline(networks, network);
	tell_override(network);
}

void networks_judge(struct networks *networks)
{
	for (size_t i = 0; i < networks->count; i++) {
		struct network *network = &networks->network[i];
		size_t rule = 0;

		while (!table[rule].applies(network))
			rule++;
		network->rule = &table[rule].rule;
		settle(network);
		tell(networks, network);
	}
}

bool network_is_renumbered(const struct network *network)
{
	return network->domain && (text_equal(network->state, "merged") ||
					  text_equal(network->state, "interconnected"));
}
