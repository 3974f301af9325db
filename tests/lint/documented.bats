# The manual pages say what there is, and nothing else: taken from the programs themselves.

sources=${top_srcdir:-$BATS_TEST_DIRNAME/../..}
programs=${top_builddir:-$sources/build}
documented=$BATS_TEST_DIRNAME/documented

setup() {
	export PYTHONDONTWRITEBYTECODE=1
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree"
}

plant() { # PATH, with the content on standard input
	mkdir -p "$tree/$(dirname "$1")"
	cat > "$tree/$1"
}

program() { # PATH, with what it prints on standard input
	{
		printf '%s\n' '#!/bin/sh' "cat <<'END'"
		cat
		echo END
	} | plant "$1"
	chmod +x "$tree/$1"
}

says() { # SENTENCE...: these and no other
	echo "$output"
	[ "$status" -eq "$(($# > 0))" ]
	[ "${#lines[@]}" -eq "$#" ]
	for sentence; do
		grep -qF -- "$sentence" <<< "$output"
	done
}

@test "options: a page that agrees passes, one that does not is caught" {
	program tool <<< $'Usage: tool [--deep] FILE\n  --deep    goes deep\n  --json    for programs'
	plant good.1 <<- 'END'
		.TH TOOL 1
		.SH OPTIONS
		.TP
		.B \-\-deep
		goes deep, unlike
		.B \-\-shallow
		of others
		.TP
		.BI \-\-json
		prints JSON
	END
	run "$documented" options "$tree/good.1" "$tree/tool"
	says
	plant bad.1 <<- 'END'
		.TH TOOL 1
		.SH SYNOPSIS
		.B tool
		[\fB\-\-deep\fR]
		.SH OPTIONS
		.TP
		.BR \-\-shallow ", " \-\-flat
		is not there
	END
	run "$documented" options "$tree/bad.1" "$tree/tool"
	says "The option --json is not documented" "The option --flat is documented, but" \
		"The option --shallow is documented, but"
}

@test "options: a page in mdoc is read too" {
	program tool <<< 'Usage: tool [--deep] [--json FILE]'
	plant good.1 <<- 'END'
		.Sh NAME
		.Nm tool
		.Sh SYNOPSIS
		.Nm
		.Op Fl -deep
		.Sh DESCRIPTION
		Unlike
		.Fl -shallow
		.Bl -tag -width Ds
		.It Fl -json Ar FILE
		.El
	END
	run "$documented" options "$tree/good.1" "$tree/tool"
	says
	sed 's/-json/-yaml/' "$tree/good.1" | plant bad.1
	run "$documented" options "$tree/bad.1" "$tree/tool"
	says "The option --json is not documented" "The option --yaml is documented, but"
}

commands_page() { # a page of two commands, through sed with the given script
	sed -e "$1" <<- 'END' | plant banyun.1
		.TH BANYUN 1
		.SH COMMANDS
		.TP
		.BI "host add " NAME
		adds
		.RS
		.TP
		.BI \-\-port " N"
		the port
		.RE
		.TP
		.B doctor
		looks
		.SH OPTIONS
		.TP
		.B \-\-json
		for programs
	END
}

@test "commands: each with its options, and no other" {
	program banyun <<- 'END'
		Commands:
		  banyun host add NAME
		      add a host
		        --port=N  its port
		  banyun doctor
		      look
		With every command:
		        --json  for programs
	END
	commands_page ''
	run "$documented" commands "$tree/banyun.1" "$tree/banyun"
	says
	commands_page 's/host add/host make/'
	run "$documented" commands "$tree/banyun.1" "$tree/banyun"
	says "The command host add is not documented" "The command host make is documented, but"
	commands_page 's/port/door/; s/json/yaml/'
	run "$documented" commands "$tree/banyun.1" "$tree/banyun"
	says 'The option of "host add" --port is not' 'The option of "host add" --door is doc' \
		"The option --json is not" "The option --yaml is documented, but"
}

@test "keys: all of them, their words, and no other" {
	program keys <<< $'key people\nkey people[].uid\nkey people[].roles\nword viewer'
	plant good.5 <<- 'END'
		.TH GOOD 5
		.SH KEYS
		.TP
		.B people
		who may do what
		.TP
		.BR uid " (required)"
		of Unix
		.TP
		.B roles
		.B viewer
		reads
		.SH FILES
		.TP
		.I /etc/x
	END
	run "$documented" keys "$tree/good.5" "$tree/keys" config
	says
	sed 's/B uid/B gid/; s/BR uid/BR gid/; s/viewer/reader/' "$tree/good.5" | plant bad.5
	run "$documented" keys "$tree/bad.5" "$tree/keys" config
	says "The key uid is not documented" "The key gid is documented, but" \
		'The word "viewer" is not documented'
}

