# The units of systemd, as systemd itself judges them.

setup() {
	command -v systemd-analyze >/dev/null || skip "systemd-analyze was not found: install systemd"
	units=${top_builddir:-.}/contrib/systemd
	sources=${top_srcdir:-.}/contrib/systemd
	cp "$units"/*.service "$sources"/*.socket "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR"
}

@test "nothing is left to substitute" {
	! grep -h '@[a-z]*@' -- *.service
}

@test "systemd understands every line" {
	# The programs and their pages are not installed where the tests run.
	sed -i -e 's|^ExecStart=[^ ]*|ExecStart=/bin/true|' -e '/^Documentation=/d' -- *.service *.socket
	run systemd-analyze verify "$PWD/banyund.service" "$PWD/banyun-signer.socket" \
		"$PWD/banyun-signer@.service"
	echo "$output"
	[ -z "$output" ]
	[ "$status" -eq 0 ]
}

@test "banyund is exposed no more than 1.6 of 10, and the signer no more than 0.5" {
	systemd-analyze security --offline=true --no-pager --threshold=16 "$PWD/banyund.service"
	systemd-analyze security --offline=true --no-pager --threshold=5 "$PWD/banyun-signer@.service"
	run systemd-analyze security --offline=true --no-pager --threshold=1 "$PWD/banyund.service"
	[ "$status" -ne 0 ] # the judge can say no
}

@test "the calls that the workers' locks need are allowed" {
	for call in seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self; do
		grep -q "^SystemCallFilter=.*\b$call\b" banyund.service
	done
}

@test "both users are made" {
	for user in $(sed -n 's/^\(User\|SocketUser\)=//p' -- *.service *.socket | sort -u); do
		grep -q "^u $user " "$sources/banyun.conf"
	done
}
