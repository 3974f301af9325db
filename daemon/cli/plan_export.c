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

static int put(const struct plan_view *view, const char *path, output_write *write,
	struct error *error)
{
	AUTO_JSON struct json_object *page = plan_forms(view);
	AUTO_LANES struct plan_lanes lanes = {0};
	AUTO_TEXT struct text svg = {0};

	if (plan_lanes_fill(&lanes, view, NULL, error) < 0)
		return -1;
	plan_draw_gantt(&svg, &lanes, false);
	json_set_string(page, "drawing", svg.data);
	if (output_put(path, write, page, error) < 0)
		return -1;
	printf(_("The plan is in \"%s\".\n"), path);
	return 0;
}

int plan_export_command(struct cli *cli, struct error *error)
{
	const char *path = cli_option(cli, "output");
	output_write *write = path ? writer_of(path) : NULL;
	AUTO_PLAN struct plan_view view = {0};

	if (!path)
		return error_set(
			error, ERROR_USAGE, NULL, _("The option --%s is needed."), "output");
	if (!write)
		return error_set(error, ERROR_USAGE, path,
			_("A plan is written as .xlsx, .html or .csv, and \"%s\" ends with "
			  "none of them."),
			path);
	if (plan_view_load(&view, cli, cli->arguments[0], error) < 0)
		return -1;
	return put(&view, path, write, error);
}
