/*
 * The text of the findings, written while they are made: as a tree, those of ten cities took
 * 3 GB.
 */
#ifndef READINESS_TELLING_H
#define READINESS_TELLING_H

#include "base/digest.h"

struct json_object;
struct spool;
struct telling;

/*
 * Begins a document of model/findings.h that has none yet, as one text of the spool, to which
 * nothing else is added before the end.
 */
struct telling *telling_begin(struct spool *output, struct json_object *findings);
void telling_add(struct telling *telling, struct json_object *finding);
/* Frees it. Returns how many there are of each verdict, and tells the digest of the text. */
struct json_object *telling_end(struct telling *telling, char digest[DIGEST_TEXT]);

#endif
