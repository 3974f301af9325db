#include "model/plan.h"
#include "base/text.h"
#include "model/profile.h"

static const char *const strategies[] = {"live", "warm", "offline", NULL};
static const struct shape_field name_item = {"", SHAPE_NAME};
static const struct shape_field milliseconds_item = {
	"", SHAPE_INTEGER, .low = 1, .high = 604800000};

static const struct shape_field disk_fields[] = {
	{"device", SHAPE_NAME, .required = true, .help = "device in the guest: vda"},
	{"source_path", SHAPE_STRING, .required = true, .help = "image on the source host"},
	{"format", SHAPE_NAME, .required = true, .help = "qcow2 or raw"},
	{"capacity", SHAPE_INTEGER, .required = true, .low = 1, .high = INT64_MAX,
		.help = "virtual size, bytes; the copy is charged on it"},
	{"volume", SHAPE_NAME, .required = true, .help = "volume to make in the target's pool"},
	{"path", SHAPE_STRING, .required = true, .help = "its path on the target host"},
	{0},
};
static const struct shape_field disk_item = {"", SHAPE_OBJECT, .fields = disk_fields};

static const struct shape_field nic_fields[] = {
	{"mac", SHAPE_STRING, .required = true, .low = 17, .high = 17},
	{"source_network", SHAPE_STRING, .required = true},
	{"network", SHAPE_STRING, .required = true, .help = "landing network on the target"},
	{0},
};
static const struct shape_field nic_item = {"", SHAPE_OBJECT, .fields = nic_fields};

static const struct shape_field page_fields[] = {
	{"family", SHAPE_INTEGER, .required = true, .low = 4, .high = 6},
	{"url", SHAPE_STRING, .required = true, .help = "asked from the far side of the join"},
	{0},
};
static const struct shape_field page_item = {"", SHAPE_OBJECT, .fields = page_fields};

static const struct shape_field fact_fields[] = {
	{"kind", SHAPE_NAME, .required = true},
	{"id", SHAPE_STRING, .required = true},
	{"digest", SHAPE_DIGEST, .required = true},
	{0},
};
static const struct shape_field fact_item = {"", SHAPE_OBJECT, .fields = fact_fields};

static const struct shape_field source_fields[] = {
	{"host", SHAPE_NAME, .required = true},
	{"login", SHAPE_DIGEST,
		.help = "over its address, user and host key: who was planned with"},
	{0},
};

static const struct shape_field target_fields[] = {
	{"host", SHAPE_NAME, .required = true},
	{"login", SHAPE_DIGEST,
		.help = "over its address, user and host key: who was planned with"},
	{"pool", SHAPE_STRING, .required = true},
	{"address", SHAPE_ADDRESS, .required = true,
		.help = "where its migration and NBD ports listen"},
	{0},
};

static const struct shape_field playbook_fields[] = {
	{"name", SHAPE_NAME, .required = true},
	{"digest", SHAPE_DIGEST, .required = true},
	{"before", SHAPE_LIST, .required = true, .item = &name_item, .high = 7},
	{"after", SHAPE_LIST, .required = true, .item = &name_item, .high = 7},
	{0},
};

const struct shape_field move_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "name of the machine and of the move"},
	{"machine", SHAPE_UUID, .required = true},
	{"department", SHAPE_STRING, .required = true},
	{"group", SHAPE_STRING, .required = true, .low = 1, .high = 512,
		.help = "moves of one group are never split"},
	{"team", SHAPE_STRING, .low = 1, .high = 512,
		.help = "who looks after it, where the number of a team's moves is limited"},
	{"source", SHAPE_OBJECT, .required = true, .fields = source_fields},
	{"target", SHAPE_OBJECT, .required = true, .fields = target_fields},
	{"memory", SHAPE_INTEGER, .required = true, .low = 1, .high = INT64_MAX,
		.help = "bytes"},
	{"disks", SHAPE_LIST, .required = true, .item = &disk_item, .high = 64},
	{"nics", SHAPE_LIST, .required = true, .item = &nic_item, .high = 64},
	{"rate", SHAPE_INTEGER, .required = true, .low = 0, .high = INT64_MAX,
		.help = "bit/s for the whole move; 0: no cap"},
	{"link", SHAPE_STRING, .required = true, .help = "link whose budget it is charged on"},
	{"encrypted", SHAPE_BOOLEAN, .required = true, .help = "TLS with the peer verified"},
	{"pause_limit", SHAPE_INTEGER, .required = true, .low = 1, .high = 600000,
		.help = "longest pause libvirt may plan for the last round, milliseconds"},
	{"strategy", SHAPE_CHOICE, .choices = strategies,
		.help = "whether it runs while its memory is copied; live when missing"},
	{"playbook", SHAPE_OBJECT, .required = true, .fields = playbook_fields},
	{"deadlines", SHAPE_OBJECT, .required = true, .item = &milliseconds_item,
		.help = "milliseconds by operation"},
	{"attempts", SHAPE_INTEGER, .required = true, .low = 1, .high = 2},
	{"allow", SHAPE_LIST, .required = true, .item = &name_item, .high = 16,
		.help = "clean-up steps approved by name"},
	{"pages", SHAPE_LIST, .required = true, .item = &page_item, .high = 16},
	{"facts", SHAPE_LIST, .required = true, .item = &fact_item, .high = 256,
		.help = "what it rests on: read again before it starts"},
	{0},
};
static const struct shape_field move_item = {"", SHAPE_OBJECT, .fields = move_fields};

