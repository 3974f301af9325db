/* What an installation needs to do its work, looked at from inside, and how to mend it. */
#include "api/doctor.h"
#include "api/handlers.h"
#include "audit/log.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host.h"
#include "core/plugin.h"
#include "core/store.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void doctor_see(struct json_object *seen, const char *what, const char *remedy,
	const char *verdict, const char *format, ...)
{
	struct json_object *row = json_object_new_object();
	char found[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(found, sizeof(found), format, arguments);
	va_end(arguments);
	json_set_string(row, "what", what);
	json_set_string(row, "verdict", verdict);
	json_set_string(row, "found", found);
	json_set_string(row, "remedy", text_equal(verdict, "pass") ? NULL : remedy);
	json_object_array_add(seen, row);
}

#define PROGRAM_MOST (16 * 1024 * 1024) /* bytes of a program */

struct doctor {
	const struct api *api;
	struct json_object *seen;
};

static void look_at_log(const struct doctor *doctor)
{
	const char *remedy = N_("Look at banyun-signer and the folder of its key.");
	struct audit_health health;

	audit_health(doctor->api->log, &health);
	if (audit_is_signing(doctor->api->log))
		doctor_see(doctor->seen, "audit log", remedy, "pass",
			"It holds %lld records and is signed.", (long long)health.records);
	else
		doctor_see(doctor->seen, "audit log", remedy, "fail", "It is not signed: %s",
			health.why[0] ? health.why : "the signer does not answer.");
}

static void look_at_state(const struct doctor *doctor)
{
	if (store_is_tight(doctor->api->context->store))
		doctor_see(doctor->seen, "state",
			N_("Free space, or move the folder to a larger disk."), "fail",
			"The disk of \"%s\" is full.", doctor->api->context->config->state);
	else
		doctor_see(doctor->seen, "state", NULL, "pass", "There is room in \"%s\".",
			doctor->api->context->config->state);
}

void doctor_see_release(struct json_object *seen, const char *what, const char *release)
{
	if (text_equal(release, PACKAGE_VERSION))
		doctor_see(
			seen, what, NULL, "pass", "It answers, and is of version %s.", release);
	else
		doctor_see(seen, what, N_("Install banyun whole, and start banyund again."),
			"fail", "It is of version %s, and banyund of %s.", release,
			PACKAGE_VERSION);
}

static void look_at_plugins(const struct doctor *doctor)
{
	static const char *const needed[] = {"libvirt", "ssh", "netlink", "probe", NULL};

	for (const char *const *name = needed; *name; name++) {
		AUTO_FREE char *what = mem_format("plugin %s", *name);
		const struct plugin *plugin = plugin_find(doctor->api->context->plugins, *name);

		if (!plugin)
			doctor_see(doctor->seen, what,
				N_("Install it, and start banyund again."), "fail",
				"It is not in \"%s\", or does not answer.",
				doctor->api->context->config->plugins);
		else
			doctor_see_release(doctor->seen, what, plugin->version);
	}
}

/*
 * What the program says with --version, read in its file: "NAME 0.1.0", ended by a NUL. It is
 * not started: one that is brought to hosts, or that holds the key, is not asked by the way.
 */
static const char *release_in(const struct text *file, const char *name)
{
	AUTO_FREE char *begin = mem_format("%s ", name);
	const char *at = file->data, *end = file->data + file->size;

	while ((at = memmem(at, (size_t)(end - at), begin, strlen(begin)))) {
		size_t size;

		at += strlen(begin);
		size = strspn(at, "0123456789.");
		if (at + size < end && memchr(at, '.', size) && at[size] == '\0')
			return at;
	}
	return NULL;
}

static void look_at_release(const struct doctor *doctor, const char *name, const char *path)
{
	AUTO_TEXT struct text file = {0};
	const char *release = text_read_file(&file, path, PROGRAM_MOST, NULL) == 0 && file.size
				      ? release_in(&file, name)
				      : NULL;

	if (text_equal(release, PACKAGE_VERSION))
		doctor_see(doctor->seen, name, NULL, "pass",
			"It can be run, and is of version %s.", release);
	else if (release)
		doctor_see_release(doctor->seen, name, release);
	else
		doctor_see(doctor->seen, name, N_("Install banyun whole."), "warn",
			"It can be run, but does not tell its version.");
}

/* Those that answer are asked by a visit. */
static void look_at_program(const struct doctor *doctor, const char *name, bool answers)
{
	AUTO_FREE char *path = mem_format("%s/%s", doctor->api->context->config->helpers, name);

	if (access(path, X_OK) < 0)
		doctor_see(doctor->seen, name, N_("Install banyun whole."), "fail",
			"\"%s\" cannot be run: %s.", path, strerror(errno));
	else if (answers)
		doctor_see(doctor->seen, name, NULL, "pass", "It can be run.");
	else
		look_at_release(doctor, name, path);
}

/* --- hosts --- */

static void look_at_credential(
	const struct doctor *doctor, const char *what, struct json_object *host)
{
	AUTO_FREE char *path = mem_format("%s/%s", doctor->api->context->config->credentials,
		json_string(host, "credential"));
	struct stat status;

	if (stat(path, &status) < 0 || access(path, R_OK) < 0)
		doctor_see(doctor->seen, what,
			N_("Put the private key there, readable to banyund alone."), "fail",
			"Its credential \"%s\" cannot be read: %s.", path, strerror(errno));
	else if (status.st_mode & 077)
		doctor_see(doctor->seen, what,
			N_("Make it readable to banyund alone: chmod 0600."), "fail",
			"Its credential \"%s\" is open to others (mode %04o).", path,
			(unsigned)(status.st_mode & 07777));
	else
		doctor_see(doctor->seen, what, NULL, "pass",
			"Its key is trusted, and its credential can be read.");
}

static void look_at_host(const struct doctor *doctor, struct json_object *host)
{
	const char *name = json_string(host, "name");
	AUTO_FREE char *what = mem_format("host %s", name);

	if (host_is_near(host))
		doctor_see(doctor->seen, what, NULL, "pass", "It is on this machine.");
	else if (!host_trusted(host))
		doctor_see(doctor->seen, what,
			N_("Compare its fingerprint with what its administrator tells, then "
			   "run "
			   "`banyun host trust`."),
			"fail", "Its key is not trusted yet.");
	else
		look_at_credential(doctor, what, host);
}

static void look_at_hosts(const struct doctor *doctor)
{
	AUTO_JSON struct json_object *hosts = NULL;
	struct error error = {0};

	if (host_list(&hosts, doctor->api->context->store, &error) < 0) {
		doctor_see(doctor->seen, "hosts", N_("Run `banyund --check-state`."), "fail",
			"%s", error.text);
		return;
	}
	if (json_length(hosts) == 0)
		doctor_see(doctor->seen, "hosts", N_("Add one with `banyun host add`."), "warn",
			"There is no host.");
	for (size_t i = 0; i < json_length(hosts); i++)
		look_at_host(doctor, json_object_array_get_idx(hosts, i));
}

void doctor_show(struct api *api, struct request *request)
{
	static const struct {
		const char *name;
		bool answers;
	} programs[] = {{"banyun-signer", false}, {"banyun-planner", true},
		{"banyun-clerk", true}, {"banyun-measure", false}};
	struct doctor doctor = {api, json_object_new_array()};

	look_at_log(&doctor);
	look_at_state(&doctor);
	look_at_plugins(&doctor);
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		look_at_program(&doctor, programs[i].name, programs[i].answers);
	look_at_hosts(&doctor);
	request_answer(request, 200, json_set(json_object_new_object(), "seen", doctor.seen));
}
