# The rules of the house. Each is checked on this tree, and on a small tree where it is broken on
# purpose, so that no rule can rust into one that never says anything.

sources=${top_srcdir:-$BATS_TEST_DIRNAME/../..}
programs=${top_builddir:-$sources/build}
lint=$BATS_TEST_DIRNAME/lint

setup() {
	export PYTHONDONTWRITEBYTECODE=1
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree"
}

clean() { # RULE: this tree keeps it
	run "$lint" "$1" "$sources"
	echo "$output"
	[ "$status" -eq 0 ]
}

plant() { # PATH, with the content on standard input
	mkdir -p "$tree/$(dirname "$1")"
	cat > "$tree/$1"
}

caught() { # RULE EXPECTED...: each is the start of one line of what is said, and nothing else is
	run "$lint" "$1" "$tree"
	echo "$output"
	[ "$status" -eq 1 ]
	shift
	[ "${#lines[@]}" -eq "$#" ]
	for expected; do
		grep -qF -- "$expected" <<< "$output"
	done
}

passed() { # RULE: the planted tree keeps it
	run "$lint" "$1" "$tree"
	echo "$output"
	[ "$status" -eq 0 ]
}

@test "every rule has a test here" {
	for rule in $("$lint" --rules); do
		grep -q "clean $rule\$" "$BATS_TEST_DIRNAME/lint.bats"
		grep -q "caught $rule " "$BATS_TEST_DIRNAME/lint.bats"
	done
}

@test "a rule that does not exist is refused" {
	run "$lint" no-such-rule "$tree"
	[ "$status" -eq 2 ]
}

@test "layers: includes point down" {
	clean layers
}

@test "layers: an include that points up or aside is caught" {
	for room in base model core audit planning execution reporting api cli; do
		plant "daemon/$room/$room.h" < /dev/null
	done
	plant plugins/ssh/own.h < /dev/null
	plant plugins/sdk/sdk.h < /dev/null
	plant daemon/base/up.c <<< '#include "model/model.h"'
	plant daemon/planning/aside.c <<< '#include "execution/execution.h"'
	plant daemon/cli/thin.c <<< '#include "core/core.h"'
	plant plugins/ssh/core.c <<< '#include "core/core.h"'
	plant plugins/probe/other.c <<< '#include "ssh/own.h"'
	plant daemon/planning/planner/build.c <<< '#include "sdk.h"'
	plant daemon/core/nowhere.c <<< '#include "core/nowhere.h"'
	plant daemon/attic/old.c < /dev/null
	caught layers daemon/base/up.c:1: daemon/planning/aside.c:1: daemon/cli/thin.c:1: \
		plugins/ssh/core.c:1: plugins/probe/other.c:1: daemon/core/nowhere.c:1: \
		daemon/planning/planner/build.c:1: daemon/attic/old.c:1:
}

@test "layers: includes that point down pass" {
	for room in base core planning reporting api; do
		plant "daemon/$room/$room.h" < /dev/null
	done
	plant plugins/ssh/own.h < /dev/null
	plant plugins/sdk/sdk.h < /dev/null
	plant daemon/api/api.c <<< $'#include "reporting/reporting.h"\n#include "base/base.h"'
	plant daemon/banyund.c <<< '#include "api/api.h"'
	plant plugins/ssh/ssh.c <<< $'#include "own.h"\n#include "sdk/sdk.h"\n#include "base/base.h"'
	plant daemon/planning/banyun-planner.c <<< '#include "sdk.h"'
	plant daemon/cli/audit.c <<< '#include "audit/audit.h"'
	plant daemon/audit/audit.h < /dev/null
	plant daemon/base/comment.c <<< '/* #include "core/core.h" */'
	passed layers
}

@test "private: what the files of a module share is included beside it" {
	clean private
}

@test "private: an include from elsewhere is caught" {
	plant daemon/core/store_private.h < /dev/null
	plant daemon/core/store_read.c <<< '#include "core/store_private.h"'
	plant daemon/core/deep/a.c <<< '#include "core/store_private.h"'
	plant daemon/audit/a.c <<< $'\n#include "core/store_private.h"'
	plant tests/unit/a.c <<< '#include "core/store_private.h"'
	caught private daemon/core/deep/a.c:1: daemon/audit/a.c:2:
}

@test "names: no two functions that may be linked have the same" {
	clean names
}

@test "names: a second function of a name is caught" {
	plant daemon/base/scan.c <<< $'int scan_fail(void)\n{\n\treturn -1;\n}'
	plant daemon/inventory/scan.c <<< $'/* why */\nvoid scan_fail(\n\tint why)\n{\n}'
	plant daemon/core/a.c <<< $'static int scan_fail(void)\n{\n\treturn scan_fail();\n}'
	plant plugins/ssh/a.c <<< $'int scan_fail(void)\n{\n\treturn 0;\n}\nint main(void)\n{\n}'
	plant plugins/probe/a.c <<< $'int one(void)\n{\n\treturn 0;\n}\nint main(void)\n{\n}'
	plant plugins/fake/a.c <<< $'int one(void)\n{\n\treturn 0;\n}'
	caught names daemon/inventory/scan.c:4: plugins/ssh/a.c:2:
}

