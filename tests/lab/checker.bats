#!/usr/bin/env bats
# The checker on the real lab: each fault is planted by hand, and each is caught.
#
# One lab serves all tests, each of which mends what it broke; BANYUN_LAB_KEEP=ID uses the lab
# of that name and leaves it up.

bats_require_minimum_version 1.5.0

setup_file() {
	[ "$(id -u)" -eq 0 ] || {
		export unfit="Only root can make the lab's namespaces."
		return 0
	}
	folder=$BATS_TEST_DIRNAME
	id=${BANYUN_LAB_KEEP:-checker-$$}
	export folder id
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$folder/lab" --id "$id" up
	"$folder/checker" baseline --lab "$id" --log "$BATS_FILE_TMPDIR/baseline"
}

teardown_file() {
	[ -z "${unfit:-}" ] || return 0
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$folder/lab" --id "$id" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	log=$BATS_TEST_TMPDIR/log
	cp "$BATS_FILE_TMPDIR/baseline" "$log"
}

# on HOST COMMAND...: as a login on the host.
on() {
	"$folder/lab" --id "$id" exec "$@"
}

# fact JQ: of the lab's description.
fact() {
	[ -e "$BATS_FILE_TMPDIR/lab.json" ] ||
		"$folder/lab" --id "$id" env --json >"$BATS_FILE_TMPDIR/lab.json"
	jq -r "$1" "$BATS_FILE_TMPDIR/lab.json"
}

# watched COMMAND...: runs it while the checker watches.
watched() {
	local watcher tries=150
	"$folder/checker" watch --lab "$id" --log "$log" --seconds 120 >"$log.out" 3>&- &
	watcher=$!
	until grep -q ^watching "$log.out"; do
		[ $((tries -= 1)) -gt 0 ]
		sleep 0.1
	done
	sleep 1
	"$@"
	sleep 1.5
	kill "$watcher"
	wait "$watcher"
}

# judged FAULTS: reads disks and hosts, and compares the kinds of faults with those expected.
# Only the test of blackouts sets a limit for them: a busy machine has long ones of its own.
judged() {
	"$folder/checker" disks --lab "$id" --log "$log"
	status=0
	"$folder/checker" judge --log "$log" --json --blackout-limit "${limit:-600000}" \
		>"$log.json" || status=$?
	"$folder/checker" judge --log "$log" || true
	[ "$(jq -r '[.faults[].fault] | unique | join(", ")' "$log.json")" = "$1" ]
}

verdict() {
	jq -e "$1" "$log.json" >/dev/null
}

# wait_for_page GUEST: until its small page comes.
wait_for_page() {
	local url tries=100
	url=$(fact ".guests[] | select(.name == \"$1\") | .urls | (.ipv4 // .ipv6).small")
	until on ops curl -sf --max-time 2 -o /dev/null "$url"; do
		[ $((tries -= 1)) -gt 0 ]
		sleep 0.2
	done
}

# A second copy of finance-web on cloud-hv1, by hand: its disks, its definition, mapped.
make_second_copy() {
	local from to path volume
	from=$(fact '.hosts[] | select(.name == "finance-hv1") | .pool_folder')
	to=$(fact '.hosts[] | select(.name == "cloud-hv1") | .pool_folder')
	path=$(fact '.hosts[] | select(.name == "cloud-hv1") | .pool.path')
	for volume in finance-web-system.qcow2 finance-web-records.qcow2; do
		cp "$from/$volume" "$to/$volume"
	done
	on finance-hv1 virsh dumpxml --inactive finance-web |
		sed "s|'/srv/images/|'$path/|; s|network='office'|network='landing-finance'|" \
			>"$to/copy.xml"
	on cloud-hv1 virsh -q define "$path/copy.xml"
	rm "$to/copy.xml"
}

# wait_for_beats: until the second copy has said something; it has to boot first.
wait_for_beats() {
	local console tries=300
	console=$(fact '.hosts[] | select(.name == "cloud-hv1") | .console_folder')
	until [ -s "$console/finance-web.heartbeat" ]; do
		[ $((tries -= 1)) -gt 0 ]
		sleep 0.2
	done
	sleep 2
}

