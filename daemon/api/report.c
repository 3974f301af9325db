#include "api/handlers.h"
#include "base/clock.h"
#include "base/error.h"
#include "core/context.h"
#include "inventory/inventory.h"
#include "reporting/progress.h"
#include "reporting/self_check.h"

void report_progress(struct api *api, struct request *request)
{
	struct error error = {0};
	AUTO_JSON struct json_object *inventory =
		load_inventory(api, request_query(request, "snapshot"), &error);
	struct json_object *report;

	if (!inventory) {
		request_fail(request, &error);
		return;
	}
	report = progress_report(json_member(inventory, "snapshot"),
		json_member(inventory, "objects"), api->profile);
	json_set_string(report, "snapshot", json_string(inventory, "digest"));
	request_answer(request, 200, report);
}

/* The report of a department, or a line for each (NULL); NULL with an error. */
static struct json_object *check(struct store *store, const char *name,
	const struct self_check_basis *basis, struct error *error)
{
	AUTO_JSON struct json_object *told = NULL;

	if ((name ? inventory_department(&told, store, name, error)
		  : inventory_departments(&told, store, error)) < 0)
		return NULL;
	return name ? self_check_report(told, basis) : self_check_summary(told, basis);
}

void report_self_check(struct api *api, struct request *request)
{
	struct store *store = api->context->store;
	AUTO_JSON struct json_object *contradictions = NULL;
	struct json_object *report = NULL;
	struct error error = {0};
	char digest[DIGEST_TEXT], now[CLOCK_TEXT];

	clock_format(clock_wall(), now);
	if (inventory_contradictions(&contradictions, digest, store, &error) == 0)
		report = check(store, request_query(request, "department"),
			&(struct self_check_basis){
				now, digest[0] ? digest : NULL, contradictions},
			&error);
	if (report)
		request_answer(request, 200, report);
	else
		request_fail(request, &error);
}