@test "libraries: each stays in its rooms" {
	clean libraries
}

@test "libraries: one outside its rooms is caught" {
	plant daemon/planning/a.c <<< '#include <event2/event.h>'
	plant daemon/core/a.c <<< $'\n#include <libvirt/libvirt.h>'
	plant daemon/core/b.c <<< '#include <sqlite3.h>'
	plant daemon/base/json.c <<< '#include <yaml.h>'
	plant plugins/libvirt/a.c <<< '#include <libssh2.h>'
	plant daemon/inventory/a.c <<< $'#include <zip.h>\n#include <iconv.h>\n#include <libxml/parser.h>'
	plant daemon/inventory/sheet/ok.c <<< '#include <zip.h>'
	plant daemon/core/store_ok.c <<< '#include <sqlite3.h>'
	plant plugins/ssh/ok.c <<< '#include <libssh2.h>'
	caught libraries daemon/planning/a.c:1: daemon/core/a.c:2: daemon/core/b.c:1: \
		daemon/base/json.c:1: plugins/libvirt/a.c:1: daemon/inventory/a.c:1: \
		daemon/inventory/a.c:2: daemon/inventory/a.c:3:
}

@test "processes: only core, the SDK and the pager start any" {
	clean processes
}

@test "processes: a start elsewhere is caught" {
	plant daemon/api/a.c <<< $'int a(void)\n{\n\treturn fork();\n}'
	plant plugins/ssh/a.c <<< 'int a = execve("/bin/sh", 0, 0);'
	plant daemon/core/worker.c <<< 'int a = fork();'
	plant daemon/cli/pager.c <<< 'int a = posix_spawnp();'
	plant daemon/cli/page.c <<< 'int a = posix_spawnp();'
	plant daemon/api/b.c <<< '/* fork() */ const char *a = "execve()"; int my_fork(void);'
	caught processes daemon/api/a.c:3: daemon/cli/page.c:1: plugins/ssh/a.c:1:
}

@test "checker: the lab shares no code with banyun" {
	clean checker
}

@test "checker: shared code is caught" {
	plant daemon/base/text.h < /dev/null
	plant tests/lab/guest/own.h < /dev/null
	plant tests/lab/guest/a.c <<< $'#include "own.h"\n#include "base/text.h"'
	caught checker tests/lab/guest/a.c:2:
}

@test "calls: none that is refused" {
	clean calls
}

@test "calls: a refused one is caught" {
	plant daemon/core/a.c <<< 'int a = system("rm");'
	plant tests/unit/a.c <<< $'void a(char *b)\n{\n\tstrcpy(b, "x");\n}'
	plant daemon/core/b.c <<< 'struct json_object *b = json_tokener_parse("{}");'
	plant daemon/core/c.c <<< 'int a = my_system(1) + b->system(1) + 0; /* system() */ char *s = "gets()";'
	plant tests/unit/b.c <<< 'int b = atoi("1");'
	caught calls daemon/core/a.c:1: tests/unit/a.c:3: daemon/core/b.c:1:
}

@test "unfinished: no such mark" {
	clean unfinished
}

@test "unfinished: a mark is caught" {
	plant daemon/core/a.c <<< "/* TO""DO: think */"
	plant plugins/ssh/a.sh <<< $'\n# FIX''ME'
	caught unfinished daemon/core/a.c:1: plugins/ssh/a.sh:2:
}

@test "machine: no path of one machine" {
	clean machine
}

@test "machine: such a path is caught" {
	plant contrib/a <<< "cd /wo""rk/main"
	plant contrib/b <<< "cd network/work/main"
	caught machine contrib/a:1:
}

@test "size: no file above 800 lines" {
	clean size
}

@test "size: a longer file is caught" {
	yes ';' | head -801 | plant daemon/core/a.c
	yes ';' | head -800 | plant daemon/core/b.c
	caught size daemon/core/a.c:801:
}

@test "columns: no line above 96" {
	clean columns
}

@test "columns: a longer line is caught, with tabs of 8 and wide characters" {
	printf '\n%97s\n' x | plant daemon/core/a.c
	printf '\t%89s\n' x | plant daemon/core/b.c
	printf '\t%88s\n%96s\n' x x | plant daemon/core/c.c
	printf '%94s搬\n%95s搬\n' x x | plant daemon/core/d.c
	caught columns daemon/core/a.c:2: daemon/core/b.c:1: daemon/core/d.c:2:
}

