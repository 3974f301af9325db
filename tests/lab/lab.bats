#!/usr/bin/env bats
# The lab's own test: what it promises in README.md is true, and nothing stays behind.
# It is one story, told in order: the later cases use what the earlier ones left.

source "$BATS_TEST_DIRNAME/real.bash"

setup_file() {
	is_fit nft mke2fs cpio ping || return 0
	export LAB=$HERE/lab BANYUN_LAB=test-$$ MOVE=$HERE/plain-move
	traces >"$BATS_FILE_TMPDIR/before"
	"$LAB" build
	cut -d . -f 1 /proc/loadavg >"$BATS_FILE_TMPDIR/load"
	SECONDS=0
	"$LAB" up
	echo "$SECONDS" >"$BATS_FILE_TMPDIR/seconds"
	"$LAB" env --json >"$BATS_FILE_TMPDIR/lab"
}

teardown_file() {
	[ -z "${LAB:-}" ] || "$LAB" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}

# All that a machine shows of this lab and of its neighbour.
traces() {
	ls /run/netns /etc/netns 2>/dev/null | grep -- "$BANYUN_LAB" || true
	grep "banyun-.*$BANYUN_LAB" /proc/mounts || true
	find /run/banyun-lab -maxdepth 1 -name "*$BANYUN_LAB*" 2>/dev/null || true
	# Every process whose command line names the lab's files, and all others of its hosts; the
	# brackets keep grep from finding itself.
	{ cat /proc/[0-9]*/cmdline | tr '\0' ' '; } 2>/dev/null |
		grep -o "banyun-[l]ab/$BANYUN_LAB" || true
	readlink /proc/[0-9]*/root | grep "$BANYUN_LAB" || true
	cat /proc/[0-9]*/mountinfo 2>/dev/null | grep -o "banyun-$BANYUN_LAB" || true
	ip -o link show | grep -o ' \(uplink\|br-\|to-\|site-\|join-\|landing-\)[^:@]*' || true
}

ask() {
	jq -er "$1" "$BATS_FILE_TMPDIR/lab"
}

# address NAME, page NAME: of a host or guest, over IPv4 where it has that.
address() {
	ask "(.hosts + .guests)[] | select(.name == \"$1\") | .address"
}

page() {
	ask ".guests[] | select(.name == \"$1\") | .urls | (.ipv4 // .ipv6).small"
}

# inner DEPARTMENT NUMBER: that address of its network; both departments have the same over IPv4.
inner() {
	ask ".departments[] | select(.name == \"$1\") | .inner_ipv4 // .inner_ipv6" |
		sed "s#\(0\|\)/.*#$2#"
}

in_url() {
	[[ $1 != *:* ]] || set -- "[$1]"
	echo "http://$1/"
}

in_ops() {
	"$LAB" exec ops "$@"
}

ssh_to() {
	local address=$1 key=$2
	shift 2
	in_ops ssh -n -i "$(ask .state)/keys/$key" -o BatchMode=yes -o ConnectTimeout=20 \
		-o UserKnownHostsFile="$(ask .known_hosts)" -o StrictHostKeyChecking=yes \
		"root@$address" "$@"
}

ssh_to_guest() {
	local guest=$1
	shift
	ssh_to "$(address "$guest")" "$guest" "$@"
}

state_of() {
	"$LAB" exec "$1" virsh -q domstate --reason "$2"
}

# Tries for ten seconds.
eventually() {
	local try
	for try in $(seq 100); do
		! "$@" || return 0
		sleep 0.1
	done
	echo "this did not become true: $*"
	return 1
}

# plug HOST DEPARTMENT LAST-NUMBER: a machine of its network on its landing bridge.
plug() {
	"$LAB" exec "$1" sh -ec "ip netns add p$3; ip link add p$3 type veth peer name eth0 netns p$3
		ip link set p$3 master landing-$2 up; ip -n p$3 link set eth0 up"
	give "$1" "$2" "$3"
}

# give HOST DEPARTMENT LAST-NUMBER: an address of that department's network.
give() {
	local address
	address=$(inner "$2" "$3")
	[[ $address == *:* ]] && address+="/64 nodad" || address+=/24
	# shellcheck disable=SC2086 # a word of its own
	"$LAB" exec "$1" ip -n "p$3" addr replace $address dev eth0
}

unplug() {
	"$LAB" exec "$1" ip netns del "p$2"
}

from_plug() {
	local host=$1 number=$2
	shift 2
	"$LAB" exec "$host" ip netns exec "p$number" "$@"
}

