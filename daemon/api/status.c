#include "api/handlers.h"
#include "audit/log.h"
#include "core/config.h"
#include "core/context.h"
#include "core/plugin.h"
#include "core/store.h"

static struct json_object *list_plugins(const struct plugins *plugins)
{
	struct json_object *list = json_object_new_array();
	const struct plugin *plugin;

	for (unsigned i = 0; (plugin = plugin_at(plugins, i)); i++) {
		struct json_object *row = json_object_new_object();

		json_set_string(row, "name", plugin->name);
		json_set_string(row, "version", plugin->version);
		json_object_array_add(list, row);
	}
	return list;
}

void status_show(struct api *api, struct request *request)
{
	struct json_object *status = json_object_new_object();
	struct audit_health health;

	audit_health(api->log, &health);
	json_set_string(status, "version", PACKAGE_VERSION);
	json_set_string(status, "person", request_person(request)->name);
	json_set_integer(status, "records", (int64_t)health.records);
	json_set_integer(status, "signed", (int64_t)health.signed_);
	json_set_boolean(status, "log_signed", audit_is_signing(api->log));
	json_set_string(status, "log_problem", health.why);
	json_set_string(status, "world", api->context->config->world);
	json_set(status, "plugins", list_plugins(api->context->plugins));
	request_answer(request, 200, status);
}

void profile_show(struct api *api, struct request *request)
{
	struct json_object *answer = json_object_new_object();

	json_set_string(answer, "digest", api->profile_digest);
	json_set(answer, "profile", json_object_get(api->profile));
	request_answer(request, 200, answer);
}
