/* libxml2's parser, of which each thread keeps one: for xml.c and element.c. */
#ifndef LIBVIRT_PARSER_H
#define LIBVIRT_PARSER_H

#include <libxml/parser.h>

/*
 * That of this thread, for one document. It tells `handlers` with `user` what it reads; NULL:
 * it makes libxml2's tree.
 */
xmlParserCtxtPtr parser_own(const xmlSAXHandler *handlers, void *user);

#endif
