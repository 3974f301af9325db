#include "core/config.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/yaml.h"
#include <stdlib.h>

static const char *const role_words[] = {"viewer", "network_engineer", "cloud_team", "approver",
	"auditor", "department_owner", NULL};

static const struct shape_field role_item = {"", SHAPE_CHOICE, .choices = role_words};

static const struct shape_field department_item = {"", SHAPE_OWNER};

static const struct shape_field person_fields[] = {
	{"name", SHAPE_NAME, .required = true, .help = "name in records and reports"},
	{"uid", SHAPE_INTEGER, .required = true, .low = 0, .high = 4294967294,
		.help = "Unix user id that the person's connections come from"},
	{"roles", SHAPE_LIST, .required = true, .item = &role_item, .low = 1, .high = 8,
		.help = "what the person may do"},
	{"departments", SHAPE_LIST, .item = &department_item, .low = 1, .high = 1000,
		.help = "that a department owner answers for"},
	{0},
};
static const struct shape_field person_item = {"", SHAPE_OBJECT, .fields = person_fields};

#define OFTEN 15 /* minutes: hosts that are scanned at least so often keep their logins */

static const struct shape_field inventory_fields[] = {
	{"every", SHAPE_INTEGER, .low = 0, .high = 44640,
		.help = "minutes from one scan of banyund's own to the next; 0: none"},
	{"watch", SHAPE_BOOLEAN, .help = "whether hypervisors are heard between scans"},
	{"login_minutes", SHAPE_INTEGER, .low = 0, .high = 1440,
		.help = "minutes for which a login over SSH stays for the next scan; 0: none"},
	{"raw_days", SHAPE_INTEGER, .low = 2, .high = 366,
		.help = "days for which utilisation is kept as it was measured"},
	{"hour_days", SHAPE_INTEGER, .low = 1, .high = 3660,
		.help = "days for which it is kept by the hour"},
	{"day_months", SHAPE_INTEGER, .low = 1, .high = 600,
		.help = "months for which it is kept by the day"},
	{0},
};

const struct shape_field config_fields[] = {
	{"state", SHAPE_STRING, .help = "folder of the database and the published log"},
	{"socket", SHAPE_STRING, .high = 107, .help = "path of the API's Unix socket"},
	{"plugins", SHAPE_STRING, .help = "folder of the plugins"},
	{"helpers", SHAPE_STRING, .help = "folder of the helper programs"},
	{"playbooks", SHAPE_STRING, .help = "folder of the playbooks"},
	{"profile", SHAPE_STRING, .help = "path of the policy profile"},
	{"credentials", SHAPE_STRING, .help = "folder of private keys"},
	{"origin", SHAPE_STRING, .low = 1, .high = 200,
		.help = "name of the audit log, as a URL without scheme"},
	{"keys", SHAPE_STRING, .help = "folder of the signer's key"},
	{"signer", SHAPE_STRING, .high = 107,
		.help = "socket of the signer where it is a service of its own"},
	{"signer_user", SHAPE_NAME, .help = "user that the signer runs as"},
	{"world", SHAPE_STRING, .low = 1,
		.help = "file of a world for rehearsals; none is real"},
	{"world_time", SHAPE_TIME, .help = "when that world is looked at"},
	{"inventory", SHAPE_OBJECT, .fields = inventory_fields,
		.help = "scans by themselves, and for how long utilisation is kept"},
	{"people", SHAPE_LIST, .required = true, .item = &person_item, .low = 1, .high = 1000,
		.help = "who may do what"},
	{0},
};

unsigned role_from_word(const char *word)
{
	for (unsigned i = 0; role_words[i]; i++)
		if (text_equal(word, role_words[i]))
			return 1U << i;
	return 0;
}

void role_words_of(struct text *text, unsigned roles)
{
	const char *between = "";

	for (unsigned i = 0; role_words[i]; i++) {
		if (!(roles & (1U << i)))
			continue;
		text_add(text, between);
		text_add(text, role_words[i]);
		between = " / ";
	}
}

static char *take_path(struct json_object *tree, const char *name, const char *missing)
{
	const char *given = json_string(tree, name);

	return mem_string(given ? given : missing);
}

static void take_departments(struct person *person, struct json_object *list)
{
	person->department_count = (unsigned)json_length(list);
	person->departments =
		mem_array(person->department_count + 1U, sizeof(*person->departments));
	for (unsigned i = 0; i < person->department_count; i++)
		person->departments[i] =
			mem_string(json_object_get_string(json_object_array_get_idx(list, i)));
}

static void take_person(struct person *person, struct json_object *tree)
{
	struct json_object *roles = json_member(tree, "roles");

	person->name = mem_string(json_string(tree, "name"));
	person->uid = (uint32_t)json_integer(tree, "uid", 0);
	for (size_t i = 0; i < json_object_array_length(roles); i++)
		person->roles |= role_from_word(
			json_object_get_string(json_object_array_get_idx(roles, i)));
	take_departments(person, json_member(tree, "departments"));
}

static void take_inventory(struct config *config, struct json_object *tree)
{
	config->watch = json_boolean(tree, "watch", false);
	config->scan_every = json_integer(tree, "every", 0);
	config->login_minutes = json_integer(tree, "login_minutes",
		config->scan_every > 0 && config->scan_every <= OFTEN ? OFTEN + 5 : 0);
	config->usage = (struct usage_limits){
		.raw_days = json_integer(tree, "raw_days", 14),
		.hour_days = json_integer(tree, "hour_days", 92),
		.day_months = json_integer(tree, "day_months", 36),
	};
}

