# collect.sh: the facts of a POSIX host in one round trip, by any user. It comes on the standard input
# of /bin/sh, behind a line that sets `boundary`, and is one compound command, so that a shell has
# read all of it before it starts. Where the login stays, the shell does too, and is asked again by
# another boundary and the last line but one. It writes nothing on the host: no file, no here-document.
# What fails prints what it can and says so with its exit status; the reader leaves that fact out.
# A program costs the host more than all that it reads: the shell and one awk read what they can. And
# each piece that is written is a packet, for which both ends wake: all but the clock, which is read in
# the middle of the round trip, goes through that awk, which writes large ones. It wakes for each piece
# too: what the shell itself finds waits in `text` for the next program's turn.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
TZ=UTC
export PATH LC_ALL TZ
cd /

newline='
'
text=

line() {
	text=$text$*$newline
}

end_section() { # STATUS
	line "$newline$boundary end $title $1"
}

# What the shell finds: lines.
section() { # TITLE FUNCTION
	title=$1
	line "$newline$boundary begin $title"
	"$2" 2>/dev/null
	end_section $?
}

# What programs print.
program() { # TITLE FUNCTION
	title=$1
	line "$newline$boundary begin $title"
	printf %s "$text"
	text=
	"$2" 2>/dev/null
	end_section $?
}

# Kernels before 6.1 have no such file.
architecture() {
	machine=
	[ ! -r /proc/sys/kernel/arch ] || read -r machine </proc/sys/kernel/arch
	[ -n "$machine" ] || machine=$(uname -m)
	line "$machine"
}

byte_order() {
	case $machine in
	x86_64 | i?86 | aarch64 | armv[5-8]l | loongarch64 | riscv64 | ppc64le | sw_64) line 1 ;;
	*) line $(printf '\1\0' | od -An -tu2) ;;
	esac
}

# Of these the kernel names no kind, as of hardware, which has a device.
virtual_kind() {
	[ ! -e "$1/device" ] && read -r type <"$1/type" || return 0
	case $type in
	1) ;;
	768) kind=ipip ;;
	769) kind=ip6tnl ;;
	776) kind=sit ;;
	778) kind=gre ;;
	823) kind=ip6gre ;;
	65534) [ ! -e "$1/tun_flags" ] || kind=tun ;;
	esac
	[ "$type" = 1 ] || return 0
	if [ -e "$1/tun_flags" ]; then
		kind=tun
	elif read -r own <"$1/ifindex" && read -r other <"$1/iflink" && [ "$own" != "$other" ]; then
		kind=veth
	fi
}

# A line for each network interface: name, MTU, kind, hardware address, state, Mbit/s, master; "-"
# where the kernel names none.
link() {
	kind=- master=- mac=- state=- speed=-
	read -r mtu <"$1/mtu" || return 0
	[ ! -r "$1/address" ] || read -r mac <"$1/address" || mac=-
	[ ! -r "$1/operstate" ] || read -r state <"$1/operstate" || state=-
	[ ! -r "$1/speed" ] || read -r speed <"$1/speed" || speed=-
	while IFS= read -r word; do
		case $word in DEVTYPE=*) kind=${word#DEVTYPE=} ;; esac
	done <"$1/uevent"
	[ "$kind" != - ] || virtual_kind "$1"
	[ ! -r "$1/master/uevent" ] || while IFS= read -r word; do
		case $word in INTERFACE=*) master=${word#INTERFACE=} ;; esac
	done <"$1/master/uevent"
	line "${1##*/} $mtu $kind ${mac:--} $state $speed $master"
}

