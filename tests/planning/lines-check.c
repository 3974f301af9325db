/*
 * lines-check: whether lines are what a planner can be given: `lines-check < CITY.lines`.
 *
 * Every line is read by the strict scanner, each object and the profile are held to their
 * shapes, each digest is computed again, and all is put into a city, of which every system's
 * machines are looked up. What the model has no shape for yet is counted, as are machines that
 * are missing. Prints the counts; exit code 0: all is well, 1: it is not, with the first fault
 * on standard error.
 */
#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "model/object.h"
#include "model/profile.h"
#include "planning/planner/city.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST (16UL * 1024 * 1024)

struct counts {
	size_t objects, findings, shapeless, machines, missing;
};

static bool has_shape(const struct shape_field *fields, const char *name)
{
	for (; fields->name; fields++)
		if (text_equal(fields->name, name))
			return true;
	return false;
}

/* Sections that the model does not know yet are another's to check. */
static int check_order(struct json_object *order, struct counts *counts, struct error *error)
{
	AUTO_JSON struct json_object *profile = json_copy(json_member(order, "profile"));
	char digest[DIGEST_TEXT];

	digest_json(profile, digest);
	if (!text_equal(digest, json_string(order, "profile_digest")))
		return error_set(
			error, ERROR_INPUT, "order", "The profile's digest is another.");
	json_object_object_foreach (json_member(order, "profile"), name, value) {
		(void)value;
		if (has_shape(profile_fields, name))
			continue;
		json_object_object_del(profile, name);
		counts->shapeless++;
	}
	return shape_check(profile_fields, profile, NULL, error);
}

static int check_object(struct json_object *tree, struct counts *counts, struct error *error)
{
	AUTO_JSON struct json_object *bare = json_copy(tree);
	char digest[DIGEST_TEXT];

	counts->objects++;
	json_object_object_del(bare, "digest");
	if (!object_fields(json_string(tree, "kind")))
		counts->shapeless++;
	else if (object_check(bare, NULL, error) < 0)
		return -1;
	digest_json(json_member(tree, "facts"), digest);
	if (!text_equal(digest, json_string(tree, "digest")))
		return error_set(error, ERROR_INPUT, json_string(tree, "id"),
			"Its facts have another digest.");
	return 0;
}

static int check_text(const char *kind, const char *text, size_t size, struct counts *counts,
	struct error *error)
{
	struct source source = {SOURCE_JSON, kind, text, size};
	AUTO_JSON struct json_object *tree = NULL;

	if (json_parse(&tree, &source, LINE_MOST, error) < 0)
		return -1;
	counts->findings += text_equal(kind, "finding");
	if (text_equal(kind, "order"))
		return check_order(tree, counts, error);
	return text_equal(kind, "object") ? check_object(tree, counts, error) : 0;
}

/* The city borrows the texts: they stay until the end of the program. */
static int add_line(
	struct city *city, char *line, size_t size, struct counts *counts, struct error *error)
{
	char *space = memchr(line, ' ', size);

	if (!space)
		return error_set(
			error, ERROR_INPUT, NULL, "A line has no kind: \"%.40s\".", line);
	*space = '\0';
	size -= (size_t)(space + 1 - line);
	if (check_text(line, space + 1, size, counts, error) < 0)
		return -1;
	return city_add(city, line, space + 1, size, error);
}

static int read_city(struct city *city, struct counts *counts, struct error *error)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t size;

	while ((size = getline(&line, &room, stdin)) > 0) {
		if (line[size - 1] == '\n')
			line[--size] = '\0';
		if (add_line(city, line, (size_t)size, counts, error) < 0)
			return -1;
		line = NULL; /* the city's from here on */
		room = 0;
	}
	free(line);
	return city_finish(city, error);
}

static void look_up(const struct city *city, struct json_object *system, struct counts *counts)
{
	struct json_object *names = json_member(system, "machines");

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_object_get_string(json_object_array_get_idx(names, i));

		counts->machines++;
		if (!city_machine(city, name, json_string(system, "department")))
			counts->missing++;
	}
}

int main(void)
{
	struct city city = {0};
	struct counts counts = {0};
	struct error error = {0};

	if (read_city(&city, &counts, &error) < 0) {
		fprintf(stderr, "%s: %s\n", error.object, error.text);
		return EXIT_FAILURE;
	}
	struct city_objects systems = city_of(&city, "system");

	for (size_t i = 0; i < systems.count; i++)
		look_up(&city, systems.first[i].facts, &counts);
	printf("{\"findings\":%zu,\"machines\":%zu,\"missing\":%zu,\"objects\":%zu,"
	       "\"shapeless\":%zu,\"systems\":%zu}\n",
		counts.findings, counts.machines, counts.missing, counts.objects,
		counts.shapeless, systems.count);
	city_free(&city);
	return EXIT_SUCCESS;
}
