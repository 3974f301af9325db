# Two real SSH servers as tests/functional/ssh/hosts makes them, each in namespaces of its own, and one
# link between the two: 192.0.2.1 and 3fff:1::1 are `near`, 192.0.2.2 and 3fff:1::2 `far`, the folders of
# the two. No memory of theirs is the machine's.

source "${top_srcdir:-.}/tests/functional/family.bash"
near_address=$(of_family 192.0.2.1 3fff:1::1)
far_address=$(of_family 192.0.2.2 3fff:1::2)

hosts=$(realpath "${top_srcdir:-.}/tests/functional/ssh/hosts")

pair_missing() {
	local tool
	"$hosts" missing
	for tool in tc; do command -v "$tool" >/dev/null || echo "$tool"; done
}

# pair_is_fit PROGRAM...: whether this machine can have a pair and has these besides; if not, $unfit says why.
pair_is_fit() {
	local missing tool
	missing=$(pair_missing; for tool in "$@"; do command -v "$tool" >/dev/null || echo "$tool"; done)
	[ -z "$missing" ] || {
		export unfit="missing here: ${missing//$'\n'/, }"
		return 1
	}
}

pair_up() { # RATE, in bit/s, each way
	local end
	near=$(mktemp -d /tmp/banyun-near.XXXXXX)
	far=$(mktemp -d /tmp/banyun-far.XXXXXX)
	export near far
	for end in "$near" "$far"; do
		"$hosts" up "$end"
		"$hosts" in "$end" mount -t tmpfs -o mode=1777,size=64m none /dev/shm
	done
	"$hosts" exec "$near" ip link add link0 type veth peer name link0 \
		netns "$(tr -d ' ' <"/proc/$(cat "$far/pid")/task/$(cat "$far/pid")/children")"
	pair_join "$near" 1 "$1"
	pair_join "$far" 2 "$1"
}

pair_join() { # FOLDER NUMBER RATE
	[ "$family" = 6 ] || "$hosts" exec "$1" ip address add "192.0.2.$2/24" dev link0
	"$hosts" exec "$1" ip address add "3fff:1::$2/64" dev link0 nodad
	"$hosts" exec "$1" ip link set link0 up
	"$hosts" exec "$1" tc qdisc add dev link0 root tbf rate "$3" burst 32kb latency 200ms
}

pair_down() {
	local end
	for end in "${near:-}" "${far:-}"; do
		[ -z "$end" ] || "$hosts" down "$end" || true
		[ -z "$end" ] || rm -rf "$end"
	done
}

# What files have that need no more.
teardown_file() {
	pair_down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}
