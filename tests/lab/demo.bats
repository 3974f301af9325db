#!/usr/bin/env bats
# The demo is green for the right reasons: its figures are those of the checker's log, and a second
# copy of a guest, started by hand, turns it red.

bats_require_minimum_version 1.5.0

setup_file() {
	[ "$(id -u)" -eq 0 ] || {
		export unfit="a lab needs root"
		return 0
	}
	export top=${top_srcdir:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
	# Beside the programs that are already built, nothing is built twice.
	export BANYUN_BUILD=${top_builddir:-$top/build/check}/demo
	export folder=$BATS_FILE_TMPDIR
	mkdir -p "$BANYUN_BUILD"
	write_hook
}

# While the moves are under way: when they will have ended, as it is told; afterwards what they took.
write_hook() {
	export BANYUN_DEMO_HOOK=$folder/hook
	cat >"$folder/hook" <<-END
		#!/usr/bin/env bash
		run=\$("$top/tests/lab/site" as lin run show --json | jq -r '.runs[0].run')
		for _ in \$(seq 600); do
			"$top/tests/lab/site" as lin run show "\$run" --json >"$folder/now" || exit
			jq -c . "$folder/now" >>"$folder/course"
			jq -e '.phase == "finished"' "$folder/now" && break
			sleep 0.5
		done
		"$top/tests/lab/site" as sun audit list --count 500 --json >"$folder/records"
		sqlite3 -readonly "\$("$top/tests/lab/site" folder)/state/banyun.db" \
			"SELECT value FROM state WHERE space = 'lesson'" >"$folder/lessons"
	END
	chmod +x "$folder/hook"
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}

@test "the demo moves two departments and proves it" {
	run --separate-stderr "$top/contrib/demo" --id "demo$$" --json "$folder/demo.json"
	echo "$output" "$stderr"
	jq -c '.faults[]' "$folder/demo.json"
	[ "$status" -eq 0 ]
}

@test "its JSON says of each move what was asked" {
	jq -e '.moves | length == 4' "$folder/demo.json"
	jq -e '.moves | map(has("guest") and has("source") and has("target") and has("seconds") and
		has("blackout_ms") and has("probes_lost") and has("content_equal")) | all' "$folder/demo.json"
	jq -e '.moves | map(.writes_lost == 0 and .writes_doubled == 0) | all' "$folder/demo.json"
	jq -e '.audit_verified' "$folder/demo.json"
	jq -e '.on_cloud == {before: {on_cloud: 0, of: 4}, after: {on_cloud: 4, of: 4}}' \
		"$folder/demo.json"
}

@test "every figure is computed again from the checker's raw log" {
	diff <("$top/contrib/demo-figures" "$folder/demo.json.log" | jq -S .) \
		<(jq -S 'del(.audit_verified)' "$folder/demo.json")
}

@test "a log from which a heartbeat's hour is cut gives other figures" {
	grep -v '"kind":"web"' "$folder/demo.json.log" | grep -v '"kind": "web"' >"$folder/cut.log"
	! diff <("$top/contrib/demo-figures" "$folder/cut.log" | jq -S .) \
		<(jq -S 'del(.audit_verified)' "$folder/demo.json")
}

@test "each move was predicted and measured, and teaches the next plan" {
	[ "$(wc -l <"$folder/lessons")" -eq 4 ]
	jq -es 'all(.computed > 0 and .predicted_low <= .predicted and .predicted <= .predicted_high and
		.took > 0 and .bytes > 0 and .pause_ms > 0)' "$folder/lessons"
	jq -e '[.list[] | select(.action == "move.close")] | length == 4 and
		all(.detail.took > 0 and .detail.predicted > 0)' "$folder/records"
}

@test "while it ran the end was told anew, and came nearer" {
	jq -es 'map(.outlook.bytes_left) | length > 5 and .[0] > 0 and .[-1] == 0 and
		max == .[0]' "$folder/course"
	jq -es '[.[] | select(.phase == "running") | .outlook | select(.end_low > .end or .end > .end_high)] |
		length == 0' "$folder/course"
	# What it said in the middle of the last move was within half a minute of what came.
	jq -es '([.[-1].moves[].closed] | max) as $last |
		[.[] | select(.outlook.over == 3 and .outlook.end) | .outlook.end - $last |
			if . < 0 then -. else . end] | length > 0 and min < 30000000' "$folder/course"
}
