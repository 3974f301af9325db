#!/usr/bin/env bats
# banyun-plugin-libvirt on real hypervisors: each operation of a move, one by one, and what a
# hypervisor says of it. It is one story told in order; what refuses must also change nothing.
#
# BANYUN_LAB_KEEP=ID uses the lab of that name, fresh, and leaves it up.

setup_file() {
	is_fit nbdcopy python3 || return 0
	export BANYUN_LAB=${BANYUN_LAB_KEEP:-mover-$$}
	export PLUGIN=${top_builddir:-$HERE/../../build}/plugins/libvirt/banyun-plugin-libvirt
	cd "$BATS_FILE_TMPDIR" || return 1
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" up
	"$HERE/lab" env --json >lab
	for host in finance-hv1 health-hv1 cloud-hv1 cloud-hv2; do
		drive --host "$host" collect >"items-$host"
	done
	cat items-* >facts
}

teardown_file() {
	[ -z "${unfit:-}" ] || return 0
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	cd "$BATS_FILE_TMPDIR" || return 1
}

# The story goes on behind a case that failed.
teardown() {
	[ -n "${BATS_TEST_COMPLETED:-}" ] || "$HERE/lab" link cloud-hv2 up
}

drive() {
	ip netns exec "$(jq -r .operations lab)" "$HERE/drive-plugin" --lab lab --plugin "$PLUGIN" "$@"
}

# web, db CALL...: the two moves of this story.
web() {
	drive --guest finance-web --target cloud-hv1 --facts facts "$@"
}

db() {
	drive --guest health-db --target cloud-hv2 --facts facts "$@"
}

on() {
	"$HERE/lab" exec "$@"
}

# refused WORDS COMMAND...: exit 3, and the sentence holds the words.
refused() {
	says 3 "$@"
}

# says STATUS WORDS COMMAND...
says() {
	local expected=$1 words=$2
	shift 2
	run "-$expected" --separate-stderr "$@"
	# shellcheck disable=SC2154 # bats sets it
	[[ $stderr == *"$words"* ]] || {
		echo "$stderr"
		return 1
	}
}

