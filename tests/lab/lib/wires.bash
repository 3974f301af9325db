# Networks: namespaces, cables, the extranet's router, the gateways and the joins.
# Every device is made inside a namespace, so names need not differ between labs.

make_namespace() {
	local space
	space=$(namespace_of "$1")
	ip netns add "$space"
	ip -n "$space" link set lo up
	[ "$family" != 6 ] || ip -n "$space" addr del 127.0.0.1/8 dev lo
	# A bridge must pass frames as they are; nothing in the lab configures itself by IPv6; TCP is
	# the same on every machine (BBR measures an empty cable first and then stays too slow).
	in_network "$1" sh -c 'cd /proc/sys/net &&
		for key in ipv6/conf/all/accept_ra ipv6/conf/default/accept_ra \
			bridge/bridge-nf-call-iptables bridge/bridge-nf-call-ip6tables; do
			[ ! -w $key ] || echo 0 >$key
		done
		echo reno >ipv4/tcp_congestion_control'
}

remove_namespaces() {
	local host
	for host in "${hosts[@]}"; do
		[ ! -e "/run/netns/$(namespace_of "$host")" ] || ip netns del "$(namespace_of "$host")"
		rm -rf "/etc/netns/$(namespace_of "$host")"
	done
}

# cable HOST DEVICE PEER-HOST PEER-DEVICE MTU
cable() {
	ip link add "$2" mtu "$5" netns "$(namespace_of "$1")" type veth \
		peer name "$4" mtu "$5" netns "$(namespace_of "$3")"
	ip -n "$(namespace_of "$1")" link set "$2" up
	ip -n "$(namespace_of "$3")" link set "$4" up
}

# bridge HOST NAME MTU: without address; mcast_snooping would starve neighbour discovery.
bridge() {
	ip -n "$(namespace_of "$1")" link add "$2" mtu "$3" type bridge mcast_snooping 0 forward_delay 0
	ip -n "$(namespace_of "$1")" link set "$2" up
}

plug() {
	ip -n "$(namespace_of "$1")" link set "$3" master "$2"
}

# A bridge that carries others' networks has no business in them itself.
keep_out_of() {
	in_network "$1" sh -c "echo 1 >/proc/sys/net/ipv6/conf/$2/disable_ipv6"
}

address() {
	local options=()
	[ -n "$3" ] || return 0
	[[ $3 != *:* ]] || options=(nodad)
	ip -n "$(namespace_of "$1")" addr add "$3" dev "$2" "${options[@]}"
}

route() {
	[ -n "$2" ] && [ -n "$3" ] || return 0
	ip -n "$(namespace_of "$1")" route add "$2" via "$3"
}

forwarding() {
	in_network "$1" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
}

# The cable that "lab link" cuts and "lab rate" shapes, as HOST DEVICE PEER-HOST PEER-DEVICE.
cable_of() {
	local department
	department=$(department_of "$1")
	case ${kind[$1]} in
	router) fail "The host \"$1\" is the extranet itself; name one of its ends." ;;
	hypervisor)
		is_cloud "$1" || {
			echo "$1 uplink $(gateway_of "$department") to-$1"
			return
		}
		;;
	esac
	echo "$1 uplink extranet to-$1"
}

# shape HOST MBIT: both ends of the host's cable.
shape() {
	local from device peer peer_device
	read -r from device peer peer_device <<<"$(cable_of "$1")"
	tbf "$from" "$device" "$2"
	tbf "$peer" "$peer_device" "$2"
	note_rate "$1" "$2"
}

# The bucket holds 10 ms, and never less than two of the biggest segments that a veth carries.
tbf() {
	local burst=$(($3 * 1250))
	[ "$burst" -ge 131072 ] || burst=131072
	ip netns exec "$(namespace_of "$1")" tc qdisc replace dev "$2" root \
		tbf rate "${3}mbit" burst "$burst" latency 100ms
}

note_rate() {
	local file=$state/rates.json
	[ -e "$file" ] || echo '{}' >"$file"
	jq --arg host "$1" --argjson rate "$2" '.[$host] = $rate' "$file" >"$file.new"
	mv "$file.new" "$file"
}

make_extranet() {
	local site host
	for site in "${sites[@]}"; do
		bridge extranet "site-$site" "$extranet_mtu"
		address extranet "site-$site" "${router_ipv4[$site]:+${router_ipv4[$site]}/24}"
		address extranet "site-$site" "${router_ipv6[$site]:+${router_ipv6[$site]}/64}"
	done
	for host in "${!site_of[@]}"; do
		cable "$host" uplink extranet "to-$host" "$extranet_mtu"
		plug extranet "site-${site_of[$host]}" "to-$host"
		is_cloud "$host" || attach_to_extranet "$host" uplink
	done
	forwarding extranet
	for site in "${departments[@]}"; do
		route extranet "${outside_prefix4[$site]:+${outside_prefix4[$site]}.0/24}" \
			"${extranet_ipv4[$(gateway_of "$site")]:-}"
		route extranet "${inner_prefix6[$site]:+${inner_prefix6[$site]}:/64}" \
			"${extranet_ipv6[$(gateway_of "$site")]:-}"
	done
}

