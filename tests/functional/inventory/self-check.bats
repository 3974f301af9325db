# The self-check report of a department, made by a real banyund from tables that were imported: the
# API's document, the terminal, the page to be signed and the workbook; and what is refused.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/inventory
load daemon

# Two departments; the first has told a bit of everything that the report looks for.
write_tables() {
	printf '%s\n' "部门名称,层级" "市财政局,市级" "市民政局,市级" >departments.csv
	printf '%s\n' "系统名称,责任单位,功能,建设方式,所属层次,是否涉密,使用网络" \
		"公文系统,市财政局,<script>alert(1)</script>,政府投资,部门,否,财政专网" \
		"处室台账,市财政局,记账,政府投资,处室,否," \
		"企业平台,市财政局,查询,其他,部门,否," \
		"机要系统,市财政局,绝密之事,政府投资,部门,是," \
		"低保系统,市民政局,低保,政府投资,部门,否," >systems.csv
	printf '%s\n' "专线名称,租用单位,带宽,运营商" '线路一,市财政局,1.5G,"电信 & ""联通"""' \
		>lines.csv
	printf '%s\n' "保留对象,单位,批准时间,有效期至,理由" "甲网,市财政局,2018-01,2020-12,部委要求" \
		"乙网,市财政局,2018-01,,部委要求" "丙网,市财政局,2018-01,2199,部委要求" >kept.csv
	printf '%s\n' "机房名称,单位,面积,机柜数" "一号机房,市财政局,120,8" >rooms.csv
	cat >survey.yaml <<-END
		departments: [{name: 市财政局, responsible_person: 林}]
		systems: [{name: 公文系统, department: 市财政局, network: 办公网}]
		landings: []
	END
	python3 - <<-'END'
		import zipfile
		row = lambda number, words: f'<row r="{number}">' + "".join(
		    f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{word}</t></is></c>'
		    for i, word in enumerate(words)) + "</row>"
		rows = row(1, ["系统名称", "责任单位", "功能"]) + row(2, ["公式", "市财政局", "=1+1"])
		kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
		with zipfile.ZipFile("formula.xlsx", "w") as book:
		    book.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/'
		                  'package/2006/content-types"/>')
		    for name, id, type, target in (("_rels/.rels", "r1", "officeDocument", "xl/workbook.xml"),
		            ("xl/_rels/workbook.xml.rels", "r1", "worksheet", "worksheets/sheet1.xml")):
		        book.writestr(name, '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
		                      f'2006/relationships"><Relationship Id="{id}" Type="{kind}/{type}" '
		                      f'Target="{target}"/></Relationships>')
		    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
		    book.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{kind}"><sheets>'
		                  '<sheet name="系统" sheetId="1" r:id="r1"/></sheets></workbook>')
		    book.writestr("xl/worksheets/sheet1.xml",
		                  f'<worksheet {main}><sheetData>{rows}</sheetData></worksheet>')
	END
}

# The tables are there before the first test; what tests add, they add in order.
prepare() {
	write_tables
	banyun inventory import departments.csv systems.csv lines.csv kept.csv rooms.csv formula.xlsx
}

# report FILTER VALUE: of the first department's document.
report() {
	local found
	found=$(banyun report self-check 市财政局 --json | jq -cr "$1")
	[ "$found" = "$2" ] || {
		echo "expected $2, found $found"
		return 1
	}
}

@test "the document: entries, where they were told, what is missing" {
	report .department '{"declared":true,"facts":{"level":"city","name":"市财政局"},"name":"市财政局","silent":false}'
	report .snapshot null
	report '.entries | map_values(length) | del(.[] | select(. == 0))' \
		'{"leased_line":1,"retention":3,"room":1,"system":4}'
	report '.entries.system[] | select(.name == "公文系统") | [.told.file, .told.row, .missing[0]]' \
		'["systems.csv",2,"usage_scope"]'
	report '.entries.leased_line[0].facts.nominal' 1500000000
	report '.entries.system[] | select(.name == "公式") | [.facts.function, .told.sheet]' '["=1+1","系统"]'
	report '.entries.system[] | select(.name == "企业平台").in_scope' false
}

@test "the document: findings by rule, and what is counted apart" {
	report '.findings | map(select(.rule != "missing_facts") | .rule + " " + .name) | join(", ")' \
		'division_system 处室台账, retention_expired 甲网, retention_without_end 乙网, out_of_scope 企业平台'
	report '.findings | map(select(.open | not).rule) | join(",")' out_of_scope
	report '[.classified, .out_of_scope, .open]' '[1,1,6]'
	# Three systems of ten facts, three retentions of three, a room and a line of one.
	report '.completeness' '{"cells":41,"filled":14,"percent":34}'
	banyun inventory completeness --json |
		jq -e '.departments[] | select(.name == "市财政局") | .cells == 41 and .filled == 14'
}

