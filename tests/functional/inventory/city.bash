# Fictional cities and banyunds that take them in, for the tests of both.

sources=${top_srcdir:-.}
source "$sources/tests/functional/banyund.bash"

# city SIZE SEED FOLDER: writes it, and FOLDER.json, which says what it wrote.
city() {
	"$sources/contrib/synthetic-city" --size "$1" --seed "$2" --out "$3" --report >"$3.json"
}

enter_cities() {
	folder=$(mktemp -d /tmp/banyun-city.XXXXXX)
	export folder PYTHONDONTWRITEBYTECODE=1
	chmod 755 "$folder"
}

leave_cities() {
	local at
	for at in "$folder"/*/pid; do
		[ ! -f "$at" ] || stop "$(dirname "$at")"
	done
	rm -rf "$folder"
}

# start FOLDER [KEY VALUE]...: a banyund that has nothing yet, with more in its configuration.
start() {
	furnish "$1"
	configuration_of "$1" city >"$1/banyun.yaml"
	printf 'people:\n  - {name: lin, uid: 1001, roles: [network_engineer]}\n' >>"$1/banyun.yaml"
	hand_over "$1"
	run_again "$@"
}

# run_again FOLDER [KEY VALUE]...: what it had is there still.
run_again() {
	local at=$1
	shift
	sed '/^world/d' -i "$at/banyun.yaml"
	[ $# -eq 0 ] || printf '%s: "%s"\n' "$@" >>"$at/banyun.yaml"
	launch "$at" banyun "$at" profile show
}

# stop FOLDER: its banyund is gone afterwards.
stop() {
	end "$1"
	rm -f "$1/pid" "$1/run/sock"
}

# banyun FOLDER WORD...: asks the banyund of that folder.
banyun() {
	as 1001 env BANYUN_SOCKET="$1/run/sock" LANG=C.UTF-8 "$build/daemon/cli/banyun" "${@:2}"
}

# import_all SIZE: prints {kind: counts}; the exit code 1 says that some rows were rejected.
import_all() {
	local files
	readarray -d '' files < <(find "$folder/$1" -type f ! -name world.jsonl \
		! -name '*.yaml' ! -name '*.rejects.csv' -print0 | LC_ALL=C sort -z)
	banyun "$folder/$1-banyund" inventory import --json "${files[@]}" >"$folder/$1.tables" ||
		[ $? -eq 1 ] || return
	jq -S '.tables | group_by(.kind) | map({key: .[0].kind, value: {
		added: map(.added) | add, changed: map(.changed) | add, same: map(.same) | add,
		doubled: map(.doubled) | add, classified: map(.classified) | add,
		rejected: map(.rejected | length) | add}}) | from_entries' "$folder/$1.tables"
}
