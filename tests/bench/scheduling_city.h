/*
 * The scheduling of a city, drawn at random: departments whose size falls as the inverse of
 * their place, with windows, access links, hosts, teams and quotas of their own, and two clouds
 * with links, hosts and pools that all share. In each regime something else is scarce.
 */
#ifndef SCHEDULING_CITY_H
#define SCHEDULING_CITY_H

#include "draw.h"

enum regime { REGIME_LINK, REGIME_WINDOW, REGIME_HOST, REGIME_QUOTA, REGIME_GROUP, REGIMES };

/*
 * `percent` of a city of 64 departments, 195 groups and 640 moves. `hub`: one pair of links
 * into the clouds for all of it, instead of one for each city.
 */
void city_draw(
	struct drawn *drawn, uint64_t seed, enum regime regime, uint32_t percent, bool hub);

#endif
