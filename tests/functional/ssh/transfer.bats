# TCP transfers between two real SSH servers by an iperf3 that is installed on both, for where no program may
# be brought: what they tell, what bounds them, and that nothing is left of them.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/pair.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh
rate=100000000

setup_file() {
	pair_is_fit iperf3 || return 0
	pair_up "$rate"
}

teardown() {
	local pid
	for pid in $(jobs -p); do kill -KILL "$pid" 2>/dev/null || true; done
	[ -n "${unfit:-}" ] || { restored; gone; }
}

# Another iperf3 on a host, from standard input; restored: everywhere the real one.
replace() { # FOLDER
	cat >"$1/iperf3"
	chmod 755 "$1/iperf3"
	"$hosts" in "$1" mount --bind "$1/iperf3" "$(command -v iperf3)"
}

restored() {
	local end
	for end in "$near" "$far"; do
		while "$hosts" in "$end" umount -l "$(command -v iperf3)" 2>/dev/null; do :; done
	done
}

first() { # FOLDER
	jq -nc --arg key "$1/user" --arg known "$1/known_hosts" --arg address "$loopback" '{
		settings: {role: "step", host: {name: "hv1", department: "财政局",
			side: "department", address: $address, port: 22, user: "plain"}},
		secrets: {key: $key, known_hosts: $known}}'
}

order() { # ROLE ADDRESS PEER MEMBERS
	jq -nc --arg role "$1" --arg address "$2" --arg peer "$3" --argjson members "${4:-{\}}" '{role: $role,
		address: $address, peer: $peer, directions: ["up", "down"], budget: 50000000, time_ms: 2000,
		life_ms: 12000} + $members'
}

converse() { # FOLDER ORDER [METHOD]
	timeout 60 "$hosts" exec "$1" "$here/talk" "$plugin" "$(first "$1")" \
		"{\"method\": \"${3:-transfer}\", \"parameters\": $2}" '{"wait":true}' '{"method":"fingerprint"}'
}

# A listening end at `far`, whose answer comes in $far/answer; its port becomes `port`.
listen() { # ADDRESS PEER [MEMBERS]
	converse "$far" "$(order answer "$1" "$2" "${3:-}")" >"$far/answer" 3>&- &
	listener=$!
	for _ in $(seq 100); do
		port=$("$hosts" exec "$far" ss -Hltn "sport >= 49152" | awk '{n = split($4, a, ":"); print a[n]}')
		[ -z "$port" ] || return 0
		sleep 0.1
	done
	return 1
}

# Both ends; `output` is what both answer.
transfer() { # FAR-ADDRESS NEAR-ADDRESS [MEMBERS [MEMBERS-OF-CALLER]]
	listen "$1" "$2" "${3:-}"
	run converse "$near" "$(order call "$2" "$1" "{\"port\": $port${4:+, $4}}")"
	wait "$listener"
	output=$(cat "$far/answer" - <<<"$output" | grep '^{"method": "transfer"')
	echo "$output"
}

told() { # FILTER, of all items of both ends
	jq -sr "[.[].items[] | select(.direction)] | $1" <<<"$output"
}

refused() { # WHICH KIND WORDS: of the answers
	[ "$(jq -sr ".[$1].error.data.kind" <<<"$output")" = "$2" ]
	[[ "$(jq -sr ".[$1].error.message" <<<"$output")" == *"$3"* ]]
}

# Within ten seconds nothing of a transfer is on the hosts.
gone() {
	for _ in $(seq 100); do
		{ "$hosts" in "$near" ps -u 4711 -o args=; "$hosts" in "$far" ps -u 4711 -o args=; } |
			grep -v '<defunct>' || return 0
		sleep 0.1
	done
	return 1
}

@test "the least that a link carries is told by both ends, both ways, over both families" {
	for pair in "$far_address $near_address $family" "3fff:1::2 3fff:1::1 6"; do
		read -r theirs ours over <<<"$pair"
		transfer "$theirs" "$ours"
		[ "$(told 'map("\(.direction) \(.end)") | sort | join(", ")')" = \
			"down receiver, down sender, up receiver, up sender" ]
		told "all(.method == \"iperf3\" and .family == $over and (.settled or .limited | not))" | grep -x true
		told "map(select(.end == \"receiver\")) | all(.capacity / $rate | . > 0.9 and . < 1)" | grep -x true
		told 'all(.sent_bytes > .payload_bytes and .sent_bytes <= 50000000)' | grep -x true
	done
}

@test "no more is sent than is allowed, and who asks for more is cut off where iperf3 can" {
	local most='"budget": 10000000'
	for end in "$near" "$far"; do
		"$hosts" exec "$end" tc qdisc replace dev link0 root tbf rate 400mbit burst 64kb latency 50ms
	done
	transfer "$far_address" "$near_address" "{$most}" "$most"
	told 'length == 4 and all(.sent_bytes <= 10000000 and .sent_bytes > 5000000)' | grep -x true
	transfer "$far_address" "$near_address" "{$most}" '"time_ms": 5000'
	for end in "$near" "$far"; do
		"$hosts" exec "$end" tc qdisc replace dev link0 root tbf rate "$rate" burst 32kb latency 200ms
	done
	[ "$(jq -s 'all(has("error"))' <<<"$output")" = true ]
}