@test "the document: contradictions of the newest snapshot" {
	banyun inventory import survey.yaml
	banyun inventory scan
	report '.contradictions | map([.id, .fact, .values[0].source]) | tojson' \
		'[["市财政局/公文系统","network","survey"]]'
	report '.findings | map(select(.rule == "contradiction").facts[0]) | join(",")' network
	report '.department.facts | [.level, .responsible_person] | tojson' '["city","林"]'
	[ "$(banyun report self-check 市财政局 --json | jq -r .snapshot)" = \
		"$(banyun inventory show --json | jq -r .digest)" ]
	banyun report self-check 市民政局 --json | jq -e '.contradictions == []'
}

@test "a line for each department" {
	banyun report self-check --json | jq -e '.departments | map(.name) == ["市民政局", "市财政局"]'
	banyun report self-check --json |
		jq -e '.departments[1] | .open == 7 and .entries == 9 and .completeness.percent == 34'
	run -0 banyun report self-check
	[[ ${lines[0]} == *"OUT OF SCOPE"*OPEN* ]]
	[[ ${lines[2]} == 市财政局*"14 of 41 (34 %)"*7* ]]
}

@test "on a terminal" {
	run -0 banyun report self-check 市财政局
	[ "${lines[0]}" = "Self-check report of 市财政局" ]
	[[ $output == *"level: city"*"Facts told: 14 of 41 (34 %)"*"Classified, and only counted: 1"* ]]
	[[ $output == *处室台账*"is run in a division's name"* ]]
	[[ $output == *'network (survey: "办公网"; table systems.csv row 2: "财政专网")'* ]]
	[[ $output == *"leased lines"*线路一*" lines.csv row 2"* ]]
	[[ $output == *"formula.xlsx 系统 row 2"* && $output != *"lines.csv lines.csv"* ]]
	[[ $output != *机要* && $output != *绝密* ]]
}

@test "in Chinese" {
	language=zh_CN.UTF-8
	run -0 banyun report self-check 市财政局
	[ "${lines[0]}" = "市财政局自查报告" ]
	[[ $output == *"层级：市级"*"填报完整度：41 项中已填 14 项（34%）"* ]]
	[[ $output == *处室台账*以处室名义存在* ]]
	run -0 banyun report self-check 市财政局 --output chinese.xlsx
	[ "$output" = "报告已写入“chinese.xlsx”。" ]
	"$here/workbook" chinese.xlsx | jq -e '.sheets | keys_unsorted ==
		["汇总", "信息系统", "机房", "业务专网", "专线", "互联网出口", "保留", "配额", "基数"]'
	"$here/workbook" chinese.xlsx | jq -e '.sheets["信息系统"].rows[0] |
		.[0:3] == ["系统名称", "责任单位", "功能"] and .[-2:] == ["缺少内容", "填报出处"]'
	banyun report self-check 市财政局 --output chinese.html
	"$here/page" chinese.html | jq -e '.language == "zh-CN" and
		(.texts | contains(["签字：", "日期：", "市财政局自查报告"]))'
}

@test "the page: well-formed, escaped, nothing to fetch, to be signed" {
	banyun report self-check 市财政局 --output page.html
	"$here/page" page.html >page.json
	jq -e '.title == "Self-check report of 市财政局" and .language == "en"' page.json
	jq -e '.texts | contains(["<script>alert(1)</script>", "=1+1", "电信 & \"联通\"", "1500 Mbit/s",
		"Signature:", "Date:"])' page.json
	run ! grep -q '<script\|绝密\|机要' page.html
	grep -q '@page { size: A4' page.html
	grep -q '@media print' page.html
}

@test "the workbook: a sheet for each kind, frozen headings, no formula" {
	banyun report self-check 市财政局 --output book.xlsx
	"$here/workbook" book.xlsx >book.json
	jq -e '.formulas == 0 and (.sheets | length) == 9' book.json
	jq -e '.sheets | keys_unsorted[0] == "Summary" and .systems.frozen == 1 and .systems.widths > 10' \
		book.json
	jq -e '.sheets.systems.rows | any(.[0] == "公式" and .[2] == "=1+1")' book.json
	jq -e '.sheets.rooms.rows[1][0:4] == ["一号机房", "市财政局", 120, 8]' book.json
	jq -e '[.sheets.Summary.rows[][2]?] | contains(["The retention has expired."])' book.json
	run ! grep -q '绝密\|机要' book.json
}

