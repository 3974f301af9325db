# A real banyund in the network of a real SSH server, which is registered there under any names.

source "${top_srcdir:-.}/tests/functional/inventory/daemon.bash"
source "${top_srcdir:-.}/tests/functional/ssh/server.bash"

as() {
	local uid=$1
	shift
	"$here/hosts" exec "$far" setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

# register NAME DEPARTMENT PORT USER CREDENTIAL: a host that a person has trusted.
register() {
	banyun host add "$1" --department="$2" --side=machine --address="$loopback" --port="$3" --user="$4" \
		--credential="$5" >/dev/null
	banyun host trust "$1" --fingerprint="$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)" >/dev/null
}

teardown_file() {
	[ -n "${far:-}" ] || return 0
	daemon_down
	server_down
}
