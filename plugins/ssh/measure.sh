# measure.sh: one end of a measurement, brought for this one test into memory and gone with it. Before
# it stand $boundary, $machine (for which the program was made), $order (see banyun-measure(8)) and
# a function program() that writes the program. What the program says is told line by line; it ends
# at the latest when this shell's input does.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
umask 077
echo # a login may have ended in the middle of a line
tell() { printf '%s %s\n' "$boundary" "$1"; }
# The program cannot be brought to this host.
refuse() { tell "{\"error\": \"$1\", \"unbrought\": true}"; exit 1; }
# Whether a folder is a mount in memory whose programs may be run; the last of a place lies on top.
fits() {
	fit=no
	while read -r _ point type options _; do
		[ "$point" = "$1" ] || continue
		case $type,$options, in
		*,noexec,* | *,ro,*) fit=no ;;
		tmpfs,* | ramfs,*) fit=yes ;;
		*) fit=no ;;
		esac
	done </proc/mounts
	[ "$fit" = yes ] && [ -w "$1" ]
}
find_folder() {
	for folder in /dev/shm /run /run/user/* /tmp; do
		fits "$folder" && return 0
	done
	return 1
}
# What it cannot say itself: that it could not be run, or was killed.
run() {
	"$file"
	status=$?
	[ "$status" -lt 2 ] || printf '{"error": "the program that was brought ended with %s"}\n' "$status"
}
[ "$(uname -m)" = "$machine" ] || refuse "the program is made for $machine, and this host is a $(uname -m)"
find_folder || refuse "there is no folder in memory where a program may be run"
TMPDIR=$folder
export TMPDIR
file=$(mktemp "$folder/.banyun-measure-XXXXXX") || refuse "no file could be made in $folder"
trap 'rm -f "$file"' EXIT
trap 'exit 1' HUP INT PIPE TERM
program | base64 -d >"$file" || refuse "the program could not be brought: base64 is missing, or $folder is full"
chmod 700 "$file"
BANYUN_ORDER=$order
export BANYUN_ORDER
run | while read -r line; do tell "$line"; done
tell done
exit 0
}
