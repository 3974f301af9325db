# What the probe tells of a host and of a zone over IPv6: real DNS servers, ports and pages in a world of
# their own.

source "${top_srcdir:-.}/tests/functional/probe/world.bash"

names() { # NAME ADDRESSES [RESOLVERS]
	tell names "{name: \"$1\", addresses: $2, timeout_ms: 4000, resolver: ${3:-[\"2001:db8::53\"]}}"
}

@test "a name's addresses and the names of addresses are told as DNS has them" {
	names db.host.example '["2001:db8::10", "2001:db8::53", "2001:db8::54"]'
	is '.aaaa == {verdict: "yes", records: ["2001:db8::10"]}'
	is '.pointers[0] == {address: "2001:db8::10", verdict: "yes", names: ["db.host.example"]}' \
		'.pointers[1].names | sort == ["other.host.example", "two.host.example"]' \
		'.pointers[2] | .verdict == "no" and .names == [] and .reason == "DNS has no such name."'
	names alias.host.example '[]'
	is '.aaaa.records == ["2001:db8::10"]' '.pointers == []'
	names four.host.example '[]'
	is '.aaaa == {verdict: "no", records: [], reason: "DNS has no such record."}'
	names none.host.example '[]'
	is '.aaaa.verdict == "no"'
}

@test "DNS that does not answer leaves names unknown, in time" {
	names db.host.example '["2001:db8::10", "2001:db8::53"]' '["2001:db8:dead::53"]'
	is '.total_ms <= 5000'
	is '.aaaa.verdict == "unknown"' 'all(.pointers[]; .verdict == "unknown")'
}

@test "ports are told open, refused and silent, over each family" {
	needs_ipv4 "it compares what is open over both families"
	tell ports '{ipv4: "192.0.2.10", ipv6: "2001:db8::10", ports: [80, 443, 81]}'
	is '.ports == [{port: 80, ipv4: "open", ipv6: "open"}, {port: 443, ipv4: "open", ipv6: "open"},
		{port: 81, ipv4: "refused", ipv6: "refused"}]'
	tell ports '{ipv4: "192.0.2.53", ipv6: "2001:db8::10", ports: [53]}'
	is '.ports == [{port: 53, ipv4: "open", ipv6: "refused"}]'
	tell ports '{ipv4: "192.0.2.10", ipv6: "2001:db8:dead::1", ports: [80, 443], timeout_ms: 500}'
	[ "$SECONDS" -le 2 ]
	is '[.ports[].ipv6] == ["silent", "silent"] and ([.ports[].ipv4] == ["open", "open"])'
}

@test "as many ports as may be asked for are asked for at once, and none more" {
	tell ports '{ipv4: "198.51.100.1", ipv6: "2001:db8:dead::1", ports: [range(1000; 1256)], timeout_ms: 1000}'
	[ "$SECONDS" -le 10 ]
	is ".ports | length == 256 and all(.ipv4 == \"$(of_family silent unknown)\" and .ipv6 == \"silent\")"
	for parameters in '{ipv4: "192.0.2.10", ipv6: "2001:db8::10", ports: [range(1000; 1257)]}' \
		'{ipv4: "2001:db8::10", ipv6: "2001:db8::10", ports: [80]}' \
		'{ipv4: "192.0.2.10", ipv6: "192.0.2.10", ports: [80]}' \
		'{ipv4: "192.0.2.10", ipv6: "2001:db8::10", ports: [0]}'; do
		run "$here/world" exec "$world" "$ask" "$probe" ports "$(jq -cn "$parameters")"
		[ "$status" -eq 1 ]
		[[ $output == "error input "* ]]
	done
}

@test "a machine without a way to a family knows nothing of its ports" {
	run "$here/world" exec "$world" unshare --net -- "$ask" "$probe" ports \
		'{"ipv4":"192.0.2.10","ipv6":"2001:db8::10","ports":[80]}'
	[ "$status" -eq 0 ]
	output=${output#result }
	is '.ports == [{port: 80, ipv4: "unknown", ipv6: "unknown"}]'
}

answers() { # IPV4 IPV6
	tell answers "{ipv4: \"$1\", ipv6: \"$2\", timeout_ms: 8000, resolver: [\"$dns\"]}"
}

@test "the answers of two pages are compared, each over its own family" {
	needs_ipv4 "it compares what a page answers over both families"
	answers http://192.0.2.10/ 'http://[2001:db8::10]/'
	is '.content == {same: "yes", same_words: "yes", steady: "yes"}' \
		'.ipv4.reached == 2 and .ipv6.reached == 2' '.ipv6.hops[0].address == "2001:db8::10"'
	answers http://192.0.2.10/ 'http://[2001:db8::10]/third'
	is '.content.same_words == "no" and .content.steady == "yes"'
	answers http://www.differ.example/ http://www.differ.example/
	is '.content.same_words == "no"'
	answers http://www.nonce.example/ http://www.nonce.example/
	is '.content == {same: "no", same_words: "yes", steady: "yes"}'
	answers http://192.0.2.10/ 'http://[2001:db8::10]/missing'
	is '.ipv6 | .failed == 2 and .tries[0].status == 404' '.content.same == "unknown"'
	answers http://192.0.2.10/ 'http://[2001:db8:dead::1]/'
	is '.ipv6.failed == 2' '.ipv4.reached == 2'
	is '.total_ms <= 9000'
	run "$here/world" exec "$world" "$ask" "$probe" answers '{"ipv4":"http://192.0.2.10/","ipv6":"file:///etc"}'
	[ "$status" -eq 1 ]
	[[ $output == "error input "* ]]
}

zone() { # NAME
	tell zone "{zone: \"$1\", timeout_ms: 6000, resolver: [\"$dns\"]}"
}

@test "the servers of a zone, and which of them answer for it over IPv6" {
	zone good.example
	is '.verdict == "yes" and .with_aaaa == 2 and .answering == 2 and .unknown == 0'
	zone four.example
	is '.verdict == "yes" and .with_aaaa == 0 and .answering == 0'
	zone silent.example
	is '.with_aaaa == 3 and .answering == 1 and .unknown == 0'
	is '.total_ms <= 7000'
	zone www.good.example
	is '.verdict == "no" and .servers == []'
	zone none.example
	is '.verdict != "yes" and .servers == []'
}