@test "blanks: none at the end of lines, a line feed at the end of files" {
	clean blanks
}

@test "blanks: such a blank is caught" {
	printf 'a\nb \n' | plant contrib/a
	printf 'a\nb' | plant contrib/b
	printf 'a\r\n' | plant contrib/c
	caught blanks contrib/a:2: contrib/b:2: contrib/c:1:
}

@test "headers: each has a purpose and a guard" {
	clean headers
}

@test "headers: one without is caught" {
	plant daemon/core/a.h <<< $'#ifndef A\n#define A\n#endif'
	plant daemon/core/b.h <<< $'/* B. */\n#ifndef A\n#define B\n#endif'
	plant daemon/core/c.h <<< $'/* C. */\n#pragma once'
	plant daemon/core/d.h <<< $'/* D. */\n#include <x.h>\n#ifndef D\n#define D\n#endif'
	plant daemon/core/e.h <<< $'/* E. */\n#ifndef E\n#define E\n#endif\nint e;'
	plant daemon/core/f.h <<< $'/* F. */\n#ifndef F\n#define F\n#endif'
	caught headers daemon/core/a.h:1: daemon/core/b.h:1: daemon/core/c.h:1: \
		daemon/core/d.h:1: daemon/core/e.h:1:
}

@test "scripts: each can be read by what runs it" {
	clean scripts
}

@test "scripts: one that cannot be read is caught" {
	plant contrib/a <<< $'#!/bin/bash\nif true; then\n:'
	plant contrib/b <<< $'#!/bin/sh\n\nfi'
	plant contrib/c <<< $'#!/usr/bin/env python3\nx = (\n'
	plant contrib/d.py <<< 'x = 1'
	plant contrib/e <<< $'#!/bin/bash\nif true; then :; fi'
	caught scripts contrib/a: contrib/b:3: contrib/c:2:
}

@test "loopback: functional tests have it from one place" {
	clean loopback
}

@test "loopback: one that is IPv4 for good is caught, and the one place is not" {
	plant tests/functional/a.bats <<<'banyun host add a --address=127.0.0.1'
	plant tests/functional/b.bash <<<'page "http://127.0.0.1:80/"'
	plant tests/functional/family.bash <<<'loopback=127.0.0.1'
	plant tests/functional/c.bats <<<'banyun host add a --address="$loopback"'
	caught loopback "tests/functional/a.bats:1:" "tests/functional/b.bash:1:"
}

@test "skips: none is in setup_file" {
	clean skips
}

@test "skips: one in setup_file is caught, one in setup is not" {
	plant tests/a.bats <<< $'setup_file() {\n\ttrue || skip "no sshd"\n}\nsetup() {\n\tskip "no"\n}'
	caught skips "tests/a.bats:2:"
}

@test "format: all C is as clang-format writes it" {
	clean format
}

@test "format: other C is caught" {
	cp "$sources/.clang-format" "$tree"
	plant daemon/core/a.c <<< $'int a;\nint  b;'
	plant daemon/core/b.c <<< 'int a;'
	caught format daemon/core/a.c:2:
}

@test "layout: the top level is the design's" {
	clean layout
}

@test "layout: anything else at the top is caught" {
	plant README.md < /dev/null
	plant src/main.c < /dev/null
	plant NOTES < /dev/null
	caught layout src:1: NOTES:1:
}

needed() { # PROGRAM: the libraries that it asks the loader for
	readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'
}

@test "banyund links neither libvirt, libssh2, libnl, libxml2 nor libzip" {
	needed "$programs/daemon/banyund" > "$BATS_TEST_TMPDIR/needed"
	grep -q '^libsqlite3' "$BATS_TEST_TMPDIR/needed"
	run grep -E '^lib(virt|ssh2|nl|xml2|zip)' "$BATS_TEST_TMPDIR/needed"
	[ "$status" -eq 1 ]
}

@test "what verifies a log links neither the database, the loop nor the network" {
	needed "$programs/daemon/audit/banyun-verify" > "$BATS_TEST_TMPDIR/needed"
	grep -q '^libcrypto' "$BATS_TEST_TMPDIR/needed"
	run grep -E '^lib(sqlite3|event|curl|virt|ssh2)' "$BATS_TEST_TMPDIR/needed"
	[ "$status" -eq 1 ]
}

@test "the signer links neither the database, the loop nor the network" {
	needed "$programs/daemon/audit/banyun-signer" > "$BATS_TEST_TMPDIR/needed"
	grep -q '^libcrypto' "$BATS_TEST_TMPDIR/needed"
	run grep -E '^lib(sqlite3|event|curl|virt|ssh2)' "$BATS_TEST_TMPDIR/needed"
	[ "$status" -eq 1 ]
}
