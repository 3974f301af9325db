#!/usr/bin/env bats
# Random cities: that they are what a planner can be given, the same each time, and as large as told.
bats_require_minimum_version 1.5.0

folder=$BATS_TEST_DIRNAME
programs=${top_builddir:-$folder/../../build}

# city SEED SIZE [OPTION...]: its lines.
city() {
	"$folder/random-city" --seed "$1" --size "$2" "${@:3}"
}

# checked LINES JQ: the shapes, digests and names hold, and of the counts this is true.
checked() {
	"$programs/tests/planning/lines-check" <"$1" >"$BATS_TEST_TMPDIR/counts" &&
		cat "$BATS_TEST_TMPDIR/counts" &&
		jq -e "$2" "$BATS_TEST_TMPDIR/counts"
}

@test "what is generated has the shapes of the model" {
	for size in tiny city; do
		for seed in 1 2 3; do
			city "$seed" "$size" >"$BATS_TEST_TMPDIR/lines"
			checked "$BATS_TEST_TMPDIR/lines" ".machines > 0 and .systems > 0 and .missing == 0"
		done
	done
}

@test "a city has the figures of the fictional city" {
	city 7 city >"$BATS_TEST_TMPDIR/lines"
	checked "$BATS_TEST_TMPDIR/lines" ".systems == 195 and .missing == 0"
	[ "$(grep -c '^object.*"kind":"dedicated_network"' "$BATS_TEST_TMPDIR/lines")" -eq 38 ]
	[ "$(grep -c '^object.*"side":"department"' "$BATS_TEST_TMPDIR/lines")" -eq 110 ]
	[ "$(grep -c '^object.*"kind":"leased_line"' "$BATS_TEST_TMPDIR/lines")" -eq 174 ]
}

@test "every regime and every edge is a city" {
	for binds in link window host quota group any; do
		city 4 tiny --binds "$binds" >"$BATS_TEST_TMPDIR/lines"
		checked "$BATS_TEST_TMPDIR/lines" ".systems > 0 and .missing == 0"
	done
	for edge in $("$folder/random-city" --edges); do
		city 4 tiny --edge "$edge" >"$BATS_TEST_TMPDIR/lines"
		checked "$BATS_TEST_TMPDIR/lines" true
	done
}

@test "the same seed gives the same bytes, another one others" {
	city 5 tiny >"$BATS_TEST_TMPDIR/one"
	PYTHONHASHSEED=77 city 5 tiny >"$BATS_TEST_TMPDIR/two"
	cmp "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
	city 6 tiny >"$BATS_TEST_TMPDIR/two"
	! cmp -s "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
}

@test "lines-check sees what is wrong" {
	city 5 tiny >"$BATS_TEST_TMPDIR/lines"
	sed 's/"maintained":true/"maintained":1/' "$BATS_TEST_TMPDIR/lines" >"$BATS_TEST_TMPDIR/bad"
	run ! checked "$BATS_TEST_TMPDIR/bad" '.missing == 0'
	sed '3{h;d};4G' "$BATS_TEST_TMPDIR/lines" >"$BATS_TEST_TMPDIR/bad"
	run ! checked "$BATS_TEST_TMPDIR/bad" '.missing == 0'
	grep -v '"kind":"machine"' "$BATS_TEST_TMPDIR/lines" >"$BATS_TEST_TMPDIR/bad"
	run ! checked "$BATS_TEST_TMPDIR/bad" '.missing == 0'
}

@test "wrong use is refused" {
	run -2 "$folder/random-city" --size tiny
	run -2 "$folder/random-city" --seed 1 --size vast
	run -2 "$folder/random-city" --seed 1 --size tiny --edge nowhere
	run -2 "$folder/random-city" --seed x --size tiny
}