run_second_copy() {
	on cloud-hv1 virsh -q start finance-web
	wait_for_beats
	on cloud-hv1 virsh -q destroy finance-web
}

drop_second_copy() {
	on cloud-hv1 virsh -q undefine finance-web
	rm "$(fact '.hosts[] | select(.name == "cloud-hv1") | .pool_folder')"/finance-web-*
	rm "$(fact '.hosts[] | select(.name == "cloud-hv1") | .console_folder')"/finance-web.*
	wait_for_page finance-web
}

@test "a lab in which nothing happens is clean" {
	watched sleep 5
	judged ""
	[ "$status" -eq 0 ]
	verdict '.verdict == "clean" and (.guests | length) == 4 and .moves == []'
	verdict '[.guests[] | .writes_acknowledged > 40 and .writes_lost == 0] | all'
	verdict '[.guests[] | .probes >= 50 and .blackout_ms < 5000] | all'
	verdict '[.observation[] | .answers >= 8 and .refusals == 0] | all'
}

@test "a second copy on another host is a double run" {
	make_second_copy
	watched run_second_copy
	drop_second_copy
	judged "double run"
	[ "$status" -eq 1 ]
	verdict '[.guests["finance-web"].double_runs[] | .hosts == ["cloud-hv1", "finance-hv1"]] | all'
	verdict '[.guests["finance-web"].double_runs[].evidence] | index("libvirt") != null'
	verdict '[.guests["finance-web"].double_runs[].evidence] | index("heartbeat") != null'
}

start_copy_and_stop_libvirtd() {
	local tries=50
	on cloud-hv1 virsh -q start finance-web
	on cloud-hv1 pkill -STOP -x libvirtd
	sleep 6
	wait_for_beats
	on cloud-hv1 pkill -CONT -x libvirtd
	until on cloud-hv1 virsh -q destroy finance-web; do
		[ $((tries -= 1)) -gt 0 ]
		sleep 0.2
	done
}

@test "a second copy is seen while libvirtd hangs, and the others are asked on" {
	make_second_copy
	watched start_copy_and_stop_libvirtd
	drop_second_copy
	judged "double run"
	verdict '[.guests["finance-web"].double_runs[].evidence] | index("heartbeat") != null'
	verdict '.observation["cloud-hv1"] | .refusals >= 1 and .longest_blind_ms > 5000'
	verdict '[.observation | del(.["cloud-hv1"])[] | .longest_blind_ms < 3000] | all'
}

kill_libvirtd() {
	"$folder/lab" --id "$id" kill health-hv1 libvirtd
	sleep 4
}

@test "a libvirtd that was killed is refused answers, not lost guests" {
	watched kill_libvirtd
	judged ""
	verdict '.verdict == "clean"'
	verdict '.observation["health-hv1"].refusals >= 1'
}

lose_power() {
	"$folder/lab" --id "$id" host cloud-hv2 off
	sleep 2
	"$folder/lab" --id "$id" host cloud-hv2 on
	sleep 4
}

@test "a host that loses its power is refused answers, and looked at again when it is on" {
	watched lose_power
	judged ""
	verdict '.verdict == "clean"'
	verdict '.observation["cloud-hv2"] | .refusals >= 2 and .answers >= 4'
}

@test "a guest that was destroyed is lost" {
	watched on finance-hv1 virsh -q destroy finance-db
	judged "lost machine"
	[ "$status" -eq 1 ]
	verdict '.guests["finance-db"].at_end["finance-hv1"] == "shut off"'
	on finance-hv1 virsh -q start finance-db
	wait_for_page finance-db
}

lose_definition() {
	on finance-hv1 virsh -q dumpxml --inactive finance-db >"$BATS_TEST_TMPDIR/finance-db.xml"
	on finance-hv1 virsh -q destroy finance-db
	on finance-hv1 virsh -q undefine finance-db
}

@test "a guest that was undefined is lost and missing" {
	watched lose_definition
	judged "lost machine, missing"
	verdict '.missing == [{host: "finance-hv1", kind: "domain",
		what: "finance-db (6f1c9e52-8d34-4b7a-a101-000000000112)"}]'
	on finance-hv1 virsh -q define /dev/stdin <"$BATS_TEST_TMPDIR/finance-db.xml"
	on finance-hv1 virsh -q start finance-db
	wait_for_page finance-db
}

