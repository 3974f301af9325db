# A router in the picture: a real banyund scans it, and tells its routes, its ways out and who is at
# the other end of its wires.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/daemon.bash"

setup_file() {
	server_fits router || return 0
	[ "$family" != 6 ] || { export unfit="it needs IPv4: its routers speak OSPF and BGP over it"; return 0; }
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
	jq -e '.router.id == "10.255.0.1" and (.router.peers | length) == 3 and
		([.routes[].protocol] | index("ospf") and index("bgp") and index("static"))' <<<"$output"
}

@test "its ways lead to the networks behind the next router" {
	run -0 banyun inventory show water/192.0.2.0/24
	for way in "10.7.0.1 via 192.0.2.2" "10.8.0.0/16 via 192.0.2.2" "198.51.100.0/24 via 192.0.2.9"; do
		jq -e --arg way "$way" '.ways | index($way)' <<<"$output"
	done
	run -0 banyun inventory show water/192.0.2.254
	jq -e '.hosts == ["r1"] and .gateway == "192.0.2.254"' <<<"$output"
}

@test "a neighbour who is nobody is a stranger, and is shown by its name" {
	run -0 banyun inventory show r1/wire/02:00:00:00:00:02
	jq -e '.seen_by == "r1" and .name == "second" and .address == "192.0.2.2"' <<<"$output"
	run -0 banyun inventory show --undeclared --kind stranger
	[[ $output == *"second, seen by r1"* ]]
	language=zh_CN.UTF-8 run -0 banyun inventory show --kind stranger
	[[ $output == *second* && $output != *"seen by r1"* ]]
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
}
