# The completion of bash with the real command.

setup() {
	PATH=${top_builddir:-.}/daemon/cli:$PATH
	source "${top_srcdir:-.}/contrib/completion/banyun.bash"
}

# What is offered at the end of this line; words are split as bash splits them, at = too.
offered() { # WORDS..., the last may be empty
	COMP_WORDS=("$@")
	COMP_CWORD=$(($# - 1))
	_banyun
	printf '%s\n' "${COMPREPLY[@]}"
}

@test "every command of banyun --help is offered, noun by noun and verb by verb" {
	commands=$(LC_ALL=C banyun --help | sed -n 's/^  banyun \([a-z-]*\) *\([a-z-]*\).*/\1 \2/p')
	[ "$(wc -l <<<"$commands")" -ge 20 ]
	while read -r noun verb; do
		offered banyun "" | grep -qx -- "$noun"
		offered banyun "${noun:0:2}" | grep -qx -- "$noun"
		[ -z "$verb" ] || offered banyun "$noun" "" | grep -qx -- "$verb"
	done <<<"$commands"
	[ -z "$(offered banyun zz)" ]
}

@test "the options of a command are offered, and no other command's" {
	offered banyun host add hv1 -- | grep -qx -- --department=
	offered banyun host add hv1 --dep | grep -qx -- --department=
	offered banyun host add hv1 -- | grep -qx -- --json
	[ -z "$(offered banyun host show --dep)" ]
	offered banyun run show --k | grep -qx -- --kept
	offered banyun doctor --j | grep -qx -- --json
}

@test "files, folders and fixed words where the help asks for them" {
	cd "$BATS_TEST_TMPDIR"
	mkdir folder
	touch survey.csv
	offered banyun inventory import sur | grep -qx survey.csv
	offered banyun inventory import survey.csv other.csv sur | grep -qx survey.csv
	offered banyun audit export fo | grep -qx folder
	[ -z "$(offered banyun audit export sur)" ]
	offered banyun audit verify folder --against = sur | grep -qx survey.csv
	offered banyun host add hv1 --side = cl | grep -qx cloud
	offered banyun host add hv1 --side = | grep -qx department
	offered banyun plan override web --disposition = re | grep -qx retire
	[ -z "$(offered banyun host add hv1 --port = 2)" ]
}

@test "without the command nothing is offered and nothing is printed" {
	run offered /nonexistent/banyun ""
	[ "$status" -eq 0 ]
	[ -z "${output//$'\n'/}" ]
}
