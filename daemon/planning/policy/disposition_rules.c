/* The table: each rule decides of the systems that it is about, in this order. */
#include "planning/policy/disposition_rules.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/ledger.h"
#include "model/profile.h"
#include <stdio.h>
#include <string.h>

#define DAY (86400 * CLOCK_SECOND)

/* Decides, with the sentence that says why. */
static bool decide(struct decision *decision, enum disposition disposition, char *why)
{
	decision->disposition = disposition;
	decision->why = why;
	return true;
}

/* --- what is not to be planned at all --- */

static bool secrets(const struct decided_system *system, struct decision *decision)
{
	if (!text_equal(system->domain, "egov_intranet"))
		return false;
	return decide(decision, DISPOSITION_EXCLUDED,
		mem_string(N_("It is told to be in the intranet, which may carry state "
			      "secrets: nothing of it is planned.")));
}

static bool held(const struct decided_system *system, struct decision *decision)
{
	struct json_object *override = disposition_override(system, "hold");

	if (!override)
		return false;
	decision->override = override;
	return decide(decision, DISPOSITION_HELD,
		mem_format(N_("Held by %s: %s"), json_string(override, "actor"),
			json_string(override, "reason")));
}

static bool decided(const struct decided_system *system, struct decision *decision)
{
	struct json_object *override = disposition_override(system, "disposition");
	enum disposition disposition = disposition_of(json_string(override, "value"));

	if (!override || disposition == DISPOSITIONS)
		return false;
	decision->override = override;
	if (disposition_is_eligible(disposition))
		decision->target = mem_string(disposition_class(system, &decision->cites));
	return decide(decision, disposition,
		mem_format(N_("Decided by %s: %s"), json_string(override, "actor"),
			json_string(override, "reason")));
}

static bool out_of_scope(const struct decided_system *system, struct decision *decision)
{
	if (ledger_in_scope(system->facts))
		return false;
	return decide(decision, DISPOSITION_EXCLUDED,
		mem_string(N_("It is told to be neither built, bought nor run with "
			      "government money.")));
}

/* --- what goes away --- */

static bool cleaned(const struct decided_system *system, struct decision *decision)
{
	if (!json_boolean(system->facts, "cleaned", false))
		return false;
	return decide(decision, DISPOSITION_RETIRE,
		mem_string(N_("It is told to be cleaned up already.")));
}

/* The finding of that rule, when the profile minds it. */
static const struct city_finding *judged(const struct decided_system *system, const char *rule)
{
	const struct city *city = system->deciding->city;
	struct city_findings findings = city_findings(city, "system", system->object->id);

	for (size_t i = 0; i < findings.count; i++)
		if (text_equal(findings.first[i].rule, rule))
			return text_equal(profile_rule(city->profile, rule), "ignore")
				       ? NULL
				       : &findings.first[i];
	return NULL;
}

/* What an approver has accepted is as if it had passed. */
static bool failed(const struct city_finding *finding)
{
	return finding && text_equal(finding->verdict, "fail") && !finding->accepted;
}

/* Whether others are like a new one must be known before it is built. */
static bool planned_unseen(const struct decided_system *system, struct decision *decision)
{
	const struct city_finding *finding =
		system->planned ? judged(system, "shadow.similar") : NULL;

	if (!system->planned || (finding && !text_equal(finding->verdict, "unknown")))
		return false;
	return decide(decision, DISPOSITION_HELD,
		mem_string(N_("It is planned, and whether there is one like it already is "
			      "not known.")));
}

static bool zombie(const struct decided_system *system, struct decision *decision)
{
	const struct city_finding *finding = judged(system, "zombie.candidate");
	AUTO_FREE char *evidence = NULL;

	if (!failed(finding) ||
		!text_equal(json_string(system->deciding->policy, "candidates"), "hold"))
		return false;
	evidence = skim_take(&finding->evidence);
	return decide(decision, DISPOSITION_HELD,
		mem_format(N_("Nobody has confirmed yet that it is to be cleaned up: %s"),
			evidence ? evidence : ""));
}

