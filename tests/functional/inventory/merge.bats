# The end of a scan over much that was told: others are served meanwhile, and what is broken off
# leaves nothing.

bats_require_minimum_version 1.5.0
load daemon

here=$BATS_TEST_DIRNAME

restart() { # COMMAND...: is run while banyund is away
	stop
	"$@"
	start
}

# waited COMMAND...: what `many wait` says, in $answer.
waited() {
	answer=$(as 1001 env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 \
		"$here/many" wait "$folder/run/sock" "$@")
	echo "$answer"
}

store() { # SQL
	as 990 sqlite3 "$folder/state/banyun.db" "$1"
}

newest() {
	store "SELECT value FROM state WHERE space = 'head' AND key = 'snapshot'"
}

clerk() { # prints the process of the clerk that is at work, waiting for it
	local _
	for _ in $(seq 200); do
		pgrep -P "$(cat "$folder/pid")" -f banyun-clerk && return
		sleep 0.02
	done
	return 1
}

@test "others are served while a big picture is made" {
	restart as 990 "$here/many" tell "$folder/state/banyun.db" 20000
	waited "$build/daemon/cli/banyun" inventory scan --json
	jq -e '.exit == 0 and (.said | fromjson.members) > 20000 and .asked > 20 and
		.slowest_ms < .seconds * 250' <<<"$answer"
}

@test "a clerk that dies loses its scan and nothing else" {
	before=$(newest)
	banyun inventory scan >"$BATS_TEST_TMPDIR/said" 2>&1 &
	scan=$!
	kill -KILL "$(clerk)"
	status=0
	wait "$scan" || status=$?
	[ "$status" -eq 1 ]
	grep 'The worker clerk was ended by signal 9' "$BATS_TEST_TMPDIR/said"
	[ "$(newest)" = "$before" ]
	banyun inventory scan
	restart as 990 "$build/daemon/banyund" --check-state "$folder/state"
}

@test "a scan that is cancelled while its picture is made leaves nothing" {
	before=$(newest)
	documents=$(store "SELECT count(*) FROM document")
	banyun inventory scan >"$BATS_TEST_TMPDIR/said" 2>&1 &
	scan=$!
	clerk
	kill -INT "$(pgrep -P "$scan")"
	status=0
	wait "$scan" || status=$?
	[ "$status" -eq 1 ]
	grep 'cancelled' "$BATS_TEST_TMPDIR/said"
	[ "$(newest)" = "$before" ]
	[ "$(store "SELECT count(*) FROM document")" = "$documents" ]
	run -1 clerk
}

@test "a second scan is told of the first" {
	banyun inventory scan &
	scan=$!
	clerk
	run -1 banyun inventory scan
	[[ $output == *"A scan is under way already (job j"* ]]
	wait "$scan"
	banyun inventory scan
}

@test "one more scan with nothing new takes next to no space" {
	size() {
		store "SELECT sum(length(data)) FROM document"
	}
	before=$(size)
	banyun inventory scan
	[ $(($(size) - before)) -lt $((before / 100)) ]
}

# The last one: it leaves no banyund behind.
@test "a disk without space for a picture loses its scan and nothing else" {
	stop
	unshare --mount "$here/full-disk" "$folder" "$build/daemon/banyund" "$build/daemon/cli/banyun" \
		"$here/many"
}
