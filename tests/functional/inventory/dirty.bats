# Tables as departments really fill them in: what is meant is taken, and what is not certain comes back.

bats_require_minimum_version 1.5.0
load daemon
here=${top_srcdir:-.}/tests/functional/inventory

workbook() { # FILE: from standard input
	"$here/make-workbook" "$1"
}

# taken FILE... FILTER: of what an import tells.
taken() {
	banyun inventory import --json "${@:1:$#-1}" >answer || true
	jq -e "${!#}" answer || {
		jq -c '.tables[] | del(.changes)' answer
		return 1
	}
}

# fact KIND NAME FILTER: of the facts of a fresh snapshot.
fact() {
	banyun inventory scan >/dev/null
	banyun inventory show --json | jq --arg kind "$1" '[.objects as $objects | .snapshot.members[] |
		select(.kind == $kind) | $objects[.digest]]' >objects
	jq -e --arg name "$2" ".[] | select(.name == \$name) | $3" objects || {
		jq -c --arg name "$2" '.[] | select(.name == $name)' objects
		return 1
	}
}

@test "a cell merged over several rows is said of each of them" {
	workbook merged.xlsx <<-END
		{"系统": {"rows": [["全市信息系统表"], ["责任单位", "系统名称", "功能"], ["市财政局", "甲系统", "一"],
			[null, "乙系统", "二"], [null, "丙系统", "三"], ["市民政局", "丁系统", "四"]],
			"merges": ["A1:C1", "A3:A5"]}}
	END
	taken merged.xlsx '.tables[0] | .added == 4 and .rejected == []'
	fact system 丙系统 '.department == "市财政局"'
}

@test "headings of two rows are read as one" {
	workbook headings.xlsx <<-END
		{"系统": {"rows": [["系统名称", "责任单位", "审批情况", null, "建设运维", null],
			[null, null, "审批部门", "审批时间", "承建单位", "运维单位"],
			["戊系统", "市财政局", "市发改委", "2017年5月", "甲公司", "乙公司"]],
			"merges": ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]}}
	END
	taken headings.xlsx '.tables[0] | .added == 1 and .rejected == [] and .unknown_headings == []'
	fact system 戊系统 '.approving_authority == "市发改委" and .approved == "2017-05" and .om_contractor == "乙公司"'
	printf '%s\n' "系统名称,责任单位,审批情况," ",,审批部门,审批时间" "己系统,市财政局,市发改委,2017-05" >headings.csv
	taken headings.csv '.tables[0] | .added == 1 and .rejected == [] and .unknown_headings == []'
}

@test "headings with marks, notes and units behind them" {
	printf '%s\n' '*系统名称,责任单位（全称）,"审批
时间",是否涉密（是/否）,功能*' '庚系统,市财政局,2017-05,否,查询' >marks.csv
	taken marks.csv '.tables[0] | .added == 1 and .rejected == [] and .unknown_headings == []'
	fact system 庚系统 '.approved == "2017-05" and .function == "查询"'
	printf '%s\n' '线路名称,责任单位,带宽（Mbps）' '线路甲,市财政局,100' '线路乙,市财政局,1G' '线路丙,市财政局,千兆' >units.csv
	taken units.csv '.tables[0] | .added == 3 and .rejected == []'
	fact leased_line 线路甲 '.nominal == 100000000'
	fact leased_line 线路乙 '.nominal == 1000000000'
	printf '%s\n' '配额名称,责任单位,目标云,核数(核),内存(GB),存储（TB）' '批一,市财政局,政务云,8核,64,2' >quota.csv
	taken quota.csv '.tables[0] | .added == 1 and .rejected == []'
	fact quota 批一 '.memory == 68719476736 and .storage == 2199023255552 and .vcpus == 8'
	# Two headings that are the same without what stands behind them are not guessed at.
	printf '%s\n' '专线名称,责任单位,带宽（上行）,带宽（下行）' '线路丁,市财政局,10M,100M' >both.csv
	taken both.csv '.tables[0].unknown_headings | length > 0'
}

@test "days as they are written, and none that could be two" {
	printf '%s\n' "系统名称,责任单位,审批时间" "日一,市财政局,2018-06-30 14:22:05" "日二,市财政局,2018/6/3 0:00" \
		"日三,市财政局,2018/6/3 9:05" "日四,市财政局,2018年6月份" "日五,市财政局,二〇一八年六月" \
		"日六,市财政局,二○一八年十二月三十一日" "日七,市财政局,2018年6月30日（星期六）" "日八,市财政局,２０１８．６" \
		"日九,市财政局,2018-06-30T14:22:05" >days.csv
	taken days.csv '.tables[0] | .added == 9 and .rejected == []'
	fact system 日一 '.approved == "2018-06-30"'
	fact system 日二 '.approved == "2018-06-03"'
	fact system 日三 '.approved == "2018-06-03"'
	fact system 日四 '.approved == "2018-06"'
	fact system 日五 '.approved == "2018-06"'
	fact system 日六 '.approved == "2018-12-31"'
	fact system 日七 '.approved == "2018-06-30"'
	fact system 日八 '.approved == "2018-06"'
	# A spreadsheet keeps 2018.10 as the number 2018.1; 43281 is a day whose format was lost.
	workbook days.xlsx <<-END
		{"系统": {"rows": [["系统名称", "责任单位", "审批时间"], ["数一", "市财政局", 2018.1], ["数二", "市财政局", 43281],
			["数三", "市财政局", {"day": 43281}], ["数四", "市财政局", 2018.6], ["数五", "市财政局", 201806]]}}
	END
	taken days.xlsx '.tables[0] | .added == 3 and (.rejected | map(.row)) == [2, 3]'
	fact system 数三 '.approved == "2018-06-30"'
	fact system 数四 '.approved == "2018-06"'
}

