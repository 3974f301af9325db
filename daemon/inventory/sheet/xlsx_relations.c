#include "inventory/sheet/xlsx_relations.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "inventory/sheet/xlsx_package.h"
#include "inventory/sheet/xlsx_part.h"

struct reading {
	struct relations *relations;
	size_t room;
	struct package *package;
	const char *part; /* whose relations they are */
	struct text id, value;
};

static enum relation_kind kind_of(const char *type)
{
	static const char *const families[] = {
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
		"http://purl.oclc.org/ooxml/officeDocument/relationships/"};
	static const char *const words[] = {[RELATION_WORKBOOK] = "officeDocument",
		[RELATION_SHEET] = "worksheet",
		[RELATION_STRINGS] = "sharedStrings",
		[RELATION_STYLES] = "styles"};

	for (size_t i = 0; type && i < sizeof(families) / sizeof(families[0]); i++) {
		if (!text_starts(type, families[i]))
			continue;
		for (size_t kind = 1; kind < sizeof(words) / sizeof(words[0]); kind++)
			if (text_equal(type + strlen(families[i]), words[kind]))
				return (enum relation_kind)kind;
	}
	return RELATION_OTHER;
}

/* Takes the last name off a path. Returns whether there was one. */
static bool climb(struct text *path)
{
	const char *slash = path->size ? strrchr(path->data, '/') : NULL;

	if (path->size == 0)
		return false;
	size_t kept = slash ? (size_t)(slash - path->data) : 0;
	text_cut(path, kept, path->size - kept);
	return true;
}

/* Goes down by one name of a path, or up by "..". Returns false above the top. */
static bool step(struct text *path, const char *name, size_t size)
{
	if (size == 2 && memcmp(name, "..", 2) == 0)
		return climb(path);
	if (size == 0 || (size == 1 && *name == '.'))
		return true;
	if (path->size)
		text_add(path, "/");
	text_append(path, name, size);
	return true;
}

/* The name of the part that `target` is, seen from `part`; NULL when it climbs out. */
static char *resolve(const char *part, const char *target)
{
	AUTO_TEXT struct text path = {0};

	if (*target != '/') {
		text_add(&path, part);
		climb(&path);
	}
	while (*target) {
		size_t size = strcspn(target, "/");
		if (!step(&path, target, size))
			return NULL;
		target += size + (target[size] == '/');
	}
	return text_take(&path);
}

static int read_target(struct reading *reading, const struct element *element, char **target)
{
	const char *mode = element_attribute(element, "TargetMode", &reading->value);
	bool outside = text_equal(mode, "External");
	const char *value = element_attribute(element, "Target", &reading->value);

	*target = value && !outside ? resolve(reading->part, value) : NULL;
	if (*target)
		return 0;
	return package_fail(reading->package,
		"The relation \"%.*s\" leads out of the file, which is never followed: save "
		"it again from a spreadsheet program.",
		PACKAGE_SHORT(reading->id.data));
}

static int open_element(void *context, const struct element *element)
{
	struct reading *reading = context;
	struct relations *relations = reading->relations;
	struct relation made = {0};

	if (!text_equal(element->name, "Relationship") ||
		!element_attribute(element, "Id", &reading->id))
		return 0;
	made.kind = kind_of(element_attribute(element, "Type", &reading->value));
	if (made.kind != RELATION_OTHER && read_target(reading, element, &made.target) < 0)
		return -1;
	if (relations->count == reading->room) {
		reading->room = reading->room ? reading->room * 2 : 16;
		relations->list = mem_resize(relations->list, reading->room, sizeof(made));
	}
	made.id = mem_string(reading->id.data);
	relations->list[relations->count++] = made;
	return 0;
}

/* "xl/workbook.xml" has its relations in "xl/_rels/workbook.xml.rels". */
static char *name_of_relations(const char *part)
{
	const char *slash = strrchr(part, '/');
	const char *name = slash ? slash + 1 : part;

	return mem_format("%.*s_rels/%s.rels", (int)(name - part), part, name);
}

static int compare(const void *left, const void *right)
{
	const struct relation *one = left, *other = right;

	return strcmp(one->id, other->id);
}

int relations_read(struct relations *relations, struct package *package, const char *part)
{
	static const struct part_reader reader = {.open = open_element};
	AUTO_FREE char *name = name_of_relations(part);
	struct reading reading = {.relations = relations, .package = package, .part = part};

	int result = part_read(package, name, &reader, &reading);
	text_clear(&reading.id);
	text_clear(&reading.value);
	if (result == 0 && relations->count > 0)
		qsort(relations->list, relations->count, sizeof(*relations->list), compare);
	return result;
}

void relations_clear(struct relations *relations)
{
	for (size_t i = 0; i < relations->count; i++) {
		free(relations->list[i].id);
		free(relations->list[i].target);
	}
	free(relations->list);
	*relations = (struct relations){0};
}

const struct relation *relations_find(const struct relations *relations, const char *id)
{
	struct relation wanted = {.id = (char *)id};

	if (relations->count == 0)
		return NULL;
	return bsearch(&wanted, relations->list, relations->count, sizeof(wanted), compare);
}

const char *relations_target(const struct relations *relations, enum relation_kind kind)
{
	for (size_t i = 0; i < relations->count; i++)
		if (relations->list[i].kind == kind)
			return relations->list[i].target;
	return NULL;
}
