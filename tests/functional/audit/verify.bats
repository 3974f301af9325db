# What an auditor is told: whose folder cannot be read, who exports into the copy of another log, and
# whose log was made to look sound on a terminal.

bats_require_minimum_version 1.5.0
load ../inventory/daemon

setup_file() {
	daemon_up
	[ -n "${folder:-}" ] || return 0
	person=1003
	language=C.UTF-8
	run -1 banyun audit export "$folder/tables/none"
	echo "$output" >"$folder/before"
	[ ! -e "$folder/tables/none" ]
	person=1001 banyun inventory scan
	mkdir "$folder/tables/copies"
	chown 1003 "$folder/tables/copies"
	within 10 [ -e "$folder/state/log/checkpoint" ]
	banyun audit export "$folder/tables/copies/log" --json >"$folder/exported"
}

verify() {
	timeout 20 env LANG="$language" TEXTDOMAINDIR="$build/contrib/po" "$build/daemon/audit/banyun-verify" "$@"
}

copied() { # NAME: a copy of the export that the auditor may change
	rm -rf "$BATS_TEST_TMPDIR/$1"
	cp -r "$folder/tables/copies/log" "$BATS_TEST_TMPDIR/$1"
	cd "$BATS_TEST_TMPDIR" || return 1
}

@test "before the first record there is nothing to export, which is said" {
	[[ $(cat "$folder/before") == 'banyun: Nothing is published of the audit log: it has no record yet, '* ]]
}

@test "programs are told what was exported" {
	jq -e --arg folder "$folder/tables/copies/log" '.folder == $folder and .records >= 1' "$folder/exported"
	verify --json "$folder/tables/copies/log" | jq -e '.sound and (.key | startswith("test.invalid/"))'
}

@test "what cannot be read is not called unsound, and is named" {
	for words in "$BATS_TEST_TMPDIR/none" /etc/passwd "--against none $folder/tables/copies/log" \
		"--key none $folder/tables/copies/log"; do
		run -1 verify $words
		echo "$output"
		[[ $output == 'Whether the audit log in "'*'" is sound could not be seen.'* ]]
		[[ $output == *' cannot be opened: '* ]]
	done
	verify --json "$BATS_TEST_TMPDIR/none" | jq -e '(.sound | not) and .key == "" and .root == ""' ||
		[ "${PIPESTATUS[0]}" -eq 1 ]
	copied log
	rm -r log/tile/0
	run -1 verify log
	[[ $output == 'The audit log in "log" is not sound.'* ]]
}

@test "a pipe in the place of a file holds nobody up" {
	for name in checkpoint vkey tile/0/000.p/1; do
		copied log
		rm -f "log/$name"
		mkdir -p "$(dirname "log/$name")"
		mkfifo "log/$name"
		run -1 verify log
		echo "$output"
		[[ $output == *'is not sound.'* ]]
	done
}

@test "what was forged says so in the reader's language, and steers no terminal" {
	copied log
	printf x >$'log/tile/\e[2J\e[32mThe audit log is sound'
	run -1 verify log
	[[ $output != *$'\e'* && $output == *'\u001b[2J'* ]]
	[[ $output == *'The file is no part of an audit log.'* ]]
	language=zh_CN.UTF-8 run -1 verify log
	echo "$output"
	[[ $output == '“log”中的审计日志不可信。'* && $output == *'该文件不属于审计日志'* ]]
}

grew() { # a new copy has more records than the first one
	banyun audit export "$PWD/own"
	! cmp -s own/checkpoint log/checkpoint
}

@test "an export takes nothing of the copy of another log, nor of one that was cut back" {
	person=1003
	cd "$folder/tables/copies"
	cp -r log own
	chown -R 1003 own
	sed 's/^test/best/' -i own/vkey
	cp -r own before
	run -1 banyun audit export "$PWD/own"
	echo "$output"
	[[ $output == *'has the copy of a log with another key'* ]]
	diff -r before own
	rm -rf own before
	person=1001 banyun inventory scan
	within 10 grew
	cp -r own before
	cp log/checkpoint "$folder/state/log/checkpoint"
	run -3 banyun audit export "$PWD/own"
	echo "$output"
	[[ $output == *'the log was cut back. Keep this copy as evidence'* ]]
	diff -r before own
}

@test "an export that finds no room leaves nothing, and the copy before stays whole" {
	person=1003
	cd "$folder/tables/copies"
	unshare -m bash -eu -c '
		mkdir -p small && mount -t tmpfs -o size=64k,mode=777 tmpfs small
		setpriv --reuid 1003 --clear-groups "$@" audit export small/log
		cp -r small/log before
		dd if=/dev/zero of=small/filler bs=1k count=1000 2>/dev/null || true
		if setpriv --reuid 1003 --clear-groups "$@" audit export small/new 2>said; then exit 1; fi
		grep "No space left on device" said
		[ ! -e small/new ] && [ ! -e small/new.part ]
		if setpriv --reuid 1003 --clear-groups "$@" audit export small/log 2>said; then exit 1; fi
		diff -r before small/log && [ ! -e small/log.part ]
		rm small/filler
		setpriv --reuid 1003 --clear-groups "$@" audit export small/log/
		[ ! -e small/log.part ] && cp -r small/log whole
	' bash env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 "$build/daemon/cli/banyun"
	verify whole | grep "is sound"
}

@test "a folder that cannot be made is named" {
	person=1003
	run -1 banyun audit export "$folder/keys/copy"
	echo "$output"
	[[ $output == *"$folder/keys/"*': The folder cannot be made: Permission denied.' ]]
}
