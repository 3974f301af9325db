#include "api/handlers.h"
#include "core/config.h"
#include "core/host.h"
#include "execution/rehearsal.h"
#include "inventory/enter.h"
#include "inventory/list.h"
#include "model/override.h"
#include "model/survey.h"
#include "planning/planning.h"
#include "readiness/assess.h"
#include "readiness/measure/measure.h"

#define READERS                                                                                \
	(ROLE_VIEWER | ROLE_NETWORK_ENGINEER | ROLE_CLOUD_TEAM | ROLE_APPROVER |               \
		ROLE_AUDITOR | ROLE_DEPARTMENT_OWNER)
#define OWNERS      ROLE_DEPARTMENT_OWNER
#define ENGINEERS   ROLE_NETWORK_ENGINEER
#define LOG_READERS (ROLE_AUDITOR | ROLE_NETWORK_ENGINEER | ROLE_APPROVER)

static const struct shape_field owner_item = {"", SHAPE_OWNER};

static const struct shape_field nothing_fields[] = {{0}};

static const struct shape_field family_item = {"", SHAPE_CHOICE, .choices = measure_families};
static const struct shape_field check_fields[] = {
	{"what", SHAPE_LIST, .item = &family_item, .low = 1, .high = 8,
		.help = "what is measured anew; all when missing"},
	{"all", SHAPE_BOOLEAN, .help = "anew too, and not only what changed or aged"},
	{0},
};

static const struct shape_field acceptance_fields[] = {
	{"finding", SHAPE_DIGEST, .required = true, .help = "its identity"},
	{"reason", SHAPE_STRING, .required = true, .low = 1, .high = 1000},
	{0},
};

static const struct shape_field trust_fields[] = {
	{"fingerprint", SHAPE_STRING, .required = true, .low = 8, .high = 128,
		.help = "as the host's administrator told it: SHA256:..."},
	{0},
};

static const struct shape_field approve_fields[] = {
	{"waves", SHAPE_LIST, .item = &owner_item, .low = 1, .high = 512,
		.help = "all when missing"},
	{"reviewed", SHAPE_ANY, .help = "the plan that was reviewed; it must be this one"},
	{0},
};

static const struct shape_field return_fields[] = {
	{"reason", SHAPE_STRING, .required = true, .low = 1, .high = 1000},
	{0},
};

static const struct shape_field hold_fields[] = {
	{"subject", SHAPE_STRING, .required = true, .low = 1, .high = 256,
		.help = "the id or name of a system or dedicated network"},
	{"reason", SHAPE_STRING, .required = true, .low = 1, .high = 1000},
	{0},
};

static const struct shape_field withdraw_fields[] = {
	{"kind", SHAPE_CHOICE, .required = true, .choices = override_kinds},
	{"subject", SHAPE_STRING, .required = true, .low = 1, .high = 256,
		.help = "the id of a system or dedicated network"},
	{"other", SHAPE_STRING, .low = 1, .high = 256, .help = "of cut and join"},
	{"reason", SHAPE_STRING, .required = true, .low = 1, .high = 1000},
	{0},
};

static const struct shape_field start_fields[] = {
	{"plan", SHAPE_DIGEST, .required = true},
	{"waves", SHAPE_LIST, .item = &owner_item, .low = 1, .high = 512,
		.help = "all when missing"},
	{"reviewed", SHAPE_ANY, .help = "a plan's file; it must be this plan"},
	{0},
};

static const struct shape_field resolve_fields[] = {
	{"as", SHAPE_NAME, .required = true, .help = "an operation"},
	{"reason", SHAPE_STRING, .required = true, .low = 1, .high = 1000},
	{0},
};

static const struct shape_field job_query_fields[] = {
	{"wait", SHAPE_INTEGER, .low = 0, .high = 10000, .help = "milliseconds for its end"},
	{0},
};

static const struct shape_field snapshot_query_fields[] = {
	{"snapshot", SHAPE_DIGEST, .help = "the newest when missing"},
	{0},
};

static const struct shape_field diff_query_fields[] = {
	{"from", SHAPE_DIGEST, .help = "the one before the newest when missing"},
	{"to", SHAPE_DIGEST, .help = "the newest when missing"},
	{0},
};

static const struct shape_field drift_query_fields[] = {
	{"from", SHAPE_DIGEST, .help = "an older snapshot; none when missing"},
	{0},
};

static const struct shape_field department_query_fields[] = {
	{"department", SHAPE_STRING, .low = 1, .high = 128, .help = "all when missing"},
	{0},
};

static const struct shape_field usage_query_fields[] = {
	{"since", SHAPE_STRING, .low = 1, .high = 64, .help = "a week ago when missing"},
	{"step", SHAPE_STRING, .low = 1, .high = 64, .help = "as suits the time when missing"},
	{0},
};

static const char *const series_steps[] = {"raw", "hour", "day", NULL};
static const struct shape_field series_query_fields[] = {
	{"since", SHAPE_STRING, .low = 1, .high = 64, .help = "as far as the step reaches"},
	{"step", SHAPE_CHOICE, .choices = series_steps, .help = "hour when missing"},
	{0},
};

