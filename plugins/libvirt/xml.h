/*
 * XML of libvirt: parsed without network, entities or DTD, walked, changed and written again.
 */
#ifndef LIBVIRT_XML_H
#define LIBVIRT_XML_H

#include <libxml/tree.h>
#include <stdbool.h>

struct error;

/*
 * A document whose blanks do not count. ERROR_INPUT when it is not well-formed or has a
 * DOCTYPE.
 */
int xml_parse(xmlDocPtr *document, const char *text, struct error *error);
/* The document indented anew, without declaration; the caller frees. */
char *xml_write(xmlDocPtr document);

void xml_free_at(xmlDocPtr *document);
#define AUTO_XML __attribute__((cleanup(xml_free_at)))

xmlNodePtr xml_root(xmlDocPtr document);
/*
 * The first child element of that name (NULL: of any), and the next like it; NULL when none or
 * for NULL.
 */
xmlNodePtr xml_first(xmlNodePtr parent, const char *name);
xmlNodePtr xml_next(xmlNodePtr sibling, const char *name);
/* Down a path of names parted by slashes: xml_down(root, "os/type"). */
xmlNodePtr xml_down(xmlNodePtr from, const char *path);
bool xml_named(xmlNodePtr node, const char *name);

/*
 * A copy of an attribute or of an element's text, NULL when there is none (or no node); the
 * caller frees.
 */
char *xml_attribute(xmlNodePtr node, const char *name);
char *xml_content(xmlNodePtr node);
bool xml_attribute_is(xmlNodePtr node, const char *name, const char *value);

/* Changing: the child is made when it is not there; a NULL value removes the attribute. */
xmlNodePtr xml_ensure(xmlNodePtr parent, const char *name);
void xml_set(xmlNodePtr node, const char *name, const char *value);
void xml_remove(xmlNodePtr node);                              /* NULL is allowed */
void xml_remove_children(xmlNodePtr parent, const char *name); /* NULL: every child */

#endif
