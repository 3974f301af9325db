#include "parser.h"

#include <libxml/SAX2.h>
#include <pthread.h>
#include <stdlib.h>

static pthread_key_t parsers;

static void free_parser(void *parser)
{
	xmlFreeParserCtxt(parser);
}

static void make_key(void)
{
	if (pthread_key_create(&parsers, free_parser) != 0)
		abort();
}

/* To make one costs as much as to read a machine. */
static xmlParserCtxtPtr find(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	xmlParserCtxtPtr parser;

	pthread_once(&once, make_key);
	parser = pthread_getspecific(parsers);
	if (parser)
		return parser;
	parser = xmlNewParserCtxt();
	if (!parser || pthread_setspecific(parsers, parser) != 0)
		abort();
	return parser;
}

xmlParserCtxtPtr parser_own(const xmlSAXHandler *handlers, void *user)
{
	xmlParserCtxtPtr parser = find();

	if (handlers)
		*parser->sax = *handlers;
	else
		xmlSAXVersion(parser->sax, 2);
	parser->userData = handlers ? user : parser;
	return parser;
}
