#include "base/memory.h"
#include "cli/map.h"

/* As many columns as make the whole about as wide as a sheet of paper is on its side. */
static unsigned columns_for(unsigned count)
{
	unsigned columns = 1;

	while (columns < count && columns * columns * 10 < count * 8)
		columns++;
	return columns;
}

static int height_of(const struct map_card *card)
{
	return MAP_HEAD + MAP_ROW * (int)card->row_count + 8;
}

static unsigned links_of(const struct map_card *card)
{
	unsigned count = 0;

	for (unsigned i = 0; i < card->row_count; i++)
		count += card->rows[i].kind == MAP_LINK;
	return count;
}

/*
 * Beside each column its links run to the extranet, those of the nearest card innermost, so
 * that none crosses another. Returns how many run there at most.
 */
static unsigned deal_lanes(struct map *map, unsigned lines, unsigned upper)
{
	unsigned most = 0;

	for (unsigned column = 0; column < map->columns; column++)
		for (unsigned half = 0; half < 2; half++) {
			unsigned lane = 0, first = half ? upper : 0;
			unsigned count = half ? lines - upper : upper;

			for (unsigned i = 0; i < count; i++) {
				unsigned line = half ? first + i : upper - 1 - i;
				unsigned index = line * map->columns + column;

				if (index >= map->count)
					continue;
				map->cards[index].first_lane = (int)lane;
				lane += links_of(&map->cards[index]);
			}
			most = lane > most ? lane : most;
		}
	return most;
}

/* The cards of a column in one half, by their lines. */
struct stack {
	struct map *map;
	unsigned column, first, end;
};

static struct map_card *card_at(const struct stack *stack, unsigned line)
{
	unsigned index = line * stack->map->columns + stack->column;

	return index < stack->map->count ? &stack->map->cards[index] : NULL;
}

static int stack_height(const struct stack *stack)
{
	int height = 0;

	for (unsigned line = stack->first; line < stack->end; line++)
		if (card_at(stack, line))
			height += height_of(card_at(stack, line)) + MAP_GAP;
	return height;
}

static void place_stack(const struct stack *stack, int y, bool above)
{
	for (unsigned line = stack->first; line < stack->end; line++) {
		struct map_card *card = card_at(stack, line);

		if (!card)
			continue;
		card->height = height_of(card);
		card->x = MAP_MARGIN + (int)stack->column * (MAP_CARD + stack->map->gutter);
		card->y = y;
		card->above = above;
		y += card->height + MAP_GAP;
	}
}

/*
 * Above the extranet each column stands on it, below it hangs from it. Returns how high it is.
 */
static int place_half(struct map *map, unsigned first, unsigned end, int y, bool above)
{
	int most = 0;

	for (unsigned column = 0; column < map->columns; column++) {
		int height = stack_height(&(struct stack){map, column, first, end});

		most = height > most ? height : most;
	}
	for (unsigned column = 0; column < map->columns; column++) {
		struct stack stack = {map, column, first, end};

		place_stack(&stack, above ? y + most - stack_height(&stack) : y, above);
	}
	return most;
}

void map_place(struct map *map)
{
	unsigned lines, upper;
	int y = MAP_MARGIN + MAP_TITLE;

	map->columns = columns_for(map->count);
	lines = (map->count + map->columns - 1) / map->columns;
	upper = (lines + 1) / 2;
	map->gutter = 2 * MAP_GAP + MAP_LANE * (int)deal_lanes(map, lines, upper);
	map->band = y + place_half(map, 0, upper, y, true) + MAP_GAP;
	y = map->band + MAP_BAND + 2 * MAP_GAP;
	map->height = y + place_half(map, upper, lines, y, false) + 96;
	map->width = 2 * MAP_MARGIN + (int)map->columns * (MAP_CARD + map->gutter) +
		     (map->outside_count > 0 ? MAP_OUTSIDE : 0);
	if (map->width < MAP_LEAST)
		map->width = MAP_LEAST;
}