/* The system that is proposed to stay in the place of this one; by a name alone, none is. */
static const struct city_object *survivor_of(const struct decided_system *system)
{
	const struct city_finding *finding = judged(system, "shadow.similar");
	AUTO_FREE char *survivor = NULL;
	const struct city_object *other;
	struct skim_text told;

	if (!failed(finding) || !system->function)
		return NULL;
	told = skim_find_string(&finding->basis, "survivor");
	survivor = skim_take(&told);
	other = city_find(system->deciding->city, "system", survivor);
	return other && other != system->object && json_string(other->facts, "function") ? other
											 : NULL;
}

/* Nobody is merged into what goes away itself, or is none of ours. */
static bool shadow(const struct decided_system *system, struct decision *decision)
{
	const struct city_object *other = system->beside ? NULL : survivor_of(system);
	enum disposition fate;

	if (!other)
		return false;
	fate = disposition_beside(system->deciding, other);
	if (disposition_ends(fate) || fate == DISPOSITION_EXCLUDED)
		return decide(decision, DISPOSITION_HELD,
			mem_format(N_("It is like %s, which was proposed to stay and is %s "
				      "itself."),
				other->id, disposition_words[fate]));
	decision->target = mem_string(other->id);
	return decide(decision, DISPOSITION_CONSOLIDATE,
		skim_take(&judged(system, "shadow.similar")->evidence));
}

/* --- what is there already, stays, or waits --- */

static bool arrived(const struct decided_system *system, struct decision *decision)
{
	struct json_object *words = json_member(system->deciding->policy, "arrived");
	bool told = system->named == 0 &&
		    disposition_has_word(words, json_string(system->facts, "network"));

	if (!told && (system->named == 0 || system->arrived < system->named))
		return false;
	decision->target = mem_string(disposition_class(system, &decision->cites));
	return decide(decision, DISPOSITION_REHOST,
		mem_string(told ? N_("It is told to be on the cloud already.")
				: N_("All its machines are on the cloud already.")));
}

static bool is_of_above(struct json_object *facts)
{
	const char *level = json_string(facts, "vertical_level");

	return text_equal(level, "national") || text_equal(level, "provincial");
}

/* Of a ministry or the province, what is retained moves into the cloud's room (VRT-04). */
static bool retention(const struct decided_system *system, struct decision *decision)
{
	const char *expires = json_string(system->retention, "expires");

	if (!system->retention || disposition_has_expired(system))
		return false;
	decision->hosted = is_of_above(system->facts);
	if (expires) {
		decision->then = DISPOSITION_REHOST;
		snprintf(decision->by, sizeof(decision->by), "%s", expires);
	}
	return decide(decision, DISPOSITION_RETAIN,
		expires ? mem_format(
				  N_("It may be retained until %s, as was approved."), expires)
			: mem_string(N_("It may be retained, as was approved, without a date "
					"at which that ends.")));
}

static bool vertical(const struct decided_system *system, struct decision *decision)
{
	if (!is_of_above(system->facts) || disposition_override(system, "instruct"))
		return false;
	return decide(decision, DISPOSITION_HELD,
		mem_string(text_equal(json_string(system->facts, "vertical_level"), "national")
				   ? N_("It is a part of a ministry's system, whose "
					"instruction is not recorded.")
				   : N_("It is a part of the province's system, whose "
					"instruction is not recorded.")));
}

/* --- what all have in common --- */

static bool unified(const struct decided_system *system, struct decision *decision)
{
	struct json_object *list = json_member(system->deciding->policy, "unified");

	for (size_t i = 0; i < json_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *platform = json_string(one, "platform");
		const char *by = json_string(one, "by");

		if (!disposition_has_word(json_member(one, "words"), system->name))
			continue;
		decision->target = mem_string(platform);
		decision->cites = json_string(one, "cites");
		return decide(decision, disposition_of(json_string(one, "disposition")),
			by ? mem_format(N_("What it does is done by one platform for all: %s, "
					   "by %s."),
				     platform, by)
			   : mem_format(N_("What it does is done by one platform for all: "
					   "%s."),
				     platform));
	}
	return false;
}

/* --- what is hosted first, or cannot move --- */