@test "what a formula could not calculate is no text" {
	workbook wrong.xlsx <<-END
		{"系统": {"rows": [["系统名称", "责任单位", "功能"], ["误一", "市财政局", {"wrong": "#REF!"}],
			["误二", {"wrong": "#N/A"}, "x"], ["误三", "市财政局", {"formula": "B4", "value": "查询"}]]}}
	END
	taken wrong.xlsx '.tables[0] | .added == 1 and (.rejected | map(.row)) == [2, 3] and
		(.rejected[0].why | test("C2.*#REF!"))'
	fact system 误三 '.function == "查询"'
	printf '%s\n' "系统名称,责任单位,功能" "误四,市财政局,#VALUE!" "误五,#NAME?,x" >wrong.csv
	taken wrong.csv '.tables[0] | .added == 0 and (.rejected | length) == 2'
}

@test "names with line breaks in them are names" {
	printf '系统名称,责任单位,功能\n"全市统一\n办公系统",市财政局,"一、收文\n二、发文"\n"Open\nOffice 系统",市财政局,x\n' >breaks.csv
	taken breaks.csv '.tables[0] | .added == 2 and .rejected == []'
	fact system 全市统一办公系统 '.function == "一、收文\n二、发文"'
	fact system "Open Office 系统" '.department == "市财政局"'
}

@test "what stands below a table is no row of it" {
	printf '%s\n' "系统名称,责任单位,功能" "足一,市财政局,x" "填表人：张三,联系电话：12345678," "注：1.本表由各单位填写；2.涉密系统不填。,," \
		"备注：,," "填报单位（盖章）：,,填报日期：2018年6月" >foot.csv
	taken foot.csv '.tables[0] | .added == 1 and .rejected == []'
}

@test "a hidden sheet is passed over, and that is said" {
	workbook hidden.xlsx <<-END
		{"系统": {"rows": [["系统名称", "责任单位", "功能"], ["隐一", "市财政局", "新"]]},
		 "旧版": {"hidden": true, "rows": [["系统名称", "责任单位", "功能"], ["隐一", "市财政局", "旧"], ["隐二", "市财政局", "旧"]]}}
	END
	run -0 banyun inventory import hidden.xlsx
	[[ $output == *"旧版"*hidden* ]]
	fact system 隐一 '.function == "新"'
	run ! grep -q 隐二 objects
}

@test "a table without a column says nothing of it" {
	printf '%s\n' "系统名称,责任单位,功能,审批时间" "分一,市财政局,查询,2016" >first.csv
	printf '%s\n' "系统名称,责任单位,服务器" "分一,市财政局,fen1" >second.csv
	for _ in 1 2; do
		taken first.csv second.csv '.tables | length == 2'
		fact system 分一 '.function == "查询" and .machines == ["fen1"] and .approved == "2016"'
	done
	banyun inventory show 分一 --why >why
	grep -q '^function .*first.csv row 2' why
	grep -q '^machines .*second.csv row 2' why
	run ! grep -q Contradiction why
	taken first.csv second.csv 'all(.tables[]; .same == 1)'
	taken second.csv first.csv 'all(.tables[]; .same == 1)'
	# A cell that is empty now says that there is nothing.
	printf '%s\n' "系统名称,责任单位,审批时间" "分一,市财政局," >third.csv
	taken third.csv '.tables[0].changed == 1'
	fact system 分一 '.function == "查询" and .approved == null'
}

@test "two files of one import that contradict each other are not both taken, again and again" {
	printf '%s\n' "系统名称,责任单位,功能" "争一,市财政局,甲说" "争二,市财政局,x" >one.csv
	printf '%s\n' "系统名称,责任单位,功能" "争一,市财政局,乙说" "争三,市财政局,x" >two.csv
	taken one.csv two.csv '(.tables | map(.added)) == [2, 1] and (.tables[1].rejected[0].why | test("one.csv.*争一"))'
	for _ in 1 2; do
		taken one.csv two.csv '(.tables | map(.changed)) == [0, 0] and (.tables | map(.same)) == [2, 1]'
	done
	# A file that comes later, alone, is a correction.
	taken two.csv '.tables[0] | .changed == 1 and .rejected == []'
	fact system 争一 '.function == "乙说"'
}
