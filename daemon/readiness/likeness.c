#include "readiness/likeness.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <stdlib.h>
#include <string.h>

#define ALL        1000 /* thousandths */
#define PAIRS_MOST 512  /* of one text */

enum about { NAME, FUNCTION, USERS, DATA, ABOUTS };
static const struct {
	const char *weight, *fact;
} abouts[ABOUTS] = {
	{"name", "name"}, {"function", "function"}, {"users", "usage_scope"}, {"data", "data"}};

/* The different pairs of characters of one text, in order, and what they weigh. */
struct pairs {
	uint64_t *list;
	int64_t *weights, weight;
	size_t count;
};

struct system {
	const char *id;
	struct json_object *facts;
	struct pairs pairs[ABOUTS];
	int64_t likeness; /* to the nearest */
	size_t nearest;   /* and the survivor of its group: indices, NOBODY */
	size_t survivor;
};

#define NOBODY SIZE_MAX

struct city {
	struct system *systems; /* the best survivors first */
	size_t count;
	int64_t weights[ABOUTS], alike;
};

/* --- texts --- */

/* The character as it counts, or 0 for one that does not. */
static uint32_t fold(uint32_t character)
{
	if (character >= 0xff01 && character <= 0xff5e)
		character = character - 0xff01 + '!';
	if (character >= 'A' && character <= 'Z')
		return character - 'A' + 'a';
	if (character < 0x80)
		return (character >= 'a' && character <= 'z') ||
				       (character >= '0' && character <= '9')
			       ? character
			       : 0;
	return (character >= 0x2000 && character <= 0x206f) || character == 0xa0 ||
			       (character >= 0x3000 && character <= 0x303f) ||
			       character == 0xfeff
		       ? 0
		       : character;
}

static int compare_pairs(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

static size_t drop_same(uint64_t *list, size_t count)
{
	size_t kept = 0;

	qsort(list, count, sizeof(*list), compare_pairs);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || list[kept - 1] != list[i])
			list[kept++] = list[i];
	return kept;
}

/* Of a text of one character, that is its pair. */
static void cut(struct pairs *pairs, const char *text)
{
	size_t left = text ? strlen(text) : 0, length;
	uint32_t last = 0, character;

	pairs->list = mem_array(PAIRS_MOST, sizeof(*pairs->list));
	for (; left > 0 && pairs->count < PAIRS_MOST; text += length, left -= length) {
		length = text_utf8_length(text, left);
		character = length ? fold(text_utf8_character(text, length)) : 0;
		length = length ? length : 1;
		if (character && last)
			pairs->list[pairs->count++] = (uint64_t)last << 32 | character;
		last = character ? character : last;
	}
	if (pairs->count == 0 && last)
		pairs->list[pairs->count++] = last;
	pairs->count = drop_same(pairs->list, pairs->count);
	pairs->list = mem_resize(pairs->list, pairs->count + 1, sizeof(*pairs->list));
}

/* --- weights --- */

/* 1 for what more than half have, and one more for each time that it is halved. */
static int64_t rarity(size_t all, size_t having)
{
	int64_t weight = 1;

	for (; having * 2 <= all; having *= 2)
		weight++;
	return weight;
}

static size_t having(const uint64_t *sorted, size_t count, uint64_t pair)
{
	const uint64_t *found = bsearch(&pair, sorted, count, sizeof(*sorted), compare_pairs);
	const uint64_t *first = found, *last = found;

	while (found && first > sorted && first[-1] == pair)
		first--;
	while (found && last + 1 < sorted + count && last[1] == pair)
		last++;
	return found ? (size_t)(last - first) + 1 : 0;
}

static void weigh_pairs(
	struct pairs *pairs, const uint64_t *sorted, size_t count, size_t systems)
{
	pairs->weights = mem_array(pairs->count + 1, sizeof(*pairs->weights));
	for (size_t i = 0; i < pairs->count; i++) {
		pairs->weights[i] = rarity(systems, having(sorted, count, pairs->list[i]));
		pairs->weight += pairs->weights[i];
	}
}

static void weigh(const struct city *city, enum about about)
{
	AUTO_FREE uint64_t *sorted = NULL;
	size_t count = 0;

	for (size_t i = 0; i < city->count; i++)
		count += city->systems[i].pairs[about].count;
	sorted = mem_array(count + 1, sizeof(*sorted));
	count = 0;
	for (size_t i = 0; i < city->count; i++) {
		const struct pairs *pairs = &city->systems[i].pairs[about];

		memcpy(sorted + count, pairs->list, pairs->count * sizeof(*sorted));
		count += pairs->count;
	}
	qsort(sorted, count, sizeof(*sorted), compare_pairs);
	for (size_t i = 0; i < city->count; i++)
		weigh_pairs(&city->systems[i].pairs[about], sorted, count, city->count);
}

/* --- likeness --- */

/* What both have, twice, in thousandths of what each has. */
static int64_t compare_texts(const struct pairs *left, const struct pairs *right)
{
	int64_t common = 0;

	for (size_t i = 0, j = 0; i < left->count && j < right->count;) {
		if (left->list[i] == right->list[j]) {
			common += left->weights[i++];
			j++;
		} else if (left->list[i] < right->list[j]) {
			i++;
		} else {
			j++;
		}
	}
	return 2 * common * ALL / (left->weight + right->weight);
}

/* 0 as soon as what is left cannot make them alike. */
static int64_t compare(
	const struct city *city, const struct system *left, const struct system *right)
{
	int64_t sum = 0, weights = 0, open = 0;
	bool both[ABOUTS];

	for (int i = 0; i < ABOUTS; i++) {
		both[i] = left->pairs[i].count > 0 && right->pairs[i].count > 0;
		weights += both[i] ? city->weights[i] : 0;
	}
	open = weights;
	for (int i = 0; i < ABOUTS; i++) {
		if (!both[i] || city->weights[i] == 0)
			continue;
		sum += city->weights[i] * compare_texts(&left->pairs[i], &right->pairs[i]);
		open -= city->weights[i];
		if (sum + open * ALL < city->alike * weights)
			return 0;
	}
	return weights ? sum / weights : 0;
}

