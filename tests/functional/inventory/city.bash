# Fictional cities and banyunds that take them in, for the tests of both.

build=${top_builddir:-.}
sources=${top_srcdir:-.}

as() {
	local uid=$1
	shift
	setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

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
	local program
	mkdir "$1" "$1"/{state,run,programs,credentials,keys}
	cp "$sources/contrib/profiles/default.yaml" "$1/profile.yaml"
	for program in "$build"/plugins/*/banyun-plugin-* "$build"/daemon/*/banyun-*; do
		[[ $program == *.* ]] || ln -s "$(realpath "$program")" "$1/programs/"
	done
	cat >"$1/banyun.yaml" <<-END
		state: $1/state
		socket: $1/run/sock
		plugins: $1/programs
		helpers: $1/programs
		playbooks: $(realpath "$sources/playbooks")
		profile: $1/profile.yaml
		credentials: $1/credentials
		keys: $1/keys
		origin: test.invalid/city
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer]}
	END
	chown -R 990:990 "$1"
	chmod 755 "$1" "$1/run"
	run_again "$@"
}

# run_again FOLDER [KEY VALUE]...: what it had is there still.
run_again() {
	local at=$1
	shift
	sed '/^world/d' -i "$at/banyun.yaml"
	[ $# -eq 0 ] || printf '%s: "%s"\n' "$@" >>"$at/banyun.yaml"
	as 990 sh -c 'echo $$ >"$1/pid"; exec "$2" --config "$1/banyun.yaml" >>"$1/log" 2>&1' sh \
		"$at" "$build/daemon/banyund" </dev/null 3>&- &
	until [ -S "$at/run/sock" ] && banyun "$at" profile show >/dev/null 2>&1; do sleep 0.05; done
}

# stop FOLDER: its banyund is gone afterwards.
stop() {
	local pid
	pid=$(cat "$1/pid")
	kill -TERM "$pid" 2>/dev/null || true
	timeout 10 tail --pid="$pid" -f /dev/null
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
		! -name '*.rejects.csv' -print0 | LC_ALL=C sort -z)
	banyun "$folder/$1-banyund" inventory import --json "${files[@]}" >"$folder/$1.tables" ||
		[ $? -eq 1 ] || return
	jq -S '.tables | group_by(.kind) | map({key: .[0].kind, value: {
		added: map(.added) | add, changed: map(.changed) | add, same: map(.same) | add,
		doubled: map(.doubled) | add, classified: map(.classified) | add,
		rejected: map(.rejected | length) | add}}) | from_entries' "$folder/$1.tables"
}