static const struct shape_field window_fields[] = {
	{"from", SHAPE_TIME, .required = true},
	{"to", SHAPE_TIME, .required = true},
	{0},
};

static const struct shape_field owner_item = {"", SHAPE_OWNER};
static const struct shape_field budget_item = {"", SHAPE_INTEGER, .low = 0, .high = INT64_MAX};

static const struct shape_field hour_item = {"", SHAPE_OBJECT, .fields = profile_budget_fields};
static const struct shape_field hours_fields[] = {
	{"timezone_minutes", SHAPE_INTEGER, .required = true, .low = -840, .high = 840},
	{"percent", SHAPE_INTEGER, .required = true, .low = 1, .high = 100,
		.help = "of a link that moves may use at all other hours"},
	{"budgets", SHAPE_LIST, .required = true, .item = &hour_item, .low = 1, .high = 64,
		.help = "of those that hold at once, the first"},
	{"links", SHAPE_OBJECT, .required = true, .item = &budget_item,
		.help = "what the percentages are of, by link, bit/s"},
	{0},
};
static const struct shape_field system_item = {"", SHAPE_STRING, .low = 1, .high = 512};
static const struct shape_field group_fields[] = {
	{"name", SHAPE_STRING, .required = true, .low = 1, .high = 512},
	{"systems", SHAPE_LIST, .required = true, .item = &system_item, .high = 100000,
		.help = "their ids: who holds one of them holds its moves"},
	{0},
};
static const struct shape_field group_item = {"", SHAPE_OBJECT, .fields = group_fields};

const struct shape_field wave_fields[] = {
	{"name", SHAPE_OWNER, .required = true},
	{"owners", SHAPE_LIST, .required = true, .item = &owner_item, .low = 1, .high = 512,
		.help = "departments whose systems move in it"},
	{"window", SHAPE_OBJECT, .fields = window_fields, .help = "when its moves may start"},
	{"concurrency", SHAPE_INTEGER, .required = true, .low = 1, .high = 512},
	{"links", SHAPE_OBJECT, .required = true, .item = &budget_item,
		.help = "budget by link, bit/s; the least of all hours"},
	{"hours", SHAPE_OBJECT, .fields = hours_fields,
		.help = "what links may give, where not all hours are alike"},
	{"limits", SHAPE_OBJECT, .fields = profile_limits_fields,
		.help = "how many moves of all plans may run at once"},
	{"groups", SHAPE_LIST, .item = &group_item, .high = 512,
		.help = "the systems of the groups that its moves are of"},
	{"moves", SHAPE_LIST, .required = true, .item = &move_item, .low = 1, .high = 512},
	{0},
};
static const struct shape_field wave_item = {"", SHAPE_OBJECT, .fields = wave_fields};

static const char *const plan_kind[] = {"plan", NULL};
static const struct shape_field any_item = {"", SHAPE_ANY};

static const struct shape_field row_fields[] = {
	{"name", SHAPE_OWNER, .required = true},
	{"owners", SHAPE_LIST, .required = true, .item = &owner_item, .low = 1, .high = 512},
	{"window", SHAPE_OBJECT, .fields = window_fields},
	{"moves", SHAPE_INTEGER, .required = true, .low = 1, .high = 512, .help = "count"},
	{"digest", SHAPE_DIGEST, .required = true, .help = "of the wave"},
	{"estimates", SHAPE_DIGEST, .required = true, .help = "of its moves' estimates"},
	{0},
};
static const struct shape_field row_item = {"", SHAPE_OBJECT, .fields = row_fields};
static const struct shape_field digest_item = {"", SHAPE_DIGEST};

#define PLAN_MEMBERS                                                                           \
	{"kind", SHAPE_CHOICE, .required = true, .choices = plan_kind},                        \
		{"schema", SHAPE_INTEGER, .required = true, .low = 2, .high = 2},              \
		{"snapshot", SHAPE_DIGEST, .required = true},                                  \
		{"findings", SHAPE_DIGEST, .required = true},                                  \
		{"profile", SHAPE_DIGEST, .required = true},                                   \
		{"author", SHAPE_STRING, .required = true},                                    \
		{"made", SHAPE_TIME, .required = true},                                        \
		{"from", SHAPE_TIME, .required = true, .help = "before it nothing moves"},     \
		{"what_if", SHAPE_BOOLEAN, .help = "of another profile: never run"},           \
		{"earlier", SHAPE_DIGEST,                                                      \
			.help = "the plan before, whose places and times it kept"},            \
		{"scope", SHAPE_LIST, .item = &any_item, .high = 10000,                        \
			.help = "the departments and systems that it is of only"},             \
		{"seed", SHAPE_INTEGER, .required = true, .low = 0,                            \
			.high = JSON_INTEGER_MOST},                                            \
	{                                                                                      \
		"effort", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000000           \
	}

