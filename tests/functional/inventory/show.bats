# What a person asks of the newest picture: filters, pages and names, from a real banyund that took in
# tables and read its own machine.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/inventory
load daemon

prepare() {
	printf '%s\n' "部门名称,层级" "市财政局,市级" "市民政局,市级" >departments.csv
	printf '%s\n' "系统名称,责任单位,功能" "公文系统,市财政局,Archive of Letters" \
		"低保系统,市民政局,低保" "门户,市财政局,x" "门户,市民政局,y" >systems.csv
	printf '%s\n' "专网名称,责任单位,地址段,所在域" "财政专网,市财政局,10.1.0.0/24,行政服务域" \
		"民政专网,市民政局,10.1.0.0/24、某处,公共服务域" >networks.csv
	cat >survey.yaml <<-END
		departments: [{name: 市财政局}]
		systems: [{name: 公文系统, department: 市财政局, function: 办公}]
		landings: []
	END
	banyun inventory import departments.csv systems.csv networks.csv survey.yaml
	banyun inventory scan
}

# listed EXPECTED FILTER...: "KIND ID" of what is listed, joined by "; ".
listed() {
	local found
	found=$(banyun inventory show --json "${@:2}" |
		jq -r '[.members[] | .kind + " " + .id] | join("; ")')
	[ "$found" = "$1" ] || {
		echo "expected $1, found $found"
		return 1
	}
}

@test "filters: kind, department, source, text, what is contradictory" {
	listed "department 市民政局; department 市财政局" --kind department
	listed "dedicated_network 市民政局/民政专网; department 市民政局" --department 市民政局 \
		--kind department,dedicated_network
	listed "department 市财政局; system 市财政局/公文系统" --source survey
	listed "dedicated_network 市民政局/民政专网; dedicated_network 市财政局/财政专网" \
		--source "table networks.csv"
	listed "system 市民政局/低保系统" --text 低保
	listed "system 市财政局/公文系统" --contradictory
	# Contradictions and irregularities are of the department of what they are about.
	banyun inventory show --json --department 市财政局 | jq -e '[.members[].kind] == ["contradiction",
		"dedicated_network", "department", "irregularity", "prefix", "system", "system"]'
	# Of what two told, the text that was believed is the one that is found.
	listed "" --kind system --text "archive OF letters"
	listed "contradiction system/市财政局/公文系统/function" --text "archive OF letters"
	listed "" --department 查无此局
	listed "" --side cloud
}

@test "filters: since when" {
	listed "" --kind system --since 2999-01-01
	listed "system 市民政局/低保系统; system 市民政局/门户; system 市财政局/公文系统; system 市财政局/门户" \
		--kind system --since 2020
}

@test "networks: declared twice are two, and one irregularity; what cannot be read is told" {
	listed "prefix 市民政局/10.1.0.0/24; prefix 市财政局/10.1.0.0/24" --kind prefix --text 10.1.0.0
	listed "irregularity overlapping_prefixes/10.1.0.0/24; irregularity unreadable_prefix/市民政局/民政专网/某处" \
		--kind irregularity
	run banyun inventory show --kind irregularity
	[[ $output == *"departments use the same addresses: 市民政局, 市财政局"* ]]
	language=zh_CN.UTF-8
	run banyun inventory show --kind irregularity
	[[ $output == *"多个部门使用相同地址：市民政局"* ]]
}

@test "a line says what matters of each kind" {
	run banyun inventory show --kind dedicated_network,system,contradiction
	[[ $output == *"dedicated_network 市民政局/民政专网"*"10.1.0.0/24, 某处"* ]]
	[[ $output == *"system"*"市民政局/低保系统"*" 低保 "* ]]
	[[ $output == *"function: \"办公\" (survey); \"Archive of Letters\" (table systems.csv row 2)"* ]]
}

@test "networks: what the machine of banyund is on was found" {
	banyun inventory show --kind prefix --text /banyund/ --json | jq -e '.members | length > 0 and
		all(.facts | .found and .hosts == ["banyund"] and (has("department") | not))'
}

@test "an object by its id or its name, with who told what" {
	banyun inventory show 市财政局/公文系统 | jq -e '.function == "办公"'
	run banyun inventory show 公文系统 --why
	[[ $output == *"function"*'"办公"'*"survey"* ]]
	[[ $output == *"Contradiction in function: \"Archive of Letters\", says table systems.csv row 2."* ]]
	run banyun inventory show 市财政局/10.1.0.0/24 --why
	[[ $output == *'networks'*'市财政局/财政专网'*inventory* ]]
	run banyun inventory show 门户
	[[ $output == *"2 objects are called \"门户\""*"The others: system 市财政局/门户."* ]]
	banyun inventory show 门户 2>/dev/null | jq -e '.department == "市民政局"'
	run -1 banyun inventory show 不存在
	[[ $output == *"has no object \"不存在\""* ]]
}

