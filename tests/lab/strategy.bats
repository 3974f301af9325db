#!/usr/bin/env bats
# Warm and offline copies on real hypervisors: what live cannot end, and what becomes of a machine
# that stands still while something dies. One machine, with a new life in each case.
#
# BANYUN_LAB_KEEP=ID uses the lab of that name, fresh, and leaves it up.
bats_require_minimum_version 1.5.0
source "$BATS_TEST_DIRNAME/real.bash"

setup_file() {
	is_fit python3 || return 0
	export BANYUN_LAB=${BANYUN_LAB_KEEP:-strategy-$$}
	export PLUGIN=${top_builddir:-$HERE/../../build}/plugins/libvirt/banyun-plugin-libvirt
	cd "$BATS_FILE_TMPDIR" || return 1
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" up
	"$HERE/lab" env --json >lab
}

teardown_file() {
	[ -z "${unfit:-}" ] || return 0
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	cd "$BATS_FILE_TMPDIR" || return 1
}

# What follows begins anew where it must, whatever became of this one.
teardown() {
	[ -n "${BATS_TEST_COMPLETED:-}" ] || {
		"$HERE/lab" link cloud-hv1 up
		[ ! -s plugin ] || kill -9 "$(cat plugin)" || true
	}
}

web() {
	ip netns exec "$(jq -r .operations lab)" "$HERE/drive-plugin" --lab lab --plugin "$PLUGIN" \
		--guest finance-web --target cloud-hv1 "$@"
}

on() {
	"$HERE/lab" exec "$@"
}

# sees EXPECTED: both sides as power/reason/mark, with a word for a job.
sees() {
	local found
	found=$(web observe | jq -r '.world | [.source, .target][] |
		[.power, .reason, .mark, (if .job then "job" else empty end)] | join("/")' | paste -sd' ')
	[ "$found" = "$1" ] || {
		echo "expected: $1"
		echo "   found: $found"
		return 1
	}
}

# renew WORD...: a new life of the guest, which writes its memory so.
renew() {
	"$HERE/lab" guest finance-web renew "$@"
}

# begin WORD...: a copy of each disk at 11 MiB/s, and of the memory at 23 once they are done, in the
# background; its answer comes into the file "out".
begin() {
	: >progress
	rm -f plugin
	web prepare >prepared
	web "$@" --rate 200000000 --progress progress --pid plugin transfer >out 2>&1 3>&- &
	copier=$!
}

# in_memory: the disks are over.
in_memory() {
	tail -n 1 progress | jq -e '.phase == "memory"'
}

# stands: libvirt has paused the source for its copy.
stands() {
	[ "$(on finance-hv1 virsh domstate finance-web --reason | grep .)" = "paused (migrating)" ]
}

# goes_on: it runs where it ran, and nothing is left that could run there.
goes_on() {
	sees "running/other/ours absent/other/none"
}

# back: what was prepared is taken away.
back() {
	web abort delete_partial_volume 'restore_source={"autostart":true}' &&
		sees "running/other/none absent/other/none"
}

@test "what is written over and over is seen as a rate" {
	renew dirty_mem_mib_s=300 dirty_mem_mib=16
	sleep 5
	on finance-hv1 virsh domdirtyrate-calc finance-web --seconds 2
	measured() {
		on finance-hv1 virsh domstats finance-web --dirtyrate | grep megabytes_per_second >rate
	}
	within 20 measured
	# At most what it writes over and over, and QEMU looks at few pages of so small a machine.
	found=$(cut -d= -f2 rate)
	echo "# $found MiB/s in a look of two seconds" >&3
	[ "$found" -ge 1 ] && [ "$found" -le 30 ]
}

@test "a live copy of it does not end at the usual pause" {
	begin --pause 100
	within 240 in_memory
	# Its memory would have passed in 12 seconds.
	sleep 40
	in_memory
	sees "running/other/ours/job paused/migration/ours/job"
	web abort
	wait "$copier" || true
	within 20 goes_on
	within 20 back
}

@test "a warm one does, within the longer pause that it was given" {
	begin --strategy warm --pause 3000
	wait "$copier"
	jq -e '.changed and .pause > 100 and .pause <= 3300' out
	echo "# paused for $(jq .pause out) ms of 3000" >&3
	sees "off/migrated/ours paused/user/ours"
}

@test "a mover that is killed while it stands still: it runs again, and only there" {
	renew dirty_mem_mib_s=2 dirty_mem_mib=64
	begin --strategy offline
	within 240 stands
	kill -9 "$(cat plugin)"
	wait "$copier" || true
	within 20 goes_on
}

@test "an abort does the same, and at once; other migrations of it may be as fast as before" {
	before=$(on finance-hv1 virsh migrate-getspeed finance-web)
	begin --strategy offline
	within 240 stands
	web abort
	within 5 goes_on
	wait "$copier" || true
	[ "$(on finance-hv1 virsh migrate-getspeed finance-web)" = "$before" ]
}

@test "so do the libvirtd of the source and that of the target" {
	for host in finance-hv1 cloud-hv1; do
		begin --strategy offline
		within 240 stands
		"$HERE/lab" kill "$host" libvirtd
		wait "$copier" || true
		within 30 goes_on
	done
}

# Neither an abort nor the end of the mover frees it: whoever plans an offline copy counts on its link.
@test "a link that is cut while it stands still keeps it so until the link is mended" {
	begin --strategy offline
	within 240 stands
	"$HERE/lab" link cloud-hv1 down
	run web abort
	sees "paused/migration/ours/job unread/other/none"
	kill -9 "$(cat plugin)"
	wait "$copier" || true
	sleep 5
	sees "paused/migration/ours/job unread/other/none"
	"$HERE/lab" link cloud-hv1 up
	within 60 goes_on
	within 30 back
}

@test "a libvirtd that is started anew meanwhile does not free it either" {
	renew dirty_mem_mib_s=2 dirty_mem_mib=64
	begin --strategy offline
	within 240 stands
	"$HERE/lab" link cloud-hv1 down
	kill -9 "$(cat plugin)"
	wait "$copier" || true
	"$HERE/lab" kill finance-hv1 libvirtd
	sleep 20
	run on finance-hv1 timeout 10 virsh domstate finance-web
	[[ $output != *running* ]]
	"$HERE/lab" link cloud-hv1 up
	within 120 goes_on
	within 30 back
}

@test "offline: its disks go while it runs, its memory while it stands still" {
	renew dirty_mem_mib_s=2 dirty_mem_mib=64
	begin --strategy offline
	within 240 stands
	sees "paused/migration/ours/job paused/migration/ours/job"
	jq -es 'map(select(.phase == "disks")) | length > 5' progress
	wait "$copier"
	jq -e '.changed and .pause > 1000 and .milliseconds > .pause * 2' out
	echo "# stood still for $(jq .pause out) of $(jq .milliseconds out) ms" >&3
	# All of the cap, not the half of it that each disk had.
	moved=$(jq -s 'map(.memory.done // 0) | max' progress)
	jq -e --argjson moved "$moved" '$moved > 20e6 and
		($moved / .pause * 1000 / 1048576 | . > 14 and . < 24)' out
	echo "# its memory went at $((moved / $(jq .pause out) * 1000 / 1048576)) MiB/s" >&3
	sees "off/migrated/ours paused/user/ours"
	web freeze fence resume_target
	sees "off/migrated/ours running/other/ours"
	run ! on finance-hv1 virsh start finance-web
	[[ $output == *"was moved to cloud-hv1"* ]]
}
