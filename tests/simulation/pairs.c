#include "pairs.h"

#include "base/error.h"
#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#define SIDE_BITS 14
#define SIDE_MASK ((1u << SIDE_BITS) - 1)
#define TAKEN     (1ULL << 63)

/* What a decision can depend on; not the boot id, which is never the same twice. */
static uint32_t side_key(const struct side_view *view)
{
	return view->power | view->reason << 3 | view->mark << 6 | view->volumes << 8 |
	       (uint32_t)view->job << 10 | (uint32_t)view->fenced << 11 |
	       (uint32_t)view->autostart << 12 | (uint32_t)view->persistent << 13;
}

static uint64_t world_key(const struct world *world)
{
	return TAKEN | (uint64_t)side_key(&world->side[SIDE_SOURCE]) << SIDE_BITS |
	       side_key(&world->side[SIDE_TARGET]);
}

static uint32_t place_of(const struct pairs *pairs, uint64_t key)
{
	uint32_t at = (uint32_t)((key * 0x9e3779b97f4a7c15ULL) >> 48) % PAIRS;

	while (pairs->key[at] && pairs->key[at] != key)
		at = (at + 1) % PAIRS;
	return at;
}

void pairs_add(void *argument, const struct world *world)
{
	struct pairs *pairs = argument;
	uint64_t key = world_key(world);
	uint32_t at = place_of(pairs, key);

	if (pairs->key[at] || pairs->count == PAIRS - 1)
		return;
	pairs->key[at] = key;
	pairs->count++;
}

static bool sides_fit(uint64_t key, const struct world *world)
{
	const struct side_view *source = &world->side[SIDE_SOURCE];
	const struct side_view *target = &world->side[SIDE_TARGET];

	return (source->power == POWER_UNREAD ||
		       (key >> SIDE_BITS & SIDE_MASK) == side_key(source)) &&
	       (target->power == POWER_UNREAD || (key & SIDE_MASK) == side_key(target));
}

bool pairs_have(const struct pairs *pairs, const struct world *world)
{
	if (pairs->key[place_of(pairs, world_key(world))])
		return true;
	for (uint32_t i = 0; i < PAIRS; i++)
		if (pairs->key[i] && sides_fit(pairs->key[i], world))
			return true;
	return false;
}

static int read_world(struct world *world, const char *line, size_t size, struct error *error)
{
	struct source source = {SOURCE_JSON, "trace", line, size};
	AUTO_JSON struct json_object *tree = NULL;

	if (json_parse(&tree, &source, JSON_MESSAGE, error) < 0)
		return -1;
	return world_decode(world, tree, error);
}

static bool fits(const struct pairs *pairs, const char *line, size_t size, FILE *out)
{
	struct error error = {0};
	struct world world;

	if (read_world(&world, line, size, &error) < 0) {
		fprintf(out, "%s: ", error.text);
		return false;
	}
	return pairs_have(pairs, &world);
}

int pairs_replay(const struct pairs *pairs, const char *path, FILE *out)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t size;
	int number = 0, wrong = 0;

	if (!file)
		return -1;
	while ((size = getline(&line, &room, file)) > 0) {
		number++;
		if (line[0] == '#' || line[0] == '\n' || fits(pairs, line, (size_t)size, out))
			continue;
		fprintf(out, "%s:%d: the simulated libvirt cannot show this: %s", path, number,
			line);
		wrong++;
	}
	free(line);
	fclose(file);
	return wrong;
}
