#!/usr/bin/env bats
# The executor against the simulated libvirt: a selection; the whole runs in the long suite.

simulate() {
	"$top_builddir/tests/simulation/simulate" "$@"
}

@test "every single fault at every boundary, and a selection of pairs and seeds" {
	run simulate --singles --pairs 60 --schedules 4000
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "an undisturbed move ends done within the blackout that libvirt itself needs" {
	run simulate --only 0
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "done: 1" ]
}

@test "the same schedule always takes the same course" {
	schedule="7:kill.2.0@24,cut source.1.0@31,guest off source.2.0@22"
	first=$(simulate --trace --only "$schedule")
	second=$(simulate --trace --only "$schedule")
	[ "$first" = "$second" ]
	[ "$(grep -c FAULT <<<"$first")" -eq 3 ]
}

@test "a schedule that is none is refused with what one looks like" {
	run simulate --only "0:kilt.0.0@20"
	echo "$output"
	[ "$status" -eq 2 ]
	[[ $output == *'"0:kill.0.0@20"'* ]]
}

@test "recorded pairs of views can be produced by the simulated libvirt" {
	run simulate --replay "$top_srcdir"/tests/simulation/traces/*.trace
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "a pair of views that libvirt cannot show is found" {
	trace="$BATS_TEST_TMPDIR/two.trace"
	line=$(grep -v '^#' "$top_srcdir/tests/simulation/traces/move.trace" | tail -n 1)
	# A fenced source that runs beside the target.
	sed 's/"power":"off","reason":"[a-z]*"/"power":"running","reason":"other"/' <<<"$line" >"$trace"
	run simulate --replay "$trace"
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"cannot show this"* ]]
}
