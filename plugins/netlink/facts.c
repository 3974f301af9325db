#include "facts.h"

#include "addresses.h"
#include "base/rpc.h"
#include "dump.h"
#include "links.h"
#include "neighbours.h"
#include "rates.h"
#include "routes.h"

#define OTHER_VALUES 64 /* around the lists */

_Static_assert(LINKS_MOST *LINK_VALUES + ADDRESSES_MOST * ADDRESS_VALUES +
			       NEIGHBOURS_MOST * NEIGHBOUR_VALUES + ROUTES_MOST * ROUTE_VALUES +
			       OTHER_VALUES <=
		       RPC_VALUES,
	"the lists fit into one message, however long they are");

int facts_read(struct json_object *facts, struct json_object *measures, struct error *error)
{
	AUTO_SOCKET struct nl_sock *socket = dump_open(error);
	AUTO_RATES struct rates rates = {0};
	AUTO_LINKS struct links links = {0};

	if (!socket || rates_read(&rates, socket, error) < 0 ||
		links_read(&links, socket, &rates, error) < 0)
		return -1;
	links_tell(&links, facts, measures);
	if (addresses_tell(socket, facts, error) < 0 ||
		neighbours_tell(&links, socket, facts, error) < 0)
		return -1;
	return routes_tell(&links, socket, facts, error);
}
