# literals.sh: the IPv4 addresses that stand as such in the files below $roots (a line each; a star
# stands for the name of a folder) and in the command lines of what runs. It is framed as collect.sh
# is. Only addresses leave the host, never the text around them, and nothing is written on it. The
# input stays open: its end means that nobody wants the answer any more, and all that was started here
# ends, what timeout started after its own 20 seconds.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
newline='
'
export PATH LC_ALL newline
exec 3<&0 </dev/null 2>/dev/null

# The server made this shell the leader of a process group of its own.
watch_input() {
	while read -r line; do :; done
	kill -TERM 0
}
watch_input <&3 >/dev/null 3<&- &
watcher=$!
exec 3<&-

renice -n 19 -p $$ >/dev/null
ionice -c 3 -p $$
ulimit -v 524288
soon=
! command -v timeout >/dev/null || soon='timeout 20'

tools() {
	for tool in awk find grep head readlink tr; do
		command -v "$tool" >/dev/null || return 1
	done
}

# The arguments of all processes, a line each, in which line feeds are bytes 1. What head puts before
# those of a process stands in front of its first one. A process 0 ends them.
commands() {
	{
		$soon head -c 131072 /proc/[0-9]*/cmdline
		[ $? -ne 124 ] && late= || late=late
		printf '\n==> /proc/0/cmdline <==\n\0%s\0' "$late"
	} | tr '\000\n' '\n\001'
}

