#!/usr/bin/env bats
# What becomes of a move when something dies in the middle of it: a selection of tests/lab/trials,
# whose table is printed; the long suite makes them all.

source "$BATS_TEST_DIRNAME/real.bash"

setup_file() {
	is_fit || return 0
	export TRIALS=$HERE/trials
	# Where banyun's own user can read what is installed, which a test's folder does not allow.
	export FOLDER=${top_builddir:-$BATS_TEST_DIRNAME/../../build}/trials-quick
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}

@test "every boundary and fault that is told of is in the table of all" {
	run "$TRIALS" --all --list
	[ "$status" -eq 0 ]
	[ "$(grep -c '^kill-banyund@copy#' <<<"$output")" -eq 20 ]
	for fault in kill-mover kill-libvirtd-source kill-libvirtd-target kill-qemu-target \
		guest-poweroff guest-reboot owner-destroys; do
		[ "$(grep -c "^$fault@copy#" <<<"$output")" -eq 5 ]
	done
	for instant in start middle memory; do
		[ "$(grep -c "^link-department@$instant#" <<<"$output")" -eq 5 ]
	done
}

@test "six faults in the middle of a move: nothing runs twice, nothing is lost, nothing is left" {
	run "$TRIALS" --select quick --again --folder "$FOLDER"
	echo "$output" | sed 's/^/# /' >&3
	[ "$status" -eq 0 ]
}
