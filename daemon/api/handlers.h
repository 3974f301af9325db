/*
 * The handlers of the routes, one file a family. Each reads its request and answers it exactly
 * once.
 */
#ifndef API_HANDLERS_H
#define API_HANDLERS_H

#include "api/request.h"
#include "api/route.h"

struct job;

typedef void api_handler(struct api *api, struct request *request);

/* status.c */
api_handler status_show, profile_show;
/* jobs.c */
api_handler job_show, job_stop;
/* hosts.c */
api_handler hosts_registered, hosts_add, hosts_show, hosts_trust, hosts_remove;
/* inventory.c */
api_handler inventory_told, inventory_complete, inventory_found, inventory_show;
/* ledger.c */
api_handler inventory_entered;
/* objects.c */
api_handler inventory_objects, inventory_drifted, inventory_compared, inventory_charted,
	inventory_changed;
/* usage.c */
api_handler inventory_usage;
/* doctor.c, doctor_visits.c */
api_handler doctor_show, doctor_visit;

/* readiness.c */
api_handler readiness_start, readiness_show, readiness_rules_show, readiness_links_show,
	readiness_link_watched, readiness_accept;
/* plans.c */
api_handler plans_create, plans_list, plans_show, plans_configuration, plans_approve,
	plans_return;
/* rehearsals.c */
api_handler plans_rehearse;
/* overrides.c */
api_handler overrides_list, overrides_rules, overrides_decide, overrides_hold,
	overrides_take_back;
/* runs.c */
api_handler runs_start, runs_list, runs_show, runs_pause, runs_resume, runs_abort, runs_resolve;
/* report.c */
api_handler report_progress, report_self_check;
/* audit.c */
api_handler audit_records, audit_file;
extern const struct shape_field audit_query_fields[];

/*
 * clerical.c: answers what banyun-clerk answers to this question, when it does. `parameters`
 * are taken.
 */
void answer_from_clerk(struct api *api, struct request *request, const char *method,
	struct json_object *parameters);

/* jobs.c: 202 with {"job": ID}. */
void answer_job(struct request *request, const struct job *job);

#endif
