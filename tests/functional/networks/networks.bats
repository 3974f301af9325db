# A networks' plan where it counts: the rendered address ranges are loaded into a router between
# three departments that have their new addresses, all in namespaces that have no way out. Schools
# had a route to finance, and nobody else to anybody; the website is of the other domain.

here=${top_srcdir:-.}/tests/functional/networks
lines=${top_builddir:-.}/tests/bench/network-lines

setup_file() {
	[ "$(id -u)" -eq 0 ] || { export unfit="only root makes network namespaces"; return 0; }
	command -v nft >/dev/null || { export unfit="there is no nft"; return 0; }
	export prefix=banyun-networks-$$
	{
		jq -c '"order \({made: "2018-03-01T00:00:00Z", profile: .profile})"' -r \
			"$here/../../golden/tiny-city.json"
		cat "$here/town.lines"
	} >"$BATS_FILE_TMPDIR/city"
	"$lines" --rows <"$BATS_FILE_TMPDIR/city" >"$BATS_FILE_TMPDIR/rows"
	"$lines" --render <"$BATS_FILE_TMPDIR/city" >"$BATS_FILE_TMPDIR/rules"
	ip netns add "$prefix-router"
	for host in edu-a fin-a web-a; do
		join "$host"
	done
	ip netns exec "$prefix-router" sysctl -q -w net.ipv4.ip_forward=1 \
		net.ipv6.conf.all.forwarding=1
}

teardown_file() {
	ip netns list | sed -n "s/^\(${prefix:-none}-[^ ]*\).*/\1/p" | xargs -r -n 1 ip netns del
}

setup() {
	[ -z "${unfit:-}" ] || [[ $BATS_TEST_DESCRIPTION == *page* ]] || skip "$unfit"
}

rows() { # PART FILTER
	sed -n "s/^$1 //p" "$BATS_FILE_TMPDIR/rows" | jq -r "$2"
}

new() { # HOST to4|to6
	rows renumber ".[] | select(.host == \"$1\") | .$2"
}

gateway() { # HOST PATTERN: of the routes of its department's network, the one of that family
	rows networks ".[] | select(.department == \"${1%-a}\") | .routes[] | .gateway // empty |
		select(test(\"$2\"))"
}

# The host gets its new addresses, and the router those of its gateway.
join() { # HOST
	router=$prefix-router host=$prefix-$1
	ip netns add "$host"
	ip -n "$router" link add "$1" type veth peer name eth0 netns "$host"
	length=$(rows networks ".[] | select(.department == \"${1%-a}\") | .subnets[0].to4" |
		sed 's,.*/,,')
	ip -n "$router" address add "$(gateway "$1" '[.]')/$length" dev "$1"
	ip -n "$router" address add "$(gateway "$1" :)/64" dev "$1" nodad
	ip -n "$host" address add "$(new "$1" to4)/$length" dev eth0
	ip -n "$host" address add "$(new "$1" to6)/64" dev eth0 nodad
	ip -n "$router" link set "$1" up
	ip -n "$host" link set eth0 up
	ip -n "$host" route add default via "$(gateway "$1" '[.]')"
	ip -n "$host" route add default via "$(gateway "$1" :)"
}

reaches() { # FROM TO: over both families; the first packet may be lost to the search of neighbours
	for to in to4 to6; do
		ip netns exec "$prefix-$1" ping -q -c 4 -i 0.5 -W 2 "$(new "$2" $to)"
	done
}

does_not_reach() { # FROM TO: over neither
	for to in to4 to6; do
		run ip netns exec "$prefix-$1" ping -q -c 2 -i 0.3 -W 1 "$(new "$2" $to)"
		echo "$1 to $2: $output"
		[ "$status" -eq 1 ]
	done
}

@test "without the ranges everybody reaches everybody, so that what follows says something" {
	reaches fin-a web-a
	reaches web-a edu-a
	reaches fin-a edu-a
}

@test "the rendered ranges are a ruleset that loads" {
	ip netns exec "$prefix-router" nft -f "$BATS_FILE_TMPDIR/rules"
	ip netns exec "$prefix-router" nft list set inet banyun allowed4 | grep -q "$(
		rows networks '.[] | select(.id == "fin/pay") | .subnets[0].to4')"
}

@test "who had a route to a network reaches it still" {
	reaches edu-a fin-a
}

@test "and nobody else does, nor the other way round" {
	does_not_reach fin-a edu-a
}

@test "the two domains do not reach one another" {
	does_not_reach web-a fin-a
	does_not_reach fin-a web-a
	does_not_reach edu-a web-a
	does_not_reach web-a edu-a
}

@test "every rule is in the page, and no other" {
	source=${top_srcdir:-.}/daemon/planning
	diff <(grep -ho '"network\.[a-z]*"\|"isolation\.[a-z]*"' "$source"/{networks,isolation}/*.c | tr -d '"' |
		grep -v 'network\.two' | sort -u) \
		<(sed -n 's/^\.It Va \(network\|isolation\)\./\1./p' "$source/networks/banyun-networks.7" | sort)
}
