# banyun-measure at both ends of links of its own, and what an end can do to the other.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/family.bash"
pair=${top_srcdir:-.}/tests/functional/bandwidth/pair
other=$(of_family 198.18.0.3 2001:db8::3) # the caller has it too
program=${top_builddir:-.}/plugins/bandwidth/banyun-measure
slow=tbf:400000:3200:500 # takes more than a second, so that it has a middle
order=$'role answer\nkey 0123456789abcdef0123456789abcdef\naddress '"$loopback"$'\nlife 3000'

setup_file() {
	[ "$(id -u)" -eq 0 ] || { export unfit="only root makes network namespaces"; return 0; }
	for tool in ip tc nsenter jq python3; do
		command -v "$tool" >/dev/null || { export unfit="missing here: $tool"; return 0; }
	done
	try=banyun-pair-try-$$
	ip netns add "$try" 2>/dev/null || { export unfit="no namespace can be made here"; return 0; }
	for kind in tbf htb; do
		shape "$try" "$kind" || export unfit="the kernel has no $kind"
	done
	ip netns del "$try"
}

shape() { # NAMESPACE KIND
	local words=(htb)
	[ "$2" = htb ] || words=(tbf rate 1mbit burst 8000 latency 50ms)
	tc -n "$1" qdisc replace dev lo root "${words[@]}" 2>/dev/null
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}

pair() {
	run --separate-stderr "$pair" "$program" "$@" </dev/null 3>&-
	echo "$output" "${stderr:-}"
	[ "$status" -eq 0 ]
}

check() { # FILTER
	jq -e "$1" <<<"$output" >/dev/null || { echo "not so: $1"; return 1; }
}

# A path that others disturb may not settle, and says so; when it settles it is right.
both_ways() { # OPTION...
	for _ in 1 2 3; do
		pair --direction up --direction down "$@"
		check '.caller.status == 0 and .responder.status == 0'
		check '[.caller, .responder | .said[] | select(.direction)] | length == 2'
		if check '[.caller, .responder | .said[] | select(.direction) | .settled] | all'; then
			check '[.caller, .responder | .said[] | select(.direction) | .limited] | all'
			check '.errors.up | -5 <= . and . <= 5'
			check '.errors.down | -5 <= . and . <= 5'
			return 0
		fi
	done
	return 1
}

both_families() { # QDISC
	for one in $families; do
		both_ways --up "$1" --down "$1" --family "$one"
		check "[.caller, .responder | .said[] | select(.direction) | .family] == [$one, $one]"
	done
}

@test "tbf of 20 Mbit/s is seen both ways and over both families" {
	both_families tbf:20000000:10000
}

@test "tbf of 100 Mbit/s is seen both ways and over both families" {
	both_families tbf:100000000:65536
}

@test "htb of 20 Mbit/s is seen both ways and over both families" {
	both_families htb:20000000:10000
}

@test "htb of 100 Mbit/s is seen both ways and over both families" {
	both_families htb:100000000:65536
}

# At such a rate the kernel cuts one long message into many datagrams, which also arrive as one.
@test "tbf and htb of 1 Gbit/s are seen both ways" {
	both_ways --up tbf:1000000000:500000 --down tbf:1000000000:2500000
	both_ways --up htb:1000000000:2500000 --down htb:1000000000:500000 --family 6
}

@test "a link of another rate each way has one of each" {
	both_ways --up tbf:20000000:10000 --down htb:100000000:65536
	both_ways --up htb:100000000:65536 --down tbf:20000000:10000
}

@test "a link without a limit is not called limited" {
	pair --caller 'budget 200000000' --responder 'budget 200000000'
	check '.responder.said[1] | .limited == false and .capacity > 100000000'
}

@test "a wrong key gets no answer, and who waits ends by itself" {
	pair --caller "key $(printf %032d 7)" --caller 'life 600' --responder 'life 1000'
	check '.caller | .status == 1 and .said[1:] == [{"error": "the far end does not answer"}]'
	check '.responder | .status == 1 and (.hung | not) and .seconds >= 0.9 and .seconds < 2'
	check '.responder.said[1:] == [{"error": "nobody called in time"}]'
	check '.down_bytes < 2000'
}