# Says so for each folder on the way to a root that we may not look into.
unseen() { # ROOT
	way=${1%%/\**} star=
	[ "$way" = "$1" ] || star=yes
	while [ -n "$way" ] && [ ! -e "$way" ]; do way=${way%/*} star=; done
	if [ -d "${way:-/}" ] && [ ! -x "${way:-/}" ]; then echo unseen; fi
	[ -n "$star" ] || return 0
	[ -r "${way:-/}" ] || echo unseen
	set +f
	for folder in "$way"/*; do
		if [ -d "$folder" ] && [ ! -x "$folder" ]; then echo unseen; fi
	done
	set -f
}

# The roots that are there, under their real names, each once.
there() {
	set +f
	for root in $roots; do
		[ ! -e "$root" ] || readlink -f "$root"
	done | awk '!seen[$0]++'
}

# The file systems of the kernel and of other servers, as patterns: a file there may never answer.
remote() {
	printf '%s\n' /proc /sys /dev
	while read -r device mount type rest; do
		case $type in
		nfs | nfs4 | cifs | smb3 | ceph | lustre | afs | autofs) ;;
		fuse.sshfs | fuse.glusterfs | fuse.s3fs | fuse.juicefs) ;;
		*) continue ;;
		esac
		while case $mount in *\\???*) ;; *) false ;; esac; do
			mount=${mount%%\\*}?${mount#*\\???}
		done
		printf '%s\n' "$mount"
	done </proc/self/mounts
}

is_remote() { # PATH
	for mount in $mounts; do
		case $1/ in $mount/*) return 0 ;; esac
	done
	return 1
}

# Links to files are read under the name of what they lead to; those to folders are not followed. (To
# find, braces side by side in this text would stand for its files.)
links='
IFS=$newline
set -f
real() {
	for link; do
		[ ! -f "$link" ] || readlink -f "$link"
	done | grep -vE "^/(proc|sys|dev|usr/share)/"
}
for link; do
	[ ! -d "$link" ] || echo "O $link"
done
set -- $(real "$@")
[ $# -eq 0 ] || find "$@" -type f -size +1048576c -exec printf "B %s\n" \{\} + -exec grep -lI -m 1 ^ \{\} + \
	-o -type f -exec printf "F %s\n" \{\} +
'

# "F FILE" is to be read, "B FILE" is too large and "O FILE" is none. Of those too large grep names
# the texts. All other lines are complaints.
walk() { # ROOT..., and what of find comes first
	$soon find "$@" -name "*$newline*" -prune -exec echo odd ';' \
		-o -name 'rc[0-6S].d' -prune -o -name .git -prune -o -name .svn -prune \
		-o -name node_modules -prune -o -type d \
		-o -type f -size +1048576c -exec printf 'B %s\n' {} + -exec grep -lI -m 1 ^ {} + \
		-o -type f -exec printf 'F %s\n' {} + \
		-o -type l -exec sh -c "$links" sh {} + \
		-o -exec printf 'O %s\n' {} + 2>&1
	[ $? -ne 124 ] || echo late
}

files() {
	IFS=$newline
	set -f
	mounts=$(remote)
	for root in $roots; do unseen "$root"; done
	set --
	for root in $(there); do
		if is_remote "$root"; then echo remote; else set -- "$@" "$root"; fi
	done
	[ $# -gt 0 ] || return 0
	for mount in $mounts; do
		set -- "$@" -path "$mount" -prune -exec echo remote ';' -o
	done
	for path in ssl alternatives pki/ca-trust pki/tls/certs pki/java pki/rpm-gpg selinux fonts terminfo \
		ca-certificates udev/hwdb.d udev/hwdb.bin ld.so.cache brltty vim bash_completion.d; do
		set -- "$@" -path "/etc/$path" -prune -o
	done
	IFS=' '
	walk "$@"
}

# No address may stand in this program, for it is part of a command line itself.
addresses() {
	awk -v boundary="$boundary" '
	function now(   line) {
		if ((getline line < "/proc/uptime") <= 0) line = 0
		close("/proc/uptime")
		return line + 0
	}
	# A bound was met: what was not read is not known.
	function over() {
		if (files >= 20000 || total > 67108864 || now() > latest) { cut++; exit }
	}
	# Only what has four parts of a byte each; all of net 0 but one, and 255 and 127, name no host, nor
	# does the network of link-local addresses, as in the usual /etc/networks.
	function kind(token,   part, i) {
		if (split(token, part, ".") != 4) return ""
		for (i = 1; i <= 4; i++)
			if (length(part[i]) > 3 || part[i] > 255 || part[i] ~ /^0./) return ""
		if (part[1] == 0) return part[2] + part[3] + part[4] == 0 ? "any" : ""
		if (part[1] == 127 || part[1] == 255) return ""
		if (part[1] == 169 && part[2] == 254 && part[3] + part[4] == 0) return ""
		if (part[1] ~ /^(128|192|224|240|248|252|254)$/ && part[2] + part[3] + part[4] == 0)
			return "mask"
		return "host"
	}
	# Whether what stands before and behind lets it be an address, and no version or part of a name.
	function stands(before, after, joined) {
		if (after ~ /^(\.?[A-Za-z_]|[+~]|-[A-Za-z_])/) return 0
		if (before ~ /\/$/)
			return before ~ /(\/\/|(address|server|local)=\/[^ ]*\/|\/dev\/(tcp|udp)\/|\/net\/)$/
		if (before ~ /[A-Za-z0-9_.~+-]$/ && !joined &&
			before !~ /(^|[ \t"\047=,])-[A-Za-z]$/ && before !~ /%(2[Ff0]|3[Aa]|3[Dd]|40)$/)
			return 0
		before = tolower(before)
		if (before ~ /(version|(^|[^a-z])ver)[^a-z0-9;,]*(number|no|id|is)?[^a-z0-9;,]*v?$/)
			return 0
		return before !~ /(netmask|genmask|(^|[^a-z])mask)[^a-z0-9;,]*$/
	}
	function binds(before, after) {
		sub(/.*[;{}]/, "", before)
		return after !~ /^\// && tolower(before) ~ /listen|bind/
	}
	function note(token) { hits[++kept] = number " " token }
	function judge(token, before, after, joined,   what) {
		what = kind(token)
		if (what == "" || !stands(before, after, joined)) return 0
		if (what == "mask" && after !~ /^\//) return 0
		if (what == "any" && !binds(before, after)) return 0
		note(token)
		return 1
	}
	function scan(rest, before,   token, good) {
		if (rest !~ /[0-9]\\?\.[0-9]+\\?\.[0-9]+\\?\.[0-9]/) return
		gsub(/\\[nrt]/, " ", rest)
		gsub(/\\\//, "/", rest)
		gsub(/\\\./, ".", rest)
		gsub(/\.\.+/, " ", rest)
		while (match(rest, /[0-9]+\.[0-9]+\.[0-9]+\.[0-9][0-9.]*/)) {
			token = substr(rest, RSTART, RLENGTH)
			good = good && RSTART == 2 && rest ~ /^-/
			before = before substr(rest, 1, RSTART - 1)
			rest = substr(rest, RSTART + RLENGTH)
			if (sub(/\.$/, "", token)) rest = "." rest
			before = substr(before, length(before) > 200 ? length(before) - 199 : 1)
			good = judge(token, before, rest, good)
			before = before token
		}
	}
	# Too long a line is data, in which no comment is looked for.
	function pieces(line,   end) {
		while (length(line) > 8192) {
			end = 8192
			if (match(substr(line, end + 1, 64), /[^0-9.]/)) end += RSTART - 1
			scan(substr(line, 1, end), "")
			line = substr(line, end + 1)
		}
		scan(line, "")
	}
	function odd(text, mark) { return gsub(mark, "", text) % 2 }
	# The line without a comment that goes to its end. One in open quotes is none.
	function strip(line,   at, before, behind) {
		if (line ~ /^[ \t]*[#;]/ || (!plain && line ~ /^[ \t]*\/\/($|[^0-9])/)) return ""
		if (!plain && line ~ /^[ \t]*\[[^]]+\][ \t]*(;.*)?$/) semicolons = path !~ /systemd/
		at = 0
		while (match(substr(line, at + 1), /[ \t](#|;|\/\/)/)) {
			at += RSTART
			before = substr(line, 1, at - 1)
			behind = substr(line, at + 1)
			if (behind ~ /^;/ && !semicolons) continue
			if (behind ~ /^\/\// && (plain || behind ~ /^\/\/[0-9]/)) continue
			if (!odd(before, "\"") && !odd(before, "\047")) return before
		}
		return line
	}
	# Where a comment of several lines begins, and what ends it; one that is never closed is none.
	function opening(line,   at) {
		at = index(line, "<!--")
		if (at) { closing = "-->"; return at }
		if (plain || !match(line, /(^|[ \t])\/\*/)) return 0
		closing = "*/"
		return RSTART + RLENGTH - 2
	}
	function text(line,   at, before) {
		if (length(line) > 8192) return pieces(line)
		for (;;) {
			if (closing != "") {
				at = index(line, closing)
				if (!at) break
				line = substr(line, at + length(closing))
				closing = ""
				kept = mark
			}
			at = opening(line)
			if (!at) break
			before = substr(line, 1, at - 1)
			scan(strip(before), "")
			if (strip(before) != before) { closing = ""; return }
			mark = kept
			line = substr(line, at + length(closing))
		}
		scan(strip(line), "")
	}
	# What there is no room for is counted; what stands in too long a name is not told at all.
	function told(place,   i) {
		if (kept > 0 && length(place) > 1024) { cut++; left += kept; kept = 0 }
		if (kept > 0 && (sent += length(place) + 1) < 900000) print place
		for (i = 1; i <= kept; i++)
			if ((sent += length(hits[i]) + 1) < 900000) print hits[i]
			else left++
		kept = 0
	}
	function clean(name) { gsub(/[\001-\037\177]/, "?", name); return name }
	# Names such as /dev/stdin and /inet/... mean something else to some of the programs called awk.
	function read(file,   line, got, size) {
		path = file
		if (path in seen) return
		seen[path] = 1
		over()
		files++
		kept = mark = number = size = 0
		closing = ""
		plain = path ~ /cron|fstab|\/auto\.|\.sh$/
		semicolons = path ~ /\.zone$|\/db\.[^\/]*$/
		while ((got = (getline line < ("/." path))) > 0) {
			total += length(line) + 1
			size += length(line) + 1
			if (size > 4194304) { cut++; break }
			if (++number % 1024 == 0) over()
			if (number == 1 && line ~ /^#!/) plain = 1
			if (size - length(line) <= 4096 && binary(line)) { got = -2; break }
			text(line)
		}
		close("/." path)
		if (got == -1) { unreadable++; files-- }
		if (got == -2) { skipped++; files--; kept = 0 }
		told("file " clean(path))
	}
	function binary(line) {
		line = substr(line, 1, 4096)
		return line ~ /[\001-\010\016-\032]/ || (length(nul) == 1 && index(line, nul)) ||
			(number == 1 && line ~ /^(\376\377|\377\376)/)
	}
	# The process whose arguments end here. One that has ended by now names nothing.
	function process(   name) {
		if (kept > 0 && (getline name < ("/proc/" pid "/comm")) > 0) told("program " (name == "" ? "?" : clean(name)))
		close("/proc/" pid "/comm")
		if (size >= 131072) cut++
		kept = number = size = title = 0
		previous = ""
	}
	# Who writes over its arguments puts its name and a colon before what it says of itself.
	function argument(word) {
		if (word == "" && number == 0) return
		size += length(word) + 1
		if (++number == 1 && word ~ /^[^ ]+: /) title = 1
		if (title) return
		gsub(/\001/, " ", word)
		if (length(word) > 8192) pieces(word); else scan(word, previous " ")
		previous = substr(word, 1, 100)
	}
	function words(line,   head) {
		while (match(line, /\001?==> \/proc\/[0-9]+\/cmdline <==\001/)) {
			head = substr(line, RSTART, RLENGTH)
			if (RSTART > 1) argument(substr(line, 1, RSTART - 1))
			line = substr(line, RSTART + RLENGTH)
			process()
			gsub(/[^0-9]/, "", head)
			pid = head
			if (pid == 1) first = 1
			if (pid == 0) { listed = 1; return }
		}
		argument(line)
	}
	BEGIN {
		latest = now() + 40
		nul = sprintf("%c", 0)
		files = skipped = unreadable = cut = left = 0
		printf "\n%s begin literals\n", boundary
	}
	!listed { words($0); next }
	/^F \// { read(substr($0, 3)); next }
	/^[BO] \// { skipped++; over(); next }
	/^(\/|late|remote)/ { cut++; next }
	/./ { unreadable++ }
	END {
		if (!first || !listed) cut++
		printf "\n%s end literals 0\n\n%s begin counts\n", boundary, boundary
		printf "%d %d %d %d %d\n\n%s end counts 0\n", files, skipped, unreadable, cut, left, boundary
	}'
}

printf '\n%s begin tools\n' "$boundary"
tools
status=$?
printf '\n%s end tools %d\n' "$boundary" "$status"
[ "$status" -ne 0 ] || { commands; files; } | addresses
kill "$watcher"
printf '\n%s done\n' "$boundary"
exit 0
}
