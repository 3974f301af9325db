# A real banyund in a folder of its own, with its people, for tests of what departments tell. Each test
# stands in the folder of tables, where uid 1001 may write.

source "${top_srcdir:-.}/tests/functional/banyund.bash"

start() { # the banyund of the folder
	rm -f "$folder/run/sock"
	launch "$folder" banyun profile show
}

stop() { # it, and wait until it has ended
	end "$folder"
}

# daemon_up, daemon_down: what setup_file and teardown_file are, unless a test has more of them.
daemon_up() {
	[ "$(id -u)" -eq 0 ] || return 0
	folder=$(mktemp -d /tmp/banyun-inventory.XXXXXX)
	export folder
	furnish "$folder"
	mkdir "$folder/tables"
	configuration_of "$folder" inventory >"$folder/banyun.yaml"
	cat >>"$folder/banyun.yaml" <<-END
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer]}
		  - {name: sun, uid: 1003, roles: [auditor]}
		  - {name: wu, uid: 1004, roles: [viewer]}
		${configuration:-}
	END
	hand_over "$folder"
	chown 1001 "$folder/tables"
	start
}

daemon_down() {
	[ -n "${folder:-}" ] || return 0
	stop
	rm -rf "$folder"
}

setup_file() {
	daemon_up
}

teardown_file() {
	daemon_down
}

# prepare: what comes before the first of a file's tests; nothing, unless a file has something.
prepare() {
	:
}

setup() {
	[ -n "${folder:-}" ] || skip "only root can be several people"
	cd "$folder/tables" || return 1
	[ -e "$folder/prepared" ] || prepare
	touch "$folder/prepared"
}

# Who asks, and in which language.
person=1001
language=C.UTF-8

banyun() {
	as "$person" env BANYUN_SOCKET="$folder/run/sock" LANG="$language" TEXTDOMAINDIR="$build/contrib/po" \
		"$build/daemon/cli/banyun" "$@"
}