links() {
	[ -d /sys/class/net ] || return 1
	for file in /sys/class/net/*; do
		[ ! -e "$file/mtu" ] || link "$file"
	done
}

# What the firmware says of the machine; who is not root does not get all of it.
firmware() {
	for file in product_uuid sys_vendor product_name product_serial bios_date; do
		if [ -r "/sys/class/dmi/id/$file" ] && read -r word <"/sys/class/dmi/id/$file"; then
			line "$file $word"
		fi
	done
}

# A line for each disk that is hardware, or looks like it: name, blocks of 512 bytes, whether it
# turns, model.
disks() {
	[ -d /sys/block ] || return 1
	for file in /sys/block/*/device; do
		disk=${file%/device} turns=- model=
		case ${disk##*/} in '*' | sr* | fd*) continue ;; esac
		read -r blocks <"$disk/size" || continue
		[ ! -r "$disk/queue/rotational" ] || read -r turns <"$disk/queue/rotational"
		[ ! -r "$file/model" ] || read -r model <"$file/model"
		line "${disk##*/} $blocks $turns $model"
	done
}

# What is used of the file systems of this host itself: one of a dead server would never answer.
space() {
	df -Pkl || :
}

logins() {
	last -w -F -n 200
}

tools() {
	for tool in nbdcopy qemu-nbd sha256sum ip nice ionice; do
		if command -v "$tool" >/dev/null; then line "$tool"; fi
	done
}

# Only root is told whose a socket is, and ss -p reads the descriptors of all processes for it. From
# Linux 5.14 on fdinfo tells which socket a descriptor is; nearly all that listen are children of the
# first process, or that itself.
find_owners() {
	show=-tan descriptors=
	[ -r /proc/1/environ ] || return 0
	show=-tanp
	while read -r key rest; do
		[ "$key" != ino: ] || show=-tane
	done </proc/self/fdinfo/0
	[ "$show" = -tane ] || return 0
	read -r children </proc/1/task/1/children || :
	for child in $children; do
		descriptors="$descriptors /proc/$child/fdinfo/? /proc/$child/fdinfo/??"
	done
	descriptors="$descriptors /proc/1/fdinfo/*"
}

# Where there is no ss, the kernel's own table does: it says less.
sockets() {
	ss "$show"
}

# The sections that are files, and what comes on the standard input: sections too, which go through as
# they are, but for the sockets. The arguments are descriptors among which those of listening sockets
# are. A section is printed when all of it was read, and too long a file is none.
files() {
	exec awk -v boundary="$boundary" '
	function show(name, text, status) {
		printf "\n%s begin %s\n%s\n%s end %s %d\n", boundary, name, text, boundary, name, status
	}
	function slurp(path, most,   line, got, count, part) {
		content = part = ""
		while ((got = (getline line < path)) > 0 && ++count <= most) {
			part = part line "\n"
			if (count % 64 == 0) { content = content part; part = "" }
		}
		close(path)
		content = content part
		return got != 0
	}
	function file(name, path, most,   status) {
		status = slurp(path, most)
		show(name, content, status)
	}
	function there(path,   line, got) {
		got = (getline line < path)
		close(path)
		return got >= 0
	}
	function file6(name, path, most) {
		if (there(path)) file(name, path, most); else show(name, "", 0)
	}
	function first(name, one, other) {
		file(name, there(one) ? one : other, 256)
	}
	function release(name,   i, path, count) {
		if (there("/etc/os-release") || there("/usr/lib/os-release"))
			return first(name, "/etc/os-release", "/usr/lib/os-release")
		count = split("kylin neokylin system redhat", path, " ")
		for (i = 1; i <= count; i++)
			if (slurp("/etc/" path[i] "-release", 8) == 0)
				return show(name, "PRETTY_NAME=" content, 0)
		show(name, "", 1)
	}
	function chosen(name, path, pattern, most, until,   status, text) {
		while ((status = (getline < path)) > 0 && !(until && /^$/))
			if ($0 ~ pattern && most-- > 0) text = text $0 "\n"
		close(path)
		show(name, text, status < 0 || most < 0)
	}
	# Each local address stands in the line before "/32 host LOCAL".
	function addresses(name,   text, before, status, count) {
		while ((status = (getline < "/proc/net/fib_trie")) > 0 && ++count < 100000) {
			if (index($0, "/32 host LOCAL")) text = text before "\n"
			if (index($0, "|-- ")) before = $0
		}
		close("/proc/net/fib_trie")
		show(name, text, status)
	}
	function mounts(name,   text, status, count) {
		while ((status = (getline < "/proc/mounts")) > 0)
			if (($1 ~ /^\// || $3 ~ /^(nfs4?|cifs|zfs|ceph|glusterfs)$/) && ++count <= 1024)
				text = text $1 " " $2 " " $3 "\n"
		close("/proc/mounts")
		show(name, text, status < 0 || count > 1024)
	}
	# 192.0.2.1, ::1 or :: out of what ss prints before the port.
	function address(place) {
		sub(/:[0-9]+$/, "", place)
		sub(/%.*/, "", place)
		gsub(/[][]/, "", place)
		return place == "*" ? "::" : place
	}
	function port(place) { sub(/.*:/, "", place); return place }
	function user(field) { return sub(/^users:\(\("/, "", field) && sub(/".*/, "", field) ? field : "" }
	# A listening socket, with its program, or what that can be found by.
	function listen(at,   i) {
		place[at] = address($4) " " port($4)
		open[port($4)] = 1
		for (i = 6; i <= NF; i++) {
			if ($i ~ /^users:/) program[at] = user($i)
			if ($i ~ /^ino:[1-9]/) { inode[at] = substr($i, 5); wanted[inode[at]] = 1; left++ }
		}
	}
	function name_of(path,   part, name) {
		split(path, part, "/")
		path = "/proc/" part[3] "/comm"
		if ((getline name < path) <= 0) name = "-"
		close(path)
		return name
	}
	function find_owners(   i, line) {
		for (i = 1; i <= paths && left > 0; i++) {
			while ((getline line < path[i]) > 0)
				if (sub(/^ino:[ \t]*/, "", line) && line in wanted) {
					owner[line] = name_of(path[i])
					delete wanted[line]
					left--
				}
			close(path[i])
		}
		while (left > 0 && ("exec ss -tlnp" | getline) > 0)
			for (i = 6; i <= NF; i++)
				if ($i ~ /^users:/) other[address($4) " " port($4)] = user($i)
	}
	function program_of(at) {
		if (program[at] != "") return program[at]
		if (inode[at] in owner) return owner[inode[at]]
		return other[place[at]] != "" ? other[place[at]] : "-"
	}
	function listeners_told(   i) {
		find_owners()
		for (i = 1; i <= listeners && i <= 4096; i++)
			listening = listening "listen " place[i] " " program_of(i) "\n"
	}
	# A connection to a port that somebody listens on came in; what more there is goes uncounted.
	function flows(   key, part, way, count, place) {
		for (key in peers) {
			split(key, part, SUBSEP)
			way = part[1] in open ? "in " part[1] " " part[3] : "out " part[2] " " part[3]
			if (way in count) count[way] += peers[key]
			else if (places++ < 1024) count[way] = peers[key]
		}
		for (way in count) listening = listening way " " count[way] "\n"
	}
	function routes(name,   status) {
		status = slurp("/proc/net/route", 4097)
		sub(/^Iface[^\n]*\n/, "", content)
		show(name, content, status)
	}
	function setting(group, name,   path) {
		path = "/proc/sys/net/ipv6/conf/" group "/" name
		if (slurp(path, 1) || content == "") return 1
		settings = settings group " " name " " content
		return 0
	}
	# Where IPv6 is not in the kernel there are none.
	function settings6(name,   missing) {
		if (there("/proc/sys/net/ipv6/conf/all/disable_ipv6"))
			missing = setting("all", "disable_ipv6") + setting("default", "disable_ipv6") + \
				setting("all", "forwarding") + setting("default", "use_tempaddr")
		show(name, settings, missing > 0)
	}
	function stub(text) { return index(text, "\nnameserver 127.0.0.53\n") }
	function resolvers(name,   status) {
		status = slurp("/etc/resolv.conf", 256)
		if (stub("\n" content) && there("/run/systemd/resolve/resolv.conf"))
			status = slurp("/run/systemd/resolve/resolv.conf", 256)
		show(name, content, status)
	}
	BEGIN {
		paths = ARGC - 1
		for (i = 1; i <= paths; i++) path[i] = ARGV[i]
		ARGC = 1
		file("boot_id", "/proc/sys/kernel/random/boot_id", 1)
		first("machine_id", "/etc/machine-id", "/var/lib/dbus/machine-id")
		release("os")
		file("kernel", "/proc/sys/kernel/osrelease", 1)
		file("hostname", "/proc/sys/kernel/hostname", 1)
		file("cpus", "/sys/devices/system/cpu/online", 1)
		chosen("processor", "/proc/cpuinfo", "^(model name|Model Name|cpu model|CPU implementer|CPU part)[ \t]*:", 8, 1)
		chosen("memory", "/proc/meminfo", "^(MemTotal|MemAvailable|SwapTotal):", 3)
		file("load", "/proc/loadavg", 1)
		file("uptime", "/proc/uptime", 1)
		addresses("addresses4")
		file6("addresses6", "/proc/net/if_inet6", 8192)
		routes("routes4")
		file6("routes6", "/proc/net/ipv6_route", 8192)
		settings6("settings6")
		resolvers("resolvers")
		mounts("mounts")
	}
	$1 == boundary && $3 == "sockets" { inside = $2 == "begin"; next }
	!inside { print; next }
	NF { answered = 1 }
	$1 == "LISTEN" && ++listeners <= 4096 { listen(listeners) }
	$1 == "ESTAB" && ++connections <= 20000 { peers[port($4), port($5), address($5)]++ }
	END {
		listeners_told()
		flows()
		show("sockets", listening, !answered || listeners > 4096)
		if (!answered) {
			chosen("listening4", "/proc/net/tcp", " 0A ", 4096)
			if (there("/proc/net/tcp6")) chosen("listening6", "/proc/net/tcp6", " 0A ", 4096)
			else show("listening6", "", 0)
		}
		printf "\n%s done\n", boundary
	}' "$@"
}

# As much as there is room for; blanks at the beginning of lines mean nothing in JSON.
most() {
	awk -v most="$1" '{
		sub(/^[ \t]+/, "")
		if ((size += length($0) + 1) > most) exit 1
		print
	}'
}

# One more question, unless its answer is the whole Internet: then where the default route leads.
routes_of() { # PROTOCOL, how many it has, how many of them are in use
	case $2$3 in '' | *[!0-9]*) return ;; esac
	case "$1 $2" in local\ * | *\ 0) return ;; esac
	which=$1
	if [ "$2" -gt 256 ]; then
		echo "left $family $3"
		case $family in ip) which=0.0.0.0/0 ;; *) which=::/0 ;; esac
	fi
	case $vrf in
	'') ask="$ask${newline}show $family route $which json" ;;
	*) others="$others${newline}show $family route vrf $vrf $which json" ;;
	esac
}

