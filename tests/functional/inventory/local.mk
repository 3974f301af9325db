# What is told, from the files that people send, and what is reported of it.
TESTS += tests/functional/inventory/definitions.bats \
	tests/functional/inventory/import.bats tests/functional/inventory/self-check.bats \
	tests/functional/inventory/city.bats tests/functional/inventory/dirty.bats \
	tests/functional/inventory/drift.bats tests/functional/inventory/interrupted.bats \
	tests/functional/inventory/map.bats tests/functional/inventory/merge.bats \
	tests/functional/inventory/show.bats
EXTRA_DIST += tests/functional/inventory/banyun-plugin-fake \
	tests/functional/inventory/city.bats tests/functional/inventory/daemon.bash \
	tests/functional/inventory/definitions.bats \
	tests/functional/inventory/drift.bats tests/functional/inventory/import.bats \
	tests/functional/inventory/full-disk tests/functional/inventory/interrupted.bats \
	tests/functional/inventory/dirty.bats tests/functional/inventory/leave \
	tests/functional/inventory/make-workbook tests/functional/inventory/many \
	tests/functional/inventory/map.bats \
	tests/functional/inventory/merge.bats \
	tests/functional/inventory/page \
	tests/functional/inventory/self-check.bats tests/functional/inventory/show.bats \
	tests/functional/inventory/workbook

# A fictional city and its world over time.
TESTS += tests/functional/inventory/world.bats
EXTRA_DIST += tests/functional/inventory/city.bash tests/functional/inventory/world.bats

# What is read again and again: hypervisors of one's own machine, scans by themselves, changes.
TESTS += tests/functional/inventory/near.bats tests/functional/inventory/schedule.bats \
	tests/functional/inventory/watch.bats
EXTRA_DIST += tests/functional/inventory/near.bats tests/functional/inventory/schedule.bats \
	tests/functional/inventory/watch.bats

# Zombie and shadow systems of the fictional city.
TESTS += tests/functional/inventory/zombie.bats
EXTRA_DIST += tests/functional/inventory/zombie.bats
