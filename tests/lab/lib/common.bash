# What every part of the lab uses: messages, the folders of this lab, commands on a host.

fail() {
	echo "lab: $*" >&2
	exit 1
}

say() {
	[ -n "${quiet:-}" ] || echo "lab: $*" >&2
}

# Where this lab keeps everything that it makes; "down" removes it.
state_root=${BANYUN_LAB_STATE:-/run/banyun-lab}
cache=${BANYUN_CACHE:-$top/build/lab}

set_lab() {
	[[ $1 =~ ^[a-z0-9][a-z0-9-]{0,19}$ ]] ||
		fail "\"$1\" cannot be a lab's id: up to 20 of a-z, 0-9 and \"-\" are expected."
	lab=$1
	state=$state_root/$lab
}

namespace_of() {
	echo "banyun-$lab-$1"
}

host_folder() {
	echo "$state/hosts/$1"
}

# The process 1 of a hypervisor, as this machine counts it; empty while the host is off.
pid_of() {
	local pid
	pid=$(cat "$(host_folder "$1")/pid" 2>/dev/null) || return 0
	[ ! -e "/proc/$pid/root" ] || echo "$pid"
}

require_host() {
	is_in "$1" "${hosts[@]}" || fail "There is no host \"$1\" in the lab; it has: ${hosts[*]}."
}

require_hypervisor() {
	is_hypervisor "$1" || fail "\"$1\" is no hypervisor; the lab has: ${hypervisors[*]}."
}

require_guest() {
	is_in "$1" "${guests[@]}" || fail "There is no guest \"$1\" in the lab; it has: ${guests[*]}."
}

require_up() {
	[ -e "$state/up" ] || fail "The lab \"$lab\" is not up; start it with: lab --id $lab up"
}

# in_network HOST CMD...: with the host's network and this machine's files.
in_network() {
	local host=$1
	shift
	ip netns exec "$(namespace_of "$host")" "$@"
}

# on_host HOST CMD...: as a login on that host would see the world.
on_host() {
	local host=$1 pid
	shift
	if ! is_hypervisor "$host"; then
		in_network "$host" "$@"
		return
	fi
	pid=$(pid_of "$host")
	[ -n "$pid" ] || fail "The host \"$host\" is off."
	nsenter --target "$pid" --mount --uts --ipc --net --pid --wd=/ -- \
		env -i HOME=/root TERM="${TERM:-dumb}" LC_ALL=C.UTF-8 \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# wait_for SECONDS WHAT CMD...: asks ten times a second; fails with a sentence when time is up.
wait_for() {
	local tries=$(($1 * 10)) what=$2
	shift 2
	until ("$@") >/dev/null 2>&1; do
		[ $((tries -= 1)) -gt 0 ] || fail "$what did not happen in time."
		sleep 0.1
	done
}
