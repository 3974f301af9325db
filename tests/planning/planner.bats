#!/usr/bin/env bats
# The planner itself, held to its promises by the checker on random cities.
bats_require_minimum_version 1.5.0

folder=$BATS_TEST_DIRNAME
programs=${top_builddir:-$folder/../../build}/tests/planning

# planned SEED SIZE [OPTION...]: a city and the planner's plan of it, in $city and $plan; it is right.
planned() {
	city=$BATS_TEST_TMPDIR/city plan=$BATS_TEST_TMPDIR/plan
	"$folder/random-city" --seed "$1" --size "$2" "${@:3}" >"$city"
	"$programs/plan-lines" <"$city" >"$plan"
	echo "seed $1, size $2 ${*:3}:"
	"$folder/check-plan" "$city" "$plan"
}

# schedule JQ: of the plan's schedule, this is true.
schedule() {
	sed -n 's/^schedule //p' "$plan" | jq -e "$1"
}

@test "plans of small cities keep every promise, whatever these are short of" {
	"$folder/check-many" --seeds 1-20 --planner "$programs/plan-lines" >"$BATS_TEST_TMPDIR/said"
	cat "$BATS_TEST_TMPDIR/said"
	tail -n 1 "$BATS_TEST_TMPDIR/said" | jq -e '.cities == 120 and .wrong == 0 and
		([.binds.link, .binds.window, .binds.host, .binds.quota, .binds.group] | min) > 0'
}

@test "a planner that is wrong is told of" {
	cat >"$BATS_TEST_TMPDIR/liar" <<-END
		#!/bin/sh
		$programs/plan-lines | sed 's/"attempts":2/"attempts":1/'
	END
	chmod +x "$BATS_TEST_TMPDIR/liar"
	run -1 "$folder/check-many" --seeds 1-1 --binds host --planner "$BATS_TEST_TMPDIR/liar"
	[[ $output == *"--seed 1 --size tiny --binds host: wave.digest"* ]]
	run -1 "$folder/check-many" --seeds 1-1 --binds host --planner false
	[[ $output == *"the planner ended with 1"* ]]
	run -2 "$folder/check-many" --seeds many
}

@test "plans of whole cities keep every promise" {
	for binds in link window host quota group any; do
		planned 11 city --binds "$binds"
		schedule ".placed > 30"
	done
}

@test "nobody who is plain is done before the bound" {
	for binds in window host group; do
		planned 6 tiny --binds "$binds"
		"$folder/strategies" "$city" "$plan"
	done
}

@test "a city at the edge gets a plan that is right, and says what cannot be done" {
	for edge in $("$folder/random-city" --edges); do
		planned 4 tiny --edge "$edge"
	done
	for edge in freeze no-window link-zero all-retained nothing; do
		planned 4 tiny --edge "$edge"
		run ! grep -q ^wave "$plan"
	done
	for edge in cycle huge-group link-one no-target; do
		planned 4 tiny --edge "$edge"
		schedule ".placed > 0 and .unplaced > 1"
	done
}

@test "what is planted in a plan of the planner is caught" {
	for binds in group host quota; do
		planned 4 tiny --binds "$binds"
		"$folder/plant-violations" "$city" "$plan" >>"$BATS_TEST_TMPDIR/said"
	done
	run ! grep ^missed "$BATS_TEST_TMPDIR/said"
	[ "$(grep ^caught "$BATS_TEST_TMPDIR/said" | cut -d' ' -f2 | sort -u | wc -l)" -ge 110 ]
}

@test "the same lines give the same plan" {
	planned 8 city --binds any
	"$programs/plan-lines" <"$city" >"$plan.again"
	cmp "$plan" "$plan.again"
}
