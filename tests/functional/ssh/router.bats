# banyun-plugin-ssh at a router: FRR and lldpd themselves, with a second router on the wire.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/server.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh

setup_file() {
	server_fits router || return 0
	[ "$family" != 6 ] || { export unfit="it needs IPv4: its routers speak OSPF and BGP over it"; return 0; }
	server_up router
	"$here/router" up "$far"
}

# What it tells USER is $item.
collect() { # USER
	local first
	first=$(jq -nc --arg user "$1" --arg far "$far" --arg address "$loopback" '{
		settings: {role: "source", host: {name: "r1", department: "水利局", side: "department",
			address: $address, port: 22, user: $user}},
		secrets: {key: ($far + "/user"), known_hosts: ($far + "/known_hosts")}}')
	run --separate-stderr "$here/hosts" exec "$far" "$here/talk" "$plugin" "$first" \
		'{"method":"collect"}'
	echo "$output"
	[ "$status" -eq 0 ]
	item=$(jq -cs '.[1].items[0]' <<<"$output")
	[ "$item" != null ]
}

told() { # FILTER VALUE
	local value
	value=$(jq -cr "$1" <<<"$item")
	[ "$value" = "$2" ] || {
		echo "$1 is $value and not $2"
		return 1
	}
}

route() { # DESTINATION GATEWAY: its protocol
	jq -r --arg to "$1" --arg by "$2" '.facts.routes[] | select(.destination == $to and
		(.gateway // "-") == $by and .vrf == null) | .protocol' <<<"$item"
}

@test "a router tells its version, its number, and its neighbours of BGP and OSPF" {
	for user in root net; do
		collect "$user"
		told '.facts.router.version' "$("$here/router" in "$far" vtysh -c 'show version' |
			sed -n 's/^FRRouting \([^ ]*\).*/\1/p')"
		told '.facts.router | [.software, .id, .as]' '["FRR","10.255.0.1",64511]'
		told '.facts.router.peers' '[{"as":64512,"peer":"192.0.2.2","protocol":"bgp"},{"as":64519,"peer":"192.0.2.9","protocol":"bgp"},{"id":"10.255.0.2","peer":"192.0.2.2","protocol":"ospf"}]'
		told '.facts.unknown // [] | index("router")' null
	done
}

@test "whether a neighbour is there is a measure" {
	collect net
	told '.measures | [."peer bgp 192.0.2.2", ."peer bgp 192.0.2.9", ."peer ospf 192.0.2.2"]' \
		'[1,0,1]'
}

@test "routes have their protocol, and each of several next hops" {
	collect net
	[ "$(route default 192.0.2.254)" = static ]
	[ "$(route 192.0.2.0/24 -)" = connected ]
	[ "$(route 198.51.100.0/24 192.0.2.8)" = static ]
	[ "$(route 198.51.100.0/24 192.0.2.9)" = static ]
	[ "$(route 198.51.100.7 192.0.2.5)" = kernel ]
	[ "$(route 10.7.0.1 192.0.2.2)" = ospf ]
	[ "$(route 10.8.0.0/16 192.0.2.2)" = bgp ]
	[ "$(route 2001:db8:1::/48 2001:db8::9)" = static ]
	told '.facts.routes[] | select(.destination == "203.0.113.0/24") | .type' blackhole
	told '.facts.routes | length == (unique_by([.destination, .family, .gateway, .device]) | length)' true
	told .facts.routes_left_out null
}

@test "each hop that FRR has in its own table is in the list, and no other" {
	collect net
	"$here/router" in "$far" vtysh -c 'show ip route json' | jq -r '.[][] | select(.selected) |
		.prefix as $to | .nexthops[] | select(.fib) |
		"\($to) \(.ip // "-") \(.interfaceName // "-")"' | sort >"$far/frr"
	[ "$(wc -l <"$far/frr")" -ge 8 ]
	jq -r '.facts.routes[] | select(.family == 4 and .vrf == null) |
		"\(.destination | if . == "default" then "0.0.0.0/0" elif test("/") then . else . + "/32" end) \(.gateway // "-") \(.device // "-")"' \
		<<<"$item" | sort >"$far/ours"
	diff "$far/frr" "$far/ours"
}

@test "what lies in a VRF is told with it, beside the same addresses without" {
	collect net
	told '[.facts.routes[] | select(.vrf == "blue" and .family == 4) | [.destination, .gateway // "-", .device, .protocol]] | sort' \
		'[["10.44.0.0/16","192.0.2.9","outer","static"],["192.0.2.0/24","-","outer","connected"],["default","192.0.2.254","outer","static"]]'
	told '[.facts.routes[] | select(.destination == "default" and .gateway == "192.0.2.254") | .vrf]' '[null,"blue"]'
	told '.facts.unknown // [] | index("router")' null
}

@test "the same facts each time" {
	collect net
	before=$(jq -c .facts <<<"$item")
	collect net
	[ "$before" = "$(jq -c .facts <<<"$item")" ]
}

@test "who is at the other end of a wire, by LLDP" {
	for user in root net; do
		collect "$user"
		told '.facts.lldp' '[{"addresses":["192.0.2.2"],"chassis":"02:00:00:00:00:02","device":"wire","mac":"02:00:00:00:00:02","name":"second","port":"02:00:00:00:00:02"}]'
		told '.facts.unknown // [] | index("lldp")' null
	done
}

@test "who may ask neither is told what the host is not" {
	collect plain
	told '.facts.router' null
	told '.facts.lldp' null
	told '.facts.unknown | [index("router", "lldp") != null]' '[true,true]'
	[ "$(route default 192.0.2.254)" = null ]
}

@test "of the whole Internet only the way there is told, and how much was left out" {
	"$here/router" in "$far" vtysh -c "$(echo configure terminal
		for i in $(seq 0 299); do echo "ip route 100.$((i / 256)).$((i % 256)).0/24 192.0.2.9"; done)"
	collect net
	told '.facts.routes_left_out' null
	told '[.facts.routes[] | select(.destination | startswith("100."))] | length' 300
	[ "$(route default 192.0.2.254)" = static ]
	[ "$(route 100.1.2.0/24 192.0.2.9)" = null ]
	"$here/router" in "$far" vtysh -c "$(echo configure terminal
		for i in $(seq 0 299); do echo "no ip route 100.$((i / 256)).$((i % 256)).0/24 192.0.2.9"; done)"
}

@test "a router whose daemon hangs tells all else" {
	pid=$("$here/router" in "$far" cat /run/frr/bgpd.pid)
	"$here/router" in "$far" kill -STOP "$pid"
	collect net
	"$here/router" in "$far" kill -CONT "$pid"
	told '.facts.unknown // [] | index("router") != null' true
	told '.facts.lldp | length' 1
	told '.facts.kernel' "$(uname -r)"
}

@test "a router without its daemons is a host" {
	pid=$("$here/router" in "$far" cat /run/frr/ospfd.pid)
	"$here/router" in "$far" kill "$pid"
	sleep 1
	collect net
	told '[.facts.router.peers[].protocol] | unique' '["bgp"]'
	told '.facts.unknown // [] | index("router")' null
}