@test "the workbook is a table of the ledger again: nothing changes when it is imported" {
	for language in C.UTF-8 zh_CN.UTF-8; do
		banyun report self-check 市财政局 --output again.xlsx
		banyun inventory import --json again.xlsx 2>/dev/null >again.json
		jq -e '[.tables[] | .added + .changed + (.rejected | length)] | add == 0' again.json
		jq -e '[.tables[] | .same] | add == 9' again.json
	done
}

@test "a viewer and an auditor may read it" {
	person=1004 report .department.name 市财政局
	person=1003 report .department.name 市财政局
}

@test "a department that nobody knows is a sentence" {
	run -1 banyun report self-check '查无&此=局%'
	[[ $output == *'"查无&此=局%"'*"inventory completeness"* ]]
	run -1 banyun report self-check 查无此局 --output nobody.html
	[ ! -e nobody.html ]
}

@test "an ending that is not known, and no department, are wrong words" {
	run -2 banyun report self-check 市财政局 --output report.pdf
	[[ $output == *.xlsx*.html*report.pdf* ]]
	run -2 banyun report self-check --output all.html
	[[ $output == *"Name the department"* ]]
}

@test "a file that cannot be written is a sentence, and nothing is left" {
	mkdir folder.html locked
	for path in locked/report.xlsx locked/report.html absent/report.html folder.html /dev/full/a.html; do
		run -1 banyun report self-check 市财政局 --output "$path"
		[[ $output == *"$path"*"cannot be written"*--output* ]]
	done
	[ -z "$(ls locked absent folder.html 2>/dev/null | grep report)" ]
	[ -z "$(ls | grep 'html\.')" ]
}

@test "what was there stays when the new one is not whole" {
	echo before >kept.xlsx
	echo before >kept.html
	for path in kept.xlsx kept.html; do
		(
			ulimit -f 1
			trap '' XFSZ
			run -1 banyun report self-check 市财政局 --output "$path"
			[[ $output == *"$path"*"cannot be written"* ]]
		)
		[ "$(cat "$path")" = before ]
	done
	[ -z "$(ls | grep 'kept\.[a-z]*\.')" ]
}

@test "the file has the mode that any new file has" {
	(
		umask 027
		banyun report self-check 市财政局 --output mode.html
	)
	[ "$(stat -c %a mode.html)" = 640 ]
}

@test "a system that only the survey names counts like those of tables" {
	banyun inventory completeness --json | jq '.departments[] | select(.name == "市民政局")' >before
	cat >survey.yaml <<-END
		departments: [{name: 市财政局}, {name: 市民政局}, {name: 市水务局}]
		systems:
		  - {name: 低保系统, department: 市民政局, usage_scope: 全市}
		  - {name: 救助系统, department: 市民政局, function: 救助}
		  - {name: 水情系统, department: 市水务局, function: 水情}
		landings: []
	END
	banyun inventory import survey.yaml
	banyun inventory completeness --json | jq '.departments[] | select(.name == "市民政局")' >after
	# One system more, of which one cell is filled; and one more of the system of the table.
	jq -e --slurpfile before before '.entries.system == $before[0].entries.system + 1 and
		.filled == $before[0].filled + 2' after
	banyun inventory completeness --json | jq -e '.departments[] | select(.name == "市水务局") |
		.entries == {"system": 1} and (.silent | not)'
	banyun report self-check 市民政局 --json | jq -e '.entries.system | map([.name, .told.file, .told.row]) ==
		[["低保系统", "systems.csv", 6], ["救助系统", "survey", null]]'
	run banyun report self-check 市水务局
	[[ $output == *水情系统*"the survey"* ]]
	banyun report self-check 市民政局 --output survey.html
	grep -q "the survey" survey.html
	banyun report self-check 市民政局 --output survey.xlsx
	# A department that no survey and no table names is still nobody.
	run -1 banyun report self-check 查无此局
}

@test "what is irregular about a department's networks is a finding" {
	printf '%s\n' "专网名称,责任单位,地址段" "甲专网,市民政局,10.3.0.0/24" "乙专网,市水务局,10.3.0.0/16" >nets.csv
	banyun inventory import nets.csv
	banyun inventory scan
	banyun report self-check 市民政局 --json | jq -e '.findings | map(select(.rule == "overlapping_prefixes")) |
		map([.open, .kind, .name]) == [[true, "prefix", "市民政局/10.3.0.0/24"]]'
	language=zh_CN.UTF-8
	run banyun report self-check 市水务局
	[[ $output == *"市水务局/10.3.0.0/16"*"多个部门使用相同地址"* ]]
}
