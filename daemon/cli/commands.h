/*
 * The commands, one file a noun.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

typedef int cli_function(struct cli *cli, struct error *error);

cli_function host_add_command, host_trust_command, host_show_command, host_remove_command;
cli_function inventory_import_command, inventory_template_command,
	inventory_completeness_command, inventory_scan_command, inventory_show_command,
	inventory_diff_command, inventory_drift_command, inventory_map_command,
	inventory_usage_command, inventory_changes_command;
cli_function readiness_check_command, readiness_show_command, readiness_rules_command,
	readiness_links_command, readiness_accept_command;
cli_function plan_create_command, plan_show_command, plan_explain_command, plan_approve_command,
	plan_return_command, plan_diff_command, plan_export_command, plan_notices_command,
	plan_rehearse_command;
cli_function plan_override_command, plan_hold_command, plan_instruct_command, plan_cut_command,
	plan_join_command, plan_overrides_command, plan_withdraw_command, plan_rules_command;
cli_function run_start_command, run_show_command, run_watch_command, run_pause_command,
	run_resume_command, run_abort_command, run_resolve_command;
cli_function report_progress_command, report_self_check_command;
cli_function audit_list_command, audit_verify_command, audit_export_command;
cli_function profile_show_command, profile_check_command, doctor_command;

#endif
