#include "base/memory.h"
#include "base/shape.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/lists.h"
#include "cli/plan_find.h"
#include "cli/plan_show.h"
#include "model/profile.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_window(struct json_object *body, const char *from, const char *to)
{
	struct json_object *window;

	if (!from && !to)
		return;
	window = json_object_new_object();
	json_set_string(window, "from", from);
	json_set_string(window, "to", to);
	json_set(body, "window", window);
}

static int set_number(
	struct json_object *body, const struct cli *cli, const char *name, struct error *error)
{
	const char *text = cli_option(cli, name);
	char *end;
	long long number;

	if (!text)
		return 0;
	number = strtoll(text, &end, 10);
	if (end == text || *end || number < 0 || number > JSON_INTEGER_MOST)
		return error_set(error, ERROR_USAGE, NULL,
			_("--%s takes a whole number, not \"%s\"."), name, text);
	json_set_integer(body, name, number);
	return 0;
}

#define PLANNING_KEYS 64

/* Those of the profile's section, none of which is required; `keys` is zeroed. */
static void take_planning_keys(struct shape_field keys[PLANNING_KEYS])
{
	const struct shape_field *field = profile_fields, *key;
	unsigned count = 0;

	while (!text_equal(field->name, "planning"))
		field++;
	for (key = field->fields; key->name && count < PLANNING_KEYS - 1; key++) {
		keys[count] = *key;
		keys[count++].required = false;
	}
}

/* The keys of the profile's planning that would be otherwise, as YAML. */
static int set_what_if(struct json_object *body, const char *path, struct error *error)
{
	AUTO_JSON struct json_object *file = NULL;
	struct shape_field keys[PLANNING_KEYS] = {0};
	const struct shape_field what_if_fields[] = {
		{"planning", SHAPE_OBJECT, .required = true, .fields = keys}, {0}};

	if (!path)
		return 0;
	take_planning_keys(keys);
	if (shape_read_file(&file, SOURCE_YAML, path, what_if_fields, error) < 0)
		return -1;
	json_set(body, "what_if", json_object_get(json_member(file, "planning")));
	return 0;
}

/* What was made; when it moves nothing, what stands in the way. */
static int tell_made(const struct cli *cli, struct json_object *result, struct error *error)
{
	unsigned long waves = (unsigned long)json_integer(result, "waves", 0);
	unsigned long moves = (unsigned long)json_integer(result, "moves", 0);
	unsigned long left = (unsigned long)json_integer(result, "left_out", 0);
	AUTO_FREE char *in_waves = mem_format(ngettext("%lu wave", "%lu waves", waves), waves);
	AUTO_FREE char *that_move = mem_format(ngettext("%lu move", "%lu moves", moves), moves);
	AUTO_FREE char *that_stay =
		mem_format(ngettext("%lu machine", "%lu machines", left), left);
	AUTO_PLAN struct plan_view view = {0};
	char plan[13];

	cli_short(json_string(result, "plan"), plan);
	printf(_("Plan %s: %s, %s, %s left out. See `banyun plan show %s`.\n"), plan, in_waves,
		that_move, that_stay, plan);
	if (waves > 0 && !cli_option(cli, "what-if"))
		return 0;
	if (plan_view_load(&view, cli, json_string(result, "plan"), error) < 0)
		return -1;
	if (cli_option(cli, "what-if") && !json_boolean(view.document, "what_if", false))
		puts(_("It is the plan that there was already: what would be otherwise changes "
		       "none of its waves."));
	if (waves == 0)
		plan_show_schedule(&view);
	return 0;
}

int plan_create_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *result = NULL;

	cli_set_list(body, "scope", cli_option(cli, "scope"));
	cli_set_list(body, "departments", cli_option(cli, "department"));
	json_set_string(body, "playbook", cli_option(cli, "playbook"));
	set_window(body, cli_option(cli, "from"), cli_option(cli, "to"));
	json_set_string(body, "until", cli_option(cli, "until"));
	if (set_what_if(body, cli_option(cli, "what-if"), error) < 0 ||
		set_number(body, cli, "seed", error) < 0 ||
		set_number(body, cli, "effort", error) < 0)
		return -1;
	if (cli_option(cli, "anew"))
		json_set_boolean(body, "anew", true);
	if (cli_ask_job(&result, cli, "/v1/plans", mem_take(&body), error) < 0)
		return -1;
	return cli_show_json(cli, result) ? 0 : tell_made(cli, result, error);
}

static void say_approved(struct json_object *answer)
{
	struct json_object *consents = json_member(answer, "consents");

	for (size_t i = 0; i < json_length(consents); i++) {
		struct json_object *consent = json_object_array_get_idx(consents, i);

		printf(_("Wave %s is approved for department %s.\n"),
			json_string(consent, "wave"), json_string(consent, "department"));
	}
	if (json_length(json_member(answer, "approvals")) > 0)
		puts(_("Approved. The approval binds exactly the bytes of these waves."));
}

int plan_approve_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *answer = NULL;
	AUTO_FREE char *root = NULL, *path = NULL;

	cli_set_list(body, "waves", cli_option(cli, "wave"));
	if (cli_set_reviewed(body, cli_option(cli, "file"), error) < 0 ||
		cli_find_plan(&root, cli, cli->arguments[0], error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s/approvals", root);
	if (cli_ask(&answer, cli, "POST", path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		say_approved(answer);
	return 0;
}

int plan_return_command(struct cli *cli, struct error *error)
{
	AUTO_JSON struct json_object *body = json_object_new_object(), *answer = NULL;
	AUTO_FREE char *root = NULL, *path = NULL;

	if (!cli_option(cli, "reason"))
		return error_set(
			error, ERROR_USAGE, NULL, _("The option --%s is needed."), "reason");
	json_set_string(body, "reason", cli_option(cli, "reason"));
	if (cli_find_plan(&root, cli, cli->arguments[0], error) < 0)
		return -1;
	path = mem_format("/v1/plans/%s/return", root);
	if (cli_ask(&answer, cli, "POST", path, mem_take(&body), error) < 0)
		return -1;
	if (!cli_show_json(cli, answer))
		puts(_("The plan was returned; it has no approval any more."));
	return 0;
}
