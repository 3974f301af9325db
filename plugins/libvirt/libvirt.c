/*
 * banyun-plugin-libvirt: the inventory of a hypervisor, and the live move of one machine from
 * one to another. One process has one role: a source of one host, or the mover of one attempt
 * of one move.
 */
#include "banyun-plugin.h"
#include "base/json.h"
#include "base/text.h"
#include "methods.h"
#include "model/plan.h"
#include "mover.h"

static const char *const roles[] = {"source", "mover", NULL};

static const struct shape_field host_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "as in `host add`"},
	{"department", SHAPE_STRING, .help = "who owns it"},
	{"side", SHAPE_NAME, .help = "department or cloud"},
	{"uri", SHAPE_STRING, .required = true, .help = "qemu+libssh2://USER@HOST/system"},
	{0},
};

static const struct shape_field end_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "as in the order"},
	{"uri", SHAPE_STRING, .required = true, .help = "qemu+libssh2://USER@HOST/system"},
	{0},
};

static const struct shape_field settings[] = {
	{"role", SHAPE_CHOICE, .required = true, .choices = roles},
	{"host", SHAPE_OBJECT, .fields = host_fields, .help = "of a source"},
	{"watch", SHAPE_BOOLEAN, .help = "of a source: it is opened to hear what happens"},
	{"source", SHAPE_OBJECT, .fields = end_fields,
		.help = "of a mover: where the machine is"},
	{"target", SHAPE_OBJECT, .fields = end_fields, .help = "of a mover: where it shall be"},
	{"order", SHAPE_OBJECT, .fields = order_fields,
		.help = "of a mover: one attempt of one move"},
	{0},
};

static const struct shape_field autostart_fields[] = {
	{"autostart", SHAPE_BOOLEAN, .required = true, .help = "what the source had"},
	{0},
};

static const struct plugin_method methods[] = {
	{"collect", source_collect, collect_fields, true},
	{"watch", source_watch, NULL, true},
	{"dirty", source_dirty, dirty_fields, true},
	{"versions", source_versions, NULL, true},
	{"observe", method_observe, NULL, true},
	{"drift", method_drift, NULL, true},
	{"prepare", method_prepare, NULL, true},
	{"seed", method_seed, NULL, true},
	{"transfer", method_transfer, NULL, true},
	{"abort", method_abort, NULL, true},
	{"freeze", method_freeze, NULL, true},
	{"fence", method_fence, NULL, true},
	{"resume_target", method_resume_target, NULL, true},
	{"autostart_target", method_autostart_target, autostart_fields, true},
	{"thaw", method_thaw, NULL, true},
	{"drop_paused_copy", method_drop_paused_copy, NULL, true},
	{"undefine_our_copy", method_undefine_our_copy, NULL, true},
	{"delete_partial_volume", method_delete_partial_volume, NULL, true},
	{"resume_source", method_resume_source, NULL, true},
	{"restore_source", method_restore_source, autostart_fields, true},
	{"suspend_source", method_suspend_source, NULL, true},
	{"suspend_target", method_suspend_target, NULL, true},
	{"boot_source", method_boot_source, NULL, true},
	{0},
};

static int open_role(struct json_object *tree, struct error *error)
{
	if (text_equal(json_string(tree, "role"), "source"))
		return source_open(tree, error);
	return mover_open(tree, error);
}

static const struct plugin_program program = {
	.size = sizeof(program),
	.version = PLUGIN_VERSION,
	.name = "libvirt",
	.release = PACKAGE_VERSION,
	.roles = PLUGIN_SOURCE | PLUGIN_MOVER,
	.settings = settings,
	.methods = methods,
	.open = open_role,
};

PLUGIN_MAIN(program)
