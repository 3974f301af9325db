/* `banyun plan export`: the forms of a plan as a workbook, to be printed, or as CSV. */
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/page.h"
#include "cli/plan_forms.h"
#include "cli/plan_show.h"
#include <stdio.h>
#include <string.h>

static output_write *writer_of(const char *path)
{
	static const struct {
		const char *end;
		output_write *write;
	} writers[] = {{".xlsx", page_xlsx}, {".html", page_html}, {".csv", page_csv}};
	const char *end = strrchr(path, '.');

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++)
		if (text_equal(end, writers[i].end))
			return writers[i].write;
	return NULL;
}

static bool is_configuration(const char *path)
{
	return text_equal(strrchr(path, '.'), ".nft");
}

/* What is to be configured by the plan: {"text"}. */
static int ask_configuration(struct json_object **answer, const struct plan_view *view,
	const struct cli *cli, struct error *error)
{
	AUTO_FREE char *path =
		mem_format("/v1/plans/%s/configuration", json_string(view->answer, "plan"));

	return cli_ask(answer, cli, "GET", path, NULL, error);
}

/* As it is, for whoever applies it. */
static int put_configuration(const struct cli *cli, struct json_object *configuration,
	const char *path, struct error *error)
{
	AUTO_TEXT struct text text = {0};

	text_add(&text, json_string(configuration, "text"));
	if (output_put_text(path, &text, error) < 0)
		return -1;
	output_tell(cli, path,
		_("The configuration is in \"%s\"; have it reviewed before it is applied.\n"),
		path);
	return 0;
}

static int put(const struct cli *cli, const struct plan_view *view,
	struct json_object *configuration, output_write *write, struct error *error)
{
	const char *path = cli_option(cli, "output");
	AUTO_JSON struct json_object *page =
		plan_forms(view, json_string(configuration, "text"));
	AUTO_LANES struct plan_lanes lanes = {0};
	AUTO_TEXT struct text svg = {0};

	if (plan_lanes_fill(&lanes, view, NULL, error) < 0)
		return -1;
	plan_draw_gantt(&svg, &lanes, false);
	json_set_string(page, "drawing", svg.data);
	if (output_put(path, write, page, error) < 0)
		return -1;
	output_tell(cli, path, _("The plan is in \"%s\".\n"), path);
	return 0;
}

int plan_export_command(struct cli *cli, struct error *error)
{
	const char *path = cli_option(cli, "output");
	output_write *write = path ? writer_of(path) : NULL;
	AUTO_JSON struct json_object *configuration = NULL;
	AUTO_PLAN struct plan_view view = {0};

	if (!path)
		return error_set(
			error, ERROR_USAGE, NULL, _("The option --%s is needed."), "output");
	if (!write && !is_configuration(path))
		return error_set(error, ERROR_USAGE, path,
			_("A plan is written as .xlsx, .html or .csv, its configuration as "
			  ".nft, and \"%s\" ends with "
			  "none of them."),
			path);
	if (plan_view_load(&view, cli, cli->arguments[0], error) < 0 ||
		ask_configuration(&configuration, &view, cli, error) < 0)
		return -1;
	if (!write)
		return put_configuration(cli, configuration, path, error);
	return put(cli, &view, configuration, write, error);
}
