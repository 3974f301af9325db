/*
 * XML of libvirt that is only read: libxml2's parser, but in place of its tree of many small
 * pieces one that lies in a few blocks of memory. What is changed and written again is xml.h's.
 */
#ifndef LIBVIRT_ELEMENT_H
#define LIBVIRT_ELEMENT_H

#include <obstack.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct error;

struct attribute {
	const struct attribute *next;
	const char *prefix, *name; /* the prefix may be NULL; "xmlns" declares a namespace */
	const char *value;
};

/* All texts belong to the document. */
struct element {
	struct element *parent, *children, *last, *next;
	const struct attribute *attributes;
	const char *prefix, *name; /* the prefix may be NULL */
	const char *text;          /* its own; NULL: none */
};

struct elements {
	struct obstack memory;
	struct element *root;
	bool odd; /* elements_write() would not give what xml_write() gives */
};

/*
 * Reads a whole document; the caller clears it, after a failure too. ERROR_INPUT when it is
 * not well-formed or has a DOCTYPE.
 */
int elements_read(struct elements *document, const char *text, struct error *error);
void elements_clear(struct elements *document); /* also of one that is all zero */
#define AUTO_ELEMENTS __attribute__((cleanup(elements_clear)))

/* What xml_write() would make of it, when it is not odd; the caller frees. */
char *elements_write(const struct elements *document);

/*
 * The first child of that name (NULL: of any), and the next like it; NULL when none or for
 * NULL. Names are without prefix.
 */
const struct element *element_first(const struct element *parent, const char *name);
const struct element *element_next(const struct element *sibling, const char *name);
/* Down a path of names parted by slashes: element_down(root, "os/type"). */
const struct element *element_down(const struct element *from, const char *path);
bool element_named(const struct element *element, const char *name);

/* Without prefix; NULL when there is none (or no element). */
const char *element_attribute(const struct element *element, const char *name);
bool element_has(const struct element *element, const char *name, const char *value);
/* Its own text, "" when there is none; NULL for no element. */
const char *element_content(const struct element *element);
/* A number in the text, scaled by its attribute `unit` (else KiB); 0 beyond all sizes. */
int64_t element_bytes(const struct element *element);

#endif
