#!/usr/bin/env bats
# What a machine without IPv4 is, and some of the suite on it, which logs in, asks for pages, and goes
# through a jump host there. The long suite runs all of it (tests/without-ipv4/whole).

bats_require_minimum_version 1.5.0
here=$(realpath "$BATS_TEST_DIRNAME")
sources=$(realpath "${top_srcdir:-$here/../..}")

setup() {
	[ "$(id -u)" -eq 0 ] || skip "only root can make a network without IPv4"
}

# alone COMMAND...: without IPv4, and without what this bats says to those inside it.
alone() {
	run env -i PATH="$(tr : '\n' <<<"$PATH" | grep -v bats-core | paste -sd :)" HOME="${HOME:-/}" LANG=C.UTF-8 top_srcdir="$sources" \
		top_builddir="$(realpath "${top_builddir:-.}")" ${BANYUN_CACHE:+BANYUN_CACHE="$BANYUN_CACHE"} \
		"$here/enter" "$@"
	echo "$output"
}

# passes TEST: all of it does, but what says that it needs IPv4.
passes() {
	alone bats --tap "$sources/tests/functional/$1"
	[ "$status" -eq 0 ]
	! grep -E '^ok .* # skip (missing|only root)' <<<"$output" || skip "it lacks what $1 needs"
	grep -E '^ok ' <<<"$output" | grep -qv '# skip'
	run ! grep -E '^ok .* # skip' <(grep -v '# skip it needs IPv4: ' <<<"$output")
}

@test "the machine has IPv6, and no address, no route and no loopback of IPv4" {
	alone ip -oneline address show
	[[ $output == *" ::1/128 "* && $output == *" 2001:db8:6::1/64 "* && $output != *" inet "* ]]
	alone python3 -c 'import socket; socket.create_connection(("127.0.0.1", 9))'
	[[ $status -eq 1 && $output == *"Network is unreachable"* ]]
	alone python3 -c 'import socket; socket.create_connection(("::1", 9))'
	[[ $status -eq 1 && $output == *"Connection refused"* ]]
}

@test "a test knows that it is there, and its loopback" {
	local family=$sources/tests/functional/family.bash
	alone bash -c 'source "$0" && echo "$family $loopback $families $(bracketed "$loopback")"' "$family"
	[ "$output" = "6 ::1 6 [::1]" ]
	alone bash -c 'source "$0" && printf "%s\n" "add 192.0.2.1/24" "add ::ffff:1 dev a" | without_ipv4' "$family"
	[ "$output" = "add ::ffff:1 dev a" ]
	alone unshare --net bash -c 'source "$0" && raise_loopback && ip -oneline address show lo' "$family"
	[[ $output == *"::1/128"* && $output != *127.0.0.1* ]]
}

@test "what is entered is gone afterwards, and who gives no command is refused" {
	local before
	before=$(ip -oneline link show | cut -d: -f1,2)
	alone sh -c 'readlink /proc/self/ns/net'
	[ "$output" != "$(readlink /proc/self/ns/net)" ]
	ip -oneline link show | cut -d: -f1,2 | diff <(echo "$before") -
	alone
	[[ $status -eq 2 && $output == "enter COMMAND..." ]]
}

@test "a host is registered, trusted and scanned there, also through a jump host" {
	passes ssh/jump.bats
}

@test "names, ports and zones are asked for there" {
	passes probe/node.bats
}

@test "the host of banyund itself is taken in there" {
	passes inventory/near.bats
}
