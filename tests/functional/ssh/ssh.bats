# banyun-plugin-ssh against a real sshd whose users are as nasty as a hostile host can be.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/server.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh

setup_file() {
	server_fits || return 0
	server_up ssh
}

# The first request: opens the plugin for USER, with `key`, `known`, `address` and `port` if set.
first() { # USER
	jq -nc --arg user "$1" --arg address "${address:-$loopback}" --argjson port "${port:-22}" \
		--arg key "$far/${key:-user}" --arg known "$far/${known:-known_hosts}" '{
		settings: {role: "source", host: {name: "hv1", department: "财政局",
			side: "department", address: $address, port: $port, user: $user}},
		secrets: {key: $key, known_hosts: $known}}'
}

# What lines of ip(8) do on the host; those of a family that it has not are left out.
furnish() { # LINE...
	printf '%s\n' "$@" | without_ipv4 | "$here/hosts" exec "$far" ip -batch -
}

# Asks; the answers are in $output without that of `open`, a line each.
ask() { # USER REQUEST...
	local user=$1
	shift
	run --separate-stderr "$here/hosts" exec "$far" "$here/talk" "$plugin" "$(first "$user")" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
	output=$(tail -n +2 <<<"$output")
}

# What jq says of the answer with that number, from 0.
answer() { # NUMBER FILTER
	jq -rs ".[$1] | $2" <<<"$output"
}

# The answer is an error of that kind with these words, and the same process answers a good call.
refused() { # USER REQUEST KIND WORDS
	ask "$1" "$2" '{"wait":true}' '{"method":"fingerprint"}'
	[ "$(answer 0 .error.data.kind)" = "$3" ]
	[ "$(answer 0 .error.data.object)" = hv1 ]
	[[ "$(answer 0 .error.message)" == *"$4"* ]]
}

lives() {
	[[ "$(answer 1 .result.fingerprint)" == SHA256:* ]]
}

leftovers() { # PATTERN: processes of the host that still run
	"$here/hosts" ps "$far" | grep -E "$1" || true
}

gone() { # PATTERN
	for _ in $(seq 30); do
		[ -n "$(leftovers "$1")" ] || return 0
		sleep 0.1
	done
	leftovers "$1"
	return 1
}

@test "the manual page has every method, setting and parameter" {
	page=${top_srcdir:-.}/plugins/ssh/banyun-plugin-ssh.8
	words=$("$plugin" --describe | jq -r '.methods[], .settings[].name, .settings[].fields[]?.name')
	[ "$(wc -w <<<"$words")" -ge 10 ]
	for word in $words device image path format export socket name rate_limit_mib digest bytes; do
		grep -qw -- "$word" "$page" || {
			echo "$word is not in $page"
			return 1
		}
	done
}

@test "fingerprint shows the key that libvirt asks for first, as ssh-keygen shows it, without credentials" {
	settings=$(first root | jq -c 'del(.secrets)')
	run --separate-stderr "$here/hosts" exec "$far" "$here/talk" "$plugin" "$settings" \
		'{"method":"fingerprint"}'
	output=$(tail -n +2 <<<"$output")
	[ "$(answer 0 .result.fingerprint)" = "$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)" ]
	[ "$(answer 0 .result.type)" = ecdsa-sha2-nistp256 ]
	[ "$(answer 0 .result.known_hosts)" = "$(cat "$far/known_ecdsa")" ]
}

@test "the line of fingerprint is what trusts the host, with its port and family too" {
	for address in $(of_family "127.0.0.1 ::1" ::1); do
		for port in 22 2222; do
			ask root '{"method":"fingerprint"}'
			answer 0 .result.known_hosts >"$far/known_now"
			known=known_now ask root '{"method":"collect"}'
			[ "$(answer 0 .result.items)" -eq 1 ]
		done
	done
}

