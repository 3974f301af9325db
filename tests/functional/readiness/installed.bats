# The iperf3 of two hosts in the place of the program that may not be brought there: a real banyund, two
# real SSH servers, and a link between them whose rate is known.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/readiness/daemon.bash"

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	command -v iperf3 >/dev/null || skip "missing here: iperf3"
	cd "$folder/tables" || return 1
	for end in "$near" "$far"; do
		"$hosts" in "$end" mount -o remount,noexec /dev/shm
	done
}

teardown() {
	[ -n "${unfit:-}" ] || "$hosts" in "$near" umount -l "$(command -v iperf3)" 2>/dev/null || true
}

# Another iperf3 on the department's host, from standard input.
replace() {
	cat >"$near/iperf3"
	chmod 755 "$near/iperf3"
	"$hosts" in "$near" mount --bind "$near/iperf3" "$(command -v iperf3)"
}

check() { # and what becomes of RULE: VERDICT and WORDS
	banyun readiness check --what links >/dev/null
	judged "$@"
}

judged() { # RULE VERDICT WORDS
	run -0 banyun readiness show --json bureau --rule "$1" --verdict pass,warn,fail,unknown
	[ "$(jq -r '.findings.findings[].verdict' <<<"$output")" = "$2" ]
	[[ "$(jq -r '.findings.findings[].evidence' <<<"$output")" == *"$3"* ]]
}

# What is said of both families, where there is one: that the other has no address.
both() { # VERDICT WORDS
	if [ "$family" = 6 ]; then
		judged link.families unknown "no address of this family"
	else
		judged link.families "$@"
	fi
}

kept() { # FILTER of the list of what was measured
	banyun readiness links --json | jq -r ".measured | $1"
}

@test "where no program may be brought, the iperf3 of both hosts tells the least: enough to pass" {
	check link.capacity pass "by a TCP transfer of the hosts' own iperf3"
	both pass "Both families were measured both ways."
	judged link.transfer unknown ""
	kept 'map("\(.family) \(.method)") | join(", ")' | grep -x "$(of_family "4 iperf3, 6 iperf3" "6 iperf3")"
	kept "all(.up, .down | .method == \"iperf3\" and (.capacity / $rate | . > 0.9 and . < 1))" | grep -x true
	run -0 banyun readiness links
	[[ $output == *"at least, by iperf3"* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness links
	[[ $output == *"iperf3"* && $output != *"at least"* ]]
}

@test "a link that carries less than its tier is not known to, and fails nothing" {
	for end in "$near" "$far"; do
		"$hosts" exec "$end" tc qdisc replace dev link0 root tbf rate 50mbit burst 32kb latency 200ms
	done
	limit valid_hours 0
	check link.capacity unknown "a TCP transfer by iperf3 tells only the least that it carries"
	for end in "$near" "$far"; do
		"$hosts" exec "$end" tc qdisc replace dev link0 root tbf rate "$rate" burst 32kb latency 200ms
	done
}

@test "where the profile allows no program, it is not brought" {
	for end in "$near" "$far"; do
		"$hosts" in "$end" mount -o remount,exec /dev/shm
	done
	limit valid_hours 0 bring false
	check link.capacity pass "by a TCP transfer of the hosts' own iperf3"
}

@test "where nothing is allowed it is unknown, with the reason" {
	limit valid_hours 0 bring false iperf3 false
	check link.capacity unknown "The profile allows no program to be brought to hosts."
	both unknown "The profile allows no program"
	limit valid_hours 0 iperf3 false
	check link.capacity unknown "there is no folder in memory where a program may be run"
	both unknown "there is no folder in memory"
}

@test "where neither is there both reasons are told" {
	limit valid_hours 0
	"$hosts" in "$near" sh -c 'mkdir -p /run/over && mknod /run/over/iperf3 c 0 0 &&
		mount -t overlay -o lowerdir=/run/over:/usr/bin none /usr/bin'
	check link.capacity unknown "iperf3 is not installed"
	"$hosts" in "$near" umount -l /usr/bin
	judged link.capacity unknown "there is no folder in memory"
}

@test "while somebody else measures at an end, the link is tested later" {
	limit valid_hours 0
	"$hosts" exec "$far" flock /proc/self/ns/net sh -c 'echo $$; exec sleep 100' >"$far/locked" 3>&- &
	within 10 grep -q . "$far/locked"
	: >"$folder/log"
	banyun readiness check --what links >/dev/null 3>&- &
	checking=$!
	within 30 grep -qF 'Its link to cloud is tested later: On the host "cloud" another measurement is under way' \
		"$folder/log"
	kill "$(cat "$far/locked")"
	wait "$checking"
	judged link.capacity pass "by a TCP transfer of the hosts' own iperf3"
	judged link.families "$(of_family pass unknown)" ""
}

@test "a check that waits for somebody else's test is cancelled at once" {
	limit valid_hours 0
	"$hosts" exec "$far" flock /proc/self/ns/net sh -c 'echo $$; exec sleep 100' >"$far/locked" 3>&- &
	within 10 grep -q . "$far/locked"
	: >"$folder/log"
	banyun readiness check --what links >check 2>&1 3>&- &
	checking=$!
	within 30 grep -qF "is tested later" "$folder/log"
	kill -INT "$(pgrep -P "$checking")"
	wait "$checking" || true
	kill "$(cat "$far/locked")"
	grep -F "The check was cancelled; nothing was kept." check
	run ! grep -E "Sanitizer|Assertion" "$folder/log"
}

@test "an iperf3 that lies makes no link wider" {
	limit valid_hours 0
	{
		echo '#!/bin/sh'
		printf '%s "$@" | sed "s/\\(\\"bytes\\":\\t\\)\\([1-9]\\)/\\1 4\\2/"\n' /run/real
	} >"$near/liar"
	"$hosts" in "$near" cp "$(command -v iperf3)" /run/real
	replace <"$near/liar"
	banyun readiness check --what links >/dev/null
	kept "map(select(.method == \"iperf3\")) | length > 0 and
		all(.[]; [.up.capacity // 0, .down.capacity // 0] | all(. < $rate))" | grep -x true
	judged link.capacity unknown ""
}

@test "an iperf3 that hangs holds nothing up, and what it may have sent counts" {
	limit valid_hours 0
	replace <<<'#!/bin/sh
trap "" TERM
while :; do sleep 1; done'
	SECONDS=0
	check link.capacity unknown "iperf3"
	[ "$SECONDS" -lt 60 ]
	kept 'last | .spent_bytes > 0 and (.up or .down | not)' | grep -x true
}
