#!/usr/bin/env bats
# The checker of plans: plain plans pass it on every kind of city, and no planted violation does.
bats_require_minimum_version 1.5.0

folder=$BATS_TEST_DIRNAME

# planned SEED SIZE [OPTION...]: a city and a plain plan of it, in $city and $plan.
planned() {
	city=$BATS_TEST_TMPDIR/city plan=$BATS_TEST_TMPDIR/plan
	"$folder/random-city" --seed "$1" --size "$2" "${@:3}" >"$city"
	"$folder/naive-plan" <"$city" >"$plan"
}

# schedule JQ: of the plan's schedule, this is true.
schedule() {
	sed -n 's/^schedule //p' "$plan" | jq -e "$1"
}

@test "a plain plan keeps every promise, whatever the city is short of" {
	for binds in link window host quota group any; do
		for seed in 1 2 3; do
			planned "$seed" tiny --binds "$binds"
			"$folder/check-plan" "$city" "$plan"
			schedule ".placed > 0"
		done
	done
}

@test "and one of a whole city" {
	planned 1 city --binds link
	"$folder/check-plan" "$city" "$plan"
	schedule ".placed > 50"
}

@test "and one of a city at the edge, however little can be done" {
	for edge in $("$folder/random-city" --edges); do
		planned 2 tiny --edge "$edge"
		"$folder/check-plan" "$city" "$plan"
	done
	planned 2 tiny --edge freeze
	schedule ".placed == 0 and .unplaced > 0"
	planned 2 tiny --edge cycle
	schedule ".placed > 0 and .unplaced > 1"
}

@test "every planted violation is caught under its name" {
	while read -r seed binds; do
		planned "$seed" tiny --binds "$binds"
		"$folder/plant-violations" "$city" "$plan" >>"$BATS_TEST_TMPDIR/said"
	done <<-END
		1 group
		4 host
		6 host
		1 quota
		1 link
		11 quota
	END
	run ! grep ^missed "$BATS_TEST_TMPDIR/said"
	[ "$(grep ^caught "$BATS_TEST_TMPDIR/said" | cut -d' ' -f2 | sort -u | wc -l)" -ge 129 ]
	# Nothing was absent everywhere.
	cut -d' ' -f1,2 "$BATS_TEST_TMPDIR/said" | sort -u | cut -d' ' -f2 | sort | uniq -c |
		awk '$1 == 1 { print $2 }' >"$BATS_TEST_TMPDIR/once"
	grep '^absent' "$BATS_TEST_TMPDIR/said" | cut -d' ' -f2 | sort -u >"$BATS_TEST_TMPDIR/absent"
	run ! grep -Fxf "$BATS_TEST_TMPDIR/absent" "$BATS_TEST_TMPDIR/once"
}

@test "a plan that is not right is not planted in" {
	planned 3 tiny
	sed 's/"attempts":2/"attempts":1/' "$plan" >"$plan.bad"
	run -2 "$folder/plant-violations" "$city" "$plan.bad"
	[[ $output == *"not right to begin with"* ]]
}

@test "the plan of another city is none of this one" {
	planned 3 tiny
	mv "$plan" "$plan.other"
	planned 4 tiny
	run -1 "$folder/check-plan" "$city" "$plan.other" --names
	[[ $output == *"manifest.order"* && $output == *"machine.lost"* ]]
}

@test "what cannot be read is said" {
	planned 3 tiny
	run -2 "$folder/check-plan" "$city"
	run -2 "$folder/check-plan" "$city.none" "$plan"
	run -2 "$folder/check-plan" "$plan" "$plan"
	head -c 5000 "$plan" >"$plan.cut"
	run -1 "$folder/check-plan" "$city" "$plan.cut"
	[[ $output == "text.read:"* ]]
	: >"$plan.empty"
	run -1 "$folder/check-plan" "$city" "$plan.empty"
	run -2 "$folder/naive-plan" <"$plan"
}

@test "strategies schedule the moves of a plan anew" {
	planned 3 tiny --binds window
	"$folder/strategies" "$city" "$plan" >"$BATS_TEST_TMPDIR/said"
	# A plain plan is first come, first served itself.
	jq -e '.first_come == .plan and .bound_holds and .largest_first.placed == .plan.placed and
		.all_at_once.placed == .plan.placed' "$BATS_TEST_TMPDIR/said"
	# A bound that somebody beats is none.
	sed -E 's/^(schedule.*"bound":)"[^"]*"/\1"2027-01-01T00:00:00Z"/' "$plan" >"$plan.bad"
	run -1 "$folder/strategies" "$city" "$plan.bad"
	run -2 "$folder/strategies" "$city"
}
