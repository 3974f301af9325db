/*
 * The mark: an element of our own namespace in a domain's metadata, on both hypervisors, that
 * names the run, the move, the attempt and the side. The truth can be told from it when
 * everything else of banyun is lost. On the source it also keeps the autostart that the owner
 * had chosen, written before it is turned off. A mark whose move has ended says so (`done`)
 * and stands in nobody's way.
 *
 *	<banyun:move xmlns:banyun="urn:banyun:move" run="r7" name="web1" attempt="1"
 *		side="source" autostart="yes"/>
 */
#ifndef LIBVIRT_MARK_H
#define LIBVIRT_MARK_H

#include "model/world.h"
#include "order.h"
#include <libxml/tree.h>
#include <stdbool.h>
#include <stdint.h>

#define MARK_NAMESPACE "urn:banyun:move"
#define MARK_PREFIX    "banyun"
#define MARK_NAME      64

struct mark_text {
	char run[MARK_NAME], move[MARK_NAME];
	int64_t attempt;
	enum side side;
	bool autostart; /* of the source when the move began */
	bool done;
};

/* What this attempt writes on that side. */
void mark_make(
	struct mark_text *mark, const struct order *order, enum side side, bool autostart);

/* The element without prefix, as virDomainSetMetadata takes it; the caller frees. */
char *mark_write(const struct mark_text *mark);
/* What virDomainGetMetadata gives. ERROR_INPUT when it is no mark. */
int mark_read(struct mark_text *mark, const char *xml, struct error *error);

/* Whose it is, seen from the order. A foreign mark that is done counts as none. */
enum mark mark_judge(const struct mark_text *mark, const struct order *order);

/* The same in a domain's document: taken out (metadata left empty goes too), or put in anew. */
void mark_strip(xmlDocPtr domain);
void mark_put(xmlDocPtr domain, const struct mark_text *mark);

#endif
