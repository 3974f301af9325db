# IPv6 of a host, its services and its network, as banyund reads it over SSH and measures it from where it
# is: `bureau` is a real SSH server behind a real link, with DNS, pages, a firewall and routers of its own.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/readiness/daemon.bash"

packages=${BANYUN_CACHE:-${top_srcdir:-.}/build/lab}/packages/root
rooms=$(realpath "${top_srcdir:-.}/tests/functional/readiness")

in_far() { "$hosts" in "$far" "$@"; }

# The banyund of the folder, which asks the DNS of the folder.
start() {
	rm -f "$folder/run/sock"
	"$hosts" exec "$near" unshare --mount sh -c '
		mount --bind "$1/dns/resolv.conf" "$(realpath /etc/resolv.conf)"
		echo $$ >"$1/pid"
		exec setpriv --reuid 990 --regid 990 --clear-groups --no-new-privs \
			"$2" --config "$1/banyun.yaml" >>"$1/log" 2>&1' \
		sh "$folder" "$build/daemon/banyund" </dev/null 3>&- &
	within 60 banyun profile show || {
		cat "$folder/log" >&2
		return 1
	}
}

zone() { # NAME, its records on standard input
	{
		printf '$ORIGIN %s.\n$TTL 1\n@ SOA ns.bureau.example. host.%s. 1 3600 600 86400 1\n' "$1" "$1"
		cat
	} >"$folder/dns/$1.zone"
}

names() { # AAAA PTR: of the bureau's host
	zone bureau.example <<-END
		@ NS ns
		ns AAAA 3fff:1::1
		office AAAA $1
	END
	zone 1.0.0.0.f.f.f.3.ip6.arpa <<-END
		@ NS ns.bureau.example.
		2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 PTR $2
	END
}

dns_up() {
	{
		printf 'server:\n\tip-address: %s\n' $(of_family "192.0.2.1 3fff:1::1" 3fff:1::1)
		printf '\tusername: ""\n\tdatabase: ""\n'
		printf '\tzonesdir: "%s"\n\tpidfile: ""\n\tzonelistfile: "%s/list"\n' "$folder/dns" "$folder/dns"
		printf '\txfrdfile: "%s/xfrd"\n\txfrdir: "%s"\n\tserver-count: 1\n' "$folder/dns" "$folder/dns"
		printf 'remote-control:\n\tcontrol-enable: no\n'
		for one in bureau.example 1.0.0.0.f.f.f.3.ip6.arpa; do
			printf 'zone:\n\tname: %s\n\tzonefile: %s.zone\n' "$one" "$one"
		done
	} >"$folder/dns/nsd.conf"
	LD_LIBRARY_PATH=$packages/usr/lib/x86_64-linux-gnu "$hosts" exec "$near" "$packages/usr/sbin/nsd" -d \
		-c "$folder/dns/nsd.conf" >"$folder/dns/log" 2>&1 3>&- &
	echo $! >"$folder/dns/pid"
	for _ in $(seq 100); do
		! "$hosts" exec "$near" bash -c ': <"/dev/tcp/$0/53"' "$near_address" 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}

dns_again() {
	kill "$(cat "$folder/dns/pid")"
	for _ in $(seq 100); do kill -0 "$(cat "$folder/dns/pid")" 2>/dev/null || break; sleep 0.1; done
	dns_up
}

pages_up() {
	mkdir -p "$folder/four" "$folder/six"
	echo "<p>The bureau is open.</p>" | tee "$folder/four/index.html" >"$folder/six/index.html"
	for at in $(of_family "192.0.2.2=four 3fff:1::2=six" 3fff:1::2=six); do
		"$hosts" exec "$far" "$rooms/serve" "${at%=*}" "$folder/${at#*=}" >/dev/null 2>&1 3>&- &
		echo $! >>"$folder/pages"
	done
	for _ in $(seq 100); do
		! "$hosts" exec "$near" bash -c ': </dev/tcp/3fff:1::2/80' 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}