@test "the lab is up in less than a minute" {
	read -r seconds <"$BATS_FILE_TMPDIR/seconds"
	read -r load <"$BATS_FILE_TMPDIR/load"
	echo "seconds: $seconds, load before: $load"
	[ "$load" -lt $(($(nproc) * 2)) ] || skip "others kept this machine busy: $seconds seconds"
	[ "$seconds" -lt 60 ]
}

@test "every page answers in ops, over each family that its department has" {
	[ "$(ask '.guests | length')" -eq 4 ]
	ask '.departments as $all | .guests | all(.department as $own |
		(.urls | keys) == ($all[] | select(.name == $own).families))'
	while read -r name small large; do
		in_ops curl -sf --max-time 5 "$small" | grep "<h1>$name</h1>"
		[ "$(in_ops curl -sf --max-time 5 "$large" | wc -c)" -eq 102400 ]
	done < <(ask '.guests[] | .name as $name | .urls[] | "\($name) \(.small) \(.large)"')
}

@test "every guest lets ops in with its key, and shows the pinned host key" {
	for guest in $(ask '.guests[].name'); do
		[ "$(ssh_to_guest "$guest" hostname)" = "$guest" ]
	done
}

@test "every hypervisor answers over qemu+libssh2, as itself" {
	while read -r name uuid uri; do
		in_ops virsh -c "$uri" sysinfo >/dev/null || true
		in_ops virsh -c "$uri" capabilities | grep "<uuid>$uuid</uuid>"
		[ "$(in_ops virsh -c "$uri" hostname)" = "$name" ]
	done < <(ask '.hosts[] | select(.uri) | "\(.name) \(.host_uuid) \(.uri)"')
}

@test "a hypervisor that shows another host key is refused" {
	sed '/^cloud-hv1,/d; s/^cloud-hv2,[^ ]*/cloud-hv1,'"$(address cloud-hv1)/" "$(ask .known_hosts)" \
		 >"$BATS_TEST_TMPDIR/wrong"
	uri=$(ask '.hosts[] | select(.name == "cloud-hv1") | .uri')
	run in_ops virsh -c "${uri/$(ask .known_hosts)/$BATS_TEST_TMPDIR/wrong}" list
	echo "$output"
	[ "$status" -ne 0 ]
	[[ $output == *"HOST KEY"* || $output == *"host key"* ]]
}

@test "hypervisors have boot ids of their own and the tools that banyun calls there" {
	for host in $(ask '.hosts[] | select(.uri) | .name'); do
		ssh_to "$(address "$host")" "$host" \
			'type nbdcopy qemu-nbd qemu-img sha256sum >&2; cat /proc/sys/kernel/random/boot_id'
	done >"$BATS_TEST_TMPDIR/ids"
	cat /proc/sys/kernel/random/boot_id >>"$BATS_TEST_TMPDIR/ids"
	[ "$(sort -u "$BATS_TEST_TMPDIR/ids" | grep -c .)" -eq 5 ]
}

@test "every guest beats about twenty times a second and writes" {
	for guest in $(ask '.guests[].name'); do
		file=$(ask ".guests[] | select(.name == \"$guest\") | .heartbeat_file")
		before=$(tail -n 1 "$file")
		sleep 2
		after=$(tail -n 1 "$file")
		set -- $before $after
		echo "$guest: beats $(($12 - $5)), blocks $((${16} - $8)) in $(($9 - $1)) ns"
		[ $((${13} - $5)) -ge 30 ]
		[ $((${13} - $5)) -le 50 ]
		[ $((${16} - $8)) -ge 30 ]
	done
}

@test "the joins carry 1,500 bytes whole, and no byte more in one piece" {
	plug cloud-hv1 finance 201
	plug cloud-hv2 finance 202
	# What is left of 1,500 bytes behind the headers of IP and of ICMP.
	[[ $(inner finance 1) == *:* ]] && room=1452 || room=1472
	for number in 1 2 11 12 202; do
		run from_plug cloud-hv1 201 ping -c 3 -i 0.2 -W 2 -M do -s "$room" \
			"$(inner finance "$number")"
		echo "$output"
		[ "$status" -eq 0 ]
		# A loop would show as duplicates.
		[[ $output != *DUP* ]]
	done
	run from_plug cloud-hv1 201 ping -c 1 -W 1 -M do -s $((room + 1)) "$(inner finance 1)"
	[ "$status" -ne 0 ]
	unplug cloud-hv1 201
	unplug cloud-hv2 202
}

