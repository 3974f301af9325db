# Measuring between two real SSH servers, to which banyun-measure is brought for each test: what they tell,
# what they refuse, and that nothing is left of it.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/pair.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh
program=${top_builddir:-.}/plugins/bandwidth/banyun-measure
key=00112233445566778899aabbccddeeff
rate=100000000

setup_file() {
	pair_is_fit || return 0
	pair_up "$rate"
}

teardown() {
	local pid
	for pid in $(jobs -p); do kill -KILL "$pid" 2>/dev/null || true; done
	[ -n "${unfit:-}" ] || gone
}

first() { # FOLDER USER
	jq -nc --arg user "$2" --arg key "$1/user" --arg known "$1/known_hosts" --arg address "$loopback" '{
		settings: {role: "step", host: {name: "hv1", department: "财政局",
			side: "department", address: $address, port: 22, user: $user}},
		secrets: {key: $key, known_hosts: $known}}'
}

order() { # ROLE ADDRESS PEER MEMBERS
	jq -nc --arg program "$(realpath "$program")" --arg role "$1" --arg address "$2" --arg peer "$3" \
		--arg key "$key" --argjson members "${4:-{\}}" '{program: $program, role: $role, key: $key,
			address: $address, peer: $peer, port: 7777, budget: 100000000, time_ms: 2000,
			life_ms: 10000} + (if $role == "call" then {directions: ["up", "down"]} else {} end)
			+ $members'
}

converse() { # FOLDER USER ORDER: talk, which prints the answer
	timeout 60 "$hosts" exec "$1" "$here/talk" "$plugin" "$(first "$1" "$2")" \
		"{\"method\": \"measure\", \"parameters\": $3}" '{"wait":true}' '{"method":"fingerprint"}'
}

# One end alone, which is to be refused or to fail; `output` is its answer.
ask() { # FOLDER USER [MEMBERS]
	run converse "$1" "$2" "$(order answer "$loopback" "$loopback" "${3:-{\"life_ms\": 300\}}")"
	echo "$output"
	[ "$status" -eq 0 ]
	# Whatever was said, the worker lives.
	[[ "$output" == *'"fingerprint": "SHA256:'* ]]
	output=$(grep '^{"method": "measure"' <<<"$output")
	[ "$(answer '.seconds < 10')" = true ]
}

answer() { # FILTER
	jq -r "$1" <<<"$output"
}

refused() { # KIND WORDS
	[ "$(answer .error.data.kind)" = "$1" ]
	[ "$(answer .error.data.object)" = hv1 ]
	[[ "$(answer .error.message)" == *"$2"* ]]
}

# A listening end at `far`, whose answer comes in $far/answer, and port 7777 of which is open.
listen() { # USER ADDRESS PEER [MEMBERS]
	converse "$far" "$1" "$(order answer "$2" "$3" "${4:-}")" >"$far/answer" 3>&- &
	opened
}

opened() { # the port of `far`, within ten seconds
	for _ in $(seq 100); do
		[ -z "$("$hosts" exec "$far" ss -Hlun 'sport = 7777')" ] || return 0
		sleep 0.1
	done
	return 1
}

# A measurement whose results are the lines of `output`.
measure() { # USER FAR-ADDRESS NEAR-ADDRESS
	listen "$1" "$2" "$3"
	run converse "$near" "$1" "$(order call "$3" "$2")"
	wait "$!"
	cat "$far/answer" - <<<"$output"
	output=$(cat "$far/answer" - <<<"$output" | jq -c 'select(.method == "measure").items[] | select(.direction)')
}

settles() { # on the rate, both ways, within a hundredth
	[ "$(answer .direction | sort | xargs)" = "down up" ]
	jq -se --argjson rate "$rate" 'all(.settled and .limited and
		(.capacity / $rate | . > 0.96 and . < 1.0))' <<<"$output"
}

