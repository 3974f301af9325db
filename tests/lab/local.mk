# The lab and its checker: see README.md.
dist_noinst_SCRIPTS += tests/lab/lab tests/lab/site tests/lab/plain-move tests/lab/host/init
TESTS += tests/lab/lab.bats
EXTRA_DIST += tests/lab/README.md tests/lab/lab.bats \
	tests/lab/lib/cache.bash tests/lab/lib/common.bash tests/lab/lib/environment.bash \
	tests/lab/lib/faults.bash tests/lab/lib/guests.bash tests/lab/lib/hypervisors.bash \
	tests/lab/lib/picture.bash tests/lab/lib/trust.bash tests/lab/lib/wires.bash \
	tests/lab/guest/collect.c tests/lab/guest/dirty.c tests/lab/guest/heartbeat.c \
	tests/lab/guest/endpoint.h tests/lab/guest/inittab tests/lab/guest/progress.h \
	tests/lab/guest/run tests/lab/guest/start tests/lab/guest/writer.c

# Where there is no IPv4: one move in the short suite.
TESTS += tests/lab/v6only.bats
EXTRA_DIST += tests/lab/v6only.bats

# Machines that no live copy ends, and those that stand still: minutes each, in the long suite.
LONG_CHECKS += tests/lab/strategy.bats
EXTRA_DIST += tests/lab/strategy.bats tests/lab/real.bash

# The same through banyund: planned, approved, run and proved.
LONG_CHECKS += tests/lab/offline.bats
EXTRA_DIST += tests/lab/offline.bats

# The independent checker; what needs no lab is tested here: its judgement, and its observers.
dist_noinst_SCRIPTS += tests/lab/checker
EXTRA_DIST += tests/lab/checker-test tests/lab/checker.bats
TESTS += tests/lab/checker-test
LONG_CHECKS += tests/lab/checker.bats
EXTRA_DIST += $(addprefix tests/lab/checker_lib/, __init__.py beat.py blocks.py deadline.py \
	disks.py guest.py heartbeat.py hypervisors.py inventory.py judge.py lab.py leftovers.py log.py \
	namespaces.py presence.py processes.py report.py silence.py watch.py web.py writes.py)
EXTRA_DIST += $(addprefix tests/lab/checker_tests/, __init__.py plant story.py test_blocks.py \
	test_judge.py test_observers.py)

# The demo, and what a second copy does to it.
TESTS += tests/lab/demo.bats
LONG_CHECKS += tests/lab/demo-red.bats
EXTRA_DIST += tests/lab/demo.bats tests/lab/demo-red.bats
dist_noinst_SCRIPTS += tests/lab/second-copy

# What moves took, in the next plan.
LONG_CHECKS += tests/lab/learn.bats
EXTRA_DIST += tests/lab/learn.bats

# Faults in the middle of moves; the long suite makes the whole table, and goes on where it stopped.
dist_noinst_SCRIPTS += tests/lab/trials
TESTS += tests/lab/trials.bats
LONG_CHECKS += tests/lab/trials
EXTRA_DIST += tests/lab/trials.bats $(addprefix tests/lab/trials_lib/, __init__.py catalogue.py \
	faults.py journal.py site.py table.py trial.py)

# One lab at a time: two at once on a small machine only wait for each other.
tests/lab/mover.log: tests/lab/lab.log
tests/lab/v6only.log: tests/lab/mover.log
tests/lab/trials.log: tests/lab/v6only.log
tests/lab/demo.log: tests/lab/trials.log
