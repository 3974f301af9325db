#!/usr/bin/env bats
# A second copy of a guest, started by hand while the demo runs, turns it red.

@test "the demo is red when a second copy runs" {
	[ "$(id -u)" -eq 0 ] || skip "a lab needs root"
	top=${top_srcdir:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
	export BANYUN_BUILD=${top_builddir:-$top/build/check}/demo
	export BANYUN_DEMO_HOOK=$top/tests/lab/second-copy
	mkdir -p "$BANYUN_BUILD"
	run "$top/contrib/demo" --id "red$$" --json "$BATS_TEST_TMPDIR/demo.json"
	echo "$output"
	[ "$status" -ne 0 ]
	jq -e '[.faults[] | select(.fault == "double run" and .guest == "finance-db")] | length > 0' \
		"$BATS_TEST_TMPDIR/demo.json"
}