@test "the two equal networks never meet" {
	plug cloud-hv1 finance 201
	plug cloud-hv1 health 202
	from_plug cloud-hv1 201 curl -sf --max-time 5 "$(in_url "$(inner finance 11)")" | grep finance-web
	from_plug cloud-hv1 202 curl -sf --max-time 5 "$(in_url "$(inner health 11)")" | grep health-web
	# Over IPv4 it has that address already.
	give cloud-hv1 finance 202
	run from_plug cloud-hv1 201 ping -c 2 -i 0.2 -W 1 "$(inner finance 202)"
	[ "$status" -ne 0 ]
	# No bridge of one department has ever seen a machine of the other.
	for host in cloud-hv1 cloud-hv2; do
		run "$LAB" exec "$host" bridge fdb show br landing-finance
		[[ $output != *52:54:00:1a:02* ]]
		run "$LAB" exec "$host" bridge fdb show br landing-health
		[[ $output != *52:54:00:1a:01* ]]
	done
	unplug cloud-hv1 201
	unplug cloud-hv1 202
}

@test "a hypervisor is no way from one network into the other" {
	run "$LAB" exec finance-gw ping -c 1 -W 1 "$(address cloud-hv1)"
	[ "$status" -eq 0 ]
	[[ $(inner finance 1) == *:* ]] && nowhere=3fff::1 || nowhere=192.0.2.1
	"$LAB" exec finance-hv1 ip route add "$nowhere" via "$(inner finance 1)"
	run "$LAB" exec finance-hv1 ping -c 1 -W 1 "$nowhere"
	[ "$status" -ne 0 ]
	for host in cloud-hv1 cloud-hv2; do
		[ "$("$LAB" exec "$host" cat /proc/sys/net/ipv4/ip_forward)" -eq 0 ]
		[ "$("$LAB" exec "$host" cat /proc/sys/net/ipv6/conf/all/forwarding)" -eq 0 ]
		[ -z "$("$LAB" exec "$host" ip -o addr show dev landing-finance)" ]
		[ -z "$("$LAB" exec "$host" ip -o addr show dev landing-health)" ]
	done
}

@test "a source that shows no certificate cannot migrate, and its guest runs on" {
	pki=$(ask .state)/hosts/health-hv1/pki
	mkdir "$BATS_TEST_TMPDIR/kept"
	mv "$pki"/client-* "$BATS_TEST_TMPDIR/kept/"
	run "$MOVE" health-db cloud-hv1
	echo "$output"
	mv "$BATS_TEST_TMPDIR/kept"/client-* "$pki/"
	[ "$status" -ne 0 ]
	[[ $(state_of health-hv1 health-db) == "running"* ]]
	"$LAB" exec cloud-hv1 sh -c 'rm /var/lib/gov-cloud/volumes/health-db-*'
	"$LAB" exec cloud-hv1 virsh -q pool-refresh gov-cloud
}

@test "virsh alone moves a guest of each department, which stays reachable and goes on writing" {
	"$MOVE" finance-web cloud-hv1 &
	one=$!
	"$MOVE" health-web cloud-hv2
	wait "$one"
	[[ $(state_of cloud-hv1 finance-web) == "running"* ]]
	[[ $(state_of cloud-hv2 health-web) == "running"* ]]
	[[ $(state_of finance-hv1 finance-web) == "shut off (migrated)"* ]]
	for url in $(ask '.guests[] | select(.name | endswith("-web")) | .urls[].large'); do
		[ "$(in_ops curl -sf --max-time 5 "$url" | wc -c)" -eq 102400 ]
	done
	# The blocks go on in one row: each beat tells one more than the last, or as many.
	awk '$8 < last || $8 > last + 40 && last { exit 1 } { last = $8 }' \
		"$(ask .heartbeats)/finance-web"
}

@test "guests of one department reach each other from cloud to cloud and from cloud to home" {
	"$MOVE" finance-db cloud-hv2
	ssh_to_guest finance-web wget -qO- "$(in_url "$(inner finance 12)")" | grep finance-db
	ssh_to_guest health-web wget -qO- "$(in_url "$(inner health 12)")" | grep health-db
	ssh_to_guest health-web wget -qO- 'http://[2001:db8:2:1::12]/' | grep health-db
	ssh_to_guest finance-web ping -c 2 "$(inner finance 1)"
}

@test "a cut cable silences a host until it is mended" {
	"$LAB" link cloud-hv1 down
	run in_ops curl -sf --max-time 2 "$(page finance-web)"
	[ "$status" -ne 0 ]
	"$LAB" link cloud-hv1 up
	eventually in_ops curl -sf --max-time 2 "$(page finance-web)"
}

@test "libvirtd that is killed comes back, and its guests have not noticed" {
	"$LAB" kill cloud-hv1 libvirtd
	eventually "$LAB" exec cloud-hv1 virsh -q list
	[[ $(state_of cloud-hv1 finance-web) == "running"* ]]
}

