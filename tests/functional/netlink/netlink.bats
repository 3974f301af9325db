# banyun-plugin-netlink against the kernel, in network namespaces of its own that have no way out.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/family.bash"
here=${top_srcdir:-.}/tests/functional/netlink
talk=${top_srcdir:-.}/tests/functional/ssh/talk
plugin=${top_builddir:-.}/plugins/netlink/banyun-plugin-netlink
unit=${top_builddir:-.}/tests/unit/netlink/facts
settings='{"settings":{"role":"source","host":{"name":"me","department":"财政局","side":"cloud"}}}'

setup_file() {
	[ "$(id -u)" -eq 0 ] || { export unfit="only root makes network namespaces"; return 0; }
	export prefix=banyun-netlink-$$
	ns=$prefix-furnished
	ip netns add "$ns"
	ip netns add "$ns-far"
	furnish
}

teardown_file() {
	ip netns list | sed -n "s/^\(${prefix:-none}-[^ ]*\).*/\1/p" | xargs -r -n 1 ip netns del
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	ns=$prefix-$BATS_TEST_NUMBER
	ip netns add "$ns"
	ip netns exec "$ns" bash -c 'source "$0" && raise_loopback' "${top_srcdir:-.}/tests/functional/family.bash"
}

teardown() {
	[ -z "${unfit:-}" ] || return 0
	rm -f "$BATS_TEST_TMPDIR/go-on"
	wait
	ip netns del "$prefix-$BATS_TEST_NUMBER"
}

# What lines of ip(8) say; a line that this kernel does not know is left out.
make() {
	without_ipv4 | ip -force -n "$ns" -batch - 2>/dev/null || true
}

# Asks; the answers are in $output without that of `open`, a line each.
ask() { # REQUEST...
	run --separate-stderr ip netns exec "$ns" "$talk" "$plugin" "$settings" "$@"
	echo "$output"
	[ "$status" -eq 0 ]
	output=$(tail -n +2 <<<"$output")
}

# What jq says of the answer with that number, from 0.
answer() { # NUMBER FILTER
	jq -rs ".[$1] | $2" <<<"$output"
}

facts() { # FILTER
	answer 0 ".items[0].facts | $1"
}

# A machine with something of everything.
furnish() {
	make <<-END
		link add br0 type bridge stp_state 1
		link add br1 type bridge
		link add br2 type bridge vlan_filtering 1
		link add near mtu 1400 type veth peer name far netns $ns-far
		link add port1 type veth peer name port2
		link set port1 master br0
		link add near.42 link near type vlan id 42
		link add vx4 master br0 type vxlan id 7 dstport 4789 local 192.0.2.1 remote 192.0.2.9 dev near
		link add vx6 type vxlan id 8 dstport 4790 local 2001:db8::1 group ff05::100 dev near
		link add vx0 type vxlan id 9 dstport 4791 nolearning
		link add mac0 link near type macvlan
		link add 网 type bridge
		link set br0 up
		link set near up
		link set port1 up
		link set port2 up
		link set vx4 up
		address add 192.0.2.1/24 dev near
		address add 192.0.2.3/24 dev near
		address add 192.0.2.3/32 dev port2
		address add 2001:db8::1/64 dev near nodad
		address add 2001:db8::3/64 dev near nodad preferred_lft 0
		address add 198.51.100.1 peer 198.51.100.2 dev port2
		address add 169.254.7.7/16 dev port2
	END
	ip -n "$ns-far" link set far up
	shape
	lead
}

shape() {
	tc -n "$ns" qdisc add dev near root tbf rate 20mbit burst 32k latency 50ms
	tc -n "$ns" qdisc add dev port1 root tbf rate 80gbit burst 1m latency 50ms
	tc -n "$ns" qdisc add dev port2 root handle 1: htb default 1
	tc -n "$ns" class add dev port2 parent 1: classid 1:1 htb rate 50gbit quantum 60000
	tc -n "$ns" class add dev port2 parent 1:1 classid 1:2 htb rate 1mbit
	tc -n "$ns" qdisc add dev br0 root handle 1: htb default 1
	tc -n "$ns" class add dev br0 parent 1: classid 1:1 htb rate 1mbit
	tc -n "$ns" class add dev br0 parent 1: classid 1:2 htb rate 2mbit
}