# What there is of the program and its script on both hosts.
left() {
	local end
	for end in "$near" "$far"; do
		"$hosts" in "$end" find /dev/shm /run /tmp -maxdepth 3 \( -name '.banyun-measure-*' -o \
			-path '/dev/shm/*' \) -print
		"$hosts" in "$end" ps -u 4711 -o args= | grep -v '<defunct>' || true
	done
}

gone() { # all of it, within ten seconds
	for _ in $(seq 100); do
		[ -n "$(left)" ] || return 0
		sleep 0.1
	done
	left
	return 1
}

remount() { # FOLDER OPTIONS: what may be done in its memory; until the next one
	"$hosts" in "$1" mount -o "remount,$2" /dev/shm
}

@test "both ends settle on the rate of the link, over either family" {
	measure plain "$far_address" "$near_address"
	settles
	[ "$(answer .family | xargs)" = "$family $family" ]
	measure bash 3fff:1::2 3fff:1::1
	settles
	[ "$(answer .family | xargs)" = "6 6" ]
}

@test "while it is measured, no file of it has a name" {
	listen plain "$far_address" "$near_address"
	[ -z "$("$hosts" in "$far" find /dev/shm /run /tmp -maxdepth 3 -name '.banyun*')" ]
	"$hosts" ps "$far" | grep -F /dev/shm/.banyun-measure-
	run converse "$near" plain "$(order call "$near_address" "$far_address")"
	wait "$!"
	gone
}

@test "the key of a test stands in no command line of the hosts" {
	listen plain "$far_address" "$near_address" '{"life_ms": 1500}'
	[ -z "$("$hosts" ps "$far" | grep "$key")" ]
	wait "$!"
}

# The worker of a conversation in the background; nothing before it is there.
worker() { # PID
	local pid=$1
	for _ in 1 2 3; do pid=$(pgrep -P "${pid:-0}") || return 1; done
	echo "$pid"
}

@test "what is killed in the middle leaves nothing" {
	local moment pid
	for moment in 0.05 0.1 0.2 0.4; do
		converse "$far" plain "$(order answer "$far_address" "$near_address")" >/dev/null 2>&1 3>&- &
		for _ in $(seq 100); do ! pid=$(worker "$!") || break; sleep 0.05; done
		sleep "$moment"
		kill -KILL "$pid"
		wait "$!" || true
		gone
	done
	listen plain "$far_address" "$near_address"
	kill -KILL "$(worker "$!")"
	wait "$!" || true
	gone
}

@test "a login that prints a banner does not disturb" {
	for user in talker mumbler; do
		measure "$user" "$far_address" "$near_address"
		settles
	done
}

@test "a second measurement on a host is refused, and the first goes on" {
	listen plain "$far_address" "$near_address" '{"life_ms": 3000}'
	ask "$far" plain
	refused conflict "another measurement is under way on this host"
	wait "$!"
	jq -se '.[1].error.message | contains("nobody called in time")' "$far/answer"
}

@test "who calls where nobody answers says so" {
	run converse "$near" plain "$(order call "$near_address" "$far_address")"
	output=$(grep '^{"method": "measure"' <<<"$output")
	refused failed "the far end does not answer"
}

@test "another key is not heard" {
	listen plain "$far_address" "$near_address" '{"life_ms": 6000}'
	key=ffeeddccbbaa99887766554433221100
	run converse "$near" plain "$(order call "$near_address" "$far_address")"
	output=$(grep '^{"method": "measure"' <<<"$output")
	refused failed "the far end does not answer"
	wait "$!"
	jq -se '.[1].error.message | contains("nobody called in time")' "$far/answer"
}

@test "a host whose memory runs no program, or takes none, is refused" {
	for options in noexec ro; do
		remount "$near" "$options"
		ask "$near" plain
		remount "$near" exec,rw
		refused not_found "there is no folder in memory where a program may be run"
	done
}

@test "a host on whose disk alone a program may be run is refused" {
	"$hosts" in "$near" mount --bind "$near/empty" /dev/shm
	ask "$near" plain
	"$hosts" in "$near" umount /dev/shm
	refused not_found "there is no folder in memory where a program may be run"
}

