# "lab env": everything that a program needs to know about the lab, as one JSON text or for a shell.
# The format is described in README.md.

uri_of() {
	local address
	address=$(in_url "$(address_of "$1")")
	echo "qemu+libssh2://root@$address/system?keyfile=$state/keys/$1&known_hosts=$state/keys/known_hosts&known_hosts_verify=normal"
}

# Prints the members that are not empty as one object: a=1 b= c=3 becomes {"a":"1","c":"3"}.
object() {
	local pair arguments=()
	for pair; do
		[ -z "${pair#*=}" ] || arguments+=(--arg "${pair%%=*}" "${pair#*=}")
	done
	jq -n "${arguments[@]}" '$ARGS.named'
}

networks_json() {
	local department
	if is_cloud "$1"; then
		for department in "${departments[@]}"; do
			object "department=$department" "name=$(landing_of "$department")" \
				"bridge=$(landing_of "$department")"
		done
	else
		object "department=$(department_of "$1")" "name=$department_network" \
			"bridge=$department_bridge"
	fi | jq -s .
}

hypervisor_json() {
	jq -n --argjson networks "$(networks_json "$1")" \
		--argjson pool "$(object "name=$(pool_of "$1")" "path=$(pool_path_of "$1")")" \
		--argjson text "$(object "uri=$(uri_of "$1")" "keyfile=$state/keys/$1" \
			"user=root" "host_uuid=${host_uuid[$1]}" \
			"pool_folder=$(host_folder "$1")/volumes" \
			"console_folder=$(host_folder "$1")/console")" \
		'$text + {$networks, $pool}'
}

host_json() {
	local department=
	is_in "$(department_of "$1")" "${departments[@]}" && department=$(department_of "$1")
	{
		object "name=$1" "kind=${kind[$1]}" "namespace=$(namespace_of "$1")" \
			"department=$department" "site=${site_of[$1]:-$department}" \
			"address=$(address_of "$1")" \
			"ipv4=$(outside_ipv4_of "$1")" "ipv6=$(outside_ipv6_of "$1")" \
			"inner_ipv4=$(inner_ipv4_of "$1")" "inner_ipv6=$(inner_ipv6_of "$1")"
		! is_hypervisor "$1" || hypervisor_json "$1"
	} | jq -s add
}

department_json() {
	local prefix6=${inner_prefix6[$1]:-}
	jq -n --argjson vni "${department_vni[$1]}" --argjson text "$(object "name=$1" \
		"gateway=$(gateway_of "$1")" "network=$department_network" \
		"inner_ipv4=${inner_prefix4:+$inner_prefix4.0/24}" \
		"outside_ipv4=${outside_prefix4[$1]:+${outside_prefix4[$1]}.0/24}" \
		"inner_ipv6=${prefix6:+$prefix6:/64}" "landing=$(landing_of "$1")")" \
		'$text + {$vni, families: [("ipv4", "ipv6") | select($text["inner_" + .])]}'
}

disk_json() {
	local path
	path=$(pool_path_of "$(home_of "$1")")
	jq -n --argjson bytes "$(($4 * 1048576))" --argjson text "$(object "target=$2" "role=$3" \
		"format=qcow2" "volume=$1-$3.qcow2" "path=$path/$1-$3.qcow2")" '$text + {$bytes}'
}

urls_json() {
	[ -n "$1" ] || return 0
	set -- "http://$(in_url "$1")"
	object "small=$1/" "large=$1/large" \
		"poweroff=$1/cgi-bin/poweroff" "reboot=$1/cgi-bin/reboot"
}

guest_json() {
	local ipv4 ipv6 urls4 urls6
	ipv4=$(outside_ipv4_of "$1") ipv6=$(outside_ipv6_of "$1")
	urls4=$(urls_json "$ipv4") urls6=$(urls_json "$ipv6")
	jq -n --argjson text "$(object "name=$1" "department=$(department_of "$1")" \
		"home=$(home_of "$1")" "uuid=${guest_uuid[$1]}" "mac=${guest_mac[$1]}" \
		"inner_ipv4=$(inner_ipv4_of "$1")" "inner_ipv6=$(inner_ipv6_of "$1")" \
		"address=$(address_of "$1")" "ipv4=$ipv4" "ipv6=$ipv6" "heartbeat_file=$state/heartbeats/$1")" \
		--argjson autostart "$([ -n "${guest_autostart[$1]:-}" ] && echo true || echo false)" \
		--argjson memory_bytes "$((guest_memory_mib * 1048576))" \
		--argjson system "$(disk_json "$1" vda system "$system_disk_mib")" \
		--argjson records "$(disk_json "$1" vdb records "$record_disk_mib")" \
		--argjson urls4 "${urls4:-null}" --argjson urls6 "${urls6:-null}" \
		--argjson ssh "$(object user=root "address=$(address_of "$1")" "keyfile=$state/keys/$1" \
			"known_hosts=$state/keys/known_hosts")" \
		'$text + {$autostart, $memory_bytes, disks: [$system, $records], $ssh,
		  urls: ({ipv4: $urls4, ipv6: $urls6} | with_entries(select(.value)))}'
}

each_json() {
	local function=$1 one
	shift
	for one; do
		"$function" "$one"
	done | jq -s .
}

# What stays the same as long as the lab is up.
constant_json() {
	jq -n --argjson text "$(object "id=$lab" "state=$state" \
		"program=$folder/lab" "operations=$(namespace_of ops)" \
		"known_hosts=$state/keys/known_hosts" "ca=$state/trust/ca-cert.pem" \
		"heartbeats=$state/heartbeats")" \
		--argjson departments "$(each_json department_json "${departments[@]}")" \
		--argjson hosts "$(each_json host_json "${hosts[@]}")" \
		--argjson guests "$(each_json guest_json "${guests[@]}")" \
		'{version: 1} + $text + {$departments, $hosts, $guests}'
}

# The hypervisors that are on, by name, with their process 1.
pids_json() {
	local host pid arguments=()
	for host in "${hypervisors[@]}"; do
		pid=$(pid_of "$host")
		[ -z "$pid" ] || arguments+=(--argjson "$host" "$pid")
	done
	jq -n "${arguments[@]}" '$ARGS.named'
}

environment_json() {
	jq --argjson up "$([ -e "$state/up" ] && echo true || echo false)" \
		--argjson pids "$(pids_json)" \
		--argjson rates "$(cat "$state/rates.json" 2>/dev/null || echo '{}')" \
		'. + {$up, rates_mbit: $rates}
		 | .hosts[] |= if .kind != "hypervisor" then . else
			. + {pid: $pids[.name]} + if $pids[.name] then
				{root: "/proc/\($pids[.name])/root"} else {} end end' \
		<(cat "$state/environment.json" 2>/dev/null || constant_json)
}

# For a shell: the few values that scripts want most, and the JSON for the rest.
environment_shell() {
	printf 'BANYUN_LAB=%q\n' "$lab"
	printf 'BANYUN_LAB_STATE=%q\n' "$state_root"
	printf 'BANYUN_LAB_OPERATIONS=%q\n' "$(namespace_of ops)"
	printf 'BANYUN_LAB_KNOWN_HOSTS=%q\n' "$state/keys/known_hosts"
	local host
	for host in "${hypervisors[@]}"; do
		printf 'BANYUN_LAB_URI_%s=%q\n' "${host//-/_}" "$(uri_of "$host")"
	done
}

print_environment() {
	if [ "${1:-}" = --json ]; then environment_json; else environment_shell; fi
}
