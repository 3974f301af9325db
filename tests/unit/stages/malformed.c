/*
 * Files that people write, each malformed in one way: the configuration, a profile, a playbook
 * and a survey. What is told is the exact kind, line and column, and afterwards the same
 * process reads the good file.
 */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/config.h"
#include "model/playbook.h"
#include "model/profile.h"
#include "model/survey.h"
#include "tiny.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/banyun-malformed.XXXXXX";

static char *write_file(const char *text)
{
	char *path = mem_format("%s/file.yaml", folder);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fwrite(text, 1, strlen(text), file);
	fclose(file);
	return path;
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	AUTO_FREE char *path = mem_format("%s/file.yaml", folder);

	(void)state;
	unlink(path);
	return rmdir(folder);
}

struct bad {
	const char *from, *to; /* the part of the good file that is exchanged */
	int line, column;
	const char *words;
};

/* The good text with the first `from` exchanged. */
static char *spoil(const char *good, const struct bad *bad)
{
	const char *at = strstr(good, bad->from);

	if (!at)
		fail_msg("\"%s\" is not in the good file", bad->from);
	return mem_format("%.*s%s%s", (int)(at - good), good, bad->to, at + strlen(bad->from));
}

typedef int read_file(const char *path, struct error *error);

static void check_bad(const char *good, const struct bad *bad, read_file *read)
{
	AUTO_FREE char *text = spoil(good, bad), *path = write_file(text);
	struct error error = {0};

	if (read(path, &error) == 0)
		fail_msg("\"%s\" for \"%s\" was taken", bad->to, bad->from);
	if (error.code != ERROR_INPUT || error.line != bad->line ||
		error.column != bad->column || !strstr(error.text, bad->words) ||
		!text_equal(error.object, path))
		fail_msg("\"%s\" for \"%s\": expected %d:%d (%s), told %s %d:%d %s", bad->to,
			bad->from, bad->line, bad->column, bad->words, error_word(error.code),
			error.line, error.column, error.text);
}

static void check_all(const char *good, const struct bad *bad, size_t count, read_file *read)
{
	struct error error = {0};

	for (size_t i = 0; i < count; i++) {
		check_bad(good, &bad[i], read);
		AUTO_FREE char *path = write_file(good);
		if (read(path, &error) < 0)
			fail_msg("the good file afterwards: %s", error.text);
	}
}
#define CHECK(good, bad, read) check_all(good, bad, sizeof(bad) / sizeof((bad)[0]), read)

/* --- configuration --- */

static int read_config(const char *path, struct error *error)
{
	struct config config;
	int result = config_read(&config, path, error);

	config_free(&config);
	return result;
}

static const char good_config[] = "state: /var/lib/banyun\n"
				  "origin: city.example/audit\n"
				  "people:\n"
				  "  - name: lin\n"
				  "    uid: 1001\n"
				  "    roles: [network_engineer]\n"
				  "  - name: zhou\n"
				  "    uid: 1002\n"
				  "    roles: [approver, viewer]\n";

static void test_configuration(void **state)
{
	static const struct bad cases[] = {
		{"origin:", "orign:", 2, 1, "orign"},
		{"city.example/audit", "''", 2, 9, "origin"},
		{"city.example/audit", "[a]", 2, 9, "origin"},
		{"uid: 1001", "uid: lin", 5, 10, "uid"},
		{"uid: 1001", "uid: -1", 5, 10, "uid"},
		{"uid: 1001", "uid: 4294967295", 5, 10, "4294967294"},
		{"name: lin", "name: .lin", 4, 11, "name"},
		{"[network_engineer]", "[engineer]", 6, 13, "engineer"},
		{"[network_engineer]", "[]", 6, 12, "roles"},
		{"[network_engineer]", "viewer", 6, 12, "roles"},
		{"uid: 1002", "uid: 1001", 7, 5, "\"lin\" and \"zhou\""},
		{"state: /var/lib/banyun", "state: &a /var", 1, 8, ""},
		{"state: /var/lib/banyun", "state: *a", 1, 8, ""},
		{"origin: city.example/audit", "state: /other", 2, 1, "state"},
		{"    roles: [approver, viewer]\n", "", 7, 5, "roles"},
		{"state: /var/lib/banyun\n", "\tstate: x\n", 1, 1, ""},
		{"people:", "people: [\n", 5, 3, "YAML"},
	};

	(void)state;
	CHECK(good_config, cases, read_config);
}

/* --- profile --- */

static int read_shape(const char *path, const struct shape_field *fields, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;

	return shape_read_file(&tree, SOURCE_YAML, path, fields, error);
}

static int read_profile(const char *path, struct error *error)
{
	return read_shape(path, profile_fields, error);
}

static const char good_profile[] =
	"name: example\n"
	"version: 1\n"
	"title: An example\n"
	"target:\n"
	"  formula: systems_on_cloud\n"
	"  milestones:\n"
	"    - {by: 2018-06-30T16:00:00Z, percent: 70, cites: x}\n"
	"rules: {page.ipv6: warn}\n"
	"transport: {plain_text: forbidden}\n"
	"approval: {valid_hours: 72}\n"
	"planning:\n"
	"  concurrency: 1\n"
	"  link_percent: 80\n"
	"  headroom_percent: 10\n"
	"  pause_limit: 300\n"
	"  attempts: 2\n"
	"  join_mtu: 1500\n"
	"bandwidth: {tier_permille: 950, valid_hours: 24, "
	"test_bytes: 250000000, test_ms: 2000, transfer_ms: 500, "
	"transfer_permille: 1500, "
	"day_bytes: 4000000000, from_hour: 0, to_hour: 24}\n"
	"website: {probes: 3, slower_permille: 500, pass_mark: 90, "
	"weights: {aaaa: 1, reachable: 1, delegation: 1, dns: 1, tcp: 1, "
	"first_byte: 1, total: 1, speed: 1}}\n"
	"deadlines: {observe: 20000}\n";