@test "who calls from another address than the peer's gets no answer" {
	pair --caller "address $other" --caller 'life 600' --responder 'life 700'
	check '.caller | .status == 1 and .said[1:] == [{"error": "the far end does not answer"}]'
	check '.responder.said[1:] == [{"error": "nobody called in time"}]'
	pair --caller "address $other" --responder "peer $other"
	check '.caller.status == 0 and .responder.said[1].direction == "up"'
}

@test "a second measurement on a host is refused, and the first goes on" {
	pair --up "$slow" --after 15000 second
	check '.second.status == 1'
	check '.second.said == [{"error": "another measurement is under way on this host", "busy": true}]'
	check '.caller.status == 0 and .responder.said[1].settled'
}

# What the end that is left says and how it ends; it waits no longer than its time and its life.
left() { # END ERROR DEED OPTION...
	local end=$1 error=$2 deed=$3
	shift 3
	pair --up "$slow" --down "$slow" --caller 'life 1800' --responder 'life 1800' \
		--caller 'time 600' --responder 'time 600' --after 15000 "$deed" "$@"
	check ".$end | .status == 1 and (.hung | not) and .seconds < 3"
	check "[.$end.said[].error | strings] | length == 1 and .[0] == \"$error\""
	check "[.$end.said[].spent_bytes | numbers] | length == 1 and .[0] > 5000 and .[0] < 200000"
}

@test "who is killed in the middle leaves an end that says so" {
	left caller "the load could not be sent: Connection refused" kill-responder
	check '.caller.after < 1'
	left responder "the load from the caller broke off: Connection refused" kill-caller
}

@test "who is killed in the middle of the way back leaves an end that says so" {
	left caller "the load from the far end broke off: Connection refused" \
		kill-responder --direction down
	check '.caller.after < 2'
	left responder "the load could not be sent: Connection refused" \
		kill-caller --direction down
}

@test "a link that is cut in the middle leaves two ends that say so" {
	left caller "the load could not be sent: Connection timed out" cut-far
	check '.responder.status == 1 and .responder.seconds < 3'
	check '.responder.said[2].error == "the load from the caller broke off: Connection timed out"'
	left caller "the load from the far end broke off: Connection timed out" \
		cut-near --direction down
	check '.responder.status == 1 and .responder.seconds < 3'
	check '.responder.said[2].error == "the load could not be sent: Connection timed out"'
}

@test "who waits ends when its caller is gone, long before its life does" {
	for deed in kill-caller cut-near; do
		pair --up "$slow" --responder 'life 15000' --after 15000 "$deed"
		check '.responder | .status == 1 and .after < 5'
	done
}

@test "on a long path it waits for what comes after all was lost for a while" {
	pair --liar pause
	check '.responder.status == 0 and .responder.said[1].arrived == 40 and .responder.seconds < 3'
}

@test "the END that comes long after enough is known is waited for" {
	for _ in 1 2 3; do # a busy host may not send evenly
		pair --liar late
		check '.responder.status == 0'
		check '.responder.said[1].settled' && break
	done
	check '.responder.said[1] | .settled and .sent_bytes > 80000 and .sending_us == 1000000'
}

@test "who waits ends when the caller has what it wanted" {
	for _ in $(seq 10); do
		pair --up tbf:100000000:65536
		check '.caller.status == 0 and .responder.status == 0 and .responder.seconds < 2'
	done
}

@test "the end of standard input ends it" {
	left caller "the load could not be sent: Operation canceled" close-caller
	check '.caller.after < 0.5'
	left responder "the load could not be sent: Operation canceled" \
		close-responder --direction down
	check '.responder.after < 0.5'
	BANYUN_ORDER=$order run timeout -k 1 2 "$program" </dev/null
	[ "$status" -eq 1 ]
}

@test "neither budget nor time is exceeded" {
	pair --caller 'budget 2000000' --responder 'budget 2000000' --direction up --direction down
	# In whole packets, of 1250 bytes or 1270.
	sent=$(of_family 2000000 1998980)
	check "[.caller, .responder | .said[] | .sent_bytes // empty] == [$sent, $sent]"
	check '.up_bytes > 1950000 and .up_bytes < 2100000'
	check '.down_bytes > 1950000 and .down_bytes < 2100000'
	pair --up "$slow" --caller 'time 300'
	check '.responder.said[1] | .sending_us >= 250000 and .sending_us < 400000 and (.settled | not)'
	pair --caller 'budget 1249'
	check '.up_bytes < 20000 and .caller.status == 0'
	check '.responder.said[1].error | startswith("no load came from the caller")'
}

