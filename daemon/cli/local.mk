bin_PROGRAMS += daemon/cli/banyun
daemon_cli_banyun_SOURCES = \
	daemon/cli/audit.c \
	daemon/cli/cli.h \
	daemon/cli/client.c \
	daemon/cli/commands.c \
	daemon/cli/commands.h \
	daemon/cli/csv.c \
	daemon/cli/csv.h \
	daemon/cli/describe.c \
	daemon/cli/describe.h \
	daemon/cli/doctor.c \
	daemon/cli/host.c \
	daemon/cli/inventory.c \
	daemon/cli/inventory_changes.c \
	daemon/cli/inventory_completeness.c \
	daemon/cli/inventory_diff.c \
	daemon/cli/inventory_show.c \
	daemon/cli/inventory_template.c \
	daemon/cli/inventory_usage.c \
	daemon/cli/ledger.c \
	daemon/cli/ledger.h \
	daemon/cli/ledger_rejects.c \
	daemon/cli/ledger_rejects.h \
	daemon/cli/ledger_show.c \
	daemon/cli/links.c \
	daemon/cli/links_plot.c \
	daemon/cli/links_plot.h \
	daemon/cli/lists.c \
	daemon/cli/lists.h \
	daemon/cli/main.c \
	daemon/cli/map.c \
	daemon/cli/map.h \
	daemon/cli/map_cards.c \
	daemon/cli/map_draw.c \
	daemon/cli/map_place.c \
	daemon/cli/markup.c \
	daemon/cli/markup.h \
	daemon/cli/outlook.c \
	daemon/cli/outlook.h \
	daemon/cli/output.c \
	daemon/cli/output.h \
	daemon/cli/override.c \
	daemon/cli/page.h \
	daemon/cli/page_csv.c \
	daemon/cli/page_html.c \
	daemon/cli/page_table.c \
	daemon/cli/page_xlsx.c \
	daemon/cli/plan.c \
	daemon/cli/plan_date.c \
	daemon/cli/plan_diff.c \
	daemon/cli/plan_diff.h \
	daemon/cli/plan_diff_why.c \
	daemon/cli/plan_explain.c \
	daemon/cli/plan_explain_sums.c \
	daemon/cli/plan_export.c \
	daemon/cli/plan_find.c \
	daemon/cli/plan_find.h \
	daemon/cli/plan_forms.c \
	daemon/cli/plan_forms.h \
	daemon/cli/plan_forms_costs.c \
	daemon/cli/plan_forms_networks.c \
	daemon/cli/plan_forms_sizes.c \
	daemon/cli/plan_forms_tables.h \
	daemon/cli/plan_gantt.c \
	daemon/cli/plan_graph.c \
	daemon/cli/plan_lanes.c \
	daemon/cli/plan_lanes.h \
	daemon/cli/plan_load.c \
	daemon/cli/plan_missing.c \
	daemon/cli/plan_notices.c \
	daemon/cli/plan_outlook.c \
	daemon/cli/plan_parts.c \
	daemon/cli/plan_reasons.c \
	daemon/cli/plan_show.c \
	daemon/cli/plan_show.h \
	daemon/cli/plan_sums.c \
	daemon/cli/plan_sums.h \
	daemon/cli/plan_svg.c \
	daemon/cli/plan_use.c \
	daemon/cli/plan_view.c \
	daemon/cli/plan_view.h \
	daemon/cli/readiness.c \
	daemon/cli/readiness_page.c \
	daemon/cli/readiness_page.h \
	daemon/cli/rehearse.c \
	daemon/cli/report.c \
	daemon/cli/run.c \
	daemon/cli/self_check.c \
	daemon/cli/self_check.h \
	daemon/cli/self_check_page.c \
	daemon/cli/self_check_text.c \
	daemon/cli/self_check_words.c \
	daemon/cli/sending.c \
	daemon/cli/sending.h \
	daemon/cli/pager.c \
	daemon/cli/pager.h \
	daemon/cli/show.c \
	daemon/cli/table.c
	daemon/cli/table.c \
	daemon/cli/table.h \
	daemon/cli/usage.c
daemon_cli_banyun_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS) $(CURL_CFLAGS) $(TABLES_CFLAGS) \
	$(XLSXWRITER_CFLAGS)
daemon_cli_banyun_LDADD = daemon/inventory/ledger/libledger.a \
	$(SHEET_LIBS) $(HAN_LIBS) -lm $(VERIFY_LIBS) $(CURL_LIBS) $(TABLES_LIBS) \
	$(XLSXWRITER_LIBS)
dist_man_MANS += daemon/cli/banyun.1
