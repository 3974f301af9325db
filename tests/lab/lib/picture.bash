# The picture: which hosts, addresses, networks and guests the lab is made of. Data, no deeds.
# The drawing of it is in README.md; the text of one cannot change without the other.
# shellcheck disable=SC2034

# Every host of the lab, in the order in which they start, and what each of them is.
hosts=(extranet ops finance-gw health-gw finance-hv1 health-hv1 cloud-hv1 cloud-hv2)
hypervisors=(finance-hv1 health-hv1 cloud-hv1 cloud-hv2)
cloud_hypervisors=(cloud-hv1 cloud-hv2)
departments=(finance health)
guests=(finance-web finance-db health-web health-db)

declare -A kind=(
	[extranet]=router [ops]=operations [finance-gw]=gateway [health-gw]=gateway
	[finance-hv1]=hypervisor [health-hv1]=hypervisor
	[cloud-hv1]=hypervisor [cloud-hv2]=hypervisor
)

# The extranet: one subnet a site, routed by "extranet". MTU big enough for 1,500 bytes in VXLAN.
extranet_mtu=1600
sites=(ops finance health cloud)
declare -A site_of=(
	[ops]=ops [finance-gw]=finance [health-gw]=health [cloud-hv1]=cloud [cloud-hv2]=cloud
)
declare -A router_ipv4=(
	[ops]=198.18.0.1 [finance]=198.18.1.1 [health]=198.18.2.1 [cloud]=198.18.100.1
)
declare -A router_ipv6=([ops]=2001:db8::1 [health]=2001:db8:2::1 [cloud]=2001:db8:100::1)
declare -A extranet_ipv4=(
	[ops]=198.18.0.10 [finance-gw]=198.18.1.2 [health-gw]=198.18.2.2
	[cloud-hv1]=198.18.100.11 [cloud-hv2]=198.18.100.12
)
declare -A extranet_ipv6=(
	[ops]=2001:db8::10 [health-gw]=2001:db8:2::2
	[cloud-hv1]=2001:db8:100::11 [cloud-hv2]=2001:db8:100::12
)

# The departments: the same IPv4 inside, unique IPv4 outside by 1:1 NAT, IPv6 routed where it is.
inner_prefix4=192.168.1
declare -A outside_prefix4=([finance]=203.0.113 [health]=198.51.100)
declare -A inner_prefix6=([health]=2001:db8:2:1:)
declare -A department_vni=([finance]=1001 [health]=1002)
department_bridge=br-office
department_network=office
department_pool=images
department_pool_path=/srv/images
gateway_number=1

# The same picture without IPv4: not one address of it is left, and finance has IPv6 as well.
family=46
use_ipv6_alone() {
	family=6
	router_ipv4=() extranet_ipv4=() outside_prefix4=() inner_prefix4=
	router_ipv6[finance]=2001:db8:1::1
	extranet_ipv6[finance-gw]=2001:db8:1::2
	inner_prefix6[finance]=2001:db8:1:1:
}

cloud_pool=gov-cloud
cloud_pool_path=/var/lib/gov-cloud/volumes

# What has an address inside a department, by the last number of the address.
declare -A number_of=(
	[finance-hv1]=2 [finance-web]=11 [finance-db]=12
	[health-hv1]=2 [health-web]=11 [health-db]=12
)

declare -A host_uuid=(
	[finance-hv1]=0b2d6a10-3f7e-4c51-9a01-000000000101
	[health-hv1]=0b2d6a10-3f7e-4c51-9a01-000000000201
	[cloud-hv1]=0b2d6a10-3f7e-4c51-9a01-000000000901
	[cloud-hv2]=0b2d6a10-3f7e-4c51-9a01-000000000902
)
declare -A guest_uuid=(
	[finance-web]=6f1c9e52-8d34-4b7a-a101-000000000111
	[finance-db]=6f1c9e52-8d34-4b7a-a101-000000000112
	[health-web]=6f1c9e52-8d34-4b7a-a101-000000000211
	[health-db]=6f1c9e52-8d34-4b7a-a101-000000000212
)
declare -A guest_mac=(
	[finance-web]=52:54:00:1a:01:11 [finance-db]=52:54:00:1a:01:12
	[health-web]=52:54:00:1a:02:11 [health-db]=52:54:00:1a:02:12
)
# Machines that start with their hypervisor; the others start by hand.
declare -A guest_autostart=([finance-web]=yes [health-web]=yes)

guest_memory_mib=256
system_disk_mib=256
record_disk_mib=64
heartbeat_port=5405

department_of() {
	echo "${1%%-*}"
}

gateway_of() {
	echo "$1-gw"
}

home_of() {
	echo "$(department_of "$1")-hv1"
}

landing_of() {
	echo "landing-$1"
}

is_in() {
	local wanted=$1 one
	shift
	for one; do
		[ "$one" != "$wanted" ] || return 0
	done
	return 1
}

is_hypervisor() {
	is_in "$1" "${hypervisors[@]}"
}

is_cloud() {
	is_in "$1" "${cloud_hypervisors[@]}"
}

pool_of() {
	if is_cloud "$1"; then echo "$cloud_pool"; else echo "$department_pool"; fi
}

pool_path_of() {
	if is_cloud "$1"; then echo "$cloud_pool_path"; else echo "$department_pool_path"; fi
}

# The four addresses of a host or guest; empty where it has none.
inner_ipv4_of() {
	[ -z "$inner_prefix4" ] || [ -z "${number_of[$1]:-}" ] ||
		echo "$inner_prefix4.${number_of[$1]}"
}

inner_ipv6_of() {
	local prefix=${inner_prefix6[$(department_of "$1")]:-}
	[ -z "$prefix" ] || [ -z "${number_of[$1]:-}" ] || echo "$prefix:${number_of[$1]}"
}

outside_ipv4_of() {
	local prefix=${outside_prefix4[$(department_of "$1")]:-}
	if [ -n "${extranet_ipv4[$1]:-}" ]; then
		echo "${extranet_ipv4[$1]}"
	elif [ -n "$prefix" ] && [ -n "${number_of[$1]:-}" ]; then
		echo "$prefix.${number_of[$1]}"
	fi
}

outside_ipv6_of() {
	if [ -n "${extranet_ipv6[$1]:-}" ]; then
		echo "${extranet_ipv6[$1]}"
	else
		inner_ipv6_of "$1"
	fi
}

# The one that ops takes when it has the choice.
address_of() {
	local ipv4
	ipv4=$(outside_ipv4_of "$1")
	if [ -n "$ipv4" ]; then echo "$ipv4"; else outside_ipv6_of "$1"; fi
}

# Where a host of the extranet meets the others that carry a join.
underlay_of() {
	echo "${extranet_ipv4[$1]:-${extranet_ipv6[$1]}}"
}

# The gateway of a department, as its own machines know it; empty where it has none.
gateway_ipv4() {
	echo "${inner_prefix4:+$inner_prefix4.$gateway_number}"
}

gateway_ipv6_of() {
	local prefix=${inner_prefix6[$1]:-}
	echo "${prefix:+$prefix:$gateway_number}"
}

# An address as a URL has it.
in_url() {
	[[ $1 != *:* ]] || set -- "[$1]"
	echo "$1"
}
