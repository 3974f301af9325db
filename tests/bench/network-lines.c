/*
 * network-lines [--rows | --render] < CITY: plans the networks of a city that comes as lines
 * "KIND JSON" (order, object, finding) and tells, as one JSON object, how many there were and
 * the processor's time that it took; or the rows, a line "PART JSON" for each list; or what is
 * to be configured.
 */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/isolation/isolation.h"
#include "planning/networks/networks.h"
#include "planning/planner/city.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

#define INPUT_MOST (2UL * 1024 * 1024 * 1024)

static int fail(const struct error *error)
{
	char text[1024];

	fprintf(stderr, "%s\n", error_format(error, text, sizeof(text)));
	return 1;
}

static int add_line(struct city *city, char *line, struct error *error)
{
	char *space = strchr(line, ' ');

	if (!space)
		return error_set(error, ERROR_INPUT, NULL, "A line has no kind.");
	*space = '\0';
	return city_add(city, line, space + 1, strlen(space + 1), error);
}

static int read_city(struct city *city, struct text *text, struct error *error)
{
	char *rest = text->data, *line;

	while ((line = strsep(&rest, "\n")))
		if (*line && add_line(city, line, error) < 0)
			return -1;
	return city_finish(city, error);
}

static void show(const char *name, struct json_object *rows)
{
	AUTO_FREE char *text = json_canonical_string(rows);

	printf("%s %s\n", name, text);
}

static void show_rows(const struct network_plan *plan)
{
	show("networks", plan->networks);
	show("renumber", plan->renumber);
	show("exits", plan->exits);
	show("addresses", plan->addresses);
	show("violations", plan->violations);
}

static void show_figures(const struct city *city, const struct network_plan *plan, clock_t took)
{
	AUTO_JSON struct json_object *figures = json_object_new_object();

	json_set_integer(figures, "objects", (int64_t)city->object_count);
	json_set_integer(figures, "machines", (int64_t)city->machine_count);
	json_set_integer(figures, "networks", (int64_t)json_length(plan->networks));
	json_set_integer(figures, "renumbered", (int64_t)json_length(plan->renumber));
	json_set_integer(figures, "violations", (int64_t)json_length(plan->violations));
	json_set_integer(figures, "milliseconds", (int64_t)took * 1000 / CLOCKS_PER_SEC);
	AUTO_FREE char *text = json_canonical_string(figures);
	printf("%s\n", text);
}

int main(int argc, char **argv)
{
	AUTO_CITY struct city city = {0};
	AUTO_NETWORKS struct network_plan plan = {0};
	AUTO_TEXT struct text text = {0}, rendered = {0};
	struct error error = {0};
	clock_t start;

	if (text_read_file(&text, "/dev/stdin", INPUT_MOST, &error) < 0 ||
		read_city(&city, &text, &error) < 0)
		return fail(&error);
	start = clock();
	networks_decide(&plan, &city, NULL);
	isolation_check(&plan, &city, NULL);
	start = clock() - start;
	if (argc > 1 && text_equal(argv[1], "--render")) {
		networks_render(&rendered, plan.networks);
		fwrite(rendered.data, 1, rendered.size, stdout);
	} else if (argc > 1 && text_equal(argv[1], "--rows")) {
		show_rows(&plan);
	} else {
		show_figures(&city, &plan, start);
	}
	return 0;
}
