/* The target as a hypervisor: whether it can take the machine over, and has room to run it. */
#include "readiness/rules.h"
#include <stdio.h>

/* --- versions --- */

struct version {
	unsigned part[3];
};

/* "9.0.0"; false when it was not read. */
static bool read_version(struct version *version, struct json_object *host, const char *name)
{
	const char *text = json_string(host, name);

	*version = (struct version){{0}};
	return text && sscanf(text, "%u.%u.%u", &version->part[0], &version->part[1],
			       &version->part[2]) >= 2;
}

static bool is_newer(const struct version *left, const struct version *right)
{
	for (unsigned i = 0; i < 3; i++)
		if (left->part[i] != right->part[i])
			return left->part[i] > right->part[i];
	return false;
}

/* Says it when this one keeps the machine. */
static bool say_version(
	const struct judged *judged, const struct readiness_rule *rule, const char *name)
{
	struct version from, to;

	if (!read_version(&from, judged->source, name) ||
		!read_version(&to, judged->target, name))
		judge_say(judged, rule, "unknown", "The version of %s was not read on both.",
			name);
	else if (is_newer(&from, &to))
		judge_say(judged, rule, "fail",
			"The source has %s %s, and the target the older %s.", name,
			json_string(judged->source, name), json_string(judged->target, name));
	else
		return false;
	return true;
}

void target_versions(const struct judged *judged, const struct readiness_rule *rule)
{
	if (!say_version(judged, rule, "libvirt") && !say_version(judged, rule, "qemu"))
		judge_say(judged, rule, "pass",
			"The target has libvirt %s and QEMU %s, and the source %s and %s.",
			json_string(judged->target, "libvirt"),
			json_string(judged->target, "qemu"),
			json_string(judged->source, "libvirt"),
			json_string(judged->source, "qemu"));
}
