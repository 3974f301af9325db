/*
 * frr_read and lldp_read: whatever vtysh and lldpcli say, the facts have the shape of the
 * model, and those that were there are kept.
 */
#include "ssh/frr.h"
#include "ssh/lldp.h"

#include "host.h"

#define ROUTE "{\"destination\":\"default\",\"family\":4,\"gateway\":\"192.0.2.254\"}"

static struct json_object *routes(void)
{
	struct source source = {
		SOURCE_JSON, "routes", "[" ROUTE "]", sizeof("[" ROUTE "]") - 1};
	struct json_object *tree;

	promise(json_parse(&tree, &source, JSON_MESSAGE, NULL) == 0);
	return tree;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_JSON struct json_object *facts = json_object_new_object();
	AUTO_JSON struct json_object *measures = json_object_new_object();
	struct span text = {(const char *)data, size};

	if (size % 2 == 0)
		json_set(facts, "routes", routes());
	frr_read(text, facts, measures);
	promise(size % 2 != 0 || json_length(json_member(facts, "routes")) >= 1);
	lldp_read(text, facts);
	promise_host(facts, measures);
	return 0;
}