static void test_profile(void **state)
{
	static const struct bad cases[] = {
		{"version: 1", "version: 0", 2, 10, "version"},
		{"version: 1", "version: 1.5", 2, 10, "version"},
		{"version: 1", "version: one", 2, 10, "version"},
		{"systems_on_cloud", "everything", 5, 12, "formula"},
		{"2018-06-30T16:00:00Z", "2018-06-30", 7, 12, "by"},
		{"2018-06-30T16:00:00Z", "2018-02-30T16:00:00Z", 7, 12, "by"},
		{"percent: 70", "percent: 101", 7, 43, "percent"},
		{", cites: x", "", 7, 7, "cites"},
		{"warn}", "explode}", 8, 20, "page.ipv6"},
		{"forbidden", "maybe", 9, 25, "plain_text"},
		{"valid_hours: 72", "valid_hours: 8761", 10, 25, "valid_hours"},
		{"  attempts: 2\n", "  attempts: 3\n", 16, 13, "attempts"},
		{"  join_mtu: 1500\n", "", 12, 3, "join_mtu"},
		{"  join_mtu: 1500\n", "  join_mtu: 1500\n  speed: 1\n", 18, 3, "speed"},
		{"observe: 20000", "observe: 0", 20, 22, "observe"},
		{"name: example", "name: [", 3, 6, "YAML"},
	};

	(void)state;
	CHECK(good_profile, cases, read_profile);
}

/* --- playbook --- */

static int read_playbook(const char *path, struct error *error)
{
	return read_shape(path, playbook_fields, error);
}

static const char good_playbook[] = "name: example\n"
				    "version: 1\n"
				    "before:\n"
				    "  - check_page\n"
				    "mover: libvirt\n"
				    "after: [check_page, check_content]\n"
				    "allow: [drop_paused_copy]\n";

static void test_playbook(void **state)
{
	static const struct bad cases[] = {
		{"- check_page", "- check_pages", 4, 5, "check_pages"},
		{"- check_page", "- [check_page]", 4, 5, ""},
		{"mover: libvirt", "mover: rsync", 5, 8, "rsync"},
		{"mover: libvirt\n", "", 1, 1, "mover"},
		{"[drop_paused_copy]", "[destroy_source]", 7, 9, "destroy_source"},
		{"[drop_paused_copy]",
			"[drop_paused_copy, drop_paused_copy, drop_paused_copy, "
			"drop_paused_copy]",
			7, 8, "allow"},
		{"[check_page, check_content]", "{check_page: 1}", 6, 8, "after"},
		{"name: example", "name: a b", 1, 7, "name"},
		{"version: 1", "version: 1\nversion: 2", 3, 1, "version"},
		{"version: 1", "version: '1'", 2, 10, "version"},
		{"allow:", "undo: []\nallow:", 7, 1, "undo"},
		{"before:", "before: &steps", 3, 9, ""},
	};

	(void)state;
	CHECK(good_playbook, cases, read_playbook);
}

/* --- survey --- */

static int read_survey(const char *path, struct error *error)
{
	return read_shape(path, survey_fields, error);
}

static const char good_survey[] =
	"departments:\n"
	"  - {name: fin, link: {name: fin-extranet, nominal: 100000000}}\n"
	"systems:\n"
	"  - name: portal\n"
	"    department: fin\n"
	"    machines: [web, db]\n"
	"    pages:\n"
	"      - family: 4\n"
	"        url: http://192.0.2.10/\n"
	"landings:\n"
	"  - {department: fin, source_network: office, network: landing-fin}\n";

static void test_survey(void **state)
{
	static const struct bad cases[] = {
		{"nominal: 100000000", "nominal: 0", 2, 53, "nominal"},
		{"nominal: 100000000", "nominal: 100M", 2, 53, "nominal"},
		{", nominal: 100000000", "", 2, 23, "nominal"},
		{"[web, db]", "[]", 6, 15, "machines"},
		{"[web, db]", "[web, -db]", 6, 21, "machines"},
		{"[web, db]", "web", 6, 15, "machines"},
		{"family: 4", "family: 7", 8, 17, "family"},
		{"family: 4", "family: four", 8, 17, "family"},
		{"url: http://192.0.2.10/", "url: http:", 9, 18, "YAML"},
		{"        url: http://192.0.2.10/\n", "", 8, 9, "url"},
		{", network: landing-fin", "", 11, 5, "network"},
		{"network: landing-fin", "bridge: br0", 11, 47, "bridge"},
		{"landings:", "landing:", 10, 1, "landing"},
		{"name: portal", "name: \"\"", 4, 11, "name"},
	};

	(void)state;
	CHECK(good_survey, cases, read_survey);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_configuration),
		cmocka_unit_test(test_profile),
		cmocka_unit_test(test_playbook),
		cmocka_unit_test(test_survey),
	};

	return cmocka_run_group_tests_name("malformed", tests, make_folder, remove_folder);
}
