# The map of the networks, from tables that a real banyund took in: an SVG that readers of XML accept,
# the same each time, in both languages.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/inventory
load daemon

prepare() {
	printf '%s\n' "部门名称,层级,上级单位" "样市,市级," "市财政局,市级,样市" '"局 <b>&""甲""",市级,样市' \
		"样县,县级,样市" "样镇,镇级,样县" >departments.csv
	printf '%s\n' "专网名称,责任单位,地址段,所在域" "财政专网,市财政局,10.1.0.0/24,行政服务域" \
		'甲网,"局 <b>&""甲""",10.1.0.0/25,公共服务域' >networks.csv
	printf '%s\n' "专线名称,租用单位,起点,终点,带宽,所属专网" "线一,市财政局,样市,市财政局,千兆,行政服务域" \
		"线二,样县,样市,样县,千兆,公共服务域" "线三,样镇,样县,样镇,百兆," "线四,样市,样市,样省,万兆," \
		"线五,样市,样市,外省,千兆," >lines.csv
	printf '%s\n' "出口名称,责任单位,带宽,运营商" "市财政局1号出口,市财政局,500M,甲网" >exits.csv
	banyun inventory import departments.csv networks.csv lines.csv exits.csv
	banyun inventory scan
}

@test "what the map shows, for programs" {
	banyun inventory map --json >chart
	jq -e '[.departments[].name] == (["局 <b>&\"甲\"", "市财政局", "样县", "样市", "样镇"] | sort)' chart
	jq -e '.departments[] | select(.name == "市财政局") | .prefixes[0].overlaps and
		(.prefixes[0].found | not) and .prefixes[0].domains == ["admin_service_domain"] and
		.exits == [{"name": "市财政局1号出口", "nominal": 500000000, "operator": "甲网",
			"declared": true, "found": false, "leads_to": "internet"}]' chart
	jq -e '.links | map(select(.name == "线二"))[0] | .domain == "public_service_domain" and
		.from == "样市" and .nominal == 1000000000 and .declared' chart
}

@test "an SVG that is XML, the same each time" {
	banyun inventory map >one.svg
	banyun inventory map --output two.svg
	cmp one.svg two.svg
	xmllint --noout --nonet one.svg
	[ "$(xmllint --xpath 'local-name(/*)' one.svg)" = svg ]
	grep -q "局 &lt;b&gt;&amp;&quot;甲&quot;" one.svg
	# Three departments have cards; the city is the extranet, and the township is on its county's.
	[ "$(grep -c 'class="card"' one.svg)" -eq 3 ]
	grep -q "1 units below, 1 × 100 Mbit/s" one.svg
	grep -q "样省 · 10 Gbit/s 万兆" one.svg
	# Two links out of the city do not lie upon each other.
	grep "样省 · \|外省 · " one.svg | grep -o ' y="[0-9]*"' >heights
	[ "$(wc -l <heights)" -eq 2 ]
	[ "$(sort -u heights | wc -l)" -eq 2 ]
}

@test "in Chinese" {
	language=zh_CN.UTF-8
	banyun inventory map >chinese.svg
	xmllint --noout chinese.svg
	grep -q "网络分布图" chinese.svg
	grep -q "下属 1 个单位" chinese.svg
}

@test "one department" {
	banyun inventory map --department 市财政局 --output finance.svg
	xmllint --noout finance.svg
	[ "$(grep -c 'class="card"' finance.svg)" -eq 1 ]
	grep -q "1 Gbit/s 千兆" finance.svg
	run -1 banyun inventory map --department 查无此局
	[[ $output == *"knows nothing of a department \"查无此局\""* ]]
	[ ! -e missing/map.svg ]
	run -1 banyun inventory map --output missing/map.svg
	[[ $output == *"missing/map.svg"* ]]
}