/* An owner owns something, and nobody else does. */
static int check_owner(const struct person *person, const char *path, struct error *error)
{
	bool owner = (person->roles & ROLE_DEPARTMENT_OWNER) != 0;

	if (owner == (person->department_count > 0))
		return 0;
	return error_set(error, ERROR_INPUT, path,
		owner ? N_("\"people\" names \"%s\" as a department owner; \"departments\" has "
			   "to say of which.")
		      : N_("\"people\" gives \"%s\" departments; only a person with the role "
			   "department_owner has some."),
		person->name);
}

/* Two people with one uid could approve their own plans. */
static int check_person(
	const struct config *config, unsigned index, const char *path, struct error *error)
{
	const struct person *person = &config->people[index];

	for (unsigned i = 0; i < index; i++)
		if (person->uid == config->people[i].uid ||
			text_equal(person->name, config->people[i].name))
			return error_set(error, ERROR_INPUT, path,
				"\"people\" names \"%s\" and \"%s\" with the same name "
				"or uid; give "
				"each person a uid of their own.",
				config->people[i].name, person->name);
	return check_owner(person, path, error);
}

/* Line and column of a person, from the file once more. */
static void locate_person(unsigned index, const char *path, struct error *error)
{
	AUTO_FREE char *pointer = mem_format("/people/%u", index);
	AUTO_TEXT struct text text = {0};

	if (text_read_file(&text, path, YAML_FILE, NULL) < 0)
		return;
	struct source source = {SOURCE_YAML, path, text.data, text.size};
	yaml_locate(&source, pointer, false, &error->line, &error->column);
}

static int check_people(const struct config *config, const char *path, struct error *error)
{
	for (unsigned i = 0; i < config->people_count; i++) {
		if (check_person(config, i, path, error) == 0)
			continue;
		locate_person(i, path, error);
		return -1;
	}
	return 0;
}

static void take_people(struct config *config, struct json_object *list)
{
	config->people_count = (unsigned)json_object_array_length(list);
	config->people = mem_array(config->people_count, sizeof(*config->people));
	for (unsigned i = 0; i < config->people_count; i++)
		take_person(&config->people[i], json_object_array_get_idx(list, i));
}

int config_read(struct config *config, const char *path, struct error *error)
{
	AUTO_JSON struct json_object *tree = NULL;

	*config = (struct config){0};
	if (shape_read_file(&tree, SOURCE_YAML, path, config_fields, error) < 0)
		return -1;
	config->state = take_path(tree, "state", STATE_FOLDER);
	config->socket = take_path(tree, "socket", "/run/banyun/banyun.sock");
	config->plugins = take_path(tree, "plugins", PLUGIN_FOLDER);
	config->helpers = take_path(tree, "helpers", PLUGIN_FOLDER);
	config->playbooks = take_path(tree, "playbooks", DATA_FOLDER "/playbooks");
	config->profile = take_path(tree, "profile", CONFIG_FOLDER "/profile.yaml");
	config->credentials = take_path(tree, "credentials", CONFIG_FOLDER "/credentials");
	config->origin = take_path(tree, "origin", "banyun.invalid/audit");
	config->keys = take_path(tree, "keys", "/var/lib/banyun-signer");
	config->signer = json_string(tree, "signer")
				 ? mem_string(json_string(tree, "signer"))
				 : mem_format("%s/banyun-signer", config->helpers);
	config->signer_user = mem_string(json_string(tree, "signer_user"));
	config->world = mem_string(json_string(tree, "world"));
	config->world_time = mem_string(json_string(tree, "world_time"));
	take_inventory(config, json_member(tree, "inventory"));
	take_people(config, json_member(tree, "people"));
	if (check_people(config, path, error) < 0) {
		config_free(config);
		return -1;
	}
	return 0;
}

static void free_person(struct person *person)
{
	for (unsigned i = 0; i < person->department_count; i++)
		free(person->departments[i]);
	free(person->departments);
	free(person->name);
}

void config_free(struct config *config)
{
	for (unsigned i = 0; i < config->people_count; i++)
		free_person(&config->people[i]);
	free(config->people);
	free(config->state);
	free(config->socket);
	free(config->plugins);
	free(config->helpers);
	free(config->playbooks);
	free(config->profile);
	free(config->credentials);
	free(config->origin);
	free(config->keys);
	free(config->signer);
	free(config->signer_user);
	free(config->world);
	free(config->world_time);
	*config = (struct config){0};
}

bool person_owns(const struct person *person, const char *department)
{
	for (unsigned i = 0; i < person->department_count; i++)
		if (text_equal(person->departments[i], department))
			return true;
	return false;
}

static void add_owner(struct json_object *owners, const char *department, const char *name)
{
	struct json_object *list = json_member(owners, department);

	if (!list)
		json_set(owners, department, list = json_object_new_array());
	json_object_array_add(list, json_object_new_string(name));
}

struct json_object *config_owners(const struct config *config)
{
	struct json_object *owners = json_object_new_object();

	for (unsigned i = 0; i < config->people_count; i++)
		for (unsigned j = 0; j < config->people[i].department_count; j++)
			add_owner(owners, config->people[i].departments[j],
				config->people[i].name);
	return owners;
}

const struct person *config_person(const struct config *config, uint32_t uid)
{
	for (unsigned i = 0; i < config->people_count; i++)
		if (config->people[i].uid == uid)
			return &config->people[i];
	return NULL;
}

int64_t config_now(const struct config *config)
{
	int64_t wall = clock_wall();

	if (config->world && config->world_time)
		clock_parse(config->world_time, &wall);
	return wall / CLOCK_SECOND;
}
