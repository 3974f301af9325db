/*
 * What libvirt says of a machine, without banyun's own marks and fences: as a tree, and as the
 * text whose digest is among the facts.
 */
#ifndef LIBVIRT_DEFINITION_H
#define LIBVIRT_DEFINITION_H

#include "element.h"

struct error;

/*
 * The caller clears the tree and frees `*raw` (`raw` may be NULL). ERROR_INPUT when the text is
 * no XML.
 */
int definition_read(struct elements *tree, char **raw, const char *text, struct error *error);

#endif
