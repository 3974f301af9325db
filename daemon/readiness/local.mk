noinst_LIBRARIES += daemon/readiness/libreadiness.a
daemon_readiness_libreadiness_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_readiness_libreadiness_a_SOURCES = \
	daemon/readiness/age.c \
	daemon/readiness/age.h \
	daemon/readiness/asked.c \
	daemon/readiness/asked.h \
	daemon/readiness/assess.c \
	daemon/readiness/assess.h \
	daemon/readiness/check.c \
	daemon/readiness/ipv6.c \
	daemon/readiness/ipv6.h \
	daemon/readiness/judge.c \
	daemon/readiness/likeness.c \
	daemon/readiness/likeness.h \
	daemon/readiness/links.c \
	daemon/readiness/links.h \
	daemon/readiness/links_limits.c \
	daemon/readiness/links_limits.h \
	daemon/readiness/links_pairs.c \
	daemon/readiness/links_pairs.h \
	daemon/readiness/links_series.c \
	daemon/readiness/links_series.h \
	daemon/readiness/links_test.c \
	daemon/readiness/links_test.h \
	daemon/readiness/links_watch.c \
	daemon/readiness/links_watch.h \
	daemon/readiness/measure.c \
	daemon/readiness/measure.h \
	daemon/readiness/measure_ask.c \
	daemon/readiness/measure_asked.c \
	daemon/readiness/measuring.h \
	daemon/readiness/node.c \
	daemon/readiness/node.h \
	daemon/readiness/parts.c \
	daemon/readiness/parts.h \
	daemon/readiness/probing.c \
	daemon/readiness/probing.h \
	daemon/readiness/questions.c \
	daemon/readiness/questions.h \
	daemon/readiness/questions_ipv6.c \
	daemon/readiness/readiness.h \
	daemon/readiness/reuse.c \
	daemon/readiness/reuse.h \
	daemon/readiness/rules.c \
	daemon/readiness/rules.h \
	daemon/readiness/rules_clock.c \
	daemon/readiness/rules_converge.c \
	daemon/readiness/rules_demand.c \
	daemon/readiness/rules_disks.c \
	daemon/readiness/rules_firmware.c \
	daemon/readiness/rules_hypervisor.c \
	daemon/readiness/rules_isolation.c \
	daemon/readiness/rules_link.c \
	daemon/readiness/rules_machine.c \
	daemon/readiness/rules_names.c \
	daemon/readiness/rules_measured.c \
	daemon/readiness/rules_network.c \
	daemon/readiness/rules_network6.c \
	daemon/readiness/rules_node.c \
	daemon/readiness/rules_outside.c \
	daemon/readiness/rules_protection.c \
	daemon/readiness/rules_quota.c \
	daemon/readiness/rules_quality.c \
	daemon/readiness/rules_retention.c \
	daemon/readiness/rules_shadow.c \
	daemon/readiness/rules_system6.c \
	daemon/readiness/rules_target.c \
	daemon/readiness/rules_website.c \
	daemon/readiness/rules_zombie.c \
	daemon/readiness/rules_zombie_idle.c \
	daemon/readiness/systems.c \
	daemon/readiness/systems.h \
	daemon/readiness/website.c \
	daemon/readiness/website.h \
	daemon/readiness/zombie.h
dist_man_MANS += daemon/readiness/banyun-rules.7

# Prints that page: rules_page contrib/profiles/default.yaml >daemon/readiness/banyun-rules.7
check_PROGRAMS += daemon/readiness/rules_page
daemon_readiness_rules_page_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_readiness_rules_page_LDADD = daemon/readiness/libreadiness.a daemon/model/libmodel.a $(CORE_LIBS) \
	$(BASE_LIBS)