@test "pages: a program without one and a page with a mistake are caught" {
	plant daemon/local.mk <<< $'bin_PROGRAMS += daemon/tool \\\n\tdaemon/other\nnoinst_PROGRAMS += inner'
	printf '.TH TOOL 1 2026-01-01 banyun\n.SH NAME\ntool \\- does it\n' | plant daemon/tool.1
	run "$documented" pages "$tree"
	says "daemon/local.mk: The program other has no manual page."
	printf '.TH OTHER 1 2026-01-01 banyun\n.SH NAME\nother \\- does it\n.XY\n' |
		plant daemon/other.1
	run "$documented" pages "$tree"
	says "daemon/other.1: "
}

@test "accepted: an option that is in no page is caught" {
	printf '.TH T 1\n.SH OPTIONS\n.TP\n.B \\-\\-deep\n' | plant t.1
	plant daemon/t.c <<- 'END'
		static const struct option known[] = {{"deep", no_argument, NULL, 'd'},
			{"hidden", required_argument, NULL, 'h'}, {0}};
		bool a = text_equal(word, "--secret"), b = text_equal(word, "--deep");
		const char *arguments[] = {"--not-ours", NULL};
	END
	run "$documented" accepted "$tree"
	says "daemon/t.c: The option --hidden is in no" "daemon/t.c: The option --secret is in no"
}

@test "programs: each that is installed is compared with its page" {
	plant daemon/local.mk <<< 'bin_PROGRAMS += daemon/tool daemon/cli/banyun'
	program build/daemon/tool <<< 'Usage: tool --deep'
	program build/daemon/cli/banyun <<< '  banyun doctor'
	printf '.TH TOOL 1\n.SH OPTIONS\n.TP\n.B \\-\\-flat\n' | plant daemon/tool.1
	printf '.TH BANYUN 1\n.SH COMMANDS\n.TP\n.B host\n' | plant daemon/cli/banyun.1
	run "$documented" programs "$tree" "$tree/build"
	says "The option --deep is not" "The option --flat is documented, but" \
		"The command doctor is not" "The command host is documented, but"
}


@test "every page agrees with its program" {
	[ -x "$programs/daemon/banyund" ] && [ -x "$programs/daemon/cli/banyun" ]
	run "$documented" programs "$sources" "$programs"
	says
}

@test "every option that a source accepts is in a page" {
	run "$documented" accepted "$sources"
	says
}

@test "every key of the files that people write is in their pages" {
	keys=$programs/tests/lint/keys
	run "$documented" keys "$sources/daemon/core/banyun.yaml.5" "$keys" config
	says
	run "$documented" keys "$sources/daemon/model/banyun-profile.5" "$keys" profile
	says
	run "$documented" keys "$sources/daemon/model/banyun-survey.5" "$keys" survey
	says
	run "$documented" keys "$sources/daemon/model/banyun-ledger.5" "$keys" ledger
	says
	run "$documented" keys "$sources/playbooks/banyun-playbook.5" "$keys" playbook
	says
}

@test "every program that is installed has a page, without a mistake" {
	run "$documented" pages "$sources"
	says
}

@test "the page of the rules is what their table says" {
	page=$sources/daemon/readiness/rules/banyun-rules.7
	profile=$sources/contrib/profiles/default.yaml
	"$programs/daemon/readiness/rules/page" "$profile" | diff "$page" -
	sed 's/target.space: block/target.space: warn/' "$profile" >"$BATS_TEST_TMPDIR/other.yaml"
	"$programs/daemon/readiness/rules/page" "$BATS_TEST_TMPDIR/other.yaml" >"$BATS_TEST_TMPDIR/other.7"
	run diff "$page" "$BATS_TEST_TMPDIR/other.7"
	[ "$status" -eq 1 ]
	sed '/^  join_mtu:/d' "$profile" >"$BATS_TEST_TMPDIR/less.yaml"
	run "$programs/daemon/readiness/rules/page" "$BATS_TEST_TMPDIR/less.yaml"
	[ "$status" -eq 1 ]
}
