# What the probe tells of a website's IPv6: real web servers and DNS servers in a world of their own.

source "${top_srcdir:-.}/tests/functional/probe/world.bash"

# measure URL [MEMBERS]
measure() {
	local parameters="{\"url\":\"$1\",\"resolver\":[\"2001:db8::53\"],\"probes\":2,\"timeout_ms\":12000}"
	tell website "$parameters + ${2:-{\}}"
}

@test "a site that offers everything over IPv6 passes on every item" {
	measure http://www.good.example/ '{"probes": 3}'
	is '.site == "good.example"' '.aaaa == {verdict: "yes", records: ["2001:db8::10"]}' \
		'.a == {verdict: "yes", records: ["192.0.2.10"]}'
	is '.ipv6.reached == 3 and .ipv6.failed == 0 and .ipv6.unknown == 0' \
		'over_ipv4(3)' '[.ipv6.tries[].status] == [200, 200, 200]'
	is '.ipv6.hops == [{url: "http://www.good.example/", status: 200, address: "2001:db8::10"}]' \
		"$(of_family '.ipv4.hops[0].address == "192.0.2.10"' true)"
	is "[$(of_family .ipv4, "") .ipv6 | .dns_us, .tcp_us, .first_byte_us, .total_us, .speed_bps] |
		length == $(of_family 10 5) and all(. > 0)" \
		'.ipv6 | .total_us >= .first_byte_us'
	is '.delegation | .verdict == "yes" and .zone == "good.example" and .with_aaaa == 2 and .answering == 2'
	is 'compared({same: "yes", same_words: "yes", steady: "yes"})'
}

@test "the median is that of the tries" {
	measure http://www.good.example/ '{"probes": 5, "second_level": false}'
	is '.ipv6.total_us == ([.ipv6.tries[].total_us] | sort | .[2])' \
		"$(of_family '.ipv4.dns_us == ([.ipv4.tries[].dns_us] | sort | .[2])' true)" 'has("links") | not'
	measure http://www.good.example/ '{"second_level": false}'
	is '.ipv6.total_us == ([.ipv6.tries[].total_us] | add / 2 | floor)'
}

@test "a name in capitals or behind an alias is asked as any other" {
	measure http://WWW.Good.Example/ '{"second_level": false}'
	is '.ipv6.reached == 2 and over_ipv4(2)'
	measure http://alias.good.example/ '{"second_level": false}'
	is '.aaaa.records == ["2001:db8::10"]' '.ipv6.reached == 2' '.delegation.zone == "good.example"'
}

@test "the digest is that of the page's bytes" {
	measure http://www.gone.example/fine
	digest=$(printf fine | sha256sum)
	is ".ipv6.tries[0].digest == \"sha256:${digest%% *}\"" '.ipv6.tries[0].bytes == 4'
}

@test "links of the second and third level are found, each once, and measured over IPv6" {
	measure http://www.good.example/
	is '.links.site == "good.example"' '.links.second | .found == 4 and .measured == 4'
	is '[.links.second.pages[].url] == ["http://www.good.example/second?a=1&b=2",
		"http://www.good.example/missing", "http://old.good.example/", "http://self.good.example/"]'
	is '.links.second | .with_aaaa == 3 and .reached == 1 and .failed == 3 and .unknown == 0'
	is '.links.second.pages[2] | .aaaa == "no" and .reached == "no"'
	is '.links.third.pages[0] == {url: "http://www.good.example/third", aaaa: "yes", reached: "yes", status: 200}'
}

@test "no more links are measured than asked for, and the count says how many there are" {
	measure http://www.good.example/ '{"links_most": 1}'
	is '.links.second | .found == 4 and .measured == 1 and (.pages | length) == 1' \
		'.links.third | .found == 1 and .measured == 1'
}

@test "a link or a redirect to the machine that asks is not followed" {
	: >"$world/asked"
	measure http://www.good.example/
	is '.links.second.pages[3] | .aaaa == "yes" and .reached == "no" and .reason == "It leads to the machine that asks."'
	measure http://www.away.example/self
	is ".ipv$family | .reached == 0 and .tries[0].reason == \"It leads to the machine that asks.\""
	! grep -E "self.good|$loopback" "$world/asked"
}

