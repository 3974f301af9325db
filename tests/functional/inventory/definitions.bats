# Raw texts of a source: what its objects name is kept, what they do not is not, and nobody sends
# any number of them.

bats_require_minimum_version 1.5.0
load daemon

# scan COUNT: the newest answer of a source that sends so many texts that nothing names.
scan() {
	stop
	echo "$1" >"$folder/texts"
	ln -sf "$(realpath "$BATS_TEST_DIRNAME/banyun-plugin-fake")" "$folder/programs/"
	grep -q "^world:" "$folder/banyun.yaml" ||
		printf 'world: %s\n' "$folder/texts" >>"$folder/banyun.yaml"
	start
	banyun inventory scan --json >"$BATS_TEST_TMPDIR/scan"
}

kept() { # TEXT
	as 990 sqlite3 "$folder/state/banyun.db" "SELECT count(*) FROM document
		WHERE digest = 'sha256:$(printf %s "$1" | sha256sum | cut -d' ' -f1)'"
}

@test "only what an object names is kept" {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	scan 1
	jq -e '.silent == []' "$BATS_TEST_TMPDIR/scan"
	[ "$(kept named)" -eq 1 ]
	[ "$(kept "unnamed 0")" -eq 0 ]
}

@test "who sends many that nothing names is not believed" {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	scan 20
	jq -e '.silent == [{host: "world",
		why: "fake: it sent more raw texts than its objects name"}]' "$BATS_TEST_TMPDIR/scan"
}