@test "an owner who stops a guest loses nothing" {
	"$folder/checker" note --log "$log" --expect-off finance-db
	watched on finance-hv1 virsh -q destroy finance-db
	judged ""
	on finance-hv1 virsh -q start finance-db
	wait_for_page finance-db
}

milliseconds() {
	date +%s%3N
}

# Suspends finance-web; the pause was longer than "surely" and shorter than "at most".
suspend_for() {
	local before suspended
	before=$(milliseconds)
	on finance-hv1 virsh -q suspend finance-web
	suspended=$(milliseconds)
	sleep "$1"
	surely=$(($(milliseconds) - suspended))
	on finance-hv1 virsh -q resume finance-web
	at_most=$(($(milliseconds) - before))
}

@test "three seconds of suspension are measured" {
	local limit=2900 surely at_most
	watched suspend_for 3
	judged "long blackout"
	jq -r --arg truth "$surely to $at_most" '.guests["finance-web"] |
		"# suspended for \($truth) ms: \(.blackout_ms) ms by heartbeat, " +
		"\(.blackout_web_ms) ms by web"' "$log.json" >&3
	# What a busy machine adds before the guest's first sign is a second at most.
	verdict ".guests[\"finance-web\"] | .blackout_ms >= $surely - 20 and
		.blackout_ms <= $at_most + 1000 and .blackout_web_ms >= $surely - 20 and
		.blackout_web_ms <= $at_most + 2000"
}

@test "a leftover domain, volume, file, port and process are caught, and nothing else" {
	local pool path listener
	listener="import socket, time
at = '$([ "${BANYUN_LAB_FAMILY:-}" = 6 ] && echo ::1 || echo 127.0.0.1)'
family = socket.AF_INET6 if ':' in at else socket.AF_INET
listener = socket.create_server((at, 49152), family=family)
time.sleep(120)"
	pool=$(fact '.hosts[] | select(.name == "cloud-hv2") | .pool.name')
	path=$(fact '.hosts[] | select(.name == "cloud-hv2") | .pool_folder')
	on cloud-hv2 virsh -q define /dev/stdin <<-END
		<domain type='qemu'><name>left</name><memory unit='MiB'>64</memory>
		<os><type arch='x86_64'>hvm</type></os></domain>
	END
	on cloud-hv2 virsh -q vol-create-as "$pool" left.qcow2 1M --format qcow2
	touch "$path/left.partial"
	on cloud-hv2 bash -c 'python3 -c "$1" & echo $! >/tmp/listener
		sleep 120 & echo $! >/tmp/sleeper' left "$listener" 3>&- </dev/null >/dev/null 2>&1
	watched sleep 1
	judged leftover
	on cloud-hv2 bash -c 'kill $(cat /tmp/listener /tmp/sleeper)'
	on cloud-hv2 virsh -q undefine left
	on cloud-hv2 virsh -q vol-delete left.qcow2 "$pool"
	rm "$path/left.partial"
	verdict '[.leftovers[] | .host == "cloud-hv2"] | all'
	verdict '[.leftovers[].kind] | sort ==
		["domain", "file", "file", "port", "process", "process", "volume"]'
}

damage() {
	local deed
	sleep 3
	on health-hv1 virsh -q suspend health-db
	for deed in "$@"; do
		"$folder/checker_tests/plant" --lab "$id" health-db "$deed"
	done
	on health-hv1 virsh -q resume health-db
}

# The last of the tests that touch disks: what is damaged stays damaged until the lab goes down.
@test "a removed, a doubled and an unchained block are caught" {
	watched damage removed
	judged "lost writes"
	verdict '.guests["health-db"] | .writes_lost == 1 and .writes_doubled == 0'
	watched damage broken
	judged "broken chain, lost writes"
	verdict '.guests["health-db"] | .writes_lost == 1 and .chain_broken == 2'
	watched damage doubled
	judged "broken chain, doubled writes, lost writes"
	verdict '.guests["health-db"] | .writes_lost == 2 and .writes_doubled == 1'
}
