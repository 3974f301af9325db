/*
 * plan-lines < CITY > PLAN: the pure planner from a terminal. Each line in is a kind, a space
 * and a text of planning/planner/city.h; each line out a kind, a space and a text of the plan,
 * in canonical form.
 */
#include "base/error.h"
#include "base/text.h"
#include "planning/planner/build.h"
#include "planning/planner/city.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define KIND 32 /* bytes of a kind, with its NUL */

static int add_line(struct city *city, const char *line, size_t size, struct error *error)
{
	const char *space = memchr(line, ' ', size);
	char kind[KIND];

	if (!space || space - line >= KIND)
		return error_set(error, ERROR_INPUT, NULL, "A line has no kind and text.");
	memcpy(kind, line, (size_t)(space - line));
	kind[space - line] = '\0';
	return city_add(city, kind, space + 1, size - (size_t)(space + 1 - line), error);
}

static int read_city(struct city *city, const char *line, const char *end, struct error *error)
{
	const char *feed;

	for (int number = 1; line < end && (feed = memchr(line, '\n', (size_t)(end - line)));
		number++, line = feed + 1)
		if (add_line(city, line, (size_t)(feed - line), error) < 0) {
			fprintf(stderr, "line %d: ", number);
			return -1;
		}
	return city_finish(city, error);
}

/* The city borrows from the file, which is mapped. */
static const char *map_input(size_t *size)
{
	struct stat status;
	const char *data;

	if (fstat(STDIN_FILENO, &status) < 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
		return NULL;
	*size = (size_t)status.st_size;
	data = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	return data == MAP_FAILED ? NULL : data;
}

static void write_line(void *argument, const char *kind, const struct text *text)
{
	fprintf(argument, "%s ", kind);
	fwrite(text->data, 1, text->size, argument);
	fputc('\n', argument);
}

int main(void)
{
	static struct city city; /* left to the end, as the worker does it */
	struct error error = {0};
	size_t size;
	const char *data = map_input(&size);

	if (!data) {
		fprintf(stderr, "Give it a file of lines: plan-lines < CITY > PLAN\n");
		return 2;
	}
	if (read_city(&city, data, data + size, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	plan_build_last(&city, &(struct plan_sink){write_line, stdout});
	return 0;
}
