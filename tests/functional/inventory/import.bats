# What departments send, taken in by a real banyund: tables in their encodings, good rows and bad,
# sent again and changed, classified, with formulas; and how far everybody has told.

bats_require_minimum_version 1.5.0
load daemon

# imported COUNTS FILE...: added/changed/same/doubled/classified/rejected of the first table.
imported() {
	local expected=$1 found
	shift
	found=$(banyun inventory import --json "$@" | jq -r '.tables[0] |
		[.added, .changed, .same, .doubled, .classified, (.rejected | length)] |
		join("/")')
	[ "$found" = "$expected" ] || {
		echo "expected $expected, found $found"
		return 1
	}
}

# objects KIND FILTER: of a fresh snapshot.
objects() {
	banyun inventory scan >/dev/null
	banyun inventory show --json | jq -c --arg kind "$1" "[.objects as \$objects |
		.snapshot.members[] | select(.kind == \$kind) |
		{id, source, facts: \$objects[.digest]}] | $2"
}

@test "a scan of an empty city finds the machine that it is made on" {
	[ "$(objects host 'map(.id + " by " + .source)')" = '["banyund by netlink banyund"]' ]
	objects host '.[0].facts.links | map(.name)' | grep '"lo"'
	run -1 banyun host add banyund --department x --side cloud --address "$loopback" --credential key
	[[ $output == *"the machine that banyund runs on"* ]]
}

@test "departments, from a file of GB18030" {
	printf '%s\r\n' "部门名称,层级,是否有信息中心" "市财政局,市级,有" "市民政局,市级,无" \
		"清远县,县级,无" | iconv -t GB18030 >departments.csv
	imported 3/0/0/0/0/0 departments.csv
	[ "$(objects department 'map(.id + " " + .facts.level) | join(",")')" = \
		'"市民政局 city,市财政局 city,清远县 county"' ]
}

@test "systems below a title, in UTF-16 with tabs; what is written otherwise is the same" {
	printf '%s\n' "全市信息系统调查表" "" "序号	系统名称	责任单位	审批时间	功能" \
		"1	公文系统	市财政局	2016 年 5 月	公文流转" \
		"2	低保系统	市民政局	2015/3/1	低保" "合计	2" |
		iconv -t UTF-16 >systems.tsv
	imported 2/0/0/0/0/0 systems.tsv
	imported 0/0/2/0/0/0 systems.tsv
	printf '%s\n' "系统,部门,审批日期,功能" "公文系统,市财政局,201605,公文流转" \
		"低保系統,市民政局,2015年3月1日,低保与救助" >again.csv
	imported 0/1/1/0/0/0 again.csv
	[ "$(objects system 'map(.facts.function) | join(",")')" = '"低保与救助,公文流转"' ]
	objects system 'map(.source)' | grep "systems.tsv row 4"
}

@test "a dry run tells what would change and changes nothing" {
	printf '%s\n' "系统名称,责任单位,功能" "公文系统,市财政局,邮件" "新系统,市财政局,新" >dry.csv
	run banyun inventory import --dry-run dry.csv
	[ "$status" -eq 0 ]
	[[ $output == *"changed 市财政局/公文系统: "*function* ]]
	[[ $output == *"added 市财政局/新系统"* ]]
	imported 1/1/0/0/0/0 --dry-run dry.csv
}

