# collect.sh: the facts of a POSIX host in one round trip, by any user. It comes on the standard input
# of /bin/sh, behind a line that sets `boundary`, and is one compound command, so that a shell has
# read all of it before it starts. It writes nothing on the host: no file, no here-document.
# What fails prints what it can and says so with its exit status; the reader leaves that fact out.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
exec </dev/null

section() {
	title=$1
	shift
	printf '\n%s begin %s\n' "$boundary" "$title"
	"$@" 2>/dev/null
	printf '\n%s end %s %d\n' "$boundary" "$title" $?
}

first_of() {
	for file; do
		[ ! -r "$file" ] || { cat "$file"; return; }
	done
	return 1
}

byte_order() {
	printf '\1\0' | od -An -tu2
}

processors() {
	getconf _NPROCESSORS_ONLN || nproc
}

# Each local IPv4 address stands in the line before "/32 host LOCAL".
addresses4() {
	sed -n -e '/|-- /h' -e '/\/32 host LOCAL/{' -e x -e p -e x -e '}' /proc/net/fib_trie
}

# The files of IPv6 are there exactly when the kernel speaks it.
addresses6() {
	[ ! -e /proc/net/if_inet6 ] || cat /proc/net/if_inet6
}

listening() {
	sed -n '/ 0A /p' "/proc/net/$1"
}

listening6() {
	[ ! -e /proc/net/tcp6 ] || listening tcp6
}

# A line for each network interface: name, MTU, kind and hardware address ("-" where the kernel names
# none), master.
link() {
	kind=- master='' mac=''
	read -r mtu <"$1/mtu" || return 0
	[ ! -r "$1/address" ] || read -r mac <"$1/address" || true
	while IFS= read -r line; do
		case $line in DEVTYPE=*) kind=${line#DEVTYPE=} ;; esac
	done <"$1/uevent"
	[ ! -e "$1/master" ] || master=$(readlink "$1/master")
	echo "${1##*/} $mtu $kind ${mac:--} ${master##*/}"
}

links() {
	[ -d /sys/class/net ] || return 1
	for file in /sys/class/net/*; do
		[ ! -e "$file/mtu" ] || link "$file"
	done
}

# What the firmware says of the machine; who is not root does not get all of it.
firmware() {
	for file in product_uuid sys_vendor product_name product_serial; do
		if [ -r "/sys/class/dmi/id/$file" ] && read -r line <"/sys/class/dmi/id/$file"; then
			echo "$file $line"
		fi
	done
}

routes4() {
	sed 1d /proc/net/route
}

routes6() {
	[ ! -e /proc/net/ipv6_route ] || cat /proc/net/ipv6_route
}

tools() {
	for tool in nbdcopy qemu-nbd sha256sum ip nice ionice; do
		if command -v "$tool" >/dev/null; then echo "$tool"; fi
	done
}

section clock date +%s%N
section boot_id cat /proc/sys/kernel/random/boot_id
section machine_id first_of /etc/machine-id /var/lib/dbus/machine-id
section os first_of /etc/os-release /usr/lib/os-release
section kernel uname -r
section architecture uname -m
section byte_order byte_order
section cpus processors
section memory sed -n -e '/^MemTotal:/p' -e '/^MemAvailable:/p' /proc/meminfo
section load cat /proc/loadavg
section addresses4 addresses4
section addresses6 addresses6
section listening4 listening tcp
section listening6 listening6
section links links
section firmware firmware
section routes4 routes4
section routes6 routes6
section tools tools
printf '\n%s done\n' "$boundary"
exit 0
}