@test "collect by root and by an unprivileged user finds the facts of this host" {
	for user in root plain bash; do
		ask "$user" '{"method":"collect"}'
		facts=".items[0].facts"
		[ "$(answer 0 .result.items)" = 1 ]
		[ "$(answer 0 .items[0].kind)" = host ]
		[ "$(answer 0 .items[0].id)" = hv1 ]
		[ "$(answer 0 $facts.department)" = 财政局 ]
		[ "$(answer 0 $facts.kernel)" = "$(uname -r)" ]
		[ "$(answer 0 $facts.architecture)" = "$(uname -m)" ]
		[ "$(answer 0 $facts.cpus)" = "$(nproc --all)" ]
		[ "$(answer 0 $facts.os)" = "$(. /etc/os-release && echo "$PRETTY_NAME")" ]
		[ "$(answer 0 $facts.memory)" -eq \
			$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) * 1024)) ]
		answer 0 "$facts.listening[] | .address + \" \" + (.port | tostring)" |
			grep -x "$(of_family 0.0.0.0 ::) 2222"
		answer 0 "$facts.listening[] | .address + \" \" + (.port | tostring)" | grep -x ':: 22'
		answer 0 "$facts.tools[]" | grep -x nbdcopy
		[ "$(answer 0 $facts.os_id)" = "$(. /etc/os-release && echo "$ID")" ]
		[ "$(answer 0 $facts.processor)" = \
			"$(sed -n '/^model name/{s/.*: *//p;q}' /proc/cpuinfo)" ]
		[ "$(answer 0 "$facts.resolvers | join(\" \")")" = \
			"$(sed -n 's/^nameserver *//p' /etc/resolv.conf | paste -sd' ')" ]
		[ "$(answer 0 "$facts.filesystems[] | select(.mount == \"/\").size")" -eq \
			$(($(df -Pk / | awk 'END { print $2 }') * 1024)) ]
		[ "$(answer 0 "$facts.disks | length")" -eq \
			"$(ls -d /sys/block/*/device | grep -vcE '/(sr|fd)[0-9]')" ]
		[ "$(answer 0 "$facts.last_logins | type")" = array ]
	done
}

@test "root is told which programs listen, and others that they are not told" {
	ask root '{"method":"collect"}'
	for at in 22 2222; do
		[ "$(answer 0 ".items[0].facts.listening[] | select(.port == $at and .address == \"::\").program")" = sshd ]
	done
	[ "$(answer 0 '.items[0].facts.unknown | index("listening programs")')" = null ]
	ask plain '{"method":"collect"}'
	[ "$(answer 0 '[.items[0].facts.listening[].program] | unique[0]')" = null ]
	[ "$(answer 0 '.items[0].facts.unknown | index("listening programs") != null')" = true ]
}

@test "so is one that was started by nobody of the host's own" {
	"$here/hosts" in "$far" python3 -c 'import socket, time
server = socket.create_server(("::1", 4711), family=socket.AF_INET6)
time.sleep(20)' 3>&- &
	for _ in $(seq 50); do
		ask root '{"method":"collect"}'
		program=$(answer 0 '.items[0].facts.listening[] | select(.port == 4711).program')
		[ -z "$program" ] || break
		sleep 0.1
	done
	kill $!
	[[ "$program" == python3* ]]
	[ "$(answer 0 '[.items[0].facts.listening[] | select(.port == 2222).program] | unique | join(" ")')" = sshd ]
}

@test "a host in which nothing changed tells the same facts, whatever its measures" {
	ask plain '{"method":"collect"}' '{"wait":true}' '{"method":"collect"}'
	[ "$(answer 0 .items[0].facts)" = "$(answer 1 .items[0].facts)" ]
	[ "$(answer 1 '.items[0].measures.uptime > 0')" = true ]
	[ "$(answer 1 '.items[0].measures."used /" > 0')" = true ]
}

@test "connections are counted by the other side and the port asked for" {
	local there
	there=$(of_family 192.0.2.7 2001:db8::7)
	"$here/hosts" exec "$far" ip address add "$(of_family "$there/32" "$there/128")" dev lo
	"$here/hosts" exec "$far" bash -c 'exec 3<>"/dev/tcp/$0/22" 4<>"/dev/tcp/$0/22"; exec sleep 30' "$there" \
		3>&- &
	for _ in $(seq 50); do
		ask plain '{"method":"collect"}'
		[ "$(answer 0 ".items[0].measures.\"flow in 22 $there\"")" = null ] || break
		sleep 0.1
	done
	kill $!
	"$here/hosts" exec "$far" ip address del "$(of_family "$there/32" "$there/128")" dev lo
	[ "$(answer 0 ".items[0].measures.\"flow in 22 $there\"")" -eq 2 ]
	[ "$(answer 0 ".items[0].measures.\"flow out 22 $there\"")" -eq 2 ]
}

@test "a host without ss tells who listens all the same" {
	ask ssless '{"method":"collect"}'
	answer 0 '.items[0].facts.listening[] | .address + " " + (.port | tostring)' | grep -x ':: 22'
	[ "$(answer 0 '.items[0].facts.unknown | index("listening programs") != null')" = true ]
}

@test "addresses of both families, without those of loopback" {
	"$here/hosts" exec "$far" ip link add wide type bridge
	furnish 'address add 192.0.2.7/24 dev wide' 'address add 2001:db8::7/64 dev wide nodad'
	ask plain '{"method":"collect"}'
	"$here/hosts" exec "$far" ip link del wide
	[ "$(answer 0 '.items[0].facts.addresses | join(" ")')" = "$(of_family "192.0.2.7 " "")2001:db8::7" ]
}

@test "routes of both families as ip tells them, and hardware addresses" {
	"$here/hosts" exec "$far" ip link add wide type bridge
	furnish 'address add 192.0.2.7/24 dev wide' 'address add 2001:db8::7/64 dev wide nodad' 'link set wide up' \
		'route add default via 192.0.2.1 metric 7' 'route add 198.51.100.0/25 via 192.0.2.2' \
		'route add blackhole 203.0.113.0/24' 'route add default via 2001:db8::1' \
		'route add blackhole 2001:db8:113::/48' 'route add 2001:db8:100::/56 via 2001:db8::2 metric 7'
	for one in 4 6; do
		"$here/hosts" exec "$far" ip -j -"$one" route | jq -c '.[] |
			select(.type != "blackhole" and .dst != "multicast" and .dst != "ff00::/8") |
			[.dst, .gateway, .dev, .metric // 0]'
	done | sort >"$far/routes"
	mac=$("$here/hosts" exec "$far" ip -j link show wide | jq -r '.[0].address')
	ask plain '{"method":"collect"}'
	"$here/hosts" exec "$far" ip link del wide
	furnish 'route del blackhole 203.0.113.0/24' 'route del blackhole 2001:db8:113::/48'
	diff "$far/routes" <(answer 0 '.items[0].facts.routes[] |
		[.destination, .gateway, .device, .metric] | tojson' | sort)
	[ "$(answer 0 '.items[0].facts.links[] | select(.name == "wide").mac')" = "$mac" ]
}

@test "network interfaces with their MTU, kind and master" {
	"$here/hosts" exec "$far" ip link add wide mtu 1600 type bridge
	"$here/hosts" exec "$far" ip link add join master wide mtu 1450 type vxlan id 7 dstport 4789 local "$loopback"
	"$here/hosts" exec "$far" ip link add veth7 type veth peer name veth8
	"$here/hosts" exec "$far" ip tuntap add tap7 mode tap
	ask plain '{"method":"collect"}'
	"$here/hosts" exec "$far" ip link del join
	"$here/hosts" exec "$far" ip link del veth7
	"$here/hosts" exec "$far" ip link del tap7
	"$here/hosts" exec "$far" ip link del wide
	[ "$(answer 0 '.items[0].facts.links[] | select(.name == "join") | "\(.mtu) \(.kind) \(.master)"')" = "1450 vxlan wide" ]
	# These are no hardware, though the kernel names no kind of them there.
	[ "$(answer 0 '[.items[0].facts.links[] | select(.name | IN("veth7", "tap7")).kind] | join(" ")')" = "tun veth" ]
}

# reach PORT FILE: asks the host which keys it is shown, and compares with the lines of the file.
reach() {
	ask plain "$(jq -nc --argjson port "$1" --rawfile known "$far/$2" --arg address "$loopback" \
		'{method: "reach", parameters: {address: $address, port: $port, known_hosts: $known}}')"
}

@test "reach: the pinned key is shown, of either kind and at any port" {
	for known in known_hosts known_ecdsa; do
		for at in 22 2222; do
			reach "$at" "$known"
			[ "$(answer 0 .result.reached)" = true ]
		done
	done
}

@test "reach: another key is not the pinned one, and silence is none" {
	reach 22 known_other
	[ "$(answer 0 .result.reached)" = false ]
	[[ "$(answer 0 .result.why)" == *"shows 2 keys, and the trusted one is not among them"* ]]
	reach 9 known_hosts
	[ "$(answer 0 .result.reached)" = false ]
	[[ "$(answer 0 .result.why)" == *"no SSH server answers hv1 at $loopback port 9"* ]]
}

@test "reach: an address that is none, and pinned keys that hold none" {
	ask plain '{"method":"reach","parameters":{"address":"$(id)","port":22,"known_hosts":"a"}}'
	[[ "$(answer 0 .error.message)" == *address* ]]
	refused plain '{"method":"reach","parameters":{"address":"'"$loopback"'","port":22,"known_hosts":"# none"}}' \
		input "hold no key"
	lives
}

@test "certificates that are not there are told by name" {
	[ ! -e /etc/pki/qemu ] && [ ! -e /etc/libvirt/qemu.conf ] || skip "this machine has some of its own"
	ask plain '{"method":"certificates"}'
	[[ "$(answer 0 .result.why)" == "/etc/pki/qemu/ca-cert.pem of hv1 is not there." ]]
}

@test "measures: the boot, a skew that may be zero, load and free memory" {
	ask root '{"method":"collect"}'
	digits=$(tr -d '\n' </proc/sys/kernel/random/boot_id | sha256sum | cut -c1-13)
	[ "$(answer 0 .items[0].measures.boot)" -eq $((16#$digits)) ]
	skew=$(answer 0 .items[0].measures.clock_skew_ms)
	[ "${skew#-}" -le $(($(answer 0 .items[0].measures.clock_error_ms) + 500)) ]
	[ "$(answer 0 .items[0].measures.load_milli)" -ge 0 ]
	[ "$(answer 0 .items[0].measures.memory_available)" -gt 1000000 ]
}

@test "an ECDSA key logs in, and an ECDSA host key is asked for where that is the trusted one" {
	# libssh2 1.10 itself loses some bytes when it reads an ECDSA key.
	export LSAN_OPTIONS=detect_leaks=0
	key=user_ecdsa known=known_ecdsa ask root '{"method":"collect"}'
	[ "$(answer 0 .result.items)" -eq 1 ]
}

@test "talk of login files and sections forged with another boundary change nothing" {
	for user in talker forger; do
		ask "$user" '{"method":"collect"}' '{"method":"collect"}'
		[ "$(answer 0 .result.items)" -eq 1 ]
		[ "$(answer 1 .result.items)" -eq 1 ]
		[[ "$output" != *Forged* ]]
	done
}

@test "a host that is not trusted gets nothing, and its fingerprint is named" {
	: >"$far/known_none"
	known=known_none refused root '{"method":"collect"}' refused "no key of it is trusted yet"
	[[ "$(answer 0 .error.message)" == *"$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)"* ]]
	[[ "$(answer 0 .error.message)" == *"banyun host trust hv1"* ]]
	lives
}

@test "another key than the trusted one is refused" {
	known=known_other refused root '{"method":"collect"}' refused "is not the one that was trusted"
	[[ "$(answer 0 .error.message)" == *"$(ssh-keygen -lf "$far/host.pub" | cut -d' ' -f2)"* ]]
	lives
}

@test "a key trusted for another port or host trusts nothing" {
	port=2222 refused root '{"method":"collect"}' refused "no key of it is trusted yet"
	furnish 'address add 2001:db8::7/128 dev lo'
	address=2001:db8::7 refused root '{"method":"collect"}' refused "no key of it is trusted yet"
	furnish 'address del 2001:db8::7/128 dev lo'
}

@test "marks in known_hosts and lines that are none are refused" {
	sed 's/^/@revoked /' "$far/known_hosts" >"$far/known_bad"
	known=known_bad refused root '{"method":"collect"}' input "cannot be read"
	echo "$loopback" >"$far/known_bad"
	known=known_bad refused root '{"method":"collect"}' input "cannot be read"
	lives
}

@test "keys that do not open the host" {
	key=other_user refused root '{"method":"collect"}' refused "authorized_keys"
	lives
	key=user_rsa refused root '{"method":"collect"}' refused "authorized_keys"
	key=user_locked refused root '{"method":"collect"}' input "without a passphrase"
	key=known_hosts refused root '{"method":"collect"}' input "cannot be read"
	lives
}

@test "a key that is missing is named" {
	settings=$(first root | jq -c 'del(.secrets.key)')
	run --separate-stderr "$here/hosts" exec "$far" "$here/talk" "$plugin" "$settings" \
		'{"method":"collect"}'
	[[ "$output" == *'needs the secret \"key\"'* ]]
}

@test "a port that nobody listens on, and an address that is none" {
	port=9 ask root '{"method":"collect"}' '{"method":"fingerprint"}'
	for number in 0 1; do
		[ "$(answer $number .error.data.kind)" = unreachable ]
		[[ "$(answer $number .error.message)" == *"$loopback port 9"*"Connection refused"* ]]
	done
	address=$(of_family 192.0.2.1 2001:db8::1) ask root '{"method":"collect"}'
	[ "$(answer 0 .error.data.kind)" = unreachable ]
	run "$here/talk" "$plugin" "$(address=localhost first root)"
	[[ "$output" == *'"kind": "input"'*address* ]]
}

@test "servers that speak no SSH, or never stop, end with a sentence in time" {
	local -A words=([7001]="in time" [7002]="closed the connection" [7003]="failed while"
		[7004]="failed while" [7005]="sent more than" [7006]="failed while" [7007]="in time")
	for port in "${!words[@]}"; do
		ask root '{"method":"fingerprint","deadline":1500}' '{"method":"collect","deadline":1500}'
		for number in 0 1; do
			echo "port $port: $(answer $number .error.message)"
			[ "$(answer $number .error.code)" = -32000 ]
			[[ "$(answer $number '.seconds < 3')" == true ]]
		done
	done
}

@test "garbage, early ends and floods each end the call and not the plugin" {
	refused garbage '{"method":"collect"}' input "ends too early"
	lives
	refused early '{"method":"collect"}' input 'user "early" there ended with 7'
	lives
	refused killed '{"method":"collect"}' input "was ended by a signal"
	lives
	refused nologin '{"method":"collect"}' input "This account is currently not available."
	lives
	refused twice '{"method":"collect"}' input "behind its end"
	lives
	refused flood '{"method":"collect"}' failed "more than 1048576 bytes"
	lives
	refused flood_errors '{"method":"collect"}' failed "more than 1048576 bytes"
	lives
	refused dropped '{"method":"collect"}' unreachable "closed the connection"
	lives
}

@test "hosts that never answer are left at the deadline and at once when cancelled" {
	refused silent '{"method":"collect","deadline":1500}' unreachable "in time"
	[ "$(answer 0 '.seconds < 3')" = true ]
	lives
	refused held '{"method":"collect","deadline":1500}' unreachable "in time"
	lives
	refused silent '{"method":"collect","cancel":0.5}' failed "was cancelled"
	[ "$(answer 0 '.seconds < 2')" = true ]
	lives
}

@test "sixteen calls at once do not disturb each other" {
	calls=()
	for _ in $(seq 8); do calls+=('{"method":"collect"}' '{"method":"fingerprint"}'); done
	ask root "${calls[@]}"
	[ "$(jq -s '[.[] | select(.result.items or .result.fingerprint)] | length' <<<"$output")" -eq 16 ]
}

# An image with data, holes and a name that a shell would like to read otherwise.
make_images() {
	images=$far/images
	export images
	[ ! -d "$images" ] || return 0
	mkdir -p "$images"
	image="$images/a 'b' \$(touch pwned) \`id\` \"c\" 盘.qcow2"
	qemu-img create -q -f qcow2 "$images/base.qcow2" 128M
	qemu-io -c 'write -q -P 7 1M 5M' -c 'write -q -P 9 100M 64k' "$images/base.qcow2"
	qemu-img create -q -f qcow2 -F qcow2 -b "$images/base.qcow2" "$images/top.qcow2"
	qemu-io -c 'write -q -P 8 3M 1M' "$images/top.qcow2"
	cp "$images/base.qcow2" "$image"
	qemu-img convert -O raw "$images/base.qcow2" "$images/base.raw"
	qemu-img convert -O raw "$images/top.qcow2" "$images/top.raw"
	chmod -R a+rX "$images"
}

content() { # PATH FORMAT [MEMBERS]: a request
	jq -nc --arg path "$1" --arg format "$2" --argjson more "${3:-{\}}" \
		'{method: "content"} + ($more | del(.rate)) + {parameters: ({device: "vda",
		image: {path: $path, format: $format}} +
		(if $more.rate then {rate_limit_mib: $more.rate} else {} end))}'
}

expect() { # NUMBER FILE: the digest is that of the raw bytes
	[ "$(answer "$1" .result.digest)" = "sha256:$(sha256sum "$2" | cut -d' ' -f1)" ]
	[ "$(answer "$1" .result.bytes)" -eq "$(stat -c %s "$2")" ]
	[ "$(answer "$1" .result.device)" = vda ]
}

@test "content is what the guest sees: qcow2, chains and raw have the digest of the raw bytes" {
	make_images
	ask root "$(content "$images/base.qcow2" qcow2)" '{"wait":true}' \
		"$(content "$images/base.raw" raw)" '{"wait":true}' "$(content "$images/top.qcow2" qcow2)"
	expect 0 "$images/base.raw"
	expect 1 "$images/base.raw"
	expect 2 "$images/top.raw"
	[ "$(answer 0 '.progress | length')" -ge 1 ]
	[ "$(answer 0 '.progress[0].device')" = vda ]
	gone 'nbdcopy|qemu-nbd|sha256sum'
}

@test "a path is only ever a path" {
	make_images
	image=$(echo "$images"/a*.qcow2)
	ask root "$(content "$image" qcow2)"
	expect 0 "$images/base.raw"
	[ ! -e /pwned ] && [ ! -e pwned ]
	refused root "$(content $'/tmp/a\nb' raw)" input "control characters"
	refused root "$(content relative.raw raw)" input "not absolute"
	ask root "$(content "$image" vmdk)"
	[[ "$(answer 0 .error.message)" == *image.format* ]]
}

@test "content of a frozen NBD export on a socket" {
	make_images
	"$here/hosts" exec "$far" qemu-nbd -r -t -e 4 -f qcow2 -x 'a/盘 b?' \
		-k "$far/s ock&x" "$images/top.qcow2" 3>&- &
	for _ in $(seq 50); do [ -S "$far/s ock&x" ] && break || sleep 0.1; done
	ask root "$(jq -nc --arg socket "$far/s ock&x" '{method: "content", parameters:
		{device: "vda", export: {socket: $socket, name: "a/盘 b?"}}}')"
	kill $!
	expect 0 "$images/top.raw"
}

@test "what cannot be read to its end has no digest" {
	make_images
	refused root "$(content /nonexistent raw)" failed "No such file or directory"
	refused root "$(content "$images/base.raw" qcow2)" failed "not in qcow2 format"
	qemu-img create -q -f qcow2 -F qcow2 -b "$images/base.qcow2" "$images/orphan.qcow2"
	qemu-img rebase -u -F qcow2 -b "$images/gone.qcow2" "$images/orphan.qcow2"
	refused root "$(content "$images/orphan.qcow2" qcow2)" failed "gone.qcow2"
	chmod 600 "$images/base.raw"
	refused plain "$(content "$images/base.raw" raw)" failed "Permission denied"
	chmod 644 "$images/base.raw"
	ask root '{"method":"content","parameters":{"device":"vda"}}'
	[[ "$(answer 0 .error.message)" == *"image"*"export"* ]]
	gone 'nbdcopy|qemu-nbd|sha256sum'
}

@test "an export that ends in the middle has no digest" {
	make_images
	"$here/hosts" exec "$far" qemu-nbd -r -t -f qcow2 -x disk -k "$far/dying" \
		"$images/top.qcow2" 3>&- &
	for _ in $(seq 50); do [ -S "$far/dying" ] && break || sleep 0.1; done
	(sleep 2 && kill -KILL $!) 3>&- &
	ask root "$(jq -nc --arg socket "$far/dying" '{method: "content", parameters: {device: "vda",
		export: {socket: $socket, name: "disk"}, rate_limit_mib: 16}}')"
	[ "$(answer 0 .error.data.kind)" = failed ]
	[[ "$(answer 0 .error.message)" == *"nbdcopy ended with"* ]]
	gone 'nbdcopy|sha256sum'
}

@test "a host without the tools says which is missing" {
	make_images
	refused toolless "$(content "$images/base.raw" raw)" failed "nbdcopy was not found"
	lives
}

@test "the rate is kept to" {
	make_images
	ask root "$(content "$images/base.raw" raw '{"rate":64}')"
	expect 0 "$images/base.raw"
	[ "$(answer 0 '.seconds >= 2')" = true ]
}

@test "a cancelled digest, and one whose plugin is killed, end on the host" {
	make_images
	ask root "$(content "$images/base.raw" raw '{"rate":1,"cancel":1}')"
	[[ "$(answer 0 .error.message)" == *"was cancelled"* ]]
	gone 'nbdcopy|qemu-nbd|sha256sum'

	"$here/hosts" exec "$far" "$here/talk" "$plugin" "$(first root)" \
		"$(content "$images/base.raw" raw '{"rate":1}')" 3>&- &
	for _ in $(seq 100); do
		[ -z "$(leftovers sha256sum)" ] || break
		sleep 0.1
	done
	[ -n "$(leftovers sha256sum)" ]
	kill -KILL $(pgrep -P $!)
	wait $! || true
	gone 'nbdcopy|qemu-nbd|sha256sum'
}

@test "digests from hosts that lie, flood or fall silent" {
	make_images
	request=$(content "$images/base.raw" raw '{"deadline":3000}')
	for user in garbage early killed nologin; do
		refused "$user" "$request" input ""
		lives
	done
	refused flood "$request" failed "more than 1048576 bytes"
	refused silent "$request" unreachable "in time"
	lives
}
