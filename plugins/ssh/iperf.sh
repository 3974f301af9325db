# iperf.sh: one end of TCP transfers by an iperf3 that is installed on the host, for where no program may
# be brought. Before it stand $boundary, $role (answer or call), $address (the host's own), $peer and
# $port (to call), $ports (some, to answer at the first that is free), $directions, $rate (bit/s at most),
# $seconds (of each direction) and $life (seconds). Lines that begin with the boundary are for the reader:
# one JSON object, or "report DIRECTION" with a part of what iperf3 says. The input stays open: its end
# ends all that was started here. It writes nothing on the host.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
exec 3<&0 5>&1 </dev/null
echo # a login may have ended in the middle of a line
tell() { printf '%s %s\n' "$boundary" "$1" >&5; }
# The server made this shell the leader of a process group of its own.
watch_input() {
	while read -r line; do :; done
	kill -KILL 0
}
watch_input <&3 >/dev/null 2>&1 3<&- 5>&- &
watcher=$!
exec 3<&-
refuse() {
	tell "{\"error\": \"$1\"${2:-}}"
	kill -KILL 0
}
for tool in iperf3 timeout fold flock; do
	command -v "$tool" >/dev/null || refuse "$tool is not installed" ', "unbrought": true'
done
# One at a time, whoever began it: who measures here has the lock of the network's own file, and what this
# shell starts holds it on. A kernel without that file has it of banyun-measure by its name alone.
busy() { refuse "another measurement is under way on this host" ', "busy": true'; }
if [ -r /proc/self/ns/net ]; then
	exec 4</proc/self/ns/net
	flock -n 4 || busy
fi
! grep -q '@banyun-measure' /proc/net/unix 2>/dev/null || busy
limit="timeout -s KILL"
! timeout --foreground 1 true 2>/dev/null || limit="timeout --foreground -s KILL"
# On lines of a size that the reader takes, and no more than it takes.
report() { head -c 262144 | tr -d '\n\r\t' | fold -b -w 1024 | sed "s/^/$boundary report $1 /" >&5; echo >&5; }

listens() { # PORT
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ":$(printf %04X "$1") [0-9A-F]*:0000 0A"
}
# The options that bound what a caller who lies makes it send, where it has them.
bounds() {
	! iperf3 --help 2>&1 | grep -q -e --server-bitrate-limit || echo "--server-bitrate-limit $((rate * 3 / 2))"
}
serve() { # DIRECTION
	$limit "$life" iperf3 -s -1 -J -i 0.25 -B "$address" -p "$port" $(bounds) 2>/dev/null 5>&- | report "$1"
}
await_server() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		listens "$port" && return 0
		kill -0 "$server" 2>/dev/null || return 1
		sleep 0.1 2>/dev/null || sleep 1
	done
	return 1
}
answer() {
	for port in $ports; do
		listens "$port" || break
	done
	for direction in $directions; do
		serve "$direction" &
		server=$!
		if [ -z "$told" ]; then
			await_server || refuse "iperf3 does not listen at $address"
			tell "{\"port\": $port}"
			told=yes
		fi
		wait "$server"
	done
}

transfer() { # DIRECTION [OPTION...]
	way=
	[ "$1" = up ] || way=-R
	shift
	$limit $((seconds + 5)) iperf3 -c "$peer" -p "$port" -t "$seconds" -b "$rate" -l 16384 -i 0.25 -J $way "$@" \
		2>/dev/null 5>&- | head -c 262144
}
# The server of the next direction may not listen yet; an address that is translated is not the host's.
try() { # DIRECTION
	bind="-B $address"
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		said=$(transfer "$1" $bind)
		case $said in
		*"Connection refused"*) sleep 0.2 2>/dev/null || sleep 1 ;;
		*"assign requested address"*) bind= ;;
		*) return ;;
		esac
	done
}
call() {
	tell "{\"port\": $port}"
	for direction in $directions; do
		try "$direction"
		printf '%s\n' "$said" | report "$direction"
	done
}

told=
"$role"
kill "$watcher"
tell done
exit 0
}
