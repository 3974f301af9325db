/*
 * banyund: options, then one table of parts that are started forward and stopped backward.
 */
#include "api/route.h"
#include "api/server.h"
#include "audit/log.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/memory.h"
#include "core/clerk.h"
#include "core/config.h"
#include "core/context.h"
#include "core/host_keep.h"
#include "core/job.h"
#include "core/limits.h"
#include "core/loop.h"
#include "core/plugin.h"
#include "core/store.h"
#include "core/worker.h"
#include "execution/runner.h"
#include "inventory/schedule.h"
#include "inventory/watch.h"
#include "model/profile.h"
#include "readiness/links/watch.h"
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define LEAVE_MS 3000 /* in which what is under way may end, when banyund is stopped */
#define LOOK_MS  10

#define CONFIG_FILE CONFIG_FOLDER "/banyun.yaml"

struct banyund {
	const char *config_path;
	struct config config;
	struct context context;
	struct api api;
	struct schedule *schedule;
	struct watch *watch;
	struct server *server;
	int64_t patience; /* monotonic: until when what ends is waited for */
};

static int start_config(struct banyund *self, struct error *error)
{
	return config_read(&self->config, self->config_path, error);
}

static void stop_config(struct banyund *self)
{
	config_free(&self->config);
}

static int start_profile(struct banyund *self, struct error *error)
{
	if (shape_read_file(&self->api.profile, SOURCE_YAML, self->config.profile,
		    profile_fields, error) < 0)
		return -1;
	digest_json(self->api.profile, self->api.profile_digest);
	return 0;
}

static void stop_profile(struct banyund *self)
{
	json_object_put(self->api.profile);
}

static void stop_loop_now(void *argument)
{
	loop_stop(argument);
}

static int start_loop(struct banyund *self, struct error *error)
{
	(void)error;
	self->context.loop = loop_new();
	self->context.config = &self->config;
	self->api.context = &self->context;
	loop_on_signal(self->context.loop, SIGTERM, stop_loop_now, self->context.loop);
	loop_on_signal(self->context.loop, SIGINT, stop_loop_now, self->context.loop);
	return 0;
}

static void stop_loop(struct banyund *self)
{
	loop_free(self->context.loop);
}

static int start_store(struct banyund *self, struct error *error)
{
	return store_open(&self->context.store, self->config.state, self->context.loop, error);
}

static void stop_store(struct banyund *self)
{
	store_close(self->context.store);
}

static int start_audit(struct banyund *self, struct error *error)
{
	AUTO_FREE char *folder = mem_format("%s/log", self->config.state);

	struct audit_settings settings = {.folder = folder,
		.origin = self->config.origin,
		.signer = self->config.signer,
		.keys = self->config.keys,
		.user = self->config.signer_user};

	return audit_open(
		&self->api.log, self->context.store, self->context.loop, &settings, error);
}

static void stop_audit(struct banyund *self)
{
	audit_close(self->api.log);
}

static int start_plugins(struct banyund *self, struct error *error)
{
	return plugins_load(
		&self->context.plugins, self->context.loop, self->config.plugins, error);
}

static void stop_plugins(struct banyund *self)
{
	plugins_free(self->context.plugins);
}

/* --- what is under way when it is stopped --- */

static void look_whether_ended(void *argument)
{
	struct banyund *self = argument;

	if ((jobs_idle(self->api.jobs) && clerks_idle() && workers_ending() == 0) ||
		clock_monotonic() > self->patience)
		loop_stop(self->context.loop);
	else
		loop_after(self->context.loop, LOOK_MS, look_whether_ended, self);
}

/* A second signal ends the waiting. */
static void wait_for_ends(struct banyund *self)
{
	self->patience = clock_monotonic() + LEAVE_MS * (CLOCK_SECOND / 1000);
	loop_post(self->context.loop, look_whether_ended, self);
	loop_run(self->context.loop);
}

static int start_work(struct banyund *self, struct error *error)
{
	(void)self;
	(void)error;
	return 0;
}

/* Nobody starts anything any more. What is cancelled still tells what it did. */
static void stop_work(struct banyund *self)
{
	jobs_cancel(self->api.jobs);
	wait_for_ends(self);
}

static int start_keep(struct banyund *self, struct error *error)
{
	(void)error;
	self->context.keep = host_keep_new(&self->context);
	return 0;
}

static void stop_keep(struct banyund *self)
{
	host_keep_free(self->context.keep);
	wait_for_ends(self);
}

static int start_jobs(struct banyund *self, struct error *error)
{
	(void)error;
	self->api.jobs = jobs_new();
	return 0;
}

static void stop_jobs(struct banyund *self)
{
	jobs_free(self->api.jobs);
}

