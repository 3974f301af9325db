/*
 * Whether what somebody asks for of the findings can be there at all: a misspelt word is told.
 */
#ifndef READINESS_FILTER_H
#define READINESS_FILTER_H

#include "base/error.h"
#include "base/json.h"

/*
 * `query` as findings_query_fields has it: its rules, kinds and verdicts must be such, its name
 * one that something was found on, whatever it was, and so one of its departments at least.
 * Returns -1 with the first word that is not.
 */
int filter_check(struct json_object *findings, struct json_object *query, struct error *error);

#endif
