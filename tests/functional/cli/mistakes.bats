# What a person is told who mistypes, or whose files, disk or daemon are not as they should be: where it
# is, what was expected and what to do. A real banyund.

bats_require_minimum_version 1.5.0
load ../inventory/daemon

@test "an option that there is not is told with those that there are" {
	run -2 banyun plan create --efort=3
	echo "$output"
	[[ $output == 'banyun: "--efort=3" is no option of `banyun plan create`; it has: --department=NAME,... '* ]]
	[[ $output == *' --effort=N '*' --json --socket=PATH --help --version' ]]
	run -2 banyun inventory import --dry-run=yes x.csv
	[[ $output == *'"--dry-run=yes" is no option of '*' --dry-run '* ]]
	run -2 banyun --jsn doctor
	[ "$output" = 'banyun: "--jsn" is no option before a command; see `banyun --help`.' ]
	language=zh_CN.UTF-8 run -2 banyun plan create --efort=3
	[[ $output == 'banyun：“--efort=3”不是 `banyun plan create` 的选项；可用：'*' --effort=N '* ]]
}

@test "an option without its value is told" {
	for words in 'plan create --effort' 'inventory show --limit=' 'plan return x --reason='; do
		run -2 banyun $words
		echo "$output"
		[[ $output == "banyun: The option --${words##*--}"* || $output == *' needs a value.' ]]
		[[ $output == *' needs a value.' && $output != *=* ]]
	done
}

@test "a run is looked for by whatever name was given" {
	for words in 'show' 'watch' 'pause' 'resume' 'abort'; do
		for name in 'a b' 'x/y' '../hosts' '?'; do
			run -1 banyun run "$words" "$name"
			echo "$output"
			[[ $output == *"no run \"$name\""* ]]
		done
	done
	run -1 banyun run resolve 'a b' 'c/d' --as=close --reason=x
	[[ $output == *'no run "a b"'* ]]
}

@test "of the request that the command made itself no line is told" {
	run -1 banyun readiness check --what=pagse
	echo "$output"
	[[ $output == 'banyun: "what[0]" must be one of '* ]]
	run -1 banyun plan create --from=tomorrow
	[[ $output == 'banyun: "window.from" must be a time in UTC '* ]]
}

@test "of several files that are wrong each is told with its name, line and column" {
	printf 'departments:\n  - nam: x\nsystems: []\nlandings: []\n' >one.yaml
	printf 'departments:\n\t- name: x\n' >two.yaml
	printf '\e[2Jno table\n' >$'th\e[2Jree.csv'
	run -1 banyun inventory import one.yaml two.yaml none.csv $'th\e[2Jree.csv'
	echo "$output"
	[[ $output == *'banyun: one.yaml:2:5: "departments[0].nam" is not known here; did you mean "name"?'* ]]
	[[ $output == *'banyun: two.yaml:2:1: This is not valid YAML: '* ]]
	[[ $output == *'banyun: none.csv: The file cannot be opened: No such file or directory.'* ]]
	[[ $output == *'banyun: th\u001b[2Jree.csv: No row of the sheet '* ]]
	[[ $output != *$'\e'* ]]
	language=zh_CN.UTF-8 run -1 banyun inventory import one.yaml none.csv
	[[ $output == *'banyun: none.csv: 无法打开该文件：'* ]]
}

@test "what could not be shown whole is a failure" {
	banyun inventory scan
	for words in 'inventory show' 'inventory show --json' 'plan show --help' 'profile show'; do
		status=0
		banyun $words >/dev/full 2>said || status=$?
		echo "$words: $status $(cat said)"
		[ "$status" -eq 1 ]
		[ "$(cat said)" = 'banyun: What was to be shown could not be written whole: No space left on device.' ] ||
			[[ $(cat said) == *'could not be written whole: some of it was lost.' ]]
	done
}
