noinst_LIBRARIES += daemon/readiness/libreadiness.a
daemon_readiness_libreadiness_a_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
daemon_readiness_libreadiness_a_SOURCES = \
	daemon/readiness/assess.c \
	daemon/readiness/assess.h \
	daemon/readiness/check.c \
	daemon/readiness/judge.c \
	daemon/readiness/likeness.c \
	daemon/readiness/likeness.h \
	daemon/readiness/links.c \
	daemon/readiness/links.h \
	daemon/readiness/measure.c \
	daemon/readiness/measure.h \
	daemon/readiness/parts.c \
	daemon/readiness/parts.h \
	daemon/readiness/questions.c \
	daemon/readiness/questions.h \
	daemon/readiness/readiness.h \
	daemon/readiness/rules.c \
	daemon/readiness/rules.h \
	daemon/readiness/rules_clock.c \
	daemon/readiness/rules_converge.c \
	daemon/readiness/rules_disks.c \
	daemon/readiness/rules_firmware.c \
	daemon/readiness/rules_hypervisor.c \
	daemon/readiness/rules_isolation.c \
	daemon/readiness/rules_link.c \
	daemon/readiness/rules_machine.c \
	daemon/readiness/rules_measured.c \
	daemon/readiness/rules_network.c \
	daemon/readiness/rules_node.c \
	daemon/readiness/rules_shadow.c \
	daemon/readiness/rules_target.c \
	daemon/readiness/rules_website.c \
	daemon/readiness/rules_zombie.c \
	daemon/readiness/rules_zombie_idle.c \
	daemon/readiness/systems.c \
	daemon/readiness/systems.h \
	daemon/readiness/website.c \
	daemon/readiness/website.h \
	daemon/readiness/zombie.h
