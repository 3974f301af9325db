# The probe against real web servers and real paths, on loopback and in a network of its own.

source "${top_srcdir:-.}/tests/functional/family.bash"
probe=${top_builddir:-.}/plugins/probe/banyun-plugin-probe
ask=${top_srcdir:-.}/tests/functional/plugin/ask

setup_file() {
	export place=$BATS_FILE_TMPDIR
	echo "a small page" > "$place/index.html"
	head -c 102400 /dev/zero > "$place/big"
	truncate -s 17M "$place/too-big"
	: > "$place/servers"
	[ "$family" = 6 ] || serve 127.0.0.1 IPV4
	serve '[::1]' IPV6
	export SITE=${IPV4:-$IPV6}
}

# A web server on a free port; its address goes into the variable.
serve() {
	local port
	for port in $(shuf -i 20000-50000 -n 20); do
		busybox httpd -f -p "$1:$port" -h "$place" > /dev/null 2>&1 3>&- &
		for _ in $(seq 50); do
			kill -0 $! 2> /dev/null || break
			if (: < "/dev/tcp/${1//[\[\]]/}/$port") 2> /dev/null; then
				echo $! >> "$place/servers"
				export "$2=http://$1:$port"
				return 0
			fi
			sleep 0.1
		done
	done
	return 1
}

teardown_file() {
	while read -r server; do
		kill "$server" || true
	done < "$place/servers"
}

page() {
	run "$ask" "$probe" page "$1"
}

@test "a page is fetched over IPv4" {
	needs_ipv4 "the page is asked for over it"
	page "{\"url\":\"$IPV4/index.html\",\"family\":4}"
	[ "$status" -eq 0 ]
	[[ "$output" == *'"status": 200'* ]]
	[[ "$output" == *'"bytes": 13'* ]]
	[[ "$output" == *"\"address\": \"$loopback\""* ]]
	digest=$(sha256sum < "$place/index.html")
	[[ "$output" == *"\"digest\": \"sha256:${digest%% *}\""* ]]
}

@test "a page is fetched over IPv6" {
	page "{\"url\":\"$IPV6/big\",\"family\":6,\"expect_status\":200}"
	[ "$status" -eq 0 ]
	[[ "$output" == *'"bytes": 102400'* ]]
	[[ "$output" == *'"address": "::1"'* ]]
	digest=$(sha256sum < "$place/big")
	[[ "$output" == *"\"digest\": \"sha256:${digest%% *}\""* ]]
}

@test "the other family is not used instead" {
	[ "$family" = 6 ] || {
		page "{\"url\":\"$IPV4/index.html\",\"family\":6}"
		[ "$status" -eq 1 ]
		[[ "$output" == "error unreachable "*"over IPv6"* ]]
	}
	page "{\"url\":\"$IPV6/index.html\",\"family\":4}"
	[ "$status" -eq 1 ]
	[[ "$output" == "error unreachable "*"over IPv4"* ]]
}

@test "a name is looked up for its family alone" {
	page "{\"url\":\"http://localhost:${IPV6##*:}/index.html\",\"family\":4}"
	[ "$status" -eq 1 ]
	page "{\"url\":\"http://localhost:${SITE##*:}/index.html\",\"family\":$family}"
	[ "$status" -eq 0 ]
}

@test "a page that is missing is a failure that names its status" {
	page "{\"url\":\"$SITE/missing\",\"family\":$family}"
	[ "$status" -eq 1 ]
	[ "$output" = "error failed The page $SITE/missing answered with status 404." ]
}

@test "a status that is expected is good, another is not" {
	page "{\"url\":\"$SITE/missing\",\"family\":$family,\"expect_status\":404}"
	[ "$status" -eq 0 ]
	page "{\"url\":\"$SITE/index.html\",\"family\":$family,\"expect_status\":404}"
	[ "$status" -eq 1 ]
	[[ "$output" == "error failed "*"status 200, and 404 was expected." ]]
}

@test "a redirect is not followed" {
	mkdir -p "$place/folder"
	page "{\"url\":\"$SITE/folder\",\"family\":$family}"
	[ "$status" -eq 0 ]
	[[ "$output" == *'"status": 302'* ]]
}

@test "a page that is too big is not read to its end" {
	page "{\"url\":\"$SITE/too-big\",\"family\":$family}"
	[ "$status" -eq 1 ]
	[[ "$output" == "error failed "*"more than 16777216 bytes"* ]]
}

@test "a server that does not answer is given up in time" {
	python3 -c 'import os, socket, time
at = os.environ["loopback"]
silent = socket.create_server((at, 0), family=socket.AF_INET6 if ":" in at else socket.AF_INET)
print(silent.getsockname()[1], flush=True)
time.sleep(30)' > "$place/port" 3>&- &
	server=$!
	for _ in $(seq 100); do
		[ ! -s "$place/port" ] || break
		sleep 0.1
	done
	[ -s "$place/port" ]
	port=$(cat "$place/port")
	page "{\"url\":\"http://$(bracketed "$loopback"):$port/\",\"family\":$family,\"timeout_ms\":300}"
	kill "$server" || true
	[ "$status" -eq 1 ]
	[[ "$output" == "error unreachable "*"timed out"* ]]
}

@test "a page that comes up late is waited for, and one that never does is not for long" {
	port=$(($(shuf -i 20000-50000 -n 1)))
	(sleep 2; exec busybox httpd -f -p "$(bracketed "$loopback"):$port" -h "$place") > /dev/null 2>&1 3>&- &
	late=$!
	page "{\"url\":\"http://$(bracketed "$loopback"):$port/index.html\",\"family\":$family,\"patience_ms\":15000}"
	kill "$late"
	[ "$status" -eq 0 ]
	[[ "$output" == *'"status": 200'* ]]
	SECONDS=0
	page "{\"url\":\"http://$(bracketed "$loopback"):1/\",\"family\":$family,\"patience_ms\":2000}"
	[ "$status" -eq 1 ]
	[ "$SECONDS" -le 6 ]
}