static int start_runner(struct banyund *self, struct error *error)
{
	return runner_new(
		&self->api.runner, &self->context, self->api.log, self->api.profile, error);
}

static void stop_runner(struct banyund *self)
{
	runner_free(self->api.runner);
}

static int start_schedule(struct banyund *self, struct error *error)
{
	(void)error;
	self->schedule = schedule_new(&self->context, self->api.log, self->api.jobs);
	return 0;
}

static void stop_schedule(struct banyund *self)
{
	schedule_free(self->schedule);
}

static int start_watch(struct banyund *self, struct error *error)
{
	(void)error;
	self->watch = watch_new(&self->context);
	return 0;
}

static void stop_watch(struct banyund *self)
{
	watch_free(self->watch);
}

static int start_links(struct banyund *self, struct error *error)
{
	(void)error;
	self->api.links_watch =
		links_watch_new(&self->context, self->api.jobs, self->api.profile);
	return 0;
}

static void stop_links(struct banyund *self)
{
	links_watch_free(self->api.links_watch);
}

static int start_server(struct banyund *self, struct error *error)
{
	return server_new(&self->server, &self->api, error);
}

static void stop_server(struct banyund *self)
{
	server_free(self->server);
}

static const struct part {
	const char *name;
	int (*start)(struct banyund *self, struct error *error);
	void (*stop)(struct banyund *self);
} parts[] = {
	{"configuration", start_config, stop_config},
	{"profile", start_profile, stop_profile},
	{"loop", start_loop, stop_loop},
	{"store", start_store, stop_store},
	{"audit log", start_audit, stop_audit},
	{"plugins", start_plugins, stop_plugins},
	{"jobs", start_jobs, stop_jobs},
	{"runs", start_runner, stop_runner},
	{"logins that stay", start_keep, stop_keep},
	{"what is under way", start_work, stop_work},
	{"scans by themselves", start_schedule, stop_schedule},
	{"watch over hypervisors", start_watch, stop_watch},
	{"watch over links", start_links, stop_links},
	{"API", start_server, stop_server},
};

#define PARTS (sizeof(parts) / sizeof(parts[0]))

static unsigned start_parts(struct banyund *self, struct error *error)
{
	unsigned started = 0;

	while (started < PARTS && parts[started].start(self, error) == 0)
		log_debug("banyund", parts[started++].name, "started");
	return started;
}

/* No core file may hold a credential, and nobody may look into the process. */
static void close_in(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGPIPE, SIG_IGN);
	umask(0077);
	limits_raise();
}

static int report(const struct error *error)
{
	AUTO_FREE char *line = language_error(error);

	fprintf(stderr, "banyund: %s\n", line);
	return error_exit_code(error->code);
}

static int serve(const char *config_path)
{
	struct banyund self = {.config_path = config_path};
	struct error error = {0};
	unsigned started;

	close_in();
	started = start_parts(&self, &error);
	if (started == PARTS) {
		log_info("banyund", NULL, "Ready on \"%s\".", self.config.socket);
		loop_run(self.context.loop);
	}
	while (started-- > 0)
		parts[started].stop(&self);
	return error.code ? report(&error) : 0;
}

static int check_state(const char *folder)
{
	struct error error = {0};

	if (store_check(folder, &error) < 0)
		return report(&error);
	printf(_("The state in \"%s\" is whole.\n"), folder);
	return 0;
}

static const struct option options[] = {
	{"config", required_argument, NULL, 'c'},
	{"check-state", required_argument, NULL, 's'},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{0},
};

static int help(void)
{
	printf(_("Usage: banyund [OPTION...]\n"
		 "  -c, --config=FILE         read this configuration (%s)\n"
		 "  -s, --check-state=FOLDER  check the state in the folder, and end\n"
		 "  -v, --verbose             tell more in the diagnostic log\n"
		 "  -h, --help                show this\n"
		 "      --version             show the version\n"),
		CONFIG_FILE);
	return 0;
}

int main(int argc, char **argv)
{
	const char *config_path = CONFIG_FILE;
	int option;

	language_start();
	while ((option = getopt_long(argc, argv, "c:s:vh", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			config_path = optarg;
			break;
		case 's':
			return check_state(optarg);
		case 'v':
			log_threshold(LOG_DEBUG);
			break;
		case 'h':
			return help();
		case 'V':
			puts("banyund " PACKAGE_VERSION);
			return 0;
		default:
			return error_exit_code(ERROR_USAGE);
		}
	}
	if (optind < argc) {
		fprintf(stderr, _("banyund: \"%s\" was not expected; see banyund --help.\n"),
			argv[optind]);
		return error_exit_code(ERROR_USAGE);
	}
	return serve(config_path);
}
