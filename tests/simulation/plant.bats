#!/usr/bin/env bats
# Planted bugs: a handful of tests/simulation/bugs; all of them run in the long suite.

plant="${BATS_TEST_DIRNAME}/plant"

caught() {
	run "$plant" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "bugs of the copy, the fence, the intent and the read are caught" {
	caught paused_dropped fence_skipped intent_not_durable resumed_unread late_reply_taken
}

@test "bugs of what runs share are caught" {
	caught others_unseen held_elsewhere_forgotten limit_exceeded hours_ignored freed_untold withheld_started
}

@test "a bug that does not exist is not called caught" {
	run "$plant" no_such_bug
	[ "$status" -eq 1 ]
	[[ $output == *"not ok 1"* ]]
}

@test "at least fifteen bugs are planted, and each says which invariant it breaks" {
	[ "$("$plant" --list | wc -l)" -ge 15 ]
	for bug in $("$plant" --list); do
		grep -q '^Breaks: [Il]' "$BATS_TEST_DIRNAME/bugs/$bug.patch"
	done
}