# attach_to_extranet HOST DEVICE: its addresses there, and the router as its way out.
attach_to_extranet() {
	local site=${site_of[$1]}
	address "$1" "$2" "${extranet_ipv4[$1]:+${extranet_ipv4[$1]}/24}"
	address "$1" "$2" "${extranet_ipv6[$1]:+${extranet_ipv6[$1]}/64}"
	route "$1" default "${router_ipv4[$site]:-}"
	[ -z "${extranet_ipv6[$1]:-}" ] || route "$1" default "${router_ipv6[$site]}"
}

# 1:1 NAT for every address that is in use inside the department.
translate_addresses() {
	local department=$1 outside=${outside_prefix4[$1]:-} name in= out=
	[ -n "$outside" ] || return 0
	for name in "${!number_of[@]}"; do
		[ "$(department_of "$name")" = "$department" ] || continue
		in+="$outside.${number_of[$name]} : $(inner_ipv4_of "$name"), "
		out+="$(inner_ipv4_of "$name") : $outside.${number_of[$name]}, "
	done
	in_network "$(gateway_of "$department")" nft -f - <<-END
		table ip translation {
			chain inwards {
				type nat hook prerouting priority dstnat;
				iifname "uplink" dnat to ip daddr map { ${in%, } }
			}
			chain outwards {
				type nat hook postrouting priority srcnat;
				oifname "uplink" snat to ip saddr map { ${out%, } }
			}
		}
	END
}

make_gateway() {
	local department=$1 gateway ipv4 ipv6
	gateway=$(gateway_of "$1") ipv4=$(gateway_ipv4) ipv6=$(gateway_ipv6_of "$1")
	bridge "$gateway" "$department_bridge" 1500
	address "$gateway" "$department_bridge" "${ipv4:+$ipv4/24}"
	address "$gateway" "$department_bridge" "${ipv6:+$ipv6/64}"
	forwarding "$gateway"
	translate_addresses "$department"
}

# The department's own hypervisor: a bridge with its address, and the gateway behind it.
make_office() {
	local host gateway ipv4 ipv6
	host=$1-hv1 gateway=$(gateway_of "$1")
	ipv4=$(inner_ipv4_of "$host") ipv6=$(inner_ipv6_of "$host")
	bridge "$host" "$department_bridge" 1500
	cable "$host" uplink "$gateway" "to-$host" 1500
	plug "$host" "$department_bridge" uplink
	plug "$gateway" "$department_bridge" "to-$host"
	address "$host" "$department_bridge" "${ipv4:+$ipv4/24}"
	address "$host" "$department_bridge" "${ipv6:+$ipv6/64}"
	route "$host" default "$(gateway_ipv4)"
	route "$host" default "$(gateway_ipv6_of "$1")"
}

make_cloud_host() {
	local department
	bridge "$1" br-gov "$extranet_mtu"
	plug "$1" br-gov uplink
	attach_to_extranet "$1" br-gov
	for department in "${departments[@]}"; do
		bridge "$1" "$(landing_of "$department")" 1500
		keep_out_of "$1" "$(landing_of "$department")"
	done
}

# join HOST BRIDGE DEPARTMENT: one end of the department's VXLAN. What floods goes to every other
# end, and a bridge never sends a frame back out of the port it came by, so there is no loop.
join() {
	local space other device=join-$3
	space=$(namespace_of "$1")
	ip -n "$space" link add "$device" mtu 1500 type vxlan id "${department_vni[$3]}" \
		local "$(underlay_of "$1")" dstport 4789 ttl 16
	keep_out_of "$1" "$device"
	for other in "$(gateway_of "$3")" "${cloud_hypervisors[@]}"; do
		[ "$other" = "$1" ] || in_network "$1" bridge fdb append 00:00:00:00:00:00 \
			dev "$device" dst "$(underlay_of "$other")"
	done
	ip -n "$space" link set "$device" master "$2" up
}

make_joins() {
	local department host
	for department in "${departments[@]}"; do
		join "$(gateway_of "$department")" "$department_bridge" "$department"
		for host in "${cloud_hypervisors[@]}"; do
			join "$host" "$(landing_of "$department")" "$department"
		done
	done
}

# Names for those who work in ops and on the hypervisors.
hosts_file() {
	local name own
	[ "$family" = 6 ] || echo "127.0.0.1 localhost"
	echo "::1 localhost"
	for name in "${hosts[@]}" "${guests[@]}"; do
		for own in "$(outside_ipv4_of "$name")" "$(outside_ipv6_of "$name")"; do
			[ -z "$own" ] || echo "$own $name"
		done
	done
}

make_operations() {
	local to
	to=/etc/netns/$(namespace_of ops)
	mkdir -p "$to"
	hosts_file >"$to/hosts"
	: >"$to/resolv.conf"
}

make_wires() {
	local host department
	for host in "${hosts[@]}"; do
		make_namespace "$host"
	done
	for department in "${departments[@]}"; do
		make_gateway "$department"
		make_office "$department"
	done
	make_extranet
	for host in "${cloud_hypervisors[@]}"; do
		make_cloud_host "$host"
	done
	make_joins
	make_operations
}

# shape_all MBIT [HOST=MBIT...]
shape_all() {
	local rate=$1 host pair
	shift
	for host in "${!site_of[@]}"; do
		shape "$host" "$rate"
	done
	for pair; do
		shape "${pair%%=*}" "${pair#*=}"
	done
}
