/*
 * Whether what somebody asks for of the findings can be there at all: a misspelt word is told.
 */
#ifndef READINESS_ASKED_H
#define READINESS_ASKED_H

#include "base/error.h"
#include "base/json.h"

/*
 * `query` as findings_query_fields has it: its rules, kinds and verdicts must be such, and its
 * name and departments ones that something was found on, whatever it was. Returns -1 with the
 * first word that is not.
 */
int asked_check(struct json_object *findings, struct json_object *query, struct error *error);

#endif