@test "a file is not a page, and 5 is no family" {
	page '{"url":"file:///etc/passwd","family":4}'
	[ "$status" -eq 1 ]
	page "{\"url\":\"$SITE/index.html\",\"family\":5}"
	[ "$status" -eq 1 ]
	[[ "$output" == "error input "* ]]
}

@test "the MTU of loopback is found over both families" {
	run "$ask" "$probe" mtu "{\"address\":\"$loopback\"}"
	[ "$status" -eq 0 ]
	[[ "$output" == 'result {"mtu": 1500,'* ]]
	run "$ask" "$probe" mtu '{"address":"::1","largest":9000}'
	[ "$status" -eq 0 ]
	[[ "$output" == 'result {"mtu": 9000,'* ]]
}

# Two hosts with a router between whose far link carries 1400 bytes; ROUTER and FAR are done there before.
in_narrow_network() { # [ROUTER [FAR]]
	unshare --user --map-root-user --net -- bash -c '
		set -e
		source "$4"
		of_ipv4() { [ "$family" = 6 ] || "$@"; }
		host() { unshare --net -- sleep 60 & }
		host; router=$!
		host; far=$!
		trap "kill $router $far" EXIT
		sleep 0.3
		at() { nsenter --net=/proc/$1/ns/net -- sh -c "$2"; }
		raise_loopback
		ip link add near type veth peer name inner netns $router
		ip link add outer netns $router type veth peer name far netns $far
		of_ipv4 ip address add 10.1.0.1/24 dev near
		ip address add fd00:1::1/64 dev near nodad
		ip link set near up
		of_ipv4 at $router "ip address add 10.1.0.2/24 dev inner; ip address add 10.2.0.2/24 dev outer"
		at $router "ip address add fd00:1::2/64 dev inner nodad
			ip address add fd00:2::2/64 dev outer nodad
			ip link set inner up; ip link set outer mtu 1400 up
			echo 1 > /proc/sys/net/ipv4/ip_forward
			echo 1 > /proc/sys/net/ipv6/conf/all/forwarding"
		of_ipv4 at $far "ip address add 10.2.0.3/24 dev far"
		at $far "ip address add fd00:2::3/64 dev far nodad
			ip link set far mtu 1400 up; ip route add default via fd00:2::2"
		of_ipv4 at $far "ip route add default via 10.2.0.2"
		of_ipv4 ip route add default via 10.1.0.2
		ip route add default via fd00:1::2
		echo "0 0" > /proc/sys/net/ipv4/ping_group_range
		at $router "$2"
		at $far "$3"
		sleep 1
		of_ipv4 "$0" "$1" mtu "{\"address\":\"10.2.0.3\"}" || true
		"$0" "$1" mtu "{\"address\":\"fd00:2::3\"}"
	' "$ask" "$probe" "${1:-}" "${2:-}" "${top_srcdir:-.}/tests/functional/family.bash"
}

wall='nft add table inet wall; nft add chain inet wall out "{ type filter hook output priority 0; }"
	nft add chain inet wall in "{ type filter hook input priority 0; }"'

@test "a narrow link on the way is found over both families" {
	unshare --user --map-root-user --net true 2> /dev/null || skip "no namespace can be made here"
	run in_narrow_network
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == 'result {"mtu": 1400, "over": "udp", "too_big": true,'* ]]
	[[ "${lines[-1]}" == 'result {"mtu": 1400, "over": "udp", "too_big": true,'* ]]
}

@test "packets that vanish because nobody says that they are too big are told" {
	unshare --user --map-root-user --net true 2> /dev/null || skip "no namespace can be made here"
	command -v nft > /dev/null || skip "nft is missing"
	run in_narrow_network "$wall; nft add rule inet wall out icmpv6 type packet-too-big drop
		nft add rule inet wall out icmp type destination-unreachable drop"
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == 'result {"lost": 1500, "mtu": 1400, "over": "udp", "too_big": false,'* ]]
	[[ "${lines[-1]}" == 'result {"lost": 1500, "mtu": 1400, "over": "udp", "too_big": false,'* ]]
}

@test "where datagrams are refused in silence, echoes are sent, and without them nothing is known" {
	unshare --user --map-root-user --net true 2> /dev/null || skip "no namespace can be made here"
	command -v nft > /dev/null || skip "nft is missing"
	run in_narrow_network "" "$wall; nft add rule inet wall in meta l4proto udp drop"
	[ "$status" -eq 0 ]
	[[ "${lines[0]}" == 'result {"mtu": 1400, "over": "echo", "too_big": true,'* ]]
	[[ "${lines[-1]}" == 'result {"mtu": 1400, "over": "echo", "too_big": true,'* ]]
	run in_narrow_network "" "$wall; nft add rule inet wall in meta l4proto udp drop
		nft add rule inet wall in icmp type echo-request drop
		nft add rule inet wall in icmpv6 type echo-request drop"
	[[ "${lines[0]}" == "error unreachable No packet of any size"* ]]
	[[ "${lines[-1]}" == "error unreachable No packet of any size"* ]]
}

@test "an address without a way to it is said so" {
	unshare --user --map-root-user --net true 2> /dev/null || skip "no namespace can be made here"
	run unshare --user --map-root-user --net -- "$ask" "$probe" mtu '{"address":"192.0.2.1"}'
	[ "$status" -eq 1 ]
	[[ "$output" == "error unreachable There is no way to 192.0.2.1"* ]]
}
