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

struct reading {
	const char *line, *end;
};

/* What comes before the first space is the kind. */
static int next_line(void *argument, struct city_text *text, struct error *error)
{
	struct reading *reading = argument;
	size_t left = (size_t)(reading->end - reading->line);
	const char *feed = memchr(reading->line, '\n', left);
	const char *space = memchr(reading->line, ' ', left);

	if (!feed)
		return 0;
	if (!space || space > feed || space - reading->line >= CITY_KIND)
		return error_set(error, ERROR_INPUT, NULL, "A line has no kind and text.");
	memcpy(text->kind, reading->line, (size_t)(space - reading->line));
	text->kind[space - reading->line] = '\0';
	text->data = space + 1;
	text->size = (size_t)(feed - text->data);
	reading->line = feed + 1;
	return 1;
}

static int read_city(struct city *city, const char *data, size_t size, struct error *error)
{
	struct reading reading = {data, data + size};
	struct city_source source = {next_line, &reading, 0};

	if (city_read(city, &source, error) == 0)
		return 0;
	fprintf(stderr, "line %zu: ", source.count);
	return -1;
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
	if (read_city(&city, data, size, &error) < 0) {
		fprintf(stderr, "%s\n", error.text);
		return 1;
	}
	plan_build_last(&city, &(struct plan_sink){write_line, stdout});
	return 0;
}