lead() {
	make <<-END
		route add default via 192.0.2.254
		route add default via 192.0.2.253 metric 50
		route add default via 192.0.2.254 table 100
		route add 203.0.113.0/24 via 192.0.2.253 metric 77 table 4000
		route add 203.0.113.7 dev near
		route add 198.18.0.0/15 via inet6 2001:db8::9
		route add blackhole 10.0.0.0/8
		route add prohibit 172.16.0.0/12
		route add default via 2001:db8::fe
		route add 2001:db8:9::/48 nexthop via 2001:db8::7 nexthop via 2001:db8::8
		route add 2001:db8:8::/48 via 2001:db8::7 table 100
		route add unreachable 2001:db8:dead::/48
		neigh add 192.0.2.254 lladdr 02:00:00:00:00:01 dev near
		neigh add 192.0.2.253 lladdr 02:00:00:00:00:02 dev near nud stale
		neigh add 192.0.2.252 dev near nud failed
		neigh add 2001:db8::fe lladdr 02:00:00:00:00:03 dev near
		neigh add 2001:db8::7 lladdr 02:00:00:00:00:04 dev near nud noarp
		neigh add 239.1.1.1 lladdr 01:00:5e:01:01:01 dev near
	END
}

@test "the manual page has every method, setting and fact" {
	page=${top_srcdir:-.}/plugins/netlink/banyun-plugin-netlink.8
	ns=$prefix-furnished
	ask '{"method":"collect"}'
	words=$(echo vlan links_left_out routes_left_out overrun
		"$plugin" --describe | jq -r '.methods[], .settings[].name, .settings[].fields[]?.name'
		facts '.. | objects | keys[]'
		answer 0 '.items[0].measures | keys[]' | sed 's/[.].*/./' | sort -u)
	[ "$(wc -w <<<"$words")" -ge 30 ]
	# What of them is not a word of the page.
	words=$(comm -23 <(tr ' ' '\n' <<<"$words" | sort -u) \
		<(grep -o '[a-z_]*[.]\?' "$page" | sort -u))
	echo "$words"
	[ -z "$words" ]
}

@test "every field is what ip and tc see" {
	ns=$prefix-furnished
	# Until the kernel has no news by itself: addresses, states and neighbours settle.
	for _ in $(seq 20); do
		before=$("$here/expected" "$ns")
		ask '{"method":"collect"}'
		[ "$before" != "$("$here/expected" "$ns")" ] || break
		sleep 0.2
	done
	diff <(jq -S . <<<"$before") \
		<(facts 'del(.name, .department, .side) | map_values(sort)' | jq -S .)
	[ "$(facts '"\(.name) \(.department) \(.side)"')" = "me 财政局 cloud" ]
	[ "$(answer 0 '.items[0] | "\(.kind) \(.id)"')" = "host me" ]
	[ "$(answer 0 .result.items)" -eq 1 ]
}

@test "what is compared is there" {
	ns=$prefix-furnished
	ask '{"method":"collect"}'
	defaults=$(of_family 4 1)
	[ "$(facts '.routes | map(select(.destination == "default")) | length')" -eq "$defaults" ]
	[ "$(facts ".routes[:$defaults] | map(.destination) | unique[]")" = default ]
	[ "$(facts '.routes | map(select(.destination == "2001:db8:9::/48")) | length')" -eq 2 ]
	[ "$(facts '.neighbours | length')" -eq "$(of_family 3 1)" ]
	[ "$(facts '.links[] | select(.name == "near") | .qdisc.rate')" -eq 20000000 ]
	[ "$(facts '.links[] | select(.name == "port1") | .qdisc.rate')" -eq 80000000000 ]
	[ "$(facts '.links[] | select(.name == "port2") | .qdisc.rate')" -eq 50000000000 ]
	[ "$(facts '.links[] | select(.name == "br0") | .qdisc.rate')" = null ]
	[ "$(facts '.links[] | select(.name == "vx4") | "\(.lower) \(.master)"')" = "$(of_family "near br0" "")" ]
	[ "$(facts '.addresses | join(" ")')" = \
		"$(of_family "169.254.7.7 192.0.2.1 192.0.2.3 198.51.100.1 " "")2001:db8::1" ]
}

@test "the model takes it" {
	ns=$prefix-furnished
	ip netns exec "$ns" "$unit"
}

