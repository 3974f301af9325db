/*
 * The map of the networks: a card for each department, the extranet with its domains and the
 * cloud in the middle, and the links from the cards to it. From what the API tells of it
 * (GET /v1/inventory/map) to SVG; the same answer gives the same bytes.
 */
#ifndef CLI_MAP_H
#define CLI_MAP_H

#include "cli/cli.h"

#define MAP_CARD    236 /* width of a card; all lengths are pixels */
#define MAP_HEAD    48  /* of a card, above its rows */
#define MAP_ROW     16
#define MAP_LANE    7  /* between two links that run side by side */
#define MAP_GAP     18 /* beside and between cards */
#define MAP_MARGIN  28
#define MAP_BAND    132 /* height of the extranet */
#define MAP_TITLE   64
#define MAP_OUTSIDE 170  /* width of where links leave to elsewhere */
#define MAP_LEAST   1000 /* width of the whole: the legend must fit */

enum map_kind { MAP_LINK, MAP_PEER, MAP_BELOW, MAP_PREFIX, MAP_EXIT, MAP_WIRE, MAP_MORE };

struct map_row {
	enum map_kind kind;
	struct json_object *facts; /* of the link, prefix, exit or wire; borrowed */
	const char *other;         /* the other end of a link; borrowed, may be NULL */
	char *text;                /* owned: of MAP_BELOW and MAP_MORE */
	int peer;                  /* index of the other end's card; -1: none */
};

struct map_card {
	struct json_object *department; /* borrowed */
	struct map_row *rows;
	unsigned row_count, room;
	int x, y, height;
	bool above;     /* the extranet */
	int first_lane; /* of its links */
};

/* Links of departments that have no card of their own, by that of whom they belong to. */
struct map {
	struct json_object *chart; /* borrowed */
	const char *hub;           /* who runs the extranet; NULL: nobody is above all */
	struct map_card *cards;
	unsigned count, columns;
	struct map_row *outside; /* links of the hub to elsewhere */
	unsigned outside_count;
	int width, height, band, gutter;
};

/* map_cards.c: what is on the cards. `most` rows of a sort on each; 0: all. */
void map_fill(struct map *map, struct json_object *chart, unsigned most);
void map_free(struct map *map);

/* map_place.c: where each card lies, and how large the whole is. */
void map_place(struct map *map);

/* map_draw.c: appends the SVG. */
void map_draw(struct text *svg, const struct map *map);

#endif