@test "pages: each object once, and the table says that there are more" {
	local after="" page all=()
	while
		page=$(person=1004 request "limit=3$after")
		[ "$(jq '.members | length <= 3' <<<"$page")" = true ] || return 1
		readarray -t -O "${#all[@]}" all < <(jq -r '.members[] | .kind + " " + .id' <<<"$page")
		after=$(jq -r '.next // empty | "&after=" + @uri' <<<"$page")
		[ -n "$after" ]
	do :; done
	printf '%s\n' "${all[@]}" >paged
	banyun inventory show --json | jq -r '.snapshot.members[] | .kind + " " + .id' | cmp - paged
	[ "$(jq .matched <<<"$page")" -eq "${#all[@]}" ]
	run banyun inventory show --limit 2
	[[ $output == *"the first 2 of ${#all[@]} objects"* ]]
	run banyun inventory show
	[[ $output != *"the first"* ]]
}

# request QUERY: what the API answers, asked without the command line.
request() {
	as "$person" curl -sf --unix-socket "$folder/run/sock" "http://banyun/v1/inventory/objects?$1"
}

@test "a diff to a snapshot that is told, and from the one before when none is" {
	run banyun inventory diff --to sha256:0000000000000000000000000000000000000000000000000000000000000000
	[[ $output == *"no document of this digest"* ]]
	run banyun inventory diff --to "x&y=z"
	[[ $output == *'"to" must be "sha256:"'* ]]
}

@test "a page stays with the snapshot of the one before, and begins where none is as well" {
	local first old next
	first=$(person=1004 request limit=2)
	next=$(jq -r '.next | @uri' <<<"$first")
	old=$(jq -r .digest <<<"$first")
	printf '%s\n' "部门名称,层级" "市档案局,市级" >later.csv
	banyun inventory import later.csv
	banyun inventory scan
	[ "$(request limit=2 | jq -r .digest)" != "$old" ]
	[ "$(request "limit=2&after=$next" | jq -r .digest)" = "$old" ]
	# An object that is not there has its place in the order all the same.
	request "limit=1&kind=system&after=$old%20system%20%21" | jq -e '.members[0].kind == "system"'
	request "limit=1&after=$old%20zzz%20z" | jq -e '.members == [] and (has("next") | not)'
	run request "after=$next&snapshot=$(request limit=1 | jq -r .digest)"
	[ "$status" -ne 0 ]
	run request "after=host%20hv1"
	[ "$status" -ne 0 ]
}

@test "a text is looked for in values, not in the names of facts" {
	listed "" --kind system,department --text function
	listed "contradiction system/市财政局/公文系统/function" --kind contradiction --text FUNCTION
}

@test "a list of nothing says so" {
	run banyun inventory show --kind leased_line
	[ "$output" = "No object matches." ]
	language=zh_CN.UTF-8
	run banyun inventory show --text 查无此物
	[ "$output" = "没有符合条件的对象。" ]
}

@test "the kinds that there are can be asked for, and no others" {
	banyun inventory show --kind "$(banyun inventory show --json |
		jq -r '[.snapshot.members[].kind] | unique | join(",")')"
	run banyun inventory show --kind system,machines
	[ "$status" -ne 0 ]
	[[ $output == *'no objects of the kind "machines"; the kinds are host, machine, '* ]]
}

@test "what cannot be meant is refused with a sentence" {
	run banyun inventory show --limit 0
	[ "$status" -ne 0 ]
	[[ $output == *'"limit" must be an integer from 1 to 10000'* ]]
	run banyun inventory show --limit many
	[[ $output == *'"limit"'* ]]
	run banyun inventory show --side foo
	[[ $output == *'"side" must be one of "department", "cloud", "machine"'* ]]
	run banyun inventory show --since yesterday
	[ "$status" -ne 0 ]
	[[ $output == *'must be a day as 2026-01-31'*'but is "yesterday"'* ]]
	run banyun inventory show --kind system --snapshot sha256:0000000000000000000000000000000000000000000000000000000000000000
	[[ $output == *"no document of this digest"* ]]
}
