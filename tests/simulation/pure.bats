#!/usr/bin/env bats
# The heart is pure: it calls nothing but memory and string functions, and its state, events and actions
# are plain values.

top_srcdir=${top_srcdir:-$BATS_TEST_DIRNAME/../..}

undefined() { # OBJECT...: what is left undefined when they are linked with each other
	ld -r -o "$BATS_TEST_TMPDIR/heart.o" "$@"
	nm -u "$BATS_TEST_TMPDIR/heart.o" | awk '{print $2}'
}

foreign() { # OBJECT...: of that, what is not allowed
	undefined "$@" | grep -vxE 'mem(cpy|move|set|cmp)|strlen|__assert_fail' || true
}

@test "move, run, share and reconcile call nothing but memory and string functions" {
	cd "$top_builddir/daemon/execution"
	if nm -u move.o | grep -qE '__(asan|ubsan)_'; then
		skip "built with sanitizers, whose calls are in every object"
	fi
	run foreign move.o move_act.o move_settle.o move_words.o run.o share.o reconcile.o reconcile_table.o
	echo "$output"
	[ -z "$output" ]
}

@test "an object that asks for the time is found" {
	echo '#include <time.h>
	long f(void) { return time(0); }' | ${CC:-gcc} -x c -c - -o "$BATS_TEST_TMPDIR/clock.o"
	run foreign "$BATS_TEST_TMPDIR/clock.o"
	[ "$output" = time ]
}

@test "state, event and action hold no pointer" {
	run "$BATS_TEST_DIRNAME/plain" "$top_srcdir"/daemon/execution/{move,run,share}.h
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "a pointer, and a function pointer, in a struct are found" {
	mkdir -p "$BATS_TEST_TMPDIR/daemon"
	header="$BATS_TEST_TMPDIR/daemon/state.h"
	printf 'struct inner {\n\tconst char *name;\n};\nstruct outer {\n\tstruct inner inner;\n' >"$header"
	printf '\tint (*call)(void);\n\tunsigned count[3], more;\n};\n' >>"$header"
	run "$BATS_TEST_DIRNAME/plain" "$header"
	echo "$output"
	[ "$status" -eq 1 ]
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == *"struct inner"*"char *name"* ]]
	[[ ${lines[1]} == *"struct outer"*"call"* ]]
}
