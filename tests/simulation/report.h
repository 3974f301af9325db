/*
 * What the schedules reached: the matrix place x fault x side, the rows of the reconcile table,
 * and which of them can never be reached, with the reason, as data.
 */
#ifndef SIMULATION_REPORT_H
#define SIMULATION_REPORT_H

#include "execution/simulator/simulator.h"

#include <json-c/json.h>
#include <stdio.h>

/* Why a cell, or a row, cannot be reached; NULL when it must be. */
const char *report_impossible_cell(unsigned place, unsigned fault);
const char *report_impossible_row(unsigned row);

/* Both return how many cells and rows are empty without a reason, or reached in spite of
 * one. */
unsigned report_matrix(const struct simulation_coverage *coverage, FILE *out);
unsigned report_rows(const struct simulation_coverage *coverage, FILE *out);

/* The same as JSON; a new reference. */
struct json_object *report_json(const struct simulation_coverage *coverage);

#endif
