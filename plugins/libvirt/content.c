#include "background.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "export.h"
#include "handle.h"
#include "methods.h"
#include "mover.h"
#include "observe.h"
#include "volumes.h"
#include <libvirt/virterror.h>

#define ENDING_MOST 10000 /* milliseconds that the end of an export may take */

/* ---- Freeze ---- */

static struct json_object *exports(void)
{
	struct json_object *list = json_object_new_array();
	AUTO_FREE char *path = export_socket(mover_order());

	for (size_t i = 0; i < mover_order()->disk_count; i++) {
		struct json_object *tree = json_object_new_object();

		json_set_string(tree, "device", mover_order()->disks[i].device);
		json_set_string(tree, "socket", path);
		json_set_string(tree, "export", mover_order()->disks[i].device);
		json_object_array_add(list, tree);
	}
	return list;
}

static struct json_object *kept_images(void)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < mover_order()->disk_count; i++) {
		const struct order_disk *disk = &mover_order()->disks[i];
		struct json_object *tree = json_object_new_object();

		json_set_string(tree, "device", disk->device);
		json_set_string(tree, "path", disk->source_path);
		json_set_string(tree, "format", disk->format);
		json_object_array_add(list, tree);
	}
	return list;
}

static int begin_export(virDomainPtr domain, struct error *error)
{
	AUTO_FREE char *description = export_xml(mover_order());

	if (virDomainBackupBegin(
		    domain, description, NULL, VIR_DOMAIN_BACKUP_BEGIN_REUSE_EXTERNAL) < 0)
		return handle_failed(error, mover_order()->move, "freezing its disks");
	return export_stands(domain, mover_order(), error) == 1 ? 0 : -1;
}

/* Only the paused machine shows what the source has: later it has written already. */
static int check_paused(const struct side_view *target, struct error *error)
{
	struct world world;

	if (target->power == POWER_PAUSED && target->mark == MARK_OURS && !target->job)
		return 0;
	observe_world(&world, MOVER_PATIENCE);
	return mover_refuse(error, &world, "freeze",
		"the target must be paused, with our mark and without a migration");
}

/* Where an export may have begun already, its scratch volumes are used. */
static int claim_volumes(
	enum volumes volumes, virConnectPtr connection, bool stands, struct error *error)
{
	if (volumes != VOLUMES_COMPLETE)
		return volumes_complete(connection, mover_order(), error);
	return stands ? 0 : volumes_renew_scratch(connection, mover_order(), error);
}

/* The guest waits: only the target is read, which is all that a freeze rests on. */
static int freeze(bool *changed, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct world world;
	const struct side_view *target = &world.side[SIDE_TARGET];
	int stands;

	observe_side(&world, SIDE_TARGET, MOVER_PATIENCE);
	if (!mover_ours(target))
		return check_paused(target, error);
	if (mover_reach(&connection, &domain, SIDE_TARGET, error) < 0)
		return -1;
	stands = export_stands(domain, mover_order(), error);
	*changed = stands == 0;
	if (stands < 0 || (stands == 0 && check_paused(target, error) < 0) ||
		claim_volumes(target->volumes, connection, stands == 1, error) < 0)
		return -1;
	if (stands || mover_order()->disk_count == 0)
		return 0;
	return begin_export(domain, error);
}

int method_freeze(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	bool changed = false;

	(void)call;
	(void)parameters;
	if (freeze(&changed, error) < 0)
		return -1;
	*result = mover_answer(changed);
	json_set(*result, "exports", exports());
	json_set(*result, "source", kept_images());
	return 0;
}

/* ---- Thaw ---- */

/* The call that ends it returns before the scratch files are gone. */
static int wait_for_end(virDomainPtr domain, struct error *error)
{
	for (int waited = 0; waited < ENDING_MOST; waited += 20) {
		struct timespec pause = {.tv_nsec = 20 * 1000000};
		int stands = export_stands(domain, mover_order(), error);

		if (stands <= 0)
			return stands;
		nanosleep(&pause, NULL);
	}
	return error_set(error, ERROR_FAILED, mover_order()->move,
		"The frozen export of %s did not end within %d seconds.", mover_order()->move,
		ENDING_MOST / 1000);
}

static int end_export(virDomainPtr domain, bool *changed, struct error *error)
{
	int stands = export_stands(domain, mover_order(), error);

	*changed = stands == 1;
	if (stands < 0 || stands == 0)
		return stands;
	if (virDomainAbortJob(domain) < 0 && !handle_failed_with(VIR_ERR_OPERATION_INVALID))
		return handle_failed(error, mover_order()->move, "ending its frozen export");
	return wait_for_end(domain, error);
}

/* The mark stays as evidence, and says that the move is over. */
static int mark_done(virDomainPtr domain, struct error *error)
{
	struct mark_text mark;
	AUTO_FREE char *text = NULL;
	unsigned where = VIR_DOMAIN_AFFECT_LIVE | VIR_DOMAIN_AFFECT_CONFIG;

	mark_make(&mark, mover_order(), SIDE_TARGET, false);
	mark.done = true;
	text = mark_write(&mark);
	if (virDomainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT, text, MARK_PREFIX,
		    MARK_NAMESPACE, where) < 0)
		return handle_failed(error, mover_order()->move, "marking the move as over");
	return 0;
}

static int thaw(bool *changed, struct error *error)
{
	AUTO_CONNECTION virConnectPtr connection = NULL;
	AUTO_DOMAIN virDomainPtr domain = NULL;
	struct world world;

	observe_world(&world, MOVER_PATIENCE);
	if (world.side[SIDE_TARGET].power != POWER_RUNNING ||
		world.side[SIDE_TARGET].mark != MARK_OURS)
		return mover_refuse(
			error, &world, "thaw", "the target must be running, with our mark");
	if (mover_reach(&connection, &domain, SIDE_TARGET, error) < 0 ||
		end_export(domain, changed, error) < 0 ||
		volumes_release(connection, mover_order(), error) < 0)
		return -1;
	return mark_done(domain, error);
}

int method_thaw(struct plugin_call *call, struct json_object *parameters,
	struct json_object **result, struct error *error)
{
	bool changed = false;

	(void)call;
	(void)parameters;
	if (thaw(&changed, error) < 0)
		return -1;
	*result = mover_answer(changed);
	return 0;
}
