noinst_LIBRARIES += daemon/readiness/libreadiness.a
daemon_readiness_libreadiness_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_readiness_libreadiness_a_SOURCES = \
	daemon/readiness/assess.c \
	daemon/readiness/assess.h \
	daemon/readiness/check.c \
	daemon/readiness/filter.c \
	daemon/readiness/filter.h \
	daemon/readiness/likeness.c \
	daemon/readiness/likeness.h \
	daemon/readiness/links/installed.c \
	daemon/readiness/links/installed.h \
	daemon/readiness/links/limits.c \
	daemon/readiness/links/limits.h \
	daemon/readiness/links/links.c \
	daemon/readiness/links/links.h \
	daemon/readiness/links/pairs.c \
	daemon/readiness/links/pairs.h \
	daemon/readiness/links/series.c \
	daemon/readiness/links/series.h \
	daemon/readiness/links/test.c \
	daemon/readiness/links/test.h \
	daemon/readiness/links/watch.c \
	daemon/readiness/links/watch.h \
	daemon/readiness/links/ways.c \
	daemon/readiness/links/ways.h \
	daemon/readiness/measure/arrivals.c \
	daemon/readiness/measure/arrivals.h \
	daemon/readiness/measure/ask.c \
	daemon/readiness/measure/asked.c \
	daemon/readiness/measure/ipv6.c \
	daemon/readiness/measure/ipv6.h \
	daemon/readiness/measure/measure.c \
	daemon/readiness/measure/measure.h \
	daemon/readiness/measure/measuring.h \
	daemon/readiness/measure/probing.c \
	daemon/readiness/measure/probing.h \
	daemon/readiness/measure/questions.c \
	daemon/readiness/measure/questions.h \
	daemon/readiness/measure/questions_ipv6.c \
	daemon/readiness/measure/reuse.c \
	daemon/readiness/measure/reuse.h \
	daemon/readiness/measure/systems.c \
	daemon/readiness/measure/systems.h \
	daemon/readiness/node.c \
	daemon/readiness/node.h \
	daemon/readiness/portions.c \
	daemon/readiness/portions.h \
	daemon/readiness/readiness.h \
	daemon/readiness/rules/age.c \
	daemon/readiness/rules/age.h \
	daemon/readiness/rules/clock.c \
	daemon/readiness/rules/converge.c \
	daemon/readiness/rules/demand.c \
	daemon/readiness/rules/disks.c \
	daemon/readiness/rules/firmware.c \
	daemon/readiness/rules/hypervisor.c \
	daemon/readiness/rules/isolation.c \
	daemon/readiness/rules/judge.c \
	daemon/readiness/rules/link.c \
	daemon/readiness/rules/machine.c \
	daemon/readiness/rules/measured.c \
	daemon/readiness/rules/names.c \
	daemon/readiness/rules/network.c \
	daemon/readiness/rules/network6.c \
	daemon/readiness/rules/node.c \
	daemon/readiness/rules/outside.c \
	daemon/readiness/rules/parts.c \
	daemon/readiness/rules/parts.h \
	daemon/readiness/rules/protection.c \
	daemon/readiness/rules/quality.c \
	daemon/readiness/rules/quota.c \
	daemon/readiness/rules/retention.c \
	daemon/readiness/rules/rules.c \
	daemon/readiness/rules/rules.h \
	daemon/readiness/rules/shadow.c \
	daemon/readiness/rules/size.c \
	daemon/readiness/rules/system6.c \
	daemon/readiness/rules/target.c \
	daemon/readiness/rules/website.c \
	daemon/readiness/rules/zombie.c \
	daemon/readiness/rules/zombie.h \
	daemon/readiness/rules/zombie_idle.c \
	daemon/readiness/telling.c \
	daemon/readiness/telling.h \
	daemon/readiness/website.c \
	daemon/readiness/website.h
dist_man_MANS += daemon/readiness/rules/banyun-rules.7

# Prints that page: rules/page contrib/profiles/default.yaml >daemon/readiness/rules/banyun-rules.7
check_PROGRAMS += daemon/readiness/rules/page
daemon_readiness_rules_page_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_readiness_rules_page_LDADD = daemon/readiness/libreadiness.a daemon/model/libmodel.a $(CORE_LIBS) \
	$(BASE_LIBS)