@test "a host without iperf3 is told apart" {
	"$hosts" in "$near" sh -c 'mkdir -p /run/over && mknod /run/over/iperf3 c 0 0 &&
		mount -t overlay -o lowerdir=/run/over:/usr/bin none /usr/bin'
	run converse "$near" "$(order call "$near_address" "$far_address" '{"port": 50000}')"
	"$hosts" in "$near" umount -l /usr/bin
	output=$(grep '^{"method": "transfer"' <<<"$output")
	refused 0 not_found "iperf3 is not installed"
}

@test "where nobody listens it is said, and nothing counts as sent" {
	run converse "$near" "$(order call "$near_address" "$far_address" '{"port": 50000}')"
	output=$(grep '^{"method": "transfer"' <<<"$output")
	refused 0 failed "unable to connect to server: Connection refused"
	[ "$(jq -c '[.items[] | select(.spent_bytes)]' <<<"$output")" = "[]" ]
}

@test "an address that the host does not have is refused" {
	local nobody
	nobody=$(of_family 192.0.2.77 3fff:1::77)
	run converse "$near" "$(order answer "$nobody" "$far_address")"
	output=$(grep '^{"method": "transfer"' <<<"$output")
	refused 0 failed "iperf3 does not listen at $nobody"
}

# The worker of a conversation in the background.
worker() { # PID
	local pid=$1
	for _ in 1 2 3; do pid=$(pgrep -P "${pid:-0}") || return 1; done
	echo "$pid"
}

# What measures at `far` by one of the two ways keeps everybody else from it, by either.
is_busy() { # FOLDER METHOD ORDER
	run converse "$1" "$3" "$2"
	output=$(grep "^{\"method\": \"$2\"" <<<"$output")
	refused 0 conflict "another measurement is under way on this host"
}

brought() { # an order of banyun-measure, which waits at `far`
	order answer "$far_address" "$near_address" "$(jq -nc --arg program \
		"$(realpath "${top_builddir:-.}/plugins/bandwidth/banyun-measure")" \
		'{$program, key: "00112233445566778899aabbccddeeff", port: 7777, life_ms: 60000}')" | jq -c 'del(.directions)'
}

@test "one measurement at a time runs on a host, by whichever of the two ways" {
	# It outlives the questions that are put meanwhile, however busy this machine is.
	listen "$far_address" "$near_address" '{"life_ms": 60000}'
	is_busy "$far" transfer "$(order answer "$far_address" "$near_address")"
	is_busy "$far" measure "$(brought)"
	run converse "$near" "$(order call "$near_address" "$far_address" "{\"port\": $port}")"
	wait "$listener"
	output=$(grep -h '^{"method": "transfer"' "$far/answer" - <<<"$output")
	[ "$(told 'length')" -eq 4 ]
	converse "$far" "$(brought)" measure >"$far/answer" 3>&- &
	listener=$!
	for _ in $(seq 100); do
		[ -z "$("$hosts" exec "$far" ss -Hlun 'sport = 7777')" ] || break
		sleep 0.1
	done
	is_busy "$far" transfer "$(order answer "$far_address" "$near_address")"
	kill -KILL "$(worker "$listener")"
	wait "$listener" || true
}

@test "who calls and is not the peer has no result" {
	listen "$far_address" "$(of_family 192.0.2.9 3fff:1::9)"
	run converse "$near" "$(order call "$near_address" "$far_address" "{\"port\": $port}")"
	wait "$listener"
	output=$(grep '^{"method": "transfer"' "$far/answer")
	refused 0 input "somebody else called"
}

@test "an iperf3 that hangs comes to an end in time" {
	replace "$near" <<<'#!/bin/sh
trap "" TERM
while :; do sleep 1; done'
	listen "$far_address" "$near_address"
	SECONDS=0
	run converse "$near" "$(order call "$near_address" "$far_address" "{\"port\": $port}")"
	[ "$SECONDS" -lt 20 ]
	kill -KILL "$listener"
	output=$(grep '^{"method": "transfer"' <<<"$output")
	refused 0 failed "iperf3 did not come to its end in time"
	[ "$(jq -c '[.items[] | .spent_bytes // empty]' <<<"$output")" = "[50000000]" ]
}

@test "an iperf3 that says garbage, or without end, is an error" {
	replace "$near" <<<'#!/bin/sh
echo "{garbage"'
	run converse "$near" "$(order call "$near_address" "$far_address" '{"port": 50000}')"
	output=$(grep '^{"method": "transfer"' <<<"$output")
	refused 0 input "cannot be read"
	restored
	replace "$near" <<<'#!/bin/sh
yes "[[[[" '
	SECONDS=0
	run converse "$near" "$(order call "$near_address" "$far_address" '{"port": 50000}')"
	[ "$SECONDS" -lt 20 ]
	output=$(grep '^{"method": "transfer"' <<<"$output")
	refused 0 input ""
}

@test "who is gone leaves no end that goes on" {
	listen "$far_address" "$near_address"
	kill -KILL "$(worker "$listener")"
	wait "$listener" || true
	gone
}
