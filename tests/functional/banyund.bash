# A real banyund of a test, in a folder of its own, and the people who talk to it.

source "${top_srcdir:-.}/tests/functional/family.bash"

build=${top_builddir:-.}

# within SECONDS COMMAND...: until that succeeds; says what did not.
within() {
	local tries=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $((tries -= 1)) -gt 0 ] || {
			echo "this did not become true in time: $*" >&2
			return 1
		}
		sleep 0.05
	done
}

has_ended() { # PID
	! kill -0 "$1" 2>/dev/null
}

as() { # UID COMMAND...
	local uid=$1
	shift
	setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

# furnish FOLDER: all that banyund finds there but its configuration. The programs lie in the build's
# folders among other files; banyund wants one folder of them.
furnish() {
	local program
	mkdir -p "$1"/{state,run,programs,credentials,keys}
	cp "${top_srcdir:-.}/contrib/profiles/default.yaml" "$1/profile.yaml"
	for program in "$build"/plugins/*/banyun-plugin-* "$build"/daemon/*/banyun-{signer,planner,clerk}; do
		[[ $program == *.o ]] || ln -s "$(realpath "$program")" "$1/programs/"
	done
}

# configuration_of FOLDER ORIGIN: where everything is; what a test has more is written behind it.
configuration_of() {
	cat <<-END
		state: $1/state
		socket: $1/run/sock
		plugins: $1/programs
		helpers: $1/programs
		playbooks: $(realpath "${top_srcdir:-.}/playbooks")
		profile: $1/profile.yaml
		credentials: $1/credentials
		keys: $1/keys
		origin: test.invalid/$2
	END
}

# hand_over FOLDER: to banyund's own user; others find its socket.
hand_over() {
	chown -R 990:990 "$1"
	chmod 755 "$1" "$1/run"
}

# launch FOLDER COMMAND...: its banyund, which is ready when the command succeeds.
launch() {
	local at=$1
	shift
	as 990 sh -c 'echo $$ >"$1/pid"; exec "$2" --config "$1/banyun.yaml" >>"$1/log" 2>&1' sh \
		"$at" "$build/daemon/banyund" </dev/null 3>&- &
	within 60 "$@" || {
		cat "$at/log" >&2
		return 1
	}
}

# end FOLDER [SIGNAL]: its banyund is gone afterwards.
end() {
	local pid
	pid=$(cat "$1/pid") || return 0
	kill "-${2:-TERM}" "$pid" 2>/dev/null || return 0
	within 60 has_ended "$pid"
}