# The VRF that the summary is of; each comes once for each family, that of IPv4 first.
summary_of() { # NAME
	case " $seen " in *" $1 "*) family=ipv6 seen= ;; esac
	seen="$seen $1"
	bgp=0 used=0 vrf=$1
	case $1 in default | Default-IP-Routing-Table) vrf= ;; esac
}

# Reads what there is, and asks for it.
questions() {
	family=ip bgp=0 used=0 status=0 daemons= vrf= seen= ask= others=
	while read -r first second third rest; do
		case $first in
		FRRouting) echo "version $second" ;;
		zebra | mgmtd) daemons=" $first $second $third $rest " ;;
		ebgp | ibgp) bgp=$((bgp + second)) used=$((used + third)) ;;
		Route)
			rest=${rest##*\(vrf }
			case ${rest%)} in *[!A-Za-z0-9_.-]*) status=1 vrf=- ;; *) summary_of "${rest%)}" ;; esac
			;;
		Totals) [ "$vrf" = - ] || routes_of bgp "$bgp" "$used" ;;
		*) [ "$vrf" = - ] || routes_of "$first" "$second" "$third" ;;
		esac
	done
	ask=$ask$others
	case $daemons in *' bgpd '*) ask="$ask${newline}show bgp summary json" ;; esac
	case $daemons in *' ospfd '*) ask="$ask${newline}show ip ospf json${newline}show ip ospf neighbor json" ;; esac
	case $daemons in *' ospf6d '*) ask="$ask${newline}show ipv6 ospf6 json${newline}show ipv6 ospf6 neighbor json" ;; esac
	[ -z "$ask" ] || $soon vtysh -c "${ask#?}" || status=$?
	echo "status $status"
}

# Who may not ask FRR is told so by it.
frr() {
	$soon vtysh -c 'show version' -c 'show daemons' -c 'show ip route vrf all summary' \
		-c 'show ipv6 route vrf all summary' | questions | most 393216
}

neighbours() {
	$soon lldpcli -f json0 show neighbors | most 131072
}

there() {
	command -v "$1" >/dev/null && { [ -e "/run/$2" ] || [ -e "/var/run/$2" ]; }
}

# A daemon that hangs costs its own section.
router() {
	soon=
	! command -v timeout >/dev/null || soon='timeout 5'
	! there vtysh frr || program frr frr
	! there lldpcli lldpd.socket && ! there lldpcli lldpd || program lldp neighbours
}

told() {
	section architecture architecture
	section byte_order byte_order
	section links links
	section firmware firmware
	section disks disks
	section tools tools
	program sockets sockets
	program space space
	program logins logins
	router
	printf %s "$text"
}

collect() {
	date +"%n$boundary begin clock%n%s%N%n%n$boundary end clock 0"
	find_owners 2>/dev/null
	told | files $descriptors 2>/dev/null
	return 0
}
collect </dev/null
}