@test "a vlan, where the kernel has them" {
	ip -n "$ns" link add far type veth peer name near
	ip -n "$ns" link add near.42 link near type vlan id 42 2>/dev/null ||
		skip "this kernel has no vlan"
	ask '{"method":"collect"}'
	[ "$(facts '.links[] | select(.name == "near.42") | "\(.vlan) \(.lower)"')" = "42 near" ]
}

@test "counters are measures" {
	ip netns exec "$ns" python3 -c 'import os, socket
at = os.environ["loopback"]
s = socket.socket(socket.AF_INET6 if ":" in at else socket.AF_INET, socket.SOCK_DGRAM)
[s.sendto(bytes(1000), (at, 9)) for _ in range(10)]'
	ask '{"method":"collect"}'
	seen=$(ip -n "$ns" -j -s link show lo | jq -c '.[0].stats64 |
		[.rx.bytes, .tx.bytes, .rx.packets, .tx.packets, .rx.errors, .tx.errors, .rx.dropped, .tx.dropped]')
	[ "$(answer 0 '.items[0].measures | [.["rx_bytes.lo", "tx_bytes.lo", "rx_packets.lo", "tx_packets.lo", "rx_errors.lo", "tx_errors.lo", "rx_drops.lo", "tx_drops.lo"]] | tojson')" = "$seen" ]
	[ "$(answer 0 '.items[0].measures["tx_bytes.lo"]')" -gt 10000 ]
}

@test "a machine with nothing but lo" {
	ip -n "$ns" link set lo down
	ask '{"method":"collect"}'
	[ "$(facts 'del(.name, .department, .side) | tojson')" = \
		'{"addresses":[],"links":[{"mtu":65536,"name":"lo","qdisc":{"kind":"noqueue"},"state":"down"}],"neighbours":[],"routes":[]}' ]
}

@test "an unchanged machine tells the same bytes" {
	ns=$prefix-furnished
	ask '{"method":"collect"}' '{"wait":true}' '{"method":"collect"}'
	[ "$(answer 0 .items[0].facts)" = "$(answer 1 .items[0].facts)" ]
}

@test "links that come and go while they are read" {
	make <<<"$(seq -f 'link add b%g type bridge' 1 60)"
	touch "$BATS_TEST_TMPDIR/go-on"
	while [ -e "$BATS_TEST_TMPDIR/go-on" ]; do
		make <<<$'link add brief type veth peer name short\naddress add 192.0.2.1/24 dev brief\nlink set brief up\nlink del brief'
	done 3>&- &
	ask $(yes '{"method":"collect"} {"wait":true}' | head -40)
	[ "$(jq -s 'map(select(.result.items == 1)) | length' <<<"$output")" -eq 40 ]
	[ "$(jq -s 'map(.items[0].facts.links | map(select(.name | startswith("b") and . != "brief")) | length) | unique | tojson' <<<"$output")" = '"[60]"' ]
}

# What watch tells while the lines of ip(8) are done.
hear() { # LINES [SHELL]: done by the shell command, `ip -batch` of them unless told
	cat >"$BATS_TEST_TMPDIR/lines" <<<"$1"
	run --separate-stderr ip netns exec "$ns" "$here/hear" "$plugin" \
		sh -c "${2:-ip -batch \"\$0\"}" "$BATS_TEST_TMPDIR/lines"
	echo "$output"
	[ "$status" -eq 0 ]
	jq -e '.ended < 0.5' <<<"$output"
	[ "$(jq '.progress | map(.count) | add' <<<"$output")" = "$(jq .result.count <<<"$output")" ]
}

many_routes=$(for i in $(seq 0 24); do
	seq -f "route add $(of_family "172.16.$i.%g via 192.0.2.9" "2001:db8:1$i::%g via 2001:db8::9")" 1 200
done)

@test "watch: an address is told within a second, and cancelling ends it at once" {
	ip -n "$ns" link add near type bridge
	hear "$(of_family 'address add 192.0.2.1/24 dev near' 'address add 2001:db8::1/64 dev near nodad')"
	[ "$(jq -c .progress <<<"$output")" = '[{"changed":["addresses"],"count":1}]' ]
	jq -e '.heard < 1' <<<"$output"
}

@test "watch: each list" {
	ip -n "$ns" link add near type bridge
	there=$(of_family 192.0.2.9 2001:db8::9)
	hear "link set near up
address add $(of_family "192.0.2.1/24 dev near" "2001:db8::1/64 dev near nodad")
neigh add $there lladdr 02:00:00:00:00:01 dev near
route add default via $there"
	[ "$(jq -c '.progress | map(.changed[]) | unique' <<<"$output")" = \
		'["addresses","links","neighbours","routes"]' ]
}

@test "watch: what no fact shows is not told" {
	hear "route add local $(of_family 192.0.2.7 2001:db8::7) dev lo table local
route add $(of_family 192.0.2.8 2001:db8::8) dev lo"
	[ "$(jq -c .progress <<<"$output")" = '[{"changed":["routes"],"count":1}]' ]
}

@test "watch: the deadline ends it in time, and other calls go on beside it" {
	ask '{"method":"watch","deadline":800}' '{"method":"collect"}'
	[ "$(answer 0 .method)" = collect ]
	[ "$(answer 1 .result.count)" -eq 0 ]
	jq -se '.[1].seconds >= 0.6' <<<"$output"
}

@test "watch: a burst is folded" {
	make <<<$'link add near type bridge\nlink set near up\naddress add 192.0.2.1/24 dev near\naddress add 2001:db8::1/64 dev near nodad'
	SECONDS=0
	hear "$many_routes"
	[ "$(jq '.progress | length' <<<"$output")" -le $((SECONDS * 4 + 4)) ]
	jq -e '.result.count >= 5000 or (.progress | any(.overrun))' <<<"$output"
}

@test "watch: what was lost is told as everything" {
	make <<<$'link add near type bridge\nlink set near up\naddress add 192.0.2.1/24 dev near\naddress add 2001:db8::1/64 dev near nodad'
	hear "$many_routes" 'kill -STOP $PLUGIN; ip -batch "$0"; kill -CONT $PLUGIN'
	[ "$(jq -c '.progress[] | select(.overrun) | .changed' <<<"$output")" = \
		'["addresses","links","neighbours","routes"]' ]
}

@test "settings that are none are refused" {
	settings='{"settings":{"role":"mover","host":{"name":"me"}}}'
	run --separate-stderr ip netns exec "$ns" "$talk" "$plugin" "$settings"
	[[ "$(jq -r .error.message <<<"$output")" == *role* ]]
	settings='{"settings":{"role":"source"}}'
	run --separate-stderr ip netns exec "$ns" "$talk" "$plugin" "$settings"
	[[ "$(jq -r .error.message <<<"$output")" == *host* ]]
}

# Last, for the kernel takes seconds to forget so much.
@test "however much there is, the first are told and the rest is counted" {
	needs_ipv4 "it fills the tables of both families"
	ip -n "$ns" link add near type veth peer name far
	make <<-END
		link set near up
		link set far up
		address add 192.0.2.1/24 dev near
		address add 2001:db8::1/64 dev near nodad
		$(for i in $(seq 0 24); do seq -f "address add 10.$i.2.%g/32 dev far" 0 199; done)
		$(for i in $(seq 0 14); do seq -f "route add 172.16.$i.%g via 192.0.2.9" 1 200; done)
		$(seq -f 'link add b%g type bridge' 1 270)
		$(seq -f 'neigh add 192.0.2.%g lladdr 02:00:00:00:00:01 dev near' 2 250)
		$(seq -f 'neigh add 2001:db8::%g lladdr 02:00:00:00:00:01 dev near' 1000 1900)
		route add default via 192.0.2.254
		route add default via 2001:db8::fe
	END
	ask '{"method":"collect"}'
	[ "$(facts '[.addresses, .links, .neighbours, .routes] | map(length) | tojson')" = \
		"[1024,256,1024,1024]" ]
	[ "$(facts .addresses_left_out)" -eq $((5002 - 1024)) ]
	[ "$(facts .links_left_out)" -eq $((273 - 256)) ]
	[ "$(facts .neighbours_left_out)" -eq $((249 + 901 - 1024)) ]
	[ "$(facts .routes_left_out)" -ge $((3000 - 1024)) ]
	[ "$(facts '.routes[:2] | map(.destination + .gateway) | tojson')" = \
		'["default192.0.2.254","default2001:db8::fe"]' ]
	jq -e '.seconds < 2' <<<"$output"
}
