# A router in the picture: a real banyund scans it, and tells its routes, its ways out and who is at
# the other end of its wires.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/daemon.bash"

setup_file() {
	server_fits router || return 0
	server_up router
	"$here/router" up "$far"
	daemon_up
	install -o 990 -m 600 "$far/user" "$folder/credentials/key"
}

enter() { # NAME PORT
	register "$1" water "$2" net key
}

@test "a router is scanned, and shown with its peers and the protocols of its routes" {
	enter r1 22
	run -0 banyun inventory scan --json
	jq -e '[.silent[] | select(.host == "r1")] == []' <<<"$output"
	run -0 banyun inventory show r1
	jq -e '.router.id == "10.255.0.1" and ([.routes[].protocol] | index("ospf6") and index("bgp") and
		index("static"))' <<<"$output"
	[ "$(jq -c '[.router.peers[].protocol]' <<<"$output")" = \
		"$(of_family '["bgp","bgp","bgp","bgp","ospf","ospf6"]' '["bgp","bgp","ospf6"]')" ]
}

@test "its ways lead to the networks behind the next router" {
	local network way gateway
	while read -r network way; do
		run -0 banyun inventory show "water/$network"
		jq -e --arg way "$way" '.ways | index($way)' <<<"$output"
	done < <(without_ipv4 <<-END
		192.0.2.0/24 10.7.0.1 via 192.0.2.2
		192.0.2.0/24 10.8.0.0/16 via 192.0.2.2
		192.0.2.0/24 198.51.100.0/24 via 192.0.2.9
		2001:db8::/64 2001:db8:7::/64 via fe80::ff:fe00:2
		2001:db8::/64 2001:db8:8::/48 via fe80::ff:fe00:2
		2001:db8::/64 2001:db8:51::/48 via 2001:db8::9
	END
	)
	for gateway in $(without_ipv4 <<<"192.0.2.254") 2001:db8::fe; do
		run -0 banyun inventory show "water/$gateway"
		jq -e --arg gateway "$gateway" '.hosts == ["r1"] and .gateway == $gateway' <<<"$output"
	done
}

@test "a neighbour who is nobody is a stranger, and is shown by its name" {
	run -0 banyun inventory show r1/wire/02:00:00:00:00:02
	jq -e '.seen_by == "r1" and .name == "second" and .address == "'"$(of_family 192.0.2.2 2001:db8::2)"'"' <<<"$output"
	run -0 banyun inventory show --undeclared --kind stranger
	[[ $output == *"second, seen by r1"* ]]
	language=zh_CN.UTF-8 run -0 banyun inventory show --kind stranger
	[[ $output == *second* && $output != *"seen by r1"* ]]
}

@test "what lies in a VRF is a network and a way out of its own" {
	local network gateway
	network=$(of_family 192.0.2.0/24 2001:db8::/64) gateway=$(of_family 192.0.2.254 2001:db8::fe)
	run -0 banyun inventory show "water/blue/$network"
	jq -e --arg gateway "$gateway" '.vrf == "blue" and .hosts == ["r1"] and (.gateways | index($gateway) and
		length == 2)' <<<"$output"
	run -0 banyun inventory show "water/blue/$gateway"
	jq -e '.vrf == "blue" and .hosts == ["r1"] and .department == "water"' <<<"$output"
	run -0 banyun inventory show "water/$network"
	jq -e '.vrf == null' <<<"$output"
}

@test "a map has the wire to whom nobody knows" {
	banyun inventory map --json | jq -e '.departments[] | select(.name == "water").wires ==
		[{"host": "r1", "device": "wire", "to": "second", "port": "02:00:00:00:00:02", "known": false}]'
	banyun inventory map >"$BATS_TEST_TMPDIR/map.svg"
	xmllint --noout "$BATS_TEST_TMPDIR/map.svg"
	grep -q ">second<" "$BATS_TEST_TMPDIR/map.svg"
	grep -q ">r1 wire<" "$BATS_TEST_TMPDIR/map.svg"
}

@test "a neighbour who is a known host is that, with what says so" {
	enter second 2222
	banyun inventory scan
	run -0 banyun inventory show r1
	jq -e '.beside == [{by: "name", chassis: "02:00:00:00:00:02", device: "wire", id: "second",
		kind: "host"}]' <<<"$output"
	run -0 banyun inventory show r1 --why
	[[ $(grep '^beside ' <<<"$output") == *inventory* ]]
	[[ $(grep '^lldp ' <<<"$output") == *"ssh r1"* ]]
	run -1 banyun inventory show r1/wire/02:00:00:00:00:02
	banyun inventory map --json | jq -e '.departments[] | select(.name == "water").wires[0].known'
}

@test "a wire between hosts of two departments is a link that nobody declared, until they do" {
	banyun host remove second >/dev/null
	"$here/router" login "$far"
	banyun host add second --department=fin --side=machine --address="$(of_family 192.0.2.2 2001:db8::2)" --user=net --credential=key
	banyun host trust second --fingerprint="$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)"
	banyun inventory scan
	banyun inventory map --json | jq -e '.links | map(select(.wires)) == [{"name": "fin/water", "from": "fin",
		"to": "water", "department": "fin", "nominal": 10000000000, "declared": false, "found": true, "wires": 1}]'
	printf '%s\n' "专线名称,租用单位,起点,终点,带宽" "线一,water,water,fin,千兆" >lines.csv
	banyun inventory import lines.csv
	banyun inventory scan
	banyun inventory map --json | jq -e '.links | map(select(.wires)) == [{"name": "线一", "from": "water",
		"to": "fin", "department": "water", "nominal": 1000000000, "declared": true, "found": true, "wires": 1}]'
}
