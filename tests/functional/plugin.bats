# The SDK and the protocol, from outside.

source=${top_srcdir:-.}
fixture=${top_builddir:-.}/tests/functional/plugin/banyun-plugin-fixture
folder=$source/tests/functional/plugin
manual=$source/plugins/sdk/banyun-plugin.7

# The part of the manual's example that begins with the given words, as a reader sees it.
example() {
	python3 - "$manual" "$1" <<- 'EOF'
		import re, sys
		text = open(sys.argv[1], encoding="utf-8").read()
		for part in re.findall(r"^\.EX\n(.*?)^\.EE\n", text, re.M | re.S):
		    part = part.replace(r"\-", "-").replace(r"\&", "")
		    if part.startswith(sys.argv[2]):
		        print(part, end="")
	EOF
}

@test "the example of the manual is the program that is tested" {
	diff <(example '#!/usr/bin/env python3') "$folder/banyun-plugin-hello"
}

@test "the example says what the manual says" {
	run "$folder/ask" "$folder/banyun-plugin-hello" greet '{"names":["Li","Wu"]}' '{"greeting":"Hello"}'
	[ "$status" -eq 0 ]
	expected=$(example '{"jsonrpc": "2.0", "id": 1, "result": {}}')
	for line in "${lines[@]}"; do
		[[ "$expected" == *"${line#* }"* ]]
	done
	[ "${#lines[@]}" -eq 3 ]
}

@test "the SDK answers as it did in version 1" {
	"$folder/transcript" "$source/tests/golden/plugin-protocol-1.txt" "$fixture" 2> "$BATS_TEST_TMPDIR/said"
	grep -q 'The fixture was closed' "$BATS_TEST_TMPDIR/said"
}

@test "a changed answer would be noticed" {
	sed 's/"sent":3/"sent":4/' "$source/tests/golden/plugin-protocol-1.txt" > "$BATS_TEST_TMPDIR/other"
	run "$folder/transcript" "$BATS_TEST_TMPDIR/other" "$fixture"
	[ "$status" -eq 1 ]
	[[ "$output" == *'"sent":4'*'was expected'* ]]
}

@test "the header stands alone, in strict C" {
	echo '#include "banyun-plugin.h"' > "$BATS_TEST_TMPDIR/alone.c"
	for language in c11 c17 gnu17; do
		${CC:-cc} -std=$language -pedantic-errors -Wall -Wextra -Werror -fsyntax-only \
			-I"$source/daemon" -I"$source/plugins/sdk" $(pkg-config --cflags json-c) \
			"$BATS_TEST_TMPDIR/alone.c"
	done
}

@test "a plugin of the SDK links neither the loop nor the database" {
	needed=$(readelf -d "$fixture" | grep NEEDED)
	[[ "$needed" == *libseccomp* ]]
	[[ "$needed" != *libevent* && "$needed" != *libsqlite* ]]
}

@test "a machine comes behind its text, however few items may come at once" {
	plugin=${top_builddir:-.}/plugins/libvirt/banyun-plugin-libvirt
	here='{"role":"source","host":{"name":"here","uri":"test:///default"}}'
	for credit in 1 2 3 64; do
		CREDIT=$credit run timeout 60 "$folder/ask" "$plugin" collect '{}' "$here"
		[ "$status" -eq 0 ]
		digest=$(grep -o '"xml": "[^"]*"' <<< "$output" | cut -d'"' -f4)
		grep -E '"blob": |"kind": "machine"' <<< "$output" > "$BATS_TEST_TMPDIR/told"
		[ "$(wc -l < "$BATS_TEST_TMPDIR/told")" -eq 2 ]
		[[ "$(head -1 "$BATS_TEST_TMPDIR/told")" == *'"blob": {"digest": "'"$digest"'"'* ]]
	done
}

@test "a plugin started by hand says how it is started" {
	run "$fixture" 3>&-
	[ "$status" -eq 2 ]
	[[ "$output" == "banyun-plugin-fixture is started by banyund(8)"* ]]
	run "$fixture" --version
	[ "$output" = "banyun-plugin-fixture 1" ]
	run "$fixture" --describe
	[[ "$output" == *'"name":"fixture"'* ]]
}

@test "a plugin of the SDK does not serve nonsense" {
	run python3 - "$fixture" <<- 'EOF'
		import os, socket, sys
		ours, theirs = socket.socketpair()
		child = os.fork()
		if child == 0:
		    ours.close()
		    os.dup2(theirs.detach(), 3)
		    os.execv(sys.argv[1], sys.argv[1:])
		theirs.close()
		ours.sendall(b"nonsense\n")
		assert ours.recv(100) == b""
		sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
	EOF
	[ "$status" -eq 1 ]
	[[ "$output" == *'banyund:1:1:'* ]]
}
