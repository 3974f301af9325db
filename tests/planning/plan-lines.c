/*
 * plan-lines < CITY > PLAN: the pure planner from a terminal. Each line in is a kind, a space
 * and a text of planning/city.h; each line out a kind, a space and a text of the plan, in
 * canonical form.
 */
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "planning/build.h"
#include "planning/city.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_MOST (4UL * 1024 * 1024 * 1024)

static int add_line(struct city *city, char *line, size_t size, struct error *error)
{
	char *space = memchr(line, ' ', size);

	if (!space)
		return error_set(error, ERROR_INPUT, NULL, "A line has no kind and text.");
	*space = '\0';
	return city_add(city, line, space + 1, size - (size_t)(space + 1 - line), error);
}

static int read_city(struct city *city, struct text *input, struct error *error)
{
	int number = 1;

	for (char *line = input->data, *end; (end = strchr(line, '\n')); line = end + 1) {
		if (add_line(city, line, (size_t)(end - line), error) < 0) {
			fprintf(stderr, "line %d: ", number);
			return -1;
		}
		number++;
	}
	return city_finish(city, error);
}

static void write_line(void *argument, const char *kind, struct json_object *tree)
{
	AUTO_FREE char *text = json_canonical_string(tree);

	fprintf(argument, "%s %s\n", kind, text);
}

int main(void)
{
	AUTO_TEXT struct text input = {0};
	AUTO_CITY struct city city = {0};
	struct error error = {0};

	if (text_read_file(&input, "/dev/stdin", INPUT_MOST, &error) < 0 ||
		read_city(&city, &input, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	plan_build(&city, &(struct plan_sink){write_line, stdout});
	return 0;
}
