# What is measured, and where, is told at each program's beginning.
EXTRA_DIST += tests/bench/first-move tests/bench/merge tests/bench/libvirt-inventory \
	tests/bench/ssh-inventory