# sees MOVE EXPECTED: a side is power/reason/mark/volumes, with the words job, fenced, autostart.
sees() {
	local found
	found=$("$1" observe | jq -r '.world | [.source, .target][] |
		[.power, .reason, .mark, .volumes, (if .job then "job" else empty end),
		 (if .fenced then "fenced" else empty end),
		 (if .autostart then "autostart" else empty end)] | join("/")' | paste -sd' ')
	[ "$found" = "$2" ] || {
		echo "expected: $2"
		echo "   found: $found"
		return 1
	}
}

# trips MOVE CALL...: how often one process of these calls asked a hypervisor and waited.
trips() {
	rm -f asked
	LIBVIRT_LOG_FILTERS=2:rpc LIBVIRT_LOG_OUTPUTS=2:file:$PWD/asked "$@" >answered
	grep -c 'RPC_CLIENT_MSG_TX_QUEUE.* prog=536903814 .* type=0 ' asked
}

# costs MOST CALL: the call beside an observe asks at most so often, itself observing included.
costs() {
	local before after
	before=$(trips web observe)
	after=$(trips web observe "$2")
	echo "$2 asks $((after - before)) times"
	[ $((after - before)) -ge 5 ] && [ $((after - before)) -le "$1" ]
}

volumes_of() {
	on "$1" ls /var/lib/gov-cloud/volumes
}

fact() {
	jq -r "$1" lab
}

# copying MOVE: true once the copy has moved bytes.
copying() {
	jq -es 'map(select(.phase == "disks" or .phase == "memory")) | length > 0' "progress-$1"
}

# begin MOVE: a slow copy in the background, whose answer comes into the file out-MOVE.
begin() {
	: >"progress-$1"
	rm -f "plugin-$1"
	"$1" --rate 60000000 --progress "progress-$1" --pid "plugin-$1" transfer >"out-$1" 2>&1 3>&- &
	copier=$!
	within 30 copying "$1"
}

bats_require_minimum_version 1.5.0
source "$BATS_TEST_DIRNAME/real.bash"

@test "an inventory says what virsh says" {
	for host in finance-hv1 health-hv1; do
		diff <(on "$host" virsh -q list --all --uuid | sort | grep .) \
			<(jq -r 'select(.kind == "machine") | .id' "items-$host" | sort)
		for id in $(jq -r 'select(.kind == "machine") | .id' "items-$host"); do
			found=$(jq -c "select(.id == \"$id\").facts" "items-$host")
			[ "$(on "$host" virsh domname "$id" | grep .)" = "$(jq -r .name <<<"$found")" ]
			[ "$(on "$host" virsh domblkinfo "$id" vda | awk '/^Capacity/ {print $2}')" = \
				"$(jq '.disks[] | select(.device == "vda").capacity' <<<"$found")" ]
		done
	done
	[ "$(jq -r 'select(.kind == "pool").facts.path' items-cloud-hv1)" = /var/lib/gov-cloud/volumes ]
	[ "$(jq -r 'select(.kind == "network").facts.name' items-cloud-hv1 | sort | paste -sd' ')" = \
		"landing-finance landing-health" ]
}

@test "each definition travels as a blob of its digest" {
	diff <(jq -r 'select(.kind == "machine").facts.xml' items-finance-hv1 | sort) \
		<(jq -r 'select(.blob).blob.digest' items-finance-hv1 | sort)
	[ "$(jq -j 'select(.blob).blob.text' items-finance-hv1 | grep -c '<domain ')" = 2 ]
}

@test "a host's boot id is read over libvirt, and leaves no pool behind" {
	before=$(web observe | jq -r '.world.source.boot, .world.target.boot')
	[ "$(echo "$before" | sort -u | grep -vc '^0*$')" = 2 ]
	[ "$before" = "$(web observe | jq -r '.world.source.boot, .world.target.boot')" ]
	run on cloud-hv1 virsh -q pool-list --all
	[[ $output != *banyun* ]]
}

@test "what has not changed has not drifted" {
	web drift
	db drift
}

@test "drift is refused with what was planned and what was found" {
	on finance-hv1 virsh suspend finance-web
	refused "its state was planned as running and is paused now" web drift
	on finance-hv1 virsh resume finance-web
	on finance-hv1 virsh autostart --disable finance-web
	refused 'autostart\":false' web drift
	on finance-hv1 virsh autostart finance-web
	web drift
}

@test "a volume that is not ours is refused and not touched" {
	on cloud-hv1 virsh vol-create-as gov-cloud finance-web-system.qcow2 1M --format raw
	refused "has a volume finance-web-system.qcow2 already that this move did not make" web prepare
	web 'restore_source={"autostart":true}'
	[ "$(volumes_of cloud-hv1)" = finance-web-system.qcow2 ]
	on cloud-hv1 virsh vol-delete finance-web-system.qcow2 gov-cloud
	sees web "running/other/none/none/autostart absent/other/none/none"
}

@test "prepare marks the source, turns autostart off and makes thin volumes" {
	sees web "running/other/none/none/autostart absent/other/none/none"
	web prepare >prepared
	[ "$(jq .autostart prepared)" = true ]
	[[ $(jq -r .definition prepared) == *"<name>finance-web</name>"* ]]
	[[ $(jq -r .definition prepared) != *urn:banyun* ]]
	sees web "running/other/ours/none absent/other/none/partial"
	on finance-hv1 virsh metadata finance-web urn:banyun:move | grep 'run="r1" name="finance-web"'
	for disk in system records; do
		on cloud-hv1 test -e \
			"/var/lib/gov-cloud/volumes/finance-web-$disk.qcow2.banyun-scratch"
		on cloud-hv1 qemu-img info --output=json \
			"/var/lib/gov-cloud/volumes/finance-web-$disk.qcow2" >info
		[ "$(jq '."actual-size" < 1000000' info)" = true ]
		[ "$(jq '."virtual-size"' info)" = "$(fact ".guests[] | select(.name == \"finance-web\")
			.disks[] | select(.volume == \"finance-web-$disk.qcow2\").bytes")" ]
	done
}

@test "prepare a second time says the same, with the owner's autostart" {
	diff <(jq -S .autostart,.definition prepared) <(web prepare | jq -S .autostart,.definition)
}

@test "another run keeps its hands off" {
	refused "mark of another move" web --run r2 prepare
	refused "the source must be off" web --run r2 fence
	refused "must carry the mark of this move" web --run r2 'restore_source={"autostart":true}'
	refused "prepared and without autostart" web --run r2 transfer
	sees web "running/other/ours/none absent/other/none/partial"
}

@test "before the copy nothing of what comes after is done" {
	refused "the source must be off" web fence
	refused "the target must be paused" web freeze
	refused "the target must be paused" web resume_target
	refused "the target must be running" web 'autostart_target={"autostart":true}'
	refused "the target must be running" web thaw
	refused "both sides must have been read as running" web suspend_source
	web drop_paused_copy undefine_our_copy abort | jq -es 'all(.changed == false)'
	sees web "running/other/ours/none absent/other/none/partial"
}

@test "a cancelled copy leaves the source running, and the way back leaves no trace" {
	db prepare
	begin db
	refused "must know no such machine" db delete_partial_volume
	db abort
	wait "$copier" || true
	within 20 sees db "running/other/ours/none absent/other/none/partial"
	run -0 grep -c . progress-db
	db delete_partial_volume 'restore_source={"autostart":false}' | jq -es 'all(.changed)'
	db delete_partial_volume 'restore_source={"autostart":false}' | jq -es 'all(.changed == false)'
	sees db "running/other/none/none absent/other/none/none"
	[ -z "$(volumes_of cloud-hv2)" ]
	db drift
}

@test "the cancellation of a call aborts the copy" {
	db prepare
	run -1 db --rate 60000000 --cancel-after 4 transfer
	[[ $output == *"was aborted as asked"* ]]
	within 20 sees db "running/other/ours/none absent/other/none/partial"
}

@test "a mover that is killed leaves the source running and an abort ends its job" {
	begin db
	[ "$(on health-hv1 virsh migrate-getmaxdowntime health-db | grep .)" = 500 ]
	kill -9 "$(cat plugin-db)"
	wait "$copier" || true
	db abort
	within 30 sees db "running/other/ours/none absent/other/none/partial"
}

@test "a link that is cut: the reachable side is read, the job is held until it is mended" {
	begin db
	"$HERE/lab" link cloud-hv2 down
	SECONDS=0
	sees db "running/other/ours/none/job unread/other/none/none"
	[ $SECONDS -lt 10 ]
	says 5 "must know no such machine" db delete_partial_volume
	# libvirt may wait for the other side itself: then it says so, and is asked again.
	run db abort
	[ "$status" -eq 0 ] || [[ $output == *"cannot acquire state change lock"* ]]
	"$HERE/lab" link cloud-hv2 up
	went_back() {
		db abort && sees db "running/other/ours/none absent/other/none/partial"
	}
	within 60 went_back
	wait "$copier" || true
}

@test "a copy that its owner destroys ends as his wish" {
	begin db
	on health-hv1 virsh destroy health-db
	wait "$copier" || true
	within 30 sees db "off/destroyed/ours/none absent/other/none/partial"
	# What libvirtd forgets when it ends, its log of the machine still tells.
	"$HERE/lab" kill health-hv1 libvirtd
	within 30 sees db "off/destroyed/ours/none absent/other/none/partial"
	refused "the target must be paused" db resume_target
	db delete_partial_volume 'restore_source={"autostart":false}'
	sees db "off/destroyed/none/none absent/other/none/none"
	on health-hv1 virsh start health-db
}

# listening: the ports of a migration and its disks on the target, once there are any.
listening() {
	on cloud-hv1 ss -Hltn 'sport >= :49152' | awk '{print $4}' >ports
	[ -s ports ]
}

@test "the copy arrives paused, thin, on the pinned address only" {
	web --rate 400000000 transfer >out-web 3>&- &
	copier=$!
	within 60 listening
	wait "$copier"
	jq -e '.changed and .milliseconds > 0' out-web
	[ "$(sed 's/:[0-9]*$//' ports | tr -d '[]' | sort -u)" = \
		"$(fact '.hosts[] | select(.name == "cloud-hv1").address')" ]
	sees web "off/migrated/ours/none paused/user/ours/partial"
	[ "$(on cloud-hv1 virsh domstate finance-web --reason | grep .)" = "paused (user)" ]
	on cloud-hv1 qemu-img info -U --output=json \
		/var/lib/gov-cloud/volumes/finance-web-system.qcow2 >info
	[ "$(jq '."actual-size" < ."virtual-size" / 4' info)" = true ]
	on cloud-hv1 virsh dumpxml finance-web | grep "<source network='landing-finance'"
	on cloud-hv1 virsh dumpxml --inactive finance-web | grep "gov-cloud/volumes/finance-web-system"
}

@test "what has arrived is not copied, dropped or deleted" {
	web transfer | jq -e '.changed == false'
	refused "or the only memory would be lost" web drop_paused_copy
	refused "must know no such machine" web delete_partial_volume
	refused "the target must be off" web undefine_our_copy
	refused "the target off or absent" web resume_source
	refused "be off or absent" web boot_source
	sees web "off/migrated/ours/none paused/user/ours/partial"
}

@test "a freeze that is lost is begun again on empty scratch volumes" {
	web freeze | jq -e .changed
	scratch=/var/lib/gov-cloud/volumes/finance-web-records.qcow2.banyun-scratch
	used=$(on cloud-hv1 stat -c %i "$scratch")
	on cloud-hv1 virsh domjobabort finance-web
	lost() {
		! on cloud-hv1 virsh backup-dumpxml finance-web
	}
	within 10 lost
	web freeze | jq -e .changed
	[ "$(on cloud-hv1 stat -c %i "$scratch")" != "$used" ]
	on cloud-hv1 virsh domjobabort finance-web
	within 10 lost
	on cloud-hv1 virsh vol-delete banyun.r1.finance-web.complete gov-cloud
	sees web "off/migrated/ours/none paused/user/ours/partial"
}

# The guest waits in these calls, as often as a hypervisor is asked.
@test "freeze, fence and resume, each twice, and none asks more often than it must" {
	costs 15 freeze
	jq -es 'map(select(has("changed")).changed) == [true]' answered
	web freeze | jq -e '.changed == false'
	sees web "off/migrated/ours/none paused/user/ours/complete"
	costs 12 fence
	jq -es 'map(select(has("changed")).changed) == [true]' answered
	web fence | jq -e '.changed == false'
	sees web "off/migrated/ours/none/fenced paused/user/ours/complete"
	costs 18 resume_target
	jq -es 'map(select(has("changed")).changed) == [true]' answered
	web resume_target | jq -e '.changed == false'
	sees web "off/migrated/ours/none/fenced running/other/ours/complete"
	web 'autostart_target={"autostart":true}'
	sees web "off/migrated/ours/none/fenced running/other/ours/complete/autostart"
}

@test "a fenced source does not start, and says why" {
	run ! on finance-hv1 virsh start finance-web
	[[ $output == *"finance-web was moved to cloud-hv1 by run r1 of banyun"* ]]
	refused "be off or absent" web boot_source
	refused "without a fence" web 'restore_source={"autostart":true}'
	refused "must know no such machine" web delete_partial_volume
}

@test "the frozen content is that of the kept source while the guest goes on" {
	web freeze >frozen
	for disk in vda vdb; do
		socket=$(jq -r ".exports[] | select(.device == \"$disk\").socket" frozen)
		kept=$(jq -r ".source[] | select(.device == \"$disk\").path" frozen)
		there=$(on cloud-hv1 sh -c "nbdcopy 'nbd+unix:///$disk?socket=$socket' - | sha256sum")
		here=$(on finance-hv1 sh -c "nbdcopy -- [ qemu-nbd -r -f qcow2 $kept ] - | sha256sum")
		[ -n "$here" ]
		[ "$here" = "$there" ]
	done
	live=$(on cloud-hv1 sh -c \
		"qemu-img convert -U -O raw /var/lib/gov-cloud/volumes/finance-web-records.qcow2 /dev/shm/live &&
		sha256sum </dev/shm/live; rm -f /dev/shm/live")
	[ "$live" != "$there" ]
}

@test "thaw leaves the machine and its volumes and nothing else" {
	web thaw thaw | jq -es 'map(.changed) == [true, false]'
	[ "$(volumes_of cloud-hv1 | sort | paste -sd' ')" = \
		"finance-web-records.qcow2 finance-web-system.qcow2" ]
	run on cloud-hv1 ls /var/lib/libvirt/qemu
	[[ $output != *banyun* ]]
	sees web "off/other/ours/none/fenced running/other/ours/complete/autostart"
	on cloud-hv1 virsh metadata finance-web urn:banyun:move | grep 'done="yes"'
}

@test "a source that was started again before the commit: the copy is stopped and dropped" {
	db prepare transfer
	on health-hv1 virsh start health-db
	sees db "running/other/ours/none paused/user/ours/partial"
	refused "or two copies would run" db resume_target
	on cloud-hv2 virsh resume health-db
	db suspend_target suspend_target | jq -es 'map(.changed) == [true, false]'
	sees db "running/other/ours/none paused/user/ours/partial"
	db drop_paused_copy drop_paused_copy | jq -es 'map(.changed) == [true, false]'
	sees db "running/other/ours/none off/destroyed/ours/partial"
	refused "must know no such machine" db delete_partial_volume
	db undefine_our_copy undefine_our_copy | jq -es 'map(.changed) == [true, false]'
	db delete_partial_volume 'restore_source={"autostart":false}'
	sees db "running/other/none/none absent/other/none/none"
	[ -z "$(volumes_of cloud-hv2)" ]
}

@test "a guest that powers itself off in the copy ends as its owner's wish" {
	within 60 on ops curl -sf -o page "$(fact '.guests[] | select(.name == "health-db").urls[].small' | head -n 1)"
	db prepare
	begin db
	"$HERE/lab" guest health-db poweroff
	stopped() {
		db observe | jq -e '.world.source | .power == "off" and .reason == "shutdown"'
	}
	within 60 stopped
	# libvirt's call may never return: then the mover is given up, and libvirt drops what it had.
	sleep 3
	kill -9 "$(cat plugin-db)" || true
	wait "$copier" || true
	within 30 sees db "off/shutdown/ours/none absent/other/none/partial"
	refused "the source must be paused" db resume_source
	db delete_partial_volume 'restore_source={"autostart":false}'
	sees db "off/shutdown/none/none absent/other/none/none"
	[ -z "$(volumes_of cloud-hv2)" ]
	run ! on health-hv1 virsh metadata health-db urn:banyun:move
}