@test "a site that has only IPv4 is reached over that alone, and no server of its zone has IPv6" {
	measure http://www.four.example/
	is '.aaaa.verdict == "no" and .aaaa.records == []' '.ipv6.reached == 0 and .ipv6.failed == 2' \
		'over_ipv4(2)' '.content.same == "unknown"'
	is '.delegation | .verdict == "yes" and .with_aaaa == 0 and .answering == 0 and .unknown == 0'
	is '.delegation.servers == [{name: "ns.four.example", aaaa: "no", records: [], answers: "no",
		reason: "DNS has no such record."}]'
	[ "$family" = 6 ] || is '.links.second | .found == 1 and .with_aaaa == 0 and .reached == 0 and .failed == 1'
}

@test "the servers of an alias are those of its own zone, also where it leads to another zone's top" {
	measure http://apex.good.example/ '{"second_level": false}'
	is '.delegation | .zone == "good.example" and .answering == 2'
}

@test "an IPv6 address that nothing answers at is a failure, told in time" {
	measure http://www.silent.example/
	is '.aaaa.verdict == "yes"' '.ipv6.reached == 0 and .ipv6.failed == 2' 'over_ipv4(2)' \
		'[.ipv6.tries[].reason] | all(test("could not be connected to in [0-9]+ ms"))' '.ipv6.dns_us > 0' \
		'.ipv6 | has("total_us") | not'
	is '.total_ms <= 13000'
	is '[.delegation.servers[] | {(.name): .answers}] | add ==
		{"ns.silent.example": "no", "lame.silent.example": "no", "ns.good.example": "yes"}'
	is '.delegation | .with_aaaa == 3 and .answering == 1'
}

@test "content that differs between the families is told, and what only a nonce tells apart is not" {
	needs_ipv4 "it compares the content over both families"
	measure http://www.differ.example/
	is '.content == {same: "no", same_words: "no", steady: "yes"}'
	measure http://www.nonce.example/
	is '.content == {same: "no", same_words: "yes", steady: "yes"}'
}

@test "redirects are followed and listed, and the links are those of where they end" {
	measure http://www.away.example/
	is '.ipv6.reached == 2' '[.ipv6.hops[] | .url, .status] ==
		["http://www.away.example/", 302, "http://www.good.example/", 200]' \
		'.links.site == "good.example"' '.site == "away.example"' '.delegation.zone == "away.example"'
}

@test "redirects that never end, go in a circle or leave the web are failures" {
	measure http://www.loop.example/
	is '.ipv6.failed == 2' "$(of_family '.ipv4.failed == 2' true)" '.ipv6.hops | length == 6' \
		'.ipv6.tries[0].reason == "It redirects more than 5 times."'
	measure http://www.circle.example/
	is '.ipv6.failed == 2' '.ipv6.tries[0].reason == "It redirects in a circle."'
	measure http://www.away.example/file
	is '.ipv6.failed == 2' '.ipv6.tries[0].reason | test("not asked over HTTP")'
}

@test "a page without an end, headers without an end and a page that drips end in time" {
	measure http://www.endless.example/
	is '.ipv6.failed == 2' '.ipv6.tries[0] | .status == 200 and (.reason | test("more than 16777216 bytes"))'
	is '.total_ms <= 13000'
	measure http://www.heads.example/
	is '.ipv6.failed == 2' '.ipv6.tries[0].reason == "Its headers have no end."'
	measure http://www.slow.example/
	is '.ipv6.failed == 2' '.ipv6.tries[0] | .status == 200 and (.reason | test("had not ended after 1[0-9]+ ms"))'
	is '.total_ms <= 13000'
}

@test "a page that answers with an error is not reached, and its status is told" {
	measure http://www.gone.example/
	is '.ipv6.failed == 2' '[.ipv6.tries[].status] == [410, 410]' '.links.read == "unknown"'
}

@test "DNS that never answers leaves all unknown, in time" {
	measure http://www.good.example/ '{"resolver": ["2001:db8:dead::53", "198.51.100.53"]}'
	is '.total_ms <= 13000'
	is '.aaaa.verdict == "unknown" and .a.verdict == "unknown"' \
		'.ipv6 | .unknown == 2 and .failed == 0 and .reached == 0' '.ipv4.unknown == 2' \
		'.delegation.verdict == "unknown"' '.content.same == "unknown"' '.links.read == "unknown"'
}

