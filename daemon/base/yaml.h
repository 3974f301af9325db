/*
 * Files that people write are YAML. yaml_parse() turns one document into the same json-c tree
 * that json_parse() gives, so that one checker (base/shape.h) serves both. Refused, with line
 * and column: aliases and anchors, tags, a second document, duplicate keys, keys that are not
 * plain strings, nesting deeper than JSON_DEPTH. Unquoted integers and true/false become
 * numbers and booleans; all else is a string.
 */
#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/json.h"

#define YAML_FILE (4 * 1024 * 1024) /* the largest file accepted, bytes */

/* As json_parse(), for a source of kind SOURCE_YAML. */
int yaml_parse(struct json_object **tree, const struct source *source, struct error *error);

/* As json_locate(), for YAML. */
void yaml_locate(
	const struct source *source, const char *path, bool name, int *line, int *column);

#endif
