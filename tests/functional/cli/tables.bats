# Tables on a terminal: none is wider than it is, and words stay whole as long as that goes.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/inventory/city.bash"

setup_file() {
	[ "$(id -u)" -eq 0 ] || return 0
	enter_cities
	city tiny 7 "$folder/tiny"
	chmod -R a+rX "$folder"
	start "$folder/tiny-banyund" world "$folder/tiny/world.jsonl" world_time 2020-06-01T00:00:00Z
	import_all tiny
	banyun "$folder/tiny-banyund" inventory scan
	banyun "$folder/tiny-banyund" readiness check --what systems
}

teardown_file() {
	[ -z "${folder:-}" ] || leave_cities
}

setup() {
	[ -n "${folder:-}" ] || skip "only root can be several people"
}

shown() { # COLUMNS WORD...: on a terminal of so many columns
	as 1001 env BANYUN_SOCKET="$folder/tiny-banyund/run/sock" LANG="${language:-C.UTF-8}" \
		TEXTDOMAINDIR="$build/contrib/po" \
		"$sources/tests/functional/cli/terminal" "$1" 24 "$build/daemon/cli/banyun" --no-pager "${@:2}"
}

@test "no table is wider than the terminal, in either language" {
	for language in C.UTF-8 zh_CN.UTF-8; do
		for columns in 80 100 132; do
			for words in 'inventory show' 'readiness show' 'readiness rules' 'plan rules' \
				'inventory completeness' 'report self-check' \
				'inventory show --kind contradiction'; do
				echo "$language $columns $words"
				shown "$columns" $words >"$BATS_TEST_TMPDIR/told"
				[ -s "$BATS_TEST_TMPDIR/told" ]
			done
		done
	done
}

@test "words are whole, and what was folded is all there" {
	banyun "$folder/tiny-banyund" readiness rules >"$BATS_TEST_TMPDIR/plain"
	shown 80 readiness rules >"$BATS_TEST_TMPDIR/folded"
	for file in plain folded; do
		tr -s ' \n' '\n' <"$BATS_TEST_TMPDIR/$file" | LC_ALL=C sort >"$BATS_TEST_TMPDIR/$file.words"
	done
	diff "$BATS_TEST_TMPDIR/plain.words" "$BATS_TEST_TMPDIR/folded.words"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/folded")" -gt "$(wc -l <"$BATS_TEST_TMPDIR/plain")" ]
}

@test "where there is room nothing is folded, and into a pipe nothing ever is" {
	banyun "$folder/tiny-banyund" readiness rules >"$BATS_TEST_TMPDIR/plain"
	shown 400 readiness rules | tr -d '\r' | diff "$BATS_TEST_TMPDIR/plain" -
}