@test "a QEMU that is killed is a crashed guest, and no zombie" {
	"$LAB" kill cloud-hv2 qemu finance-db
	eventually sh -c "'$LAB' exec cloud-hv2 virsh -q domstate --reason finance-db | grep crashed"
	run "$LAB" exec cloud-hv2 ps -e -o stat=,comm=
	[[ $output != *Z*qemu* ]]
}

@test "a guest can power itself off, and then is off because it was shut down" {
	"$LAB" guest health-db poweroff
	eventually sh -c "'$LAB' exec health-hv1 virsh -q domstate --reason health-db |
		grep 'shut off (shutdown)'"
}

@test "a guest that is renewed begins anew at home, and nothing of it is left elsewhere" {
	[[ $(state_of cloud-hv1 finance-web) == "running"* ]]
	"$LAB" guest finance-web renew writer_hz=5 dirty_disk_kib_s=256
	[[ $(state_of finance-hv1 finance-web) == "running"* ]]
	run state_of cloud-hv1 finance-web
	[ "$status" -ne 0 ]
	run ls "$(ask .state)/hosts/cloud-hv1/volumes"
	[[ $output != *finance-web* ]]
	eventually ssh_to_guest finance-web grep writer_hz=5 /proc/cmdline
	# Its load is the one that was asked for: 64 KiB four times a second, neither none nor a flood.
	written=$(ssh_to_guest finance-web 'cat /proc/$(pidof dirty)/io; sleep 4; cat /proc/$(pidof dirty)/io' |
		awk '/^wchar/ { kib = $2 / 1024 - kib } END { print int(kib) }')
	echo "written in 4 s: $written KiB"
	[ "$written" -ge 256 ]
	[ "$written" -le 1536 ]
	in_ops curl -sf --max-time 5 -o /dev/null "$(page finance-web)"
}

@test "a host that loses its power comes back with a new boot id and starts what it should" {
	before=$("$LAB" exec cloud-hv2 cat /proc/sys/kernel/random/boot_id)
	"$LAB" host cloud-hv2 off
	run "$LAB" exec cloud-hv2 true
	[ "$status" -ne 0 ]
	"$LAB" host cloud-hv2 on
	[ "$before" != "$("$LAB" exec cloud-hv2 cat /proc/sys/kernel/random/boot_id)" ]
	[[ $(state_of cloud-hv2 health-web) == "shut off"* ]]
	# The cloud never had it on autostart; its disks have outlived the power.
	"$LAB" exec cloud-hv2 virsh -q start health-web
	eventually in_ops curl -sf --max-time 2 -o /dev/null "$(page health-web)"
}

# carry: 25 MB to cloud-hv2; how many milliseconds that $took.
carry() {
	local started
	in_ops sh -c 'head -c 25000000 /dev/zero | nc -l -N "$1" 9000' sh "$(address ops)" 3>&- &
	eventually in_ops sh -c 'ss -Hltn "sport = :9000" | grep -q .'
	started=$(date +%s%N)
	"$LAB" exec cloud-hv2 sh -c 'nc -d "$1" 9000 | wc -c' sh "$(address ops)" | grep -x 25000000
	took=$((($(date +%s%N) - started) / 1000000))
	wait "$!"
	echo "25 MB at 100 Mbit/s took $took ms"
}

@test "cables are as fast as they were asked to be" {
	"$LAB" rate cloud-hv2 100
	[ "$("$LAB" env --json | jq '.rates_mbit["cloud-hv2"]')" -eq 100 ]
	# Others may keep this machine busy: never too fast, and once as fast as it should be.
	for _ in 1 2 3 4 5; do
		carry
		[ "$took" -ge 1700 ]
		[ "$took" -gt 4000 ] || break
	done
	[ "$took" -le 4000 ]
}

@test "a second lab lives beside the first and goes without it" {
	"$LAB" --id "other-$BANYUN_LAB" up
	[ "$("$LAB" --id "other-$BANYUN_LAB" exec ops curl -sf "$(page finance-web)" | grep -c finance-web)" -gt 0 ]
	in_ops curl -sf -o /dev/null "$(page finance-web)"
	"$LAB" --id "other-$BANYUN_LAB" down
	in_ops curl -sf -o /dev/null "$(page finance-web)"
}

@test "down leaves no process, namespace, mount, device or file" {
	[ "$(traces | grep -c .)" -gt 20 ]
	"$LAB" down
	run diff "$BATS_FILE_TMPDIR/before" <(traces)
	echo "$output"
	[ "$status" -eq 0 ]
	! "$LAB" status
}
