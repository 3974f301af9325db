#include "readiness/links/installed.h"
#include "base/json.h"
#include "base/language.h"
#include "base/text.h"

static struct json_object *lesser(struct json_object *one, struct json_object *other)
{
	struct json_object *both = json_copy(one);
	int64_t capacity = json_integer(other, "capacity", 0);
	int64_t sent = json_integer(other, "sent_bytes", 0);

	json_object_object_del(both, "end");
	if (capacity < json_integer(both, "capacity", 0))
		json_set_integer(both, "capacity", capacity);
	if (sent > json_integer(both, "sent_bytes", 0))
		json_set_integer(both, "sent_bytes", sent);
	return both;
}

void installed_note(struct json_object *entry, const char *direction, struct json_object *item)
{
	struct json_object *told = json_member(entry, direction);

	if (!told)
		json_set(entry, direction, json_copy(item));
	else if (json_member(told, "end") &&
		 !text_equal(json_string(told, "end"), json_string(item, "end")))
		json_set(entry, direction, lesser(told, item));
}

static void close_one(struct json_object *entry, const char *direction)
{
	struct json_object *told = json_member(entry, direction);
	int64_t spent = json_integer(entry, "spent_bytes", 0);

	if (!told || !json_member(told, "end"))
		return;
	json_set_integer(entry, "spent_bytes", spent + json_integer(told, "sent_bytes", 0));
	json_object_object_del(entry, direction);
	if (!json_member(entry, "why") && !json_member(entry, "unasked"))
		json_set_string(
			entry, "why", N_("Only one end of iperf3 told what it carried."));
}

void installed_close(struct json_object *entry)
{
	close_one(entry, "up");
	close_one(entry, "down");
}
