#!/usr/bin/env bats
# Real moves teach the next plan: one department moves, and what its moves took is in the estimates of
# the other's. One story, told in order.
#
# BANYUN_LAB_KEEP=ID uses the lab of that name, and leaves it up.

bats_require_minimum_version 1.5.0
source "$BATS_TEST_DIRNAME/real.bash"

setup_file() {
	is_fit || return 0
	export BANYUN_LAB=${BANYUN_LAB_KEEP:-learn-$$}
	stage learn
	# Two moves are enough for this test; a city waits for more.
	export BANYUN_PROFILE=${BANYUN_PREFIX%/stage}/profile.yaml
	sed 's/moves_least: [0-9]*/moves_least: 2/; s/link_percent: 80/link_percent: 100/' \
		"$BANYUN_PREFIX/share/banyun/profiles/default.yaml" >"$BANYUN_PROFILE"
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" up
	"$HERE/site" start
}

teardown_file() {
	[ -z "${unfit:-}" ] || return 0
	"$HERE/site" stop || true
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	cd "$BATS_FILE_TMPDIR" || return 1
}

as() {
	"$HERE/site" as "$@"
}

plan_of() { # DEPARTMENT: its plan is in the file of that name
	as lin plan create --department "$1" --json >"made-$1"
	as lin plan show "$(jq -r .plan "made-$1" | cut -c8-)" --json >"$1"
}

@test "the first plan has nothing to learn from" {
	"$HERE/site" enrol >/dev/null
	as lin inventory scan
	as lin readiness check
	plan_of finance
	jq -e '.estimates | length == 2 and all(has("learnt") | not)' finance
}

@test "its moves are made, and the end is told anew while they are" {
	plan=$(jq -r .plan made-finance | cut -c8-)
	as zhou plan approve "$plan"
	run=$(as lin run start "$plan" --json | jq -r .run)
	until jq -e '.phase == "finished"' now >/dev/null 2>&1; do
		as lin run show "$run" --json >now
		jq -c . now >>course
		sleep 0.3
	done
	jq -e '.moves | all(.outcome == "done")' now
	jq -es 'map(.outlook.bytes_left) | length > 5 and .[0] > 0 and .[-1] == 0' course
	# The copy under way was reckoned with: less was left than its whole, more than nothing.
	jq -es '[.[].moves[] | select(.phase == "transferring" and .progress.total > 0)] | length > 0 and
		any(.left_low <= .left and .left <= .left_high)' course
}

@test "the next plan follows what they took, and says so" {
	as lin inventory scan
	as lin readiness check
	plan_of health
	jq -e '.estimates | length == 2 and all(.learnt.moves == 2 and .learnt.of == "fleet")' health
	took=$(jq '[.moves[] | (.closed - .opened) / 1000000 | floor] | add' now)
	predicted=$(jq '[.estimates[].seconds] | add' finance)
	# The same machines but for their department: now it is about what those took.
	jq -e --argjson took "$took" '[.estimates[].seconds] | add |
		. >= $took * 0.7 and . <= $took * 1.3' health
	echo "predicted $predicted s, took $took s, predicted now $(jq '[.estimates[].seconds] | add' health) s" >&3
	as lin plan explain "$(jq -r .plan made-health | cut -c8-)" health-web |
		grep 'learnt: the last 2 moves over all links took [01].[0-9]* times as long as computed'
}
