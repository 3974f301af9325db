/*
 * The forms that a plan is handed on with, as a page (cli/page.h): the waves, then the table of
 * systems in detail, the list of resources, the sizes of machines, the estimate of costs, the
 * progress by month, the confirmation of completion, the new addresses, what becomes free, and,
 * unless it is NULL, what is to be configured. What a plan does not know is left for the hand
 * to fill in.
 */
#ifndef CLI_PLAN_FORMS_H
#define CLI_PLAN_FORMS_H

#include "cli/plan_view.h"

/* New reference. */
struct json_object *plan_forms(const struct plan_view *view, const char *configuration);

#endif
