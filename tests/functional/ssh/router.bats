# banyun-plugin-ssh at a router: FRR and lldpd themselves, with a second router on the wire.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/server.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh

setup_file() {
	server_fits router || return 0
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

# Its neighbours, as JSON; those over IPv4 where there is any.
peers() {
	without_ipv4 <<-END | paste -sd , | sed 's/.*/[&]/'
		{"as":64512,"peer":"192.0.2.2","protocol":"bgp"}
		{"as":64519,"peer":"192.0.2.9","protocol":"bgp"}
		{"as":64512,"peer":"2001:db8::2","protocol":"bgp"}
		{"as":64519,"peer":"2001:db8::9","protocol":"bgp"}
		{"id":"10.255.0.2","peer":"192.0.2.2","protocol":"ospf"}
		{"id":"ten","peer":"ten","protocol":"ospf6"}
	END
}

@test "a router tells its version, its number, and its neighbours of BGP and OSPF" {
	for user in root net; do
		collect "$user"
		told '.facts.router.version' "$("$here/router" in "$far" vtysh -c 'show version' |
			sed -n 's/^FRRouting \([^ ]*\).*/\1/p')"
		told '.facts.router | [.software, .id, .as]' '["FRR","10.255.0.1",64511]'
		told '.facts.router.peers' "$(peers | sed s/ten/10.255.0.2/g)"
		told '.facts.unknown // [] | index("router")' null
	done
}

@test "whether a neighbour is there is a measure" {
	collect net
	told '.measures | [."peer bgp 2001:db8::2", ."peer bgp 2001:db8::9", ."peer ospf6 10.255.0.2"]' '[1,0,1]'
	told '.measures | [."peer bgp 192.0.2.2", ."peer bgp 192.0.2.9", ."peer ospf 192.0.2.2"]' \
		"$(of_family '[1,0,1]' '[null,null,null]')"
}

@test "routes have their protocol, and each of several next hops" {
	collect net
	while read -r protocol destination gateway; do
		[ "$(route "$destination" "$gateway")" = "$protocol" ]
	done < <(without_ipv4 <<-END
		static default 192.0.2.254
		connected 192.0.2.0/24 -
		static 198.51.100.0/24 192.0.2.8
		static 198.51.100.0/24 192.0.2.9
		kernel 198.51.100.7 192.0.2.5
		ospf 10.7.0.1 192.0.2.2
		bgp 10.8.0.0/16 192.0.2.2
		static default 2001:db8::fe
		connected 2001:db8::/64 -
		static 2001:db8:51::/48 2001:db8::8
		static 2001:db8:51::/48 2001:db8::9
		kernel 2001:db8:51::7 2001:db8::5
		ospf6 2001:db8:7::/64 fe80::ff:fe00:2
		bgp 2001:db8:8::/48 fe80::ff:fe00:2
	END
	)
	told '[.facts.routes[] | select(.type == "blackhole") | .destination]' \
		"$(of_family '["203.0.113.0/24","2001:db8:66::/48"]' '["2001:db8:66::/48"]')"
	told '.facts.routes | length == (unique_by([.destination, .family, .gateway, .device]) | length)' true
	told .facts.routes_left_out null
}

hops() { # FAMILY: those that packets take, as FRR has them
	"$here/router" in "$far" vtysh -c "show $(of_family_number "$1" ip ipv6) route json" |
		jq -r '.[][] | select(.selected) | .prefix as $to | .nexthops[] | select(.fib) |
			"\($to) \(.ip // "-") \(.interfaceName // "-")"' | beyond_wires
}

# Each wire has the same link-local network, of which FRR takes one.
beyond_wires() {
	grep -v '^fe80::/64 ' | sort
}

of_family_number() { # FAMILY IPV4 IPV6
	[ "$1" = 6 ] && echo "$3" || echo "$2"
}

@test "each hop that FRR has in its own table is in the list, and no other" {
	collect net
	for over in $families; do
		hops "$over" >"$far/frr"
		[ "$(wc -l <"$far/frr")" -ge 6 ]
		jq -r --argjson over "$over" '.facts.routes[] | select(.family == $over and .vrf == null) | "\(.destination |
				if . == "default" then ["0.0.0.0/0", "::/0"][$over / 2 - 2]
				elif test("/") then . else "\(.)/\([32, 128][$over / 2 - 2])" end
			) \(.gateway // "-") \(.device // "-")"' <<<"$item" | beyond_wires >"$far/ours"
		diff "$far/frr" "$far/ours"
	done
}

@test "what lies in a VRF is told with it, beside the same addresses without" {
	collect net
	told '[.facts.routes[] | select(.vrf == "blue" and .family == '"$family"') | [.destination, .gateway // "-", .device,
			.protocol]] | sort' "$(of_family \
		'[["10.44.0.0/16","192.0.2.9","outer","static"],["192.0.2.0/24","-","outer","connected"],["default","192.0.2.254","outer","static"]]' \
		'[["2001:db8:44::/48","2001:db8::9","outer","static"],["2001:db8::/64","-","outer","connected"],["default","2001:db8::fe","outer","static"],["fe80::/64","-","outer","connected"]]')"
	told '[.facts.routes[] | select(.destination == "default" and .family == '"$family"') | .vrf]' '[null,"blue"]'
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
		told '.facts.lldp' '[{"addresses":["'"$(of_family 192.0.2.2 2001:db8::2)"'"],"chassis":"02:00:00:00:00:02","device":"wire","mac":"02:00:00:00:00:02","name":"second","port":"02:00:00:00:00:02"}]'
		told '.facts.unknown // [] | index("lldp")' null
	done
}

@test "who may ask neither is told what the host is not" {
	collect plain
	told '.facts.router' null
	told '.facts.lldp' null
	told '.facts.unknown | [index("router", "lldp") != null]' '[true,true]'
	[ "$(route default "$(of_family 192.0.2.254 2001:db8::fe)")" = null ]
}

many() { # [no]: three hundred routes to elsewhere, or none any more
	local i
	"$here/router" in "$far" vtysh -c "$(echo configure terminal
		for i in $(seq 0 299); do
			echo "${1:-} $(of_family "ip route 100.$((i / 256)).$((i % 256)).0/24 192.0.2.9" \
				"ipv6 route 2001:db8:1$(printf %03x "$i")::/48 2001:db8::9")"
		done)"
}

@test "of the whole Internet only the way there is told, and how much was left out" {
	many
	collect net
	told '.facts.routes_left_out' null
	told '[.facts.routes[] | select(.destination | test("^(100[.]|2001:db8:1...:)"))] | length' 300
	[ "$(route default "$(of_family 192.0.2.254 2001:db8::fe)")" = static ]
	[ "$(route "$(of_family 100.1.2.0/24 2001:db8:1102::/48)" "$(of_family 192.0.2.9 2001:db8::9)")" = null ]
	many no
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

without() { # DAEMON...
	local daemon
	for daemon; do
		"$here/router" in "$far" sh -c 'pid=$(cat "$1") && kill "$pid" && while kill -0 "$pid"; do sleep 0.1; done' \
			sh "/run/frr/$daemon.pid" 2>/dev/null || true
	done
}

@test "a router without its daemons is a host" {
	without bgpd $(of_family ospfd "")
	collect net
	told '.facts.router | [.id, .as, .peers]' \
		'["10.255.0.1",null,[{"id":"10.255.0.2","peer":"10.255.0.2","protocol":"ospf6"}]]'
	told '.facts.unknown // [] | index("router")' null
	without ospf6d
	collect net
	told '.facts.router | [.id, .peers]' '[null,[]]'
	told '.facts.unknown // [] | index("router")' null
}
