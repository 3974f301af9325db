#include "cli/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/output.h"
#include <stdio.h>

#define MOST_ROWS 6 /* of a sort on a card, where there are many cards */

static int put(const struct cli *cli, struct text *svg, struct error *error)
{
	const char *path = cli_option(cli, "output");

	if (!path) {
		fwrite(svg->data, 1, svg->size, stdout);
		return 0;
	}
	if (output_put_text(path, svg, error) < 0)
		return -1;
	output_tell(cli, path, _("The map is in \"%s\".\n"), path);
	return 0;
}

int inventory_map_command(struct cli *cli, struct error *error)
{
	const char *department = cli_option(cli, "department");
	AUTO_JSON struct json_object *chart = NULL;
	AUTO_TEXT struct text path = {0}, svg = {0};
	struct map map;

	text_add(&path, "/v1/inventory/map");
	cli_add_parameter(&path, "department", department);
	if (cli_ask(&chart, cli, "GET", path.data, NULL, error) < 0)
		return -1;
	if (!cli_option(cli, "output") && cli_show_json(cli, chart))
		return 0;
	map_fill(&map, chart, department ? 0 : MOST_ROWS);
	map_place(&map);
	map_draw(&svg, &map);
	map_free(&map);
	return put(cli, &svg, error);
}
