# A real banyund in the network of one of two real SSH servers (tests/functional/ssh/pair.bash), which are
# registered as `bureau`, of a department, and `cloud`; between them a link whose rate is known.

source "${top_srcdir:-.}/tests/functional/inventory/daemon.bash"
source "${top_srcdir:-.}/tests/functional/ssh/pair.bash"
configuration='  - {name: zhao, uid: 1002, roles: [approver]}'
rate=100000000

as() {
	local uid=$1
	shift
	"$hosts" exec "$near" setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

add() { # NAME SIDE ADDRESS FOLDER [USER]
	install -m 600 -o 990 "$4/user" "$folder/credentials/$1"
	banyun host add "$1" --department="$1" --side="$2" --address="$3" --user="${5:-plain}" \
		--credential="$1" >/dev/null
	banyun host trust "$1" --fingerprint="$(ssh-keygen -lf "$4/host_ecdsa.pub" | cut -d' ' -f2)" >/dev/null
}

# The profile with other limits, and the banyund that reads it; KEY VALUE of its bandwidth.
limit() {
	cp "${top_srcdir:-.}/contrib/profiles/default.yaml" "$folder/profile.yaml"
	while [ $# -gt 0 ]; do
		sed -i "/^bandwidth:/,/^[^ ]/s/^  $1: .*/  $1: $2/" "$folder/profile.yaml"
		shift 2
	done
	stop
	start
}

setup_file() {
	pair_is_fit || return 0
	pair_up "$rate"
	daemon_up
	ln -s "$(realpath "$build/plugins/bandwidth/banyun-measure")" "$folder/programs/"
	add bureau department "$near_address" "$near"
	add cloud cloud "$far_address" "$far"
	printf 'departments: [{name: bureau, link: {name: line, nominal: %d}}]\nsystems: []\nlandings: []\n' "$rate" \
		>"$folder/tables/survey.yaml"
	banyun inventory import "$folder/tables/survey.yaml" >/dev/null
	banyun inventory scan >/dev/null
}

teardown_file() {
	[ -z "${folder:-}" ] || daemon_down
	pair_down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	cd "$folder/tables" || return 1
}
