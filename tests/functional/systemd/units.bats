# The units of systemd, as systemd itself judges them.

setup() {
	command -v systemd-analyze >/dev/null || skip "systemd-analyze was not found: install systemd"
	units=$(realpath "${top_builddir:-.}/contrib/systemd")
	sources=$(realpath "${top_srcdir:-.}/contrib/systemd")
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

# The README's own words are followed, but for a profile that is nowhere.
@test "what the README installs is there, and its configuration is one" {
	readme=$sources/../../README.md
	sed -n '/banyun\.yaml <<-END/,/^\tEND/p' "$readme" | sed '1d;$d;s/^\t*//' >banyun.yaml
	[ "$(grep -c uid: banyun.yaml)" -ge 3 ]
	printf 'profile: %s/none.yaml\n' "$PWD" >>banyun.yaml
	run timeout 20 "$units/../../daemon/banyund" --config banyun.yaml
	echo "$output"
	[ "$status" -eq 1 ]
	[ "$output" = "banyund: $PWD/none.yaml: The file cannot be opened: No such file or directory." ]
	for unit in $(sed -n 's/^\tsystemctl enable --now //p' "$readme"); do
		[ -e "$unit" ] || [ -e "$unit.service" ]
	done
	grep -qF "ORIGIN=$(sed -n 's/^origin: //p' banyun.yaml) >/etc/banyun/signer.conf" "$readme"
}
