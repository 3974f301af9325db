# What a person is told who mistypes, or whose files, disk or daemon are not as they should be: where it
# is, what was expected and what to do. A real banyund.

bats_require_minimum_version 1.5.0
load ../inventory/daemon

@test "an option that there is not is told with those that there are" {
	run -2 banyun plan create --efort=3
	echo "$output"
	[[ $output == 'banyun: "--efort=3" is no option of `banyun plan create`; it has: --department=NAME,... '* ]]
	[[ $output == *' --effort=N '*' --json --no-pager --socket=PATH --help --version' ]]
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

@test "what a file has wrong is told in Chinese to its end" {
	language=zh_CN.UTF-8
	printf 'departments:\n  - nam: x\nsystems: []\nlandings: []\n' >one.yaml
	run -1 banyun inventory import one.yaml
	echo "$output"
	[[ $output == 'banyun: one.yaml:2:5: "departments[0].nam" '*'name'* ]]
	[[ $output != *'known here'* ]]
	printf 'departments: []\nsystems: 7\nlandings: []\n' >two.yaml
	run -1 banyun inventory import two.yaml
	echo "$output"
	[[ $output == 'banyun: two.yaml:2:10: "systems" 须为 '*'列表，但为 7。' ]]
	: >three.yaml
	run -1 banyun inventory import three.yaml
	[ "$output" = 'banyun: three.yaml:1:1: 文件为空，此处应有一份文档。' ]
	run -1 banyun inventory show --side=foo
	echo "$output"
	[ "$output" = 'banyun: "side" 须为 下列之一："department", "cloud", "machine"，但为 "foo"。' ]
	run -1 banyun inventory show --limit=abc
	[ "$output" = 'banyun: "limit" 须为 1 至 10000 的整数，但为 "abc"。' ]
}

@test "what is wrong in a file of what-if is told with its place" {
	printf 'planning:\n  windos: []\n' >one.yaml
	run -1 banyun plan create --what-if one.yaml
	echo "$output"
	[ "$output" = 'banyun: one.yaml:2:3: "planning.windos" is not known here; did you mean "windows"?' ]
	printf 'planning:\n  link_percent: 500\n' >two.yaml
	run -1 banyun plan create --what-if two.yaml
	[ "$output" = 'banyun: two.yaml:2:17: "planning.link_percent" must be an integer from 1 to 100, but is 500.' ]
}

@test "a list of nothing says so, and what to do" {
	for words in 'host show' 'plan show' 'run show' 'inventory completeness' 'report self-check'; do
		banyun $words >said
		cat said
		grep -q '`banyun ' said
	done
	person=1003 banyun audit list --from 100000 | grep -q 'There is no such record'
}

@test "notes on several tables say of which" {
	printf '系统名称,责任单位,使用网络,备注\n甲,财政,专网,x\n' >one.csv
	printf '系统名称,责任单位,使用网络\n乙,财政,专网\n' >two.csv
	banyun inventory import --dry-run one.csv two.csv >said
	cat said
	[ "$(grep -A4 '^one.csv$' said | grep -c '备注')" -eq 1 ]
	grep -A4 '^two.csv$' said | grep -q '乙'
	banyun inventory import --dry-run one.csv >said
	! grep -q '^one.csv$' said
}

@test "a device or a pipe does not give way to a file, and a link stays one" {
	banyun inventory scan
	mkfifo pipe
	run banyun inventory map --output pipe
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *'The file "pipe" cannot be written: it is there and is no plain file.'* ]]
	[ -p pipe ]
	echo old >real.svg
	ln -s real.svg link.svg
	banyun inventory map --output link.svg
	[ -L link.svg ]
	grep -q '<svg' real.svg
}

@test "programs that have a file written are told so in JSON" {
	banyun inventory scan
	banyun inventory map --output map.svg --json | jq -e '.output == "map.svg"'
	grep -q '<svg' map.svg
	banyun inventory template --json | jq -e '.kinds | map(.kind) | index("system") != null'
	banyun inventory template system --json | jq -e '.headings[0] == "系统名称"'
	banyun inventory template system --english --json | jq -e '.headings[0] == "system"'
	id=$(banyun inventory show --json --kind host | jq -r '.members[0].id')
	banyun inventory show "$id" --why --json | jq -e '.kind == "host" and (.facts | type) == "object"'
}

@test "a what-if that changes nothing says that the plan is the one there was" {
	banyun inventory scan
	banyun readiness check
	run -0 banyun plan create
	plan=${lines[0]:5:12}
	[[ $output != *'that there was already'* ]]
	printf 'planning:\n  link_percent: 50\n' >half.yaml
	run -0 banyun plan create --what-if half.yaml
	echo "$output"
	[[ $output == "Plan $plan: "*'It is the plan that there was already: '* ]]
	banyun plan show "$plan" --systems | grep -q 'The plan has nothing of this'
}

@test "banyund touches no state that is another's, or that others may change" {
	end "$folder"
	cp -a "$folder/banyun.yaml" "$folder/other.yaml"
	sed -i "s|^state: .*|state: $folder/elsewhere|" "$folder/other.yaml"
	started() {
		run -1 as 990 env LANG="$language" TEXTDOMAINDIR="$build/contrib/po" \
			timeout 20 "$build/daemon/banyund" --config "$folder/other.yaml"
		echo "$output"
		[ -z "$(ls -A "$folder/elsewhere")" ]
	}
	install -d -o 1001 -m 755 "$folder/elsewhere"
	started
	[[ $output == *'belongs to uid 1001, and this process is uid 990: start it as that user'* ]]
	language=zh_CN.UTF-8 started
	[[ $output == *'状态文件夹属于 uid 1001'* ]]
	chown 990 "$folder/elsewhere"
	chmod 777 "$folder/elsewhere"
	started
	[[ $output == *'Others may write in the folder of the store (mode 0777)'* ]]
	run -1 as 990 "$build/daemon/banyund" --check-state "$folder/none"
	echo "$output"
	[[ $output == *"$folder/none/banyun.db: There is no state here"* ]]
	start
}

@test "a person of the configuration who cannot be is told with the line" {
	configured() { # LINE:COLUMN SENTENCE: what banyund says of the people
		cat - >people.yaml
		run -1 timeout 20 "$build/daemon/banyund" --config people.yaml
		echo "$output"
		[[ $output == "banyund: people.yaml:$1: \"people\" $2"* ]]
	}
	configured 3:5 'names "lin" and "wu" with the same name or uid' <<-END
		people:
		  - {name: lin, uid: 1001, roles: [viewer]}
		  - {name: wu, uid: 1001, roles: [viewer]}
	END
	configured 2:5 'names "lin" as a department owner' <<-END
		people:
		  - {name: lin, uid: 1001, roles: [department_owner]}
	END
}
