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