const struct shape_field plan_manifest_fields[] = {
	PLAN_MEMBERS,
	{"waves", SHAPE_LIST, .required = true, .item = &row_item, .high = 1000000},
	{"parts", SHAPE_OBJECT, .required = true, .item = &digest_item,
		.help = "what is not bound by an approval, by name"},
	{0},
};

const struct shape_field plan_fields[] = {
	PLAN_MEMBERS,
	{"authors", SHAPE_LIST, .item = &any_item, .high = 1000,
		.help = "all who made the same waves, when there are several"},
	{"waves", SHAPE_LIST, .required = true, .item = &wave_item, .high = 1000000},
	{"estimates", SHAPE_OBJECT, .item = &any_item, .help = "by machine"},
	{"systems", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "what becomes of each"},
	{"networks", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "what becomes of each dedicated network, and its new addresses"},
	{"renumber", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "machines and hosts on them"},
	{"exits", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "to the Internet, and which are closed"},
	{"addresses", SHAPE_ANY, .help = "how much of the address plan's blocks is given"},
	{"violations", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "of the isolation of the domains"},
	{"groups", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "what moves together, and why"},
	{"hubs", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "what so many systems talk to that it ties none"},
	{"freed", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "what nobody uses any more, and from when on"},
	{"left_out", SHAPE_LIST, .item = &any_item, .high = 10000000,
		.help = "machines and why"},
	{"dropped", SHAPE_LIST, .item = &any_item, .high = 1000000,
		.help = "approved waves that could not be kept, and why"},
	{"sizes", SHAPE_OBJECT, .item = &any_item,
		.help = "of the machines that move, and those that are proposed"},
	{"forecast", SHAPE_OBJECT, .item = &any_item,
		.help = "the on-cloud rate by month, and the milestones"},
	{"schedule", SHAPE_OBJECT, .item = &any_item,
		.help = "finish, bound and what binds it"},
	{0},
};

const struct shape_field order_fields[] = {
	{"run", SHAPE_NAME, .required = true},
	{"attempt", SHAPE_INTEGER, .required = true, .low = 1, .high = 1000},
	{"opened", SHAPE_TIME,
		.help = "when the move began: what ended before is another life"},
	{"move", SHAPE_OBJECT, .required = true, .fields = move_fields},
	{0},
};

void plan_wave_digest(struct json_object *wave, char out[DIGEST_TEXT])
{
	digest_json(wave, out);
}

static void digest_list(struct json_object *list, char out[DIGEST_TEXT])
{
	digest_json(list, out);
	json_object_put(list);
}

void plan_digest(struct json_object *plan, char out[DIGEST_TEXT])
{
	struct json_object *waves = json_member(plan, "waves");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(waves); i++) {
		char digest[DIGEST_TEXT];

		plan_wave_digest(json_object_array_get_idx(waves, i), digest);
		json_object_array_add(list, json_object_new_string(digest));
	}
	digest_list(list, out);
}

void plan_manifest_digest(struct json_object *manifest, char out[DIGEST_TEXT])
{
	struct json_object *waves = json_member(manifest, "waves");
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < json_length(waves); i++)
		json_object_array_add(list,
			json_object_new_string(
				json_string(json_object_array_get_idx(waves, i), "digest")));
	digest_list(list, out);
}

bool plan_wave_wanted(struct json_object *waves, const char *name)
{
	return !waves || json_has_string(waves, name);
}

struct json_object *plan_find_wave(struct json_object *plan, const char *name)
{
	struct json_object *waves = json_member(plan, "waves");

	for (size_t i = 0; i < json_object_array_length(waves); i++) {
		struct json_object *wave = json_object_array_get_idx(waves, i);

		if (text_equal(json_string(wave, "name"), name))
			return wave;
	}
	return NULL;
}

static struct json_object *find_in_wave(struct json_object *wave, const char *name)
{
	struct json_object *moves = json_member(wave, "moves");

	for (size_t i = 0; i < json_object_array_length(moves); i++) {
		struct json_object *move = json_object_array_get_idx(moves, i);

		if (text_equal(json_string(move, "name"), name))
			return move;
	}
	return NULL;
}

struct json_object *plan_find_move(struct json_object *plan, const char *machine_name)
{
	struct json_object *waves = json_member(plan, "waves"), *found = NULL;

	for (size_t i = 0; !found && i < json_object_array_length(waves); i++)
		found = find_in_wave(json_object_array_get_idx(waves, i), machine_name);
	return found;
}
