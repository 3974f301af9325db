# The lab and its checker: see README.md.
dist_noinst_SCRIPTS += tests/lab/lab
EXTRA_DIST += tests/lab/README.md \
	tests/lab/lib/common.bash tests/lab/lib/environment.bash tests/lab/lib/picture.bash

# The independent checker; its judgement is tested on logs made by hand, without a lab.
dist_noinst_SCRIPTS += tests/lab/checker
EXTRA_DIST += tests/lab/checker-test
TESTS += tests/lab/checker-test
EXTRA_DIST += $(addprefix tests/lab/checker_lib/, __init__.py beat.py blocks.py deadline.py \
	disks.py guest.py heartbeat.py hypervisors.py inventory.py judge.py lab.py leftovers.py log.py \
	namespaces.py presence.py processes.py report.py silence.py watch.py web.py writes.py)