lacking() {
	pair_missing
	[ -x "$packages/usr/sbin/nsd" ] || echo "nsd (run contrib/install lab)"
	command -v nft >/dev/null || echo nft
}

setup_file() {
	local missing
	missing=$(lacking)
	[ -z "$missing" ] || { export unfit="missing here: ${missing//$'\n'/, }"; return 0; }
	pair_up "$rate"
	in_far hostname office
	eval "$(declare -f start | sed '1s/start/start_later/')"
	start() { :; }
	daemon_up
	mkdir "$folder/dns"
	echo "nameserver $near_address" >"$folder/dns/resolv.conf"
	printf 'search bureau.example\nnameserver 3fff:1::1\n' >"$folder/dns/far.conf"
	in_far sh -c 'mount --bind "$1" "$(realpath /etc/resolv.conf)"' sh "$folder/dns/far.conf"
	names 3fff:1::2 office.bureau.example.
	dns_up
	pages_up
	eval "$(declare -f start_later | sed '1s/start_later/start/')"
	start
	add bureau department "$far_address" "$far"
	cat >"$folder/tables/survey.yaml" <<-END
		departments: [{name: bureau}]
		landings: []
		systems:
		  - name: portal
		    department: bureau
		    pages: [$(of_family '{family: 4, url: "http://192.0.2.2/"}, ' "")
		      {family: 6, url: "http://[3fff:1::2]/"}]
	END
	printf '%s\n' "dedicated network,department,prefixes,gateways,zone" \
		'line,bureau,3fff:1::/48,3fff:1::1,bureau.example' >"$folder/tables/networks.csv"
	banyun inventory import "$folder/tables/survey.yaml" >/dev/null
	banyun inventory import "$folder/tables/networks.csv" >/dev/null
	in_far ip route add default via 3fff:1::1
	look
}

teardown_file() {
	[ -z "${folder:-}" ] || {
		while read -r one; do kill "$one" 2>/dev/null || true; done \
			< <(cat "$folder/pages" "$folder/dns/pid" 2>/dev/null)
		daemon_down
	}
	pair_down
}

look() { # scan and measure anew
	banyun inventory scan >/dev/null
	banyun readiness check --what ipv6 >/dev/null
}