@test "a host whose memory is full is refused" {
	"$hosts" in "$near" mount -t tmpfs -o mode=1777,size=64k none /dev/shm
	ask "$near" plain
	[ -z "$("$hosts" in "$near" find /dev/shm -type f)" ]
	"$hosts" in "$near" umount /dev/shm
	refused not_found "/dev/shm is full"
}

@test "a host of another architecture is refused" {
	ask "$near" foreign
	refused not_found "the program is made for $(uname -m), and this host is a i686"
}

@test "a host without base64 is refused" {
	"$hosts" in "$near" sh -c 'mkdir -p /run/over && mknod /run/over/base64 c 0 0 &&
		mount -t overlay -o lowerdir=/run/over:/usr/bin none /usr/bin'
	ask "$near" plain
	"$hosts" in "$near" umount -l /usr/bin
	refused not_found "base64 is missing"
}

@test "what cannot stand in an order is refused before anything is sent" {
	local accepted
	accepted=$(grep -c "Accepted publickey" "$near/log")
	for wrong in "0011223344556677'; touch /tmp/x;" 00112233445566778899AABBCCDDEEFF; do
		ask "$near" plain "{\"key\": \"$wrong\"}"
		[ "$(answer .error.data.kind)" = input ]
		[[ "$(answer .error.message)" == *"32 hexadecimal digits"* ]]
	done
	for wrong in '{"address": "192.0.2.1'\''"}' '{"peer": "$(id)"}' '{"role": "x"}' '{"directions": ["x"]}' \
		'{"port": 0}' '{"life_ms": 120001}' '{"program": "/nonexistent"}'; do
		ask "$near" plain "$wrong"
		[ "$(answer 'has("error")')" = true ]
	done
	[ "$(grep -c "Accepted publickey" "$near/log")" -eq "$accepted" ]
}

lie() { # TEXT KIND WORDS: what the host says, and what is thought of it
	"$hosts" in "$near" sh -c 'cat >/run/lie' <<<"$1"
	ask "$near" liar
	refused "$2" "$3"
}

@test "a host that says garbage as an end is an error" {
	local unreadable='"hv1" says of its measurement cannot be read'
	lie '@ garbage' input "$unreadable"
	lie '@ {"direction": "sideways"}' input "$unreadable"
	lie '@ {"port": 70000}' input "$unreadable"
	lie '@ {"port": 1, "port": 2}' input "$unreadable"
	lie "@ {\"error\": \"$(printf '%5000s' '')\"}" input "$unreadable"
	lie '@ {"error": "it is broken"}' failed 'On the host "hv1" it is broken.'
	lie "$(yes '@ {"port": 7777}' | head -n 100)" input "more of its measurement than one has"
	lie 'nothing of it' failed "ended early"
	lie '@' failed "ended early"
}

@test "an end that says it is done and told nothing is an error" {
	lie '@ done' failed "told nothing"
}

@test "a program that cannot be run, or is killed, is an error" {
	printf '#!/nonexistent\n' >"$near/program"
	ask "$near" plain "{\"program\": \"$near/program\"}"
	refused failed "ended with 127"
	printf '#!/bin/sh\nkill -KILL $$\n' >"$near/program"
	ask "$near" plain "{\"program\": \"$near/program\"}"
	refused failed "ended with 137"
}

@test "floods, silence and early ends come to an end" {
	ask "$near" flood
	refused failed "more than 1048576 bytes"
	for user in garbage early killed nologin; do
		ask "$near" "$user"
		[ "$(answer 'has("error")')" = true ]
	done
	run timeout 60 "$hosts" exec "$near" "$here/talk" "$plugin" "$(first "$near" silent)" \
		"{\"method\": \"measure\", \"deadline\": 1500, \"parameters\": $(order answer "$loopback" "$loopback")}"
	output=$(grep '^{"method": "measure"' <<<"$output")
	refused unreachable "in time"
	# It sleeps on, whoever asked it.
	"$hosts" in "$near" sh -c 'kill $(ps -u 4711 -o pid=)'
}