static void second_step(const struct decided_system *system, struct decision *decision)
{
	int64_t days = json_integer(system->deciding->policy, "second_step_days", 0);
	char text[CLOCK_TEXT];

	if (days == 0)
		return;
	clock_format(system->deciding->from + days * DAY, text);
	decision->then = DISPOSITION_REHOST;
	snprintf(decision->by, sizeof(decision->by), "%.10s", text);
}

/* Where it stands a network of above ends: its own, or one of a department with a room. */
static const char *network_of_above(const struct decided_system *system)
{
	const struct city *city = system->deciding->city;
	struct city_objects networks =
		disposition_owned(city, "dedicated_network", system->department);

	if (is_of_above(system->network))
		return json_string(system->network, "name");
	if (disposition_owned(city, "room", system->department).count == 0)
		return NULL;
	for (size_t i = 0; i < networks.count; i++)
		if (is_of_above(networks.first[i].facts))
			return json_string(networks.first[i].facts, "name");
	return NULL;
}

static bool room(const struct decided_system *system, struct decision *decision)
{
	const char *network = network_of_above(system);

	if (!network || system->planned)
		return false;
	second_step(system, decision);
	return decide(decision, DISPOSITION_HOST,
		mem_format(N_("Its room carries a network of a ministry or the province, %s: "
			      "it is hosted first, and goes onto the cloud later."),
			network));
}

/* With virtual machines beside them, servers go along; without, there is nothing to move. */
static bool physical(const struct decided_system *system, struct decision *decision)
{
	struct json_object *policy = system->deciding->policy;
	bool alone = system->physical == system->found;
	const char *word = json_string(policy, alone ? "physical" : "mixed");

	if (system->physical == 0 || text_equal(word, "rehost"))
		return false;
	second_step(system, decision);
	return decide(decision,
		text_equal(word, "interface") ? DISPOSITION_INTERFACE : DISPOSITION_HOST,
		mem_format(N_("%lld of its %lld machines are servers themselves, which do not "
			      "move as virtual machines."),
			(long long)system->physical, (long long)system->named));
}

static bool no_machine(const struct decided_system *system, struct decision *decision)
{
	if (system->found > 0 || system->planned)
		return false;
	second_step(system, decision);
	return decide(decision, DISPOSITION_INTERFACE,
		system->named == 0
			? mem_string(N_("Its department has named no machine of it."))
			: mem_format(N_("None of the %lld machines that it names was found."),
				  (long long)system->named));
}

static bool machine_missing(const struct decided_system *system, struct decision *decision)
{
	if (system->found == system->named)
		return false;
	return decide(decision, DISPOSITION_HELD,
		mem_format(N_("Of the %lld machines that it names %lld were not found, and it "
			      "moves whole."),
			(long long)system->named, (long long)(system->named - system->found)));
}

/* --- which cloud --- */

static bool contradiction(const struct decided_system *system, struct decision *decision)
{
	const char *cloud = disposition_cloud(system->domain);
	const char *class = disposition_class(system, &decision->cites);

	if (!class || !cloud || text_equal(class, cloud))
		return false;
	return decide(decision, DISPOSITION_HELD,
		mem_format(N_("By what it does it belongs on the %s, by the network that it "
			      "uses on the %s."),
			class, cloud));
}

static bool unclassed(const struct decided_system *system, struct decision *decision)
{
	bool network = system->domain || json_string(system->facts, "network");
	bool class = disposition_class(system, &decision->cites);

	if (!json_boolean(system->deciding->planning, "class_needed", false) ||
		(network && class))
		return false;
	return decide(decision, DISPOSITION_HELD,
		mem_string(network ? N_("Its class is not known: no rule knows a word of its "
					"function.")
			   : class ? N_("The network that it uses is not told.")
				   : N_("Neither its class nor the network that it uses is "
					"known.")));
}

static bool new_one(const struct decided_system *system, struct decision *decision)
{
	if (!system->planned)
		return false;
	decision->target = mem_string(disposition_class(system, &decision->cites));
	return decide(decision, DISPOSITION_REHOST,
		mem_string(N_("It is planned, and what is new is built on the cloud.")));
}

static bool by_class(const struct decided_system *system, struct decision *decision)
{
	const char *cloud = disposition_class(system, &decision->cites);

	if (!cloud)
		return false;
	decision->target = mem_string(cloud);
	return decide(decision, DISPOSITION_REHOST,
		mem_format(N_("By what it does, or the network that it uses, it belongs on the "
			      "%s."),
			cloud));
}

