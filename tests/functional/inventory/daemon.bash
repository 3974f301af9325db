# A real banyund in a folder of its own, with its people, for tests of what departments tell. Each test
# stands in the folder of tables, where uid 1001 may write.

build=${top_builddir:-.}

as() {
	local uid=$1
	shift
	setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

start() { # the banyund of the folder
	as 990 sh -c 'echo $$ >"$1/pid"; exec "$2" --config "$1/banyun.yaml" >>"$1/log" 2>&1' sh \
		"$folder" "$build/daemon/banyund" </dev/null 3>&- &
	until [ -S "$folder/run/sock" ] && banyun profile show >/dev/null 2>&1; do sleep 0.05; done
}

stop() { # it, and wait until it has ended
	kill -TERM "$(cat "$folder/pid")" 2>/dev/null || return 0
	while kill -0 "$(cat "$folder/pid")" 2>/dev/null; do sleep 0.05; done
}

setup_file() {
	local program
	[ "$(id -u)" -eq 0 ] || return 0
	folder=$(mktemp -d /tmp/banyun-inventory.XXXXXX)
	export folder
	mkdir "$folder"/{state,run,programs,credentials,keys,tables}
	cp "${top_srcdir:-.}/contrib/profiles/default.yaml" "$folder/profile.yaml"
	for program in "$build"/plugins/*/banyun-plugin-* "$build"/daemon/*/banyun-{signer,planner,clerk}; do
		[[ $program == *.o ]] || ln -s "$(realpath "$program")" "$folder/programs/"
	done
	cat >"$folder/banyun.yaml" <<-END
		state: $folder/state
		socket: $folder/run/sock
		plugins: $folder/programs
		helpers: $folder/programs
		playbooks: $(realpath "${top_srcdir:-.}/playbooks")
		profile: $folder/profile.yaml
		credentials: $folder/credentials
		keys: $folder/keys
		origin: test.invalid/inventory
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer]}
		  - {name: sun, uid: 1003, roles: [auditor]}
		  - {name: wu, uid: 1004, roles: [viewer]}
		${configuration:-}
	END
	chown -R 990:990 "$folder"
	chmod 755 "$folder" "$folder/run"
	chown 1001 "$folder/tables"
	start
}

teardown_file() {
	[ -n "${folder:-}" ] || return 0
	stop
	rm -rf "$folder"
}

setup() {
	[ -n "${folder:-}" ] || skip "only root can be several people"
	cd "$folder/tables" || return 1
}

# Who asks, and in which language.
person=1001
language=C.UTF-8

banyun() {
	as "$person" env BANYUN_SOCKET="$folder/run/sock" LANG="$language" TEXTDOMAINDIR="$build/contrib/po" \
		"$build/daemon/cli/banyun" "$@"
}