@test "bad rows come back as a table that can be mended and imported" {
	printf '%s\n' '系统名称,责任单位,审批时间,功能' '甲,市财政局,2016-05-01,"一,
二"' '乙,市财政局,很久以前,=cmd|calc' ',市财政局,2016-05-01,x' >bad.csv
	run -1 banyun inventory import bad.csv
	[[ $output == *'Not taken: C4: "很久以前" is not a day'* ]]
	[[ $output == *'bad.csv.rejects.csv'* ]]
	[ "$(wc -l <bad.csv.rejects.csv)" -eq 3 ]
	grep -q '"'"'"'=cmd|calc"' bad.csv.rejects.csv
	[ "$(head -c 3 bad.csv.rejects.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
	sed -i 's/很久以前/2017/; s/'"'"'=cmd|calc/y/; s/^"",/"丙",/' bad.csv.rejects.csv
	imported 2/0/0/0/0/0 bad.csv.rejects.csv
	# What was mended is nobody's to write over, and nobody else's to read.
	[ "$(stat -c %a bad.csv.rejects.csv)" = 600 ]
	before=$(cksum <bad.csv.rejects.csv)
	run -1 banyun inventory import bad.csv
	[ "$before" = "$(cksum <bad.csv.rejects.csv)" ]
	[ -e bad.csv.rejects-2.csv ]
	ln -s victim planted.csv
	run -1 banyun inventory import --rejects planted.csv bad.csv
	[ ! -e victim ]
}

@test "of classified systems a count is kept, and no word" {
	printf '%s\n' "系统名称,责任单位,功能,是否涉密" "绝密甲,市财政局,机要之事,是" \
		"绝密乙,市财政局,机要之事,是" "台账,市财政局,记账,否" >secret.csv
	imported 1/0/0/0/2/0 secret.csv
	banyun inventory completeness --json |
		jq -e '.departments[] | select(.name == "市财政局").classified == 2'
	# Nowhere in the state, also where the database has not yet been folded.
	run ! grep -raq "机要之事\|绝密" "$folder/state"
	# The same file without them takes the count back.
	printf '%s\n' "系统名称,责任单位,功能,是否涉密" "台账,市财政局,记账,否" >secret.csv
	imported 0/0/1/0/0/0 secret.csv
	banyun inventory completeness --json |
		jq -e '.departments[] | select(.name == "市财政局").classified == 0'
}

@test "what may be classified is not taken, not kept and not shown" {
	# By other words, in every kind of table.
	printf '%s\n' "系统名称,责任单位,功能,密级" "绝密丁,市财政局,机要之事,机密" "公开丁,市财政局,x,公开" >grade.csv
	imported 1/0/0/0/1/0 grade.csv
	printf '%s\n' "互联网出口,责任单位,出口带宽,是否涉密" "绝密出口,市财政局,10M,是" >exit.csv
	imported 0/0/0/0/1/0 exit.csv
	# A cell that does not say it, or says neither, is no "no".
	printf '%s\n' "系统名称,责任单位,功能,是否涉密" "绝密戊,市财政局,机要之事," \
		"绝密己,市财政局,机要之事,也许" "绝密庚,,机要之事,是" "庚,市财政局,x,否" >unsure.csv
	run -1 banyun inventory import unsure.csv
	[[ $output != *绝密* && $output != *机要* ]]
	run ! grep -q "绝密\|机要" unsure.csv.rejects.csv
	[ "$(grep -c . unsure.csv.rejects.csv)" -eq 4 ]
	# A heading that nobody understands may say it.
	printf '%s\n' "系统名称,责任单位,功能,保密说明" "绝密辛,市财政局,机要之事,x" >heading.csv
	run -3 banyun inventory import heading.csv
	[[ $output == *保密说明* && $output != *绝密* ]]
	# What another row or file calls classified goes, whatever was told before.
	printf '%s\n' "系统名称,责任单位,功能,是否涉密" "绝密壬,市财政局,机要之事,否" "绝密壬,市财政局,机要之事,是" >twice.csv
	imported 0/0/0/0/1/0 twice.csv
	printf '%s\n' "系统名称,责任单位,功能" "绝密癸,市财政局,机要之事" >early.csv
	imported 1/0/0/0/0/0 early.csv
	printf '%s\n' "系统名称,责任单位,功能,是否涉密" "绝密癸,市财政局,机要之事,是" >late.csv
	imported 0/0/0/0/1/0 late.csv
	[ "$(objects system 'map(.facts.name) | join(",")' | grep -c 绝密)" -eq 0 ]
	# A picture that knew it shows it no more, and neither does what changed since.
	printf '%s\n' "专网名称,责任单位,地址段" "绝密网,市财政局,10.66.0.0/24" >early.csv
	imported 1/0/0/0/0/0 early.csv
	[[ $(objects dedicated_network 'map(.facts.name)') == *绝密网* ]]
	banyun inventory show --json | grep -q "绝密网"
	printf '%s\n' "专网名称,责任单位,地址段,是否涉密" "绝密网,市财政局,10.66.0.0/24,是" >late.csv
	imported 0/0/0/0/1/0 late.csv
	run ! grep -q "绝密网" <(banyun inventory show --json --kind dedicated_network)
	banyun inventory scan >/dev/null
	banyun inventory diff --json >changed
	jq -e '.changes | length > 0' changed
	run ! grep -q "绝密" changed
	# Told again as open, it is shown again.
	imported 1/0/0/0/0/0 early.csv
	[[ $(objects dedicated_network 'map(.facts.name)') == *绝密网* ]]
	imported 0/0/0/0/1/0 late.csv
	person=1003 banyun audit list --json >log
	run ! grep -q "绝密\|机要" log
}

@test "a count of classified rows belongs to its file, over all sheets, and is told anew" {
	counted() {
		banyun inventory completeness --json |
			jq ".departments[] | select(.name == \"$1\").classified"
	}
	printf '%s\n' "系统名称,责任单位,是否涉密" "甲,甲局,是" "乙,甲局,是" "丙,乙局,是" >c.csv
	imported 0/0/0/0/3/0 c.csv
	imported 0/0/0/0/3/0 c.csv
	[ "$(counted 甲局) $(counted 乙局)" = "2 1" ]
	# Another department's file of the same name says nothing of those of whom it does not speak.
	printf '%s\n' "系统名称,责任单位,是否涉密" "甲,甲局,是" >c.csv
	imported 0/0/0/0/1/0 c.csv
	[ "$(counted 甲局) $(counted 乙局)" = "1 1" ]
	printf '%s\n' "系统名称,责任单位,是否涉密" "丙,乙局,否" >c.csv
	imported 1/0/0/0/0/0 c.csv
	[ "$(counted 甲局) $(counted 乙局)" = "1 0" ]
}

@test "names that steer a terminal or an id are none; spellings are one" {
	printf '系统名称,责任单位,功能\n"a\xe2\x80\xaeb",市财政局,x\n甲,"一,二",x\n乙,一/二,x\n' >odd.csv
	run -1 banyun inventory import --json odd.csv
	[ "$(jq '.tables[0].added' <<<"$output")" = 0 ]
	[ "$(jq '.tables[0].rejected | length' <<<"$output")" = 3 ]
	printf '%s\n' "系统名称,责任单位,功能" "ＸＹ系统,市財政局,x" >spelt.csv
	imported 1/0/0/0/0/0 spelt.csv
	printf '%s\n' "系统名称,责任单位,功能" "xy系統,市财政局,y" >spelt2.csv
	imported 0/1/0/0/0/0 spelt2.csv
	objects system 'map(select(.facts.function == "y"))' >found
	jq -e 'map(.id) | index("市财政局/ＸＹ系统")' found
}

@test "a text that would calculate is written with a stroke and read without" {
	printf '%s\n' "系统名称,责任单位,审批时间" "@办公,市财政局,从前" >at.csv
	run -1 banyun inventory import at.csv
	grep -q "\"'@办公\"" at.csv.rejects.csv
	sed -i 's/从前/2017/' at.csv.rejects.csv
	imported 1/0/0/0/0/0 at.csv.rejects.csv
	[ "$(objects system 'map(select(.facts.approved == "2017" and (.facts.name | startswith("@")))) | length')" = 1 ]
}

@test "networks, lines, exits, rooms and retentions by their own headings" {
	printf '%s\n' "专网名称,责任单位,垂直层级,业务特点,地址段,网关,DNS区域" \
		"财政专网,市财政局,省垂,支付,10.1.0.0/16、10.2.0.0/16,fe80::1、10.1.0.1,fin.example" >networks.csv
	printf '%s\n' "专线名称,租用单位,带宽,运营商" "线路一,市财政局,100M,电信" \
		"线路二,市财政局,千兆,移动" "线路三,市财政局,很快,移动" >lines.csv
	printf '%s\n' "互联网出口,单位,出口带宽" "出口一,市民政局,200M" >exits.csv
	printf '%s\n' "机房名称,单位,面积,是否备份机房" "一号机房,市财政局,\"1,200 ㎡\",否" >rooms.csv
	printf '%s\n' "保留对象,单位,批准时间,有效期至,理由" "财政专网,市财政局,2018-01,2020-12,部委要求" >kept.csv
	run -1 banyun inventory import --json networks.csv lines.csv exits.csv rooms.csv kept.csv
	[ "$(jq -r '.tables | map(.kind + " " + (.added | tostring)) | join(",")' <<<"$output")" = \
		"dedicated_network 1,leased_line 2,internet_exit 1,room 1,retention 1" ]
	[ "$(objects leased_line 'map(.facts.nominal)')" = "[100000000,1000000000]" ]
	[ "$(objects room '.[0].facts.area')" = 1200 ]
	[ "$(objects dedicated_network '.[0].facts.prefixes')" = '["10.1.0.0/16","10.2.0.0/16"]' ]
	[ "$(objects dedicated_network '.[0].facts | .gateways + [.zone]')" = '["fe80::1","10.1.0.1","fin.example"]' ]
}

@test "the survey's facts stand, and what contradicts them is an object that says so" {
	cat >survey.yaml <<-END
		departments:
		  - {name: 市财政局, link: {name: fin, nominal: 100000000}}
		systems:
		  - {name: 公文系统, department: 市财政局, machines: [oa1], function: 办公}
		landings: []
	END
	banyun inventory import survey.yaml
	[ "$(objects system 'map(select(.id == "市财政局/公文系统").facts.function)')" = '["办公"]' ]
	[ "$(objects system 'map(select(.facts.name == "公文系统")) | length')" = 1 ]
	objects contradiction 'map(select(.facts.fact == "function"))[0].facts.values' >values
	jq -e 'length == 2 and .[0].source == "survey" and (.[1].source | test("systems.tsv|again.csv"))' values
}

@test "tables and the survey are one import, and one document" {
	printf '%s\n' "系统名称,责任单位,功能" "公文系统,市财政局,邮件" >one.csv
	sed 's/function: 办公/function: 邮寄/' survey.yaml >other.yaml
	for _ in 1 2; do
		banyun inventory import --dry-run --json one.csv other.yaml survey.yaml | jq -se 'length == 1 and
			(.[0].survey == {"departments": 1, "systems": 1, "landings": 0}) and
			(.[0].tables | map(.changed)) == [1]'
	done
	banyun inventory completeness >before
	banyun inventory import --json survey.yaml | jq -se 'length == 1 and .[0].survey.systems == 1 and
		.[0].tables == []'
	run banyun inventory import survey.yaml one.csv
	[[ $output == *"Taken in: 1 departments, 1 systems"*"one.csv"* ]]
	banyun inventory import again.csv
	# One that is wrong keeps no other from being taken.
	sed 's/department: 市财政局, m/department: 查无此局, m/' survey.yaml >wrong.yaml
	run -1 banyun inventory import --json wrong.yaml again.csv
	[[ $output == *"查无此局"* && $output == *again.csv* ]]
}

@test "who told what, and when" {
	run banyun inventory show 公文系统 --why
	[[ $output == *"function"*'"办公"'*"survey"* ]]
	[[ $output == *"approved"*"2016-05"*".csv row "* || $output == *"approved"*"2016-05"*".tsv row "* ]]
	[[ $output == *"Contradiction in function: \"办公\", says survey."* ]]
}

@test "a machine that two systems claim stays with one" {
	printf '%s\n' "系统名称,责任单位,服务器" "另一系统,市财政局,oa1、oa2" >claims.csv
	imported 1/0/0/0/0/0 claims.csv
	[ "$(objects system 'map(select(.facts.name == "另一系统").facts.machines)')" = '[null]' ]
	objects contradiction 'map(select(.facts.id == "市财政局/另一系统"))[0].facts.fact' | grep machines
	# Another department may have one of that name.
	printf '%s\n' "系统名称,责任单位,服务器" "民政网站,市民政局,oa1" >other.csv
	imported 1/0/0/0/0/0 other.csv
	[ "$(objects system 'map(select(.facts.name == "民政网站").facts.machines)')" = '[["oa1"]]' ]
}

@test "completeness: who is silent, who was never declared, what is missing most" {
	banyun inventory completeness --json >complete
	jq -e '.departments[] | select(.name == "清远县").silent' complete
	jq -e '.departments[] | select(.name == "市财政局") | .declared and .entries.system > 2 and
		.missing["system.om_contractor"] > 2 and .filled < .cells' complete
	printf '%s\n' "系统名称,责任单位,功能" "无主,查无此局,x" >stray.csv
	imported 1/0/0/0/0/0 stray.csv
	banyun inventory completeness | grep "查无此局.*not declared"
	banyun inventory completeness | grep "清远县.*silent"
}

@test "templates are what is understood" {
	for kind in $(banyun inventory template | awk 'NR > 1 {print $1}'); do
		banyun inventory template "$kind" >"$kind.csv"
		[ "$(head -c 3 "$kind.csv" | od -An -tx1 | tr -d ' ')" = efbbbf ]
		imported 0/0/0/0/0/0 "$kind.csv"
	done
	run -2 banyun inventory template spaceship
	[[ $output == *"is no kind"* ]]
}

@test "wrong files are sentences" {
	printf 'a,b\n1,2\n' >other.csv
	run -1 banyun inventory import other.csv
	[[ $output == *"headings that are known"* ]]
	printf '%s\n' "名称,责任单位" "甲,局" >vague.csv
	run -1 banyun inventory import vague.csv
	[[ $output == *"--kind"* ]]
	imported 1/0/0/0/0/0 --kind room vague.csv
	head -c 4000 /dev/urandom >noise.xlsx
	run -1 banyun inventory import noise.xlsx
	run -1 banyun inventory import missing.csv
	[[ $output == *missing.csv* ]]
	run -2 banyun inventory import --kind spaceship vague.csv
	# One that is wrong keeps no other from being taken, and is no success.
	printf '%s\n' "系统名称,责任单位,功能" "齐全,市财政局,x" >whole.csv
	run -1 banyun inventory import other.csv whole.csv
	[[ $output == *"headings that are known"*whole* ]]
	# A sheet that the daemon does not take is no sheet that was passed over.
	printf '%s\n' "系统名称,责任单位,功能" "$(printf '长%.0s' $(seq 60)),市财政局,x" >long.csv
	run -1 banyun inventory import long.csv
	[[ $output == *"row 2"* ]]
}

@test "a viewer imports nothing, and the log says who did" {
	person=1004 run -3 banyun inventory import dry.csv
	person=1003 banyun audit list --json | jq -e '[.. | objects | select(.action? == "inventory.import" and
		.object? == "ledger" and .result? == "done")] | length > 5'
	person=1003 banyun audit list --json | jq -e '[.. | objects | select(.action? == "inventory.import")
		| .actor?] | unique | index("uid:1001 lin")'
}

@test "twenty thousand systems in a few seconds, in several requests" {
	awk 'BEGIN { print "系统名称,责任单位,功能,审批时间"; for (i = 0; i < 20000; i++)
		printf "系统%05d,单位%03d,功能说明,2016-05-%02d\n", i, i % 97, i % 28 + 1 }' >many.csv
	imported 20000/0/0/0/0/0 many.csv
	imported 0/0/20000/0/0/0 many.csv
}
