#include "readiness/rules/rules.h"

void machine_running(const struct judged *judged, const struct readiness_rule *rule)
{
	const char *state = json_string(judged->machine, "state");

	judge_say(judged, rule, text_equal(state, "running") ? "pass" : "fail",
		"The machine is %s on %s.", state, json_string(judged->machine, "host"));
}

void machine_movable(const struct judged *judged, const struct readiness_rule *rule)
{
	struct json_object *devices = json_member(judged->machine, "unmovable");
	int64_t snapshots = json_integer(judged->machine, "snapshots", 0);

	if (devices && json_object_array_length(devices) > 0)
		judge_say(judged, rule, "fail",
			"It has %d devices that tie it to its host, first %s.",
			(int)json_object_array_length(devices),
			json_object_get_string(json_object_array_get_idx(devices, 0)));
	else if (snapshots > 0)
		judge_say(judged, rule, "fail",
			"It has %d snapshots; libvirt does not move them.", (int)snapshots);
	else
		judge_say(
			judged, rule, "pass", "It has no passthrough device and no snapshot.");
}