const struct route routes[] = {
	{"GET", "/v1/status", READERS, NULL, status_show, false},
	{"GET", "/v1/doctor", READERS, NULL, doctor_show, false},
	{"POST", "/v1/doctor/visits", READERS, nothing_fields, doctor_visit, false},
	{"GET", "/v1/jobs/{}", READERS, NULL, job_show, false, job_query_fields},
	{"DELETE", "/v1/jobs/{}", ENGINEERS, NULL, job_stop, true},

	{"GET", "/v1/hosts", READERS, NULL, hosts_registered, false},
	{"POST", "/v1/hosts", ENGINEERS, host_add_fields, hosts_add, true},
	{"GET", "/v1/hosts/{}", READERS, NULL, hosts_show, false},
	{"POST", "/v1/hosts/{}/trust", ENGINEERS, trust_fields, hosts_trust, true},
	{"DELETE", "/v1/hosts/{}", ENGINEERS, NULL, hosts_remove, true},

	{"GET", "/v1/profile", READERS, NULL, profile_show, false},
	{"POST", "/v1/inventory/survey", ENGINEERS | ROLE_CLOUD_TEAM, survey_fields,
		inventory_told, true},
	{"POST", "/v1/inventory/ledger", ENGINEERS | ROLE_CLOUD_TEAM, inventory_entry_fields,
		inventory_entered, true},
	{"GET", "/v1/inventory/completeness", READERS, NULL, inventory_complete, false},
	{"POST", "/v1/inventory/scans", ENGINEERS, nothing_fields, inventory_found, true},
	{"GET", "/v1/inventory", READERS, NULL, inventory_show, false, snapshot_query_fields},
	{"GET", "/v1/inventory/diff", READERS, NULL, inventory_compared, false,
		diff_query_fields},
	{"GET", "/v1/inventory/drift", READERS, NULL, inventory_drifted, false,
		drift_query_fields},
	{"GET", "/v1/inventory/map", READERS, NULL, inventory_charted, false,
		department_query_fields},
	{"GET", "/v1/inventory/objects", READERS, NULL, inventory_objects, false,
		inventory_query_fields},
	{"GET", "/v1/inventory/changes", READERS, NULL, inventory_changed, false},
	{"GET", "/v1/inventory/usage/{}", READERS, NULL, inventory_usage, false,
		usage_query_fields},

	{"POST", "/v1/readiness/checks", ENGINEERS, check_fields, readiness_start, true},
	{"GET", "/v1/readiness", READERS, NULL, readiness_show, false, findings_query_fields},
	{"GET", "/v1/readiness/rules", READERS, NULL, readiness_rules_show, false},
	{"POST", "/v1/readiness/acceptances", ROLE_APPROVER, acceptance_fields,
		readiness_accept, true},
	{"GET", "/v1/readiness/links", READERS, NULL, readiness_links_show, false},
	{"GET", "/v1/readiness/links/{}/{}", READERS, NULL, readiness_link_watched, false,
		series_query_fields},

	{"POST", "/v1/plans", ENGINEERS, planning_request_fields, plans_create, true},
	{"GET", "/v1/plans", READERS, NULL, plans_list, false},
	{"GET", "/v1/plans/{}", READERS, NULL, plans_show, false},
	{"GET", "/v1/plans/{}/configuration", READERS, NULL, plans_configuration, false},
	{"POST", "/v1/plans/{}/approvals", ROLE_APPROVER | OWNERS, approve_fields,
		plans_approve, true},
	{"POST", "/v1/plans/{}/rehearsals", READERS, rehearsal_fields, plans_rehearse, true},
	{"POST", "/v1/plans/{}/return", ROLE_APPROVER, return_fields, plans_return, true},
	{"GET", "/v1/overrides", READERS, NULL, overrides_list, false},
	{"GET", "/v1/overrides/rules", READERS, NULL, overrides_rules, false},
	{"POST", "/v1/overrides", ENGINEERS, override_order_fields, overrides_decide, true},
	{"POST", "/v1/overrides/holds", ENGINEERS | ROLE_APPROVER | OWNERS, hold_fields,
		overrides_hold, true},
	{"POST", "/v1/overrides/withdrawals", ENGINEERS | ROLE_APPROVER | OWNERS,
		withdraw_fields, overrides_take_back, true},

	{"POST", "/v1/runs", ENGINEERS, start_fields, runs_start, true},
	{"GET", "/v1/runs", READERS, NULL, runs_list, false},
	{"GET", "/v1/runs/{}", READERS, NULL, runs_show, false},
	{"POST", "/v1/runs/{}/pause", ENGINEERS, nothing_fields, runs_pause, true},
	{"POST", "/v1/runs/{}/resume", ENGINEERS, nothing_fields, runs_resume, true},
	{"POST", "/v1/runs/{}/abort", ENGINEERS, nothing_fields, runs_abort, true},
	{"POST", "/v1/runs/{}/moves/{}/resolve", ENGINEERS, resolve_fields, runs_resolve, true},

	{"GET", "/v1/report/progress", READERS, NULL, report_progress, false,
		snapshot_query_fields},
	{"GET", "/v1/report/self-check", READERS, NULL, report_self_check, false,
		department_query_fields},

	{"GET", "/v1/audit/records", LOG_READERS, NULL, audit_records, false,
		audit_query_fields},
	{"GET", "/v1/audit/log/{*}", LOG_READERS, NULL, audit_file, false},
	{0},
};