static void note(const struct city *city, size_t one, size_t other, int64_t likeness)
{
	struct system *system = &city->systems[one];

	if (likeness <= system->likeness)
		return;
	system->likeness = likeness;
	system->nearest = other;
}

/* The best that is in no group yet takes all that are alike it and in none either. */
static void gather(const struct city *city, size_t best)
{
	struct system *systems = city->systems;
	bool free = systems[best].survivor == NOBODY;

	for (size_t i = best + 1; i < city->count; i++) {
		int64_t likeness = compare(city, &systems[best], &systems[i]);

		if (likeness < city->alike || likeness == 0)
			continue;
		note(city, best, i, likeness);
		note(city, i, best, likeness);
		if (!free || systems[i].survivor != NOBODY)
			continue;
		systems[best].survivor = best;
		systems[i].survivor = best;
	}
}

/* --- who is who --- */

static int64_t level_of(struct json_object *facts)
{
	static const char *const levels[] = {
		"departmental", "city", "provincial", "national", NULL};
	const char *level = json_string(facts, "vertical_level");

	for (int i = 0; levels[i]; i++)
		if (text_equal(levels[i], level))
			return i;
	return 0;
}

static int compare_numbers(int64_t left, int64_t right)
{
	return (left < right) - (left > right); /* the greater first */
}

static int compare_systems(const void *left, const void *right)
{
	const struct system *a = left, *b = right;
	int order = compare_numbers(level_of(a->facts), level_of(b->facts));

	if (order == 0)
		order = compare_numbers(json_integer(a->facts, "mlps_level", 0),
			json_integer(b->facts, "mlps_level", 0));
	if (order == 0)
		order = compare_numbers((int64_t)json_length(json_member(a->facts, "machines")),
			(int64_t)json_length(json_member(b->facts, "machines")));
	return order ? order : strcmp(a->id, b->id);
}

/* Members are in order of id; returns how many are left out. */
static int64_t take_systems(struct city *city, struct json_object *snapshot,
	struct json_object *objects, size_t most)
{
	struct json_object *members = json_member(snapshot, "members");
	int64_t left_out = 0;

	city->systems = mem_array(json_length(members) + 1, sizeof(*city->systems));
	for (size_t i = 0; i < json_length(members); i++) {
		struct json_object *member = json_object_array_get_idx(members, i);

		if (!text_equal(json_string(member, "kind"), "system"))
			continue;
		if (city->count == most) {
			left_out++;
			continue;
		}
		city->systems[city->count++] = (struct system){.id = json_string(member, "id"),
			.facts = json_member(objects, json_string(member, "digest")),
			.nearest = NOBODY,
			.survivor = NOBODY};
	}
	qsort(city->systems, city->count, sizeof(*city->systems), compare_systems);
	return left_out;
}

static int64_t size_of(const struct city *city, size_t survivor)
{
	int64_t size = 0;

	for (size_t i = 0; i < city->count; i++)
		size += city->systems[i].survivor == survivor;
	return size;
}

static struct json_object *group_of(const struct city *city, size_t survivor)
{
	struct json_object *group = json_object_new_array();

	for (size_t i = 0; i < city->count; i++)
		if (city->systems[i].survivor == survivor)
			json_object_array_add(
				group, json_object_new_string(city->systems[i].id));
	return group;
}

/* One that is alike another, but not the survivor of that one's group, has none itself. */
static struct json_object *tell(const struct city *city)
{
	struct json_object *alike = json_object_new_object();

	for (size_t i = 0; i < city->count; i++) {
		const struct system *system = &city->systems[i];
		struct json_object *one;

		if (system->nearest == NOBODY)
			continue;
		one = json_object_new_object();
		json_set_string(one, "nearest", city->systems[system->nearest].id);
		json_set_integer(one, "likeness", system->likeness);
		if (system->survivor != NOBODY) {
			json_set_string(one, "survivor", city->systems[system->survivor].id);
			json_set_integer(one, "size", size_of(city, system->survivor));
		}
		if (system->survivor == i)
			json_set(one, "group", group_of(city, i));
		json_set(alike, system->id, one);
	}
	return alike;
}

static void city_free(const struct city *city)
{
	for (size_t i = 0; i < city->count; i++)
		for (int j = 0; j < ABOUTS; j++) {
			free(city->systems[i].pairs[j].list);
			free(city->systems[i].pairs[j].weights);
		}
	free(city->systems);
}

struct json_object *likeness_find(
	struct json_object *snapshot, struct json_object *objects, struct json_object *shadow)
{
	struct city city = {.alike = json_integer(shadow, "alike_permille", ALL)};
	struct json_object *told = json_object_new_object();

	json_set_integer(told, "left_out",
		take_systems(&city, snapshot, objects,
			(size_t)json_integer(shadow, "systems_most", 0)));
	json_set_integer(told, "compared", (int64_t)city.count);
	for (int i = 0; i < ABOUTS; i++) {
		city.weights[i] =
			json_integer(json_member(shadow, "weights"), abouts[i].weight, 0);
		for (size_t j = 0; j < city.count; j++)
			cut(&city.systems[j].pairs[i],
				json_string(city.systems[j].facts, abouts[i].fact));
		weigh(&city, i);
	}
	for (size_t i = 0; i < city.count; i++)
		gather(&city, i);
	json_set(told, "alike", tell(&city));
	city_free(&city);
	return told;
}