@test "DNS that answers for IPv4 alone leaves what rests on the rest unknown" {
	measure http://www.good.example/ "{resolver: [\"$(of_family 192.0.2.99 2001:db8::98)\"]}"
	is '.total_ms <= 13000'
	is '.aaaa.verdict == "unknown" and .a.verdict == "yes"' '.ipv6.unknown == 2 and .ipv6.failed == 0' \
		'over_ipv4(2)' '.delegation | .verdict == "yes" and .unknown == 2 and .answering == 0'
	[ "$family" = 6 ] || is '.links.second | .found == 4 and .unknown == .measured and .failed == 0'
}

@test "a DNS server that refuses leaves it unknown, and the next one is asked" {
	measure http://www.good.example/ '{"resolver": ["2001:db8::55"]}'
	is '.aaaa.verdict == "unknown" and .ipv6.unknown == 2'
	measure http://www.good.example/ "{resolver: [\"2001:db8::55\", \"$dns\"]}"
	is '.aaaa.verdict == "yes"'
	measure http://nothing.good.example/
	is '.aaaa.verdict == "no" and .aaaa.reason == "DNS has no such name."' '.delegation.answering == 2'
}

@test "the system's resolver is asked where none is named, and no file of hosts is" {
	echo "nameserver $dns" >"$world/resolv.conf"
	echo "192.0.2.77 www.good.example" >"$world/hosts"
	run "$here/world" exec "$world" unshare --mount sh -c '
		mount --bind "$1/resolv.conf" "$(realpath /etc/resolv.conf)"
		mount --bind "$1/hosts" /etc/hosts
		"$2" "$3" website "{\"url\":\"http://www.good.example/\",\"second_level\":false}"' \
		sh "$world" "$ask" "$probe"
	[ "$status" -eq 0 ]
	output=${output#result }
	is '.a.records == ["192.0.2.10"]' 'over_ipv4(3) and .ipv6.reached == 3'
}

@test "no proxy is used" {
	export http_proxy=http://192.0.2.77:1 all_proxy=http://192.0.2.77:1
	measure http://www.good.example/ '{"second_level": false}'
	is 'over_ipv4(2) and .ipv6.reached == 2'
}

@test "a machine without IPv6 knows nothing of a site's IPv6" {
	run "$here/world" exec "$world" unshare --net -- "$ask" "$probe" website \
		'{"url":"http://[2001:db8::10]/","probes":1,"second_level":false}'
	[ "$status" -eq 0 ]
	output=${output#result }
	is '.aaaa.verdict == "yes"' '.ipv6.unknown == 1 and .ipv6.failed == 0' \
		'.ipv6.tries[0].reason == "This machine has no way to its IPv6."'
}

@test "a certificate that nobody vouches for is a failure; one that somebody does is none" {
	measure https://www.good.example/ '{"second_level": false}'
	is '.ipv6.failed == 2' '.ipv6.tries[0].reason | test("certificate")'
	run "$here/world" exec "$world" unshare --mount sh -c '
		mount --bind "$1/certificate.pem" /etc/ssl/certs/ca-certificates.crt
		"$2" "$3" website "{\"url\":\"https://www.good.example/\",\"resolver\":[\"$4\"],\"second_level\":false}"' \
		sh "$world" "$ask" "$probe" "$dns"
	output=${output#result }
	is 'over_ipv4(3) and .ipv6.reached == 3'
}

@test "an address instead of a name has one family and no zone" {
	measure 'http://[2001:db8::10]/' '{"second_level": false}'
	is '.ipv6.reached == 2 and .ipv4.failed == 2' '.ipv6 | has("dns_us") | not' \
		'.delegation.verdict == "no"'
}

@test "what is no page of the web is refused, and so are parameters beyond their bounds" {
	for parameters in '"url":"file:///etc/passwd"' '"url":"http://a b/"' \
		'"url":"http://www.good.example/","probes":21' \
		'"url":"http://www.good.example/","resolver":["ns.example"]'; do
		run "$here/world" exec "$world" "$ask" "$probe" website "{$parameters}"
		[ "$status" -eq 1 ]
		[[ "$output" == "error input "* ]]
	done
}
