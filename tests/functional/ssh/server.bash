# A real SSH server as tests/functional/ssh/hosts makes it: $far is its folder.

source "${top_srcdir:-.}/tests/functional/family.bash"

here=${top_srcdir:-.}/tests/functional/ssh

server_fits() { # [PROGRAM]: unless what it needs is missing, which $unfit says then
	local missing
	missing=$("$here/${1:-hosts}" missing)
	[ -n "$missing" ] || return 0
	export unfit="missing here: ${missing//$'\n'/, }"
	return 1
}

server_up() { # NAME [COMMAND]: the command furnishes its folder before it starts
	far=$(mktemp -d "/tmp/banyun-$1.XXXXXX")
	export far
	[ $# -eq 1 ] || "${@:2}"
	"$here/hosts" up "$far"
}

server_down() {
	[ -n "${far:-}" ] || return 0
	"$here/hosts" down "$far"
	rm -rf "$far"
}

teardown_file() {
	server_down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}