static bool otherwise(const struct decided_system *system, struct decision *decision)
{
	(void)system;
	return decide(decision, DISPOSITION_REHOST,
		mem_string(N_("Nothing speaks against moving it as it is.")));
}

const struct disposition_rule disposition_rules[] = {
	{"secrets", N_("May it carry state secrets?"), "SEC-05: 000 三(六), 004 四(二)1(3)",
		N_("The network or domain that its department tells."), secrets},
	{"hold", N_("Does somebody hold it?"), NULL, N_("`banyun plan withdraw` of the hold."),
		held},
	{"override", N_("Has somebody decided?"), NULL,
		N_("`banyun plan withdraw` of the decision, and the rules decide."), decided},
	{"out_of_scope", N_("Is it outside of the work's scope?"), "INV-03: 000 一(四)",
		N_("Another way in which it is paid for, told by its department."),
		out_of_scope},
	{"cleaned", N_("Is it cleaned up?"), "ZMB-02: 001 #2, 000 二(一)",
		N_("Its department tells that it is not cleaned up."), cleaned},
	{"planned_unseen", N_("Is it planned, and not compared with others?"),
		"ZMB-07: 002 三(四), 003 四(三)",
		N_("Its function told, and a new `banyun readiness check`."), planned_unseen},
	{"zombie", N_("Is it a candidate for clean-up?"), "ZMB-01: 000 二(一), 001 #2",
		N_("`banyun plan override` confirms it with retire, or plans it with rehost; "
		   "or the finding is accepted."),
		zombie},
	{"shadow", N_("Is another like it proposed to stay?"), "ZMB-04: 003 三(一)",
		N_("`banyun plan override` when they are not the same, or the finding is "
		   "accepted."),
		shadow},
	{"arrived", N_("Is it on the cloud already?"), "MIG-01: 004 四(二)1",
		N_("Nothing: it has arrived."), arrived},
	{"retention", N_("May it be retained?"), "VRT-02: 003 三(二), 004 四(二)1(3)",
		N_("The retention expires or is withdrawn."), retention},
	{"vertical", N_("Does it wait for its superior?"), "VRT-01: 004 四(二)1(3), 003 三(二)",
		N_("`banyun plan instruct` records the superior's instruction."), vertical},
	{"unified", N_("Does one platform do it for all?"), "MIG-16, MIG-17: 003 三(一)",
		N_("`banyun plan override` when it is no such system."), unified},
	{"room", N_("Does its room carry a network of above?"), "MIG-04: 004 四(二)1(3)",
		N_("The network leaves the room, or is told to be of another level."), room},
	{"physical", N_("Are there servers among its machines?"), "MIG-03: 004 四(二)1(3)",
		N_("Its servers are made virtual machines."), physical},
	{"no_machine", N_("Is there no machine to move?"), "MIG-07: 004 四(二)1(3)",
		N_("Its department names its machines, and a scan finds them."), no_machine},
	{"machine_missing", N_("Is a machine of it missing?"), "MIG-06: 004 四(二)1(3)",
		N_("A scan finds the others, or its department names them no more."),
		machine_missing},
	{"contradiction", N_("Do its class and its network disagree?"),
		"CLD-04: 004 四(二)1(3)",
		N_("Its department tells another network or function, or `banyun plan "
		   "override` decides."),
		contradiction},
	{"unclassed", N_("Is its class or its network not known?"), "CLD-04: 004 四(二)1(3)",
		N_("Its department tells its function and the network that it uses."),
		unclassed},
	{"planned", N_("Is it new?"), "CLD-06: 000 二(十), 004 四(二)1(3)",
		N_("`banyun plan override`, with a reason."), new_one},
	{"class", N_("Which cloud is it for?"), "CLD-02, CLD-03: 004 四(二)1(2)",
		N_("Its department tells another function or network, or `banyun plan "
		   "override` decides."),
		by_class},
	{"rehost", N_("Does anything speak against moving it?"), "MIG-01: 004 四(二)1",
		N_("Its department tells more of it, or `banyun plan override` decides."),
		otherwise},
	{0},
};
