#!/usr/bin/env bats
# banyun where there is no IPv4: inventory, readiness, plan, approval and a live move on a lab in which
# no host and no guest has an address of it, and no packet of it on any wire. One story, told in order.
#
# BANYUN_LAB_KEEP=ID uses the lab of that name, made with --family 6, and leaves it up.

bats_require_minimum_version 1.5.0
source "$BATS_TEST_DIRNAME/real.bash"

setup_file() {
	is_fit nft || return 0
	export BANYUN_LAB=${BANYUN_LAB_KEEP:-v6only-$$}
	stage v6only
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" up --family 6 --rate 1000
	"$HERE/lab" env --json >"$BATS_FILE_TMPDIR/lab"
	for host in $(fact '.hosts[].name'); do
		count_ipv4 "$host"
	done
	"$HERE/site" start
}

teardown_file() {
	[ -z "${unfit:-}" ] || return 0
	"$HERE/site" stop || true
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	cd "$BATS_FILE_TMPDIR" || return 1
}

fact() {
	jq -er "$1" "$BATS_FILE_TMPDIR/lab"
}

on() {
	"$HERE/lab" exec "$@"
}

as() {
	"$HERE/site" as "$@"
}

# count_ipv4 HOST: every packet of IPv4, and every question for a neighbour of it, that comes in by one
# of its devices, whatever becomes of it.
count_ipv4() {
	local device
	for device in $(on "$1" ip -o link show | awk -F '[:@] *' '{ print $2 }'); do
		printf 'table netdev ipv4 {\nchain %s {\ntype filter hook ingress device "%s" priority 0;\n' \
			"${device//-/_}" "$device"
		printf 'meta protocol { ip, arp } counter\n}\n}\n'
	done | ip netns exec "$(fact ".hosts[] | select(.name == \"$1\") | .namespace")" nft -f -
}

# Prints how many each host has counted.
counted() {
	local host namespace
	while read -r host namespace; do
		ip netns exec "$namespace" nft -j list table netdev ipv4 | jq -r --arg host "$host" \
			'"\([.. | .counter? | select(.) | .packets] | add) \($host)"'
	done < <(fact '.hosts[] | "\(.name) \(.namespace)"')
}

in_guest() {
	local guest=$1
	shift
	on ops ssh -n -i "$(fact .state)/keys/$guest" -o BatchMode=yes -o ConnectTimeout=20 \
		-o "UserKnownHostsFile=$(fact .known_hosts)" \
		"root@$(fact ".guests[] | select(.name == \"$guest\") | .ipv6")" "$@"
}

verdict() { # RULE NAME
	as lin readiness show "$2" --rule "$1" --all --json >shown
	jq -r '[.findings.findings[].verdict] | unique | join(" ")' shown
}

@test "no host, no guest and no loopback has an IPv4 address" {
	for host in $(fact '.hosts[].name'); do
		[ -z "$(on "$host" ip -4 -o address show)" ]
		[ -n "$(on "$host" ip -6 -o address show)" ]
	done
	for guest in $(fact '.guests[].name'); do
		[ -z "$(in_guest "$guest" ip -4 -o address show)" ]
	done
	[ "$(fact '[.. | .ipv4? | select(.)] | length')" -eq 0 ]
}

@test "hosts are added by their addresses, and what stands for none is refused" {
	for wrong in '[2001:db8:100::11]' '2001:db8:100::11/64' '2001:db8::g' 'fe80::1%uplink'; do
		run -1 as lin host add wrong --department cloud --side cloud --address "$wrong" \
			--credential cloud-hv1
		[[ $output == *"must be an IPv4 or IPv6 address, but is \"$wrong\""* ]]
	done
	# As facts have it, however it is written.
	as lin host add wrong --department cloud --side cloud --address 2001:DB8:0100:0::11 \
		--credential cloud-hv1 --json | jq -e '.address == "2001:db8:100::11"'
	as lin host remove wrong
	"$HERE/site" enrol finance-hv1 cloud-hv1 finance-web
	as lin host show --json | jq -e '.hosts | map(.address) ==
		["2001:db8:100::11", "2001:db8:1:1::2", "2001:db8:1:1::11"]'
}

@test "they are scanned" {
	as lin inventory scan --json >scan
	jq -e '.silent == []' scan
	as lin inventory show finance-web --json | jq -e '.addresses == ["2001:db8:1:1::11"]'
}

@test "the readiness of a machine without IPv4 is judged by what there is" {
	as lin readiness check
	[ "$(verdict target.reachable finance-web)" = pass ]
	[ "$(verdict page.ipv6 finance-web)" = pass ]
	[ "$(verdict page.ipv4 finance-web)" = pass ]
	[ "$(verdict node.address finance-web)" = pass ]
	[ "$(verdict node.dual_stack finance-web)" = fail ]
	# How much of a gigabit this machine gives is another matter.
	verdict link.capacity finance
	jq -e '.findings.findings | all(.evidence | startswith("IPv6 carried "))' shown
	as lin readiness links --json >links
	jq -e '[.. | .family? | select(.)] | unique == [6]' links
}

@test "a plan of it is made and approved" {
	plan=$(as lin plan create --json | jq -r .plan | cut -d : -f 2)
	echo "$plan" >plan
	as lin plan show "$plan" --json >shown
	jq -e '[.waves[].moves[].name] == ["finance-web"]' shown
	jq -e '.waves[0].moves[0] | .target.address == "2001:db8:100::11" and
		[.pages[].url] == ["http://[2001:db8:1:1::11]/"]' shown
	as zhou plan approve "$plan"
}

@test "the machine moves live, and its page answers from the cloud" {
	run=$(as lin run start "$(cat plan)" --json | jq -r .run)
	as lin run watch "$run"
	as lin run show "$run" --json >shown
	jq -e '.moves | map(.outcome) == ["done"]' shown
	[[ $(on cloud-hv1 virsh -q domstate finance-web) == running* ]]
	[[ $(on finance-hv1 virsh -q domstate --reason finance-web) == "shut off (migrated)"* ]]
	on ops curl -sf --max-time 5 "$(fact '.guests[] | select(.name == "finance-web") | .urls.ipv6.small')" |
		grep finance-web
	as lin inventory scan
	as lin report progress --json | jq -e '.on_cloud == 1'
}

@test "the log proves it, and nothing of banyun's own installation is missing" {
	mkdir -m 0777 "$(fact .state)/export"
	as sun audit export "$(fact .state)/export/log"
	"$BANYUN_PREFIX/bin/banyun-verify" "$(fact .state)/export/log"
	as lin doctor --json | jq -e '.seen | length > 8 and all(.verdict == "pass")'
}

@test "until now not one IPv4 packet went over any wire" {
	counted | tee counted
	[ "$(awk '{ sum += $1 } END { print sum }' counted)" -eq 0 ]
	[ "$(grep -c . counted)" -eq 8 ]
}

@test "one that does would have been counted" {
	on ops ip address add 192.0.2.1/24 dev uplink
	run -1 on ops ping -c 1 -W 1 192.0.2.2
	on ops ip address del 192.0.2.1/24 dev uplink
	counted
	[ "$(counted | awk '$2 == "extranet" { print $1 }')" -ge 1 ]
}
