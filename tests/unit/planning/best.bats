# How near to the best possible schedules are: a few of the problems of tests/bench/scheduling.

sources=${top_srcdir:-$BATS_TEST_DIRNAME/../../..}
programs=${top_builddir:-$sources/build}

@test "small problems are solved nearly as well as can be, and cities nearly to their bound" {
	run "$sources/tests/bench/scheduling" --build "$programs" --quick
	echo "$output"
	[ "$status" -eq 0 ]
	figures=${lines[-1]}
	[ "$(jq '.exact_solved >= 8 and .bound_wrong == [] and .city_unplaced == 0' <<< "$figures")" = true ]
}
