/* Reading the findings of a city: their texts are skimmed, and no tree is kept of them. */
#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/skim.h"
#include "base/text.h"
#include "model/findings.h"
#include "planning/planner/city_read.h"
#include <stdlib.h>
#include <string.h>

bool city_finding_read(struct city_reading *reading, const char *text, size_t size)
{
	struct skim skim = skim_of(text, size);
	struct city_skimmed_finding *entry = &reading->finding;
	const struct skim_wanted wanted[] = {{"accepted", &entry->accepted, false, true},
		{"basis", &entry->basis, false, true}, {"evidence", &entry->evidence, false},
		{"id", &entry->id, false}, {"kind", &entry->kind, false},
		{"machine", &entry->machine, false},
		{"machines", &entry->machines, false, true}, {"rule", &entry->rule, false},
		{"target", &entry->target, false}, {"verdict", &entry->verdict, false}, {0}};

	return skim_object(&skim, wanted) && skim_ends(&skim);
}

static void index_finding(
	struct city *city, const struct city_finding *finding, const char *kind, const char *id)
{
	struct city_finding *added;

	city->finding = mem_grow(city->finding, city->finding_count, sizeof(*city->finding));
	added = &city->finding[city->finding_count++];
	*added = *finding;
	added->kind = kind;
	added->id = id;
	added->about = lookup_hash_two(kind, id);
}

/* One on a system that forbids a plan stands with each of its machines too. */
static void index_machines(
	struct city *city, const struct city_finding *finding, const struct skim_text *machines)
{
	struct skim skim = skim_of(machines->data, machines->size);
	struct skim_text id = {0};

	if (machines->data && skim_enter(&skim, '['))
		while (skim_entry(&skim))
			if (skim_string(&skim, &id))
				index_finding(city, finding, "machine",
					skim_keep(&city->kept_texts, &id));
}

int city_finding_take(struct city *city, struct city_reading *reading, struct error *error)
{
	const struct city_skimmed_finding *entry = &reading->finding;
	struct city_finding finding;
	bool forbids;

	if (!entry->kind.data || !entry->id.data || !entry->rule.data || !entry->verdict.data)
		return error_set(error, ERROR_INPUT, "finding",
			"A finding to plan by has no kind, id, rule or verdict.");
	finding = (struct city_finding){.rule = city_word(city, &entry->rule),
		.verdict = city_word(city, &entry->verdict),
		.target = skim_keep(&city->kept_texts, &entry->target),
		.evidence = entry->evidence,
		.basis = entry->basis,
		.accepted = skim_is(&entry->accepted, "true")};
	forbids = findings_block(finding.rule, finding.verdict, city->profile);
	finding.blocks = forbids && !finding.accepted;
	index_finding(city, &finding,
		entry->machine.data ? "machine" : city_word(city, &entry->kind),
		skim_keep(
			&city->kept_texts, entry->machine.data ? &entry->machine : &entry->id));
	if (forbids)
		index_machines(city, &finding, &entry->machines);
	return 0;
}

/* Those about the same stand side by side and are in one order, however they came. */
static int compare_findings(const void *left_pointer, const void *right_pointer)
{
	const struct city_finding *left = left_pointer, *right = right_pointer;
	int order = (left->about > right->about) - (left->about < right->about);

	if (order == 0)
		order = city_order(left->kind, left->id, right->kind, right->id);
	if (order == 0)
		order = city_order(left->rule, left->target ? left->target : "", right->rule,
			right->target ? right->target : "");
	return order;
}

static bool is_about_another(const struct city_finding *one, const struct city_finding *other)
{
	return !text_equal(one->id, other->id) || !text_equal(one->kind, other->kind);
}

void city_index_findings(struct city *city)
{
	if (city->finding_count > 0)
		qsort(city->finding, city->finding_count, sizeof(*city->finding),
			compare_findings);
	lookup_make(&city->finding_at, city->finding_count);
	for (size_t i = 0; i < city->finding_count; i++)
		if (i == 0 || is_about_another(&city->finding[i - 1], &city->finding[i]))
			lookup_add(&city->finding_at, city->finding[i].about, (uint32_t)i);
}