# is RULE VERDICT WORDS: of the one finding by this rule that is not on banyund's own host.
is() {
	local found
	found=$(banyun readiness show --json --all --rule "$1" | jq -r '
		.findings.findings[] | select(.id != "banyund") | "\(.verdict) \(.evidence)"')
	echo "$1: $found"
	[[ $found == "$2 "*"$3"* ]]
}

@test "a host, its services and its network that are in order pass" {
	banyun readiness show --all
	is node.names pass "DNS has 3fff:1::2 for its name office.bureau.example, and that name for the address."
	is node.path_mtu pass "Packets of 1500 bytes to it arrive."
	is node.system pass "IPv6 is on, and debian with kernel"
	is node.forwarding pass "It forwards no IPv6"
	is node.tunnels pass "no tunnel"
	is service.ports pass "$(of_family "4 are open over both families, and 0 over none." \
		"It has IPv6 alone, and no ports over IPv4 that they could differ from.")"
	is service.answers pass "$(of_family "Its pages answer the same over both families." \
		"It has a page over IPv6 alone, and none over IPv4 that it could differ from.")"
	is network.allotted pass "3fff:1::/48"
	is network.gateway6 pass "3fff:1::1"
	is network.tunnels pass "None of its 1 hosts"
	is network.zone pass "Of the 1 name servers of its zone 1 have an AAAA record, and 1 answer over IPv6."
}

@test "why, in both languages, down to what was measured" {
	run -0 banyun readiness show bureau --rule service.ports --all --why
	[[ $output == *"asked: Are the host's ports open over IPv6"*"$(of_family '"port":22' found:)"*"serves: IP6-01"* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness show bureau --rule node.names --all --why
	[[ $output == *"DNS 中它的名称 office.bureau.example 对应 3fff:1::2，该地址也对应此名称。"* ]]
}

@test "a name and an address that do not agree are told apart" {
	names 3fff:1::2 old.bureau.example.
	dns_again
	look
	is node.names fail "and the name old.bureau.example for that address."
	names 3fff:1::9 office.bureau.example.
	dns_again
	look
	is node.names fail "DNS has 3fff:1::9 for its name office.bureau.example, and it has not that address."
	kill "$(cat "$folder/dns/pid")"
	SECONDS=0
	look
	[ "$SECONDS" -lt 40 ]
	is node.names unknown "DNS did not tell whether office.bureau.example has an address."
	is network.zone unknown "DNS did not tell"
	names 3fff:1::2 office.bureau.example.
	dns_up
	look
	is node.names pass ""
}

wall() { # RULE...: the bureau's firewall
	in_far nft add table inet wall
	in_far nft 'add chain inet wall in { type filter hook input priority 0; }'
	in_far nft add rule inet wall in "$@"
}

@test "a firewall that is stricter for one family is found, and which port first" {
	needs_ipv4 "it compares which ports are open over both families"
	wall meta nfproto ipv6 tcp dport 2222 drop
	look
	is service.ports fail "1, first 2222, which is open over IPv4 alone."
	in_far nft delete table inet wall
	wall meta nfproto ipv4 tcp dport 2223 reject
	look
	is service.ports fail "1, first 2223, which is open over IPv6 alone."
	in_far nft delete table inet wall
	look
	is service.ports pass "4 are open"
}

@test "large packets that vanish fail, and a host that is silent to all is unknown, in time" {
	wall tcp dport 22 accept # the login is another matter
	in_far nft add rule inet wall in meta nfproto ipv6 meta length gt 1400 drop
	look
	is node.path_mtu fail "Packets of 1400 bytes to it arrive; those of 1500 vanish"
	in_far nft delete table inet wall
	wall meta nfproto ipv6 meta l4proto udp drop
	in_far nft add rule inet wall in icmpv6 type echo-request drop
	SECONDS=0
	look
	[ "$SECONDS" -lt 30 ]
	is node.path_mtu unknown "No packet of any size to 3fff:1::2 was answered"
	in_far nft delete table inet wall
}

@test "pages that differ, and one that is gone over one family" {
	needs_ipv4 "it compares what pages answer over both families"
	echo "<p>Another bureau.</p>" >"$folder/six/index.html"
	look
	is service.answers fail "Its page over IPv6 answers something else than that over IPv4."
	wall meta nfproto ipv6 tcp dport 80 reject
	look
	is service.answers fail "Its page answers over IPv4, and not over IPv6."
	in_far nft delete table inet wall
	cp "$folder/four/index.html" "$folder/six/index.html"
	look
	is service.answers pass ""
}

setting() { # GROUP/NAME VALUE
	"$hosts" exec "$far" sh -c 'echo "$2" >/proc/sys/net/ipv6/conf/"$1"' sh "$@"
}

@test "settings that a server should not have" {
	setting all/forwarding 1
	look
	is node.forwarding fail "It forwards IPv6, and nothing says that it is a router."
	setting all/forwarding 0
	setting default/use_tempaddr 2
	look
	is node.forwarding warn "Interfaces to come"
	setting default/use_tempaddr 0
	setting default/disable_ipv6 1
	look
	is node.system fail "IPv6 is off"
	setting default/disable_ipv6 0
	look
	is node.system pass ""
	is node.forwarding pass ""
}

@test "tunnels are found on the host and on its network" {
	"$hosts" exec "$far" ip address add 2002:c000:202::1/64 dev link0 nodad
	look
	is node.tunnels fail "It has IPv6 that nobody manages: 6to4 2002:c000:202::1."
	is network.tunnels fail "On its host bureau there is IPv6 that nobody manages: 6to4 2002:c000:202::1."
	"$hosts" exec "$far" ip address delete 2002:c000:202::1/64 dev link0
	"$hosts" exec "$far" ip tuntap add teredo mode tun
	"$hosts" exec "$far" ip address add 2001:0:c000:202::1/32 dev teredo
	"$hosts" exec "$far" ip link set teredo up
	look
	is node.tunnels fail "Teredo 2001:0:c000:202::1."
	"$hosts" exec "$far" ip link delete teredo
	look
	is node.tunnels pass ""
}

@test "a router that announces itself, and was not declared, is found" {
	router=$("$hosts" exec "$near" ip -6 -o address show dev link0 scope link | grep -o 'fe80::[0-9a-f:]*')
	"$hosts" exec "$near" "$rooms/announce" link0
	look
	is network.tunnels fail "The router $router announced itself to bureau, and is none of those declared."
	printf '%s\n' "dedicated network,department,prefixes,gateways,zone" \
		"line,bureau,3fff:1::/48,3fff:1::1;$router,bureau.example" >networks.csv
	banyun inventory import networks.csv
	look
	is network.tunnels pass "None of its 1 hosts"
	"$hosts" exec "$far" ip -6 route delete default via "$router" dev link0
	"$hosts" exec "$far" ip -6 route delete default
	look
	is network.gateway6 fail "Of its 1 hosts 0 have a default router over IPv6, and bureau has none."
	in_far ip route add default via 3fff:1::1
}

@test "a prefix outside the plan, and one that another network has" {
	printf '%s\n' "dedicated network,department,prefixes" 'other,bureau,3fff:1::/40' >other.csv
	banyun inventory import other.csv
	look
	banyun readiness show line --rule network.allotted --all | grep -F "overlaps 3fff:1::/40 of the network bureau/other"
	banyun readiness show other --rule network.gateway6,network.zone --all
}

@test "measures of IPv6 that are not asked for stay, and a probe that dies is told" {
	local rule
	rule=$(of_family service.ports node.path_mtu)
	banyun readiness show --json --all --rule "$rule" | jq .findings.findings >before
	wall meta nfproto ipv6 $(of_family "tcp dport 2222" "meta length gt 1400") drop
	banyun readiness check --what pages >/dev/null
	banyun readiness show --json --all --rule "$rule" | jq .findings.findings | diff before -
	in_far nft delete table inet wall
	mv "$folder/programs/banyun-plugin-probe" "$folder/probe"
	printf '#!/bin/sh\nexit 1\n' >"$folder/programs/banyun-plugin-probe"
	chmod 755 "$folder/programs/banyun-plugin-probe"
	banyun readiness check --what ipv6 >/dev/null
	mv "$folder/probe" "$folder/programs/banyun-plugin-probe"
	is "$rule" unknown "It could not be measured: "
	is node.names unknown "DNS could not be asked for it: "
	banyun readiness check --what ipv6 >/dev/null
	is "$rule" pass ""
}

@test "what was answered well is not asked again, and what was not is" {
	needs_ipv4 "it asks again which ports are open over both families"
	when() { banyun readiness show --json --all --rule "$1" | jq -r '.findings.findings[] | select(.id != "banyund") | .basis.at'; }
	wall meta nfproto ipv6 tcp dport 2222 drop
	banyun readiness check --what ipv6 >/dev/null
	is service.ports fail "first 2222"
	in_far nft delete table inet wall
	path=$(when node.path_mtu)
	[[ $path == 20* ]]
	sleep 1
	run -0 banyun readiness check --json
	[ "$(jq .reused <<<"$output")" -gt 0 ]
	is service.ports pass "4 are open"
	[ "$(when node.path_mtu)" = "$path" ]
}