@test "an end that lies gets no more than the budget" {
	pair --liar answer --caller 'budget 3000000'
	check '.responder.said[-1].loads > 2000 and .up_bytes > 2900000 and .up_bytes < 3200000'
}

@test "an end that lies and asks again gets no more than the budget, nor the time" {
	pair --liar call --responder 'budget 3000000' --responder 'life 1500'
	check '.caller.said[-1] | .loads > 2000 and .loads <= 2400 and .asked > 10'
	check '.down_bytes > 2900000 and .down_bytes < 3200000 and .responder.seconds < 3'
	pair --liar call --down tbf:2000000:3200 --responder 'budget 3000000' \
		--responder 'time 500' --responder 'life 1500'
	check '.caller.said[-1].loads > 50 and .down_bytes < 250000'
}

@test "an end that asks for one transfer after another gets no more than the budget" {
	pair --liar transfer --responder 'budget 3000000' --responder 'transfer 300'
	check '.responder.status == 0 and .caller.said[0].transfers[0] > 1000000'
	check '.caller.said[0].transfers | length == 5 and add <= 3000000'
	check '.down_bytes < 3300000'
}

refused() { # LINE WORD
	BANYUN_ORDER="$order"$'\n'"$1" run timeout -k 1 2 "$program" < <(sleep 1)
	echo "$output"
	[ "$status" -eq 1 ]
	[ "$output" = "{\"error\": \"the order has a line that cannot be read$2\"}" ]
}

@test "an order that cannot be read is refused with the line" {
	refused 'budget many' ': budget'
	refused 'budget 0' ': budget'
	refused 'time 99999999' ': time'
	refused 'port 65536' ': port'
	refused 'role wait' ': role'
	refused 'direction sideways' ': direction'
	refused 'address example.test' ': address'
	refused 'peer 192.0.2' ': peer'
	refused 'key 0123' ': key'
	refused 'key 0123456789ABCDEF0123456789abcdef' ': key'
	refused 'colour blue' ': colour'
	refused 'alone' ': alone'
	refused 'what"ever 1' ''
	run env -u BANYUN_ORDER timeout -k 1 2 "$program" < <(sleep 1)
	[ "$status" -eq 1 ]
	[[ "$output" == '{"error": "there is no order in BANYUN_ORDER;'* ]]
	BANYUN_ORDER="role answer" run timeout -k 1 2 "$program" < <(sleep 1)
	[ "$status" -eq 1 ]
	[ "$output" = '{"error": "the order names no address"}' ]
}

@test "under the name that it is brought by it removes itself, and under no other" {
	[ -w /dev/shm ] || skip "there is no /dev/shm here"
	brought=$(mktemp /dev/shm/.banyun-measure-XXXXXX)
	cp "$program" "$brought"
	chmod 700 "$brought"
	BANYUN_ORDER=alone run "$brought" </dev/null
	[ ! -e "$brought" ]
	cp "${top_builddir:-.}/plugins/bandwidth/banyun-measure" "$BATS_TEST_TMPDIR/other"
	BANYUN_ORDER=alone run "$BATS_TEST_TMPDIR/other" </dev/null
	[ -e "$BATS_TEST_TMPDIR/other" ]
}

@test "nothing is left behind" {
	"$pair" "$program" --up "$slow" --after 10000 cut-near >/dev/null 2>&1 </dev/null 3>&- &
	made=banyun-pair-$!
	for _ in $(seq 50); do
		inside=$(ip netns pids "$made-far" 2>/dev/null) && [ -n "$inside" ] && break
		sleep 0.1
	done
	[ -n "$inside" ]
	kill "$!"
	wait "$!" || true
	[ "$(ip netns list | grep -c "^$made-")" -eq 0 ]
	for pid in $inside; do [ ! -e "/proc/$pid" ]; done
}
