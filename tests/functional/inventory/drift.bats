# What is new, has grown or has changed, as a real banyund tells it: against the baseline of the ledger,
# against an older picture, and fact by fact.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/inventory
load daemon

prepare() {
	printf '%s\n' "部门名称,层级,上级单位" "样市,市级," "市财政局,市级,样市" "市民政局,市级,样市" \
		>departments.csv
	printf '%s\n' "资产类别,责任单位,数量,基准日期" "专线,样市,1,2019-12-31" "应用系统,样市,2,2019-12-31" \
		"服务器,样市,9,2019-12-31" "勺子,样市,9,2019-12-31" >baseline.csv
	printf '%s\n' "专线名称,租用单位,带宽" "线路一,市财政局,100M" >lines.csv
	printf '%s\n' "系统名称,责任单位,审批时间" "公文系统,市财政局,2016-05" >systems.csv
	printf '%s\n' "出口名称,责任单位,带宽" "出口一,市民政局,1G" >exits.csv
	banyun inventory import departments.csv baseline.csv lines.csv systems.csv exits.csv
	banyun inventory scan --json | jq -r .snapshot >first
	printf '%s\n' "专线名称,租用单位,带宽" "线路一,市财政局,1G" "线路二,市民政局,100M" >lines.csv
	printf '%s\n' "系统名称,责任单位,审批时间" "低保系统,市民政局,2021" >systems.csv
	banyun inventory import lines.csv systems.csv
	banyun inventory scan
}

# drifted FILTER [ARGUMENT...]: the filter holds of the answer.
drifted() {
	banyun inventory drift --json "${@:2}" | jq -e "$1" || {
		banyun inventory drift --json "${@:2}"
		return 1
	}
}

@test "the baseline: grown, within, not counted, and no rule for it" {
	drifted '.rows | map(select(.asset) | [.asset, .change, .before, .after]) | sort ==
		([["专线", "grown", 1, 2], ["应用系统", "within", 2, 2], ["服务器", "unknown", 9, null]] | sort)'
	drifted '.rows[] | select(.asset == "专线") | .effect == "violation" and .since == "2019-12-31" and
		.department == "样市" and .cites == "003 三(二)"'
	drifted '.unmatched == [{"department": "样市", "name": "勺子"}]'
	drifted '.without_baseline == {"exit": ["市民政局"]}'
}

@test "what is new by its own date" {
	drifted '[.rows[] | select(.change == "new") | [.id, .since, .after]] ==
		[["市民政局/低保系统", "2019-12-31", "2021"]]'
}

@test "against an older picture, object by object" {
	drifted '[.rows[] | select(.rule == "line" and .id) | [.id, .change, .fact, .before, .after]] == [
		["市民政局/线路二", "new", null, null, null],
		["市财政局/线路一", "grown", "nominal", 100000000, 1000000000]]' --from "$(cat first)"
	run -1 banyun inventory drift --from sha256:0000000000000000000000000000000000000000000000000000000000000000
	[[ $output == *"no document of this digest"* ]]
}

@test "the tables, in both languages" {
	run banyun inventory drift --from "$(cat first)"
	[[ $output == *"violation line"*"has grown"* && $output == *"勺子"* ]]
	[[ $output == *"exit: no baseline says how many there were; departments: 1 (市民政局)"* ]]
	language=zh_CN.UTF-8
	run banyun inventory drift
	[[ $output == *"违规"*"line"*"样市"*"专线"*"增长"* ]]
}

@test "diff: what changed, fact by fact" {
	banyun inventory diff --json | jq -e '.changes | map(select(.kind == "leased_line")) ==
		(map(select(.kind == "leased_line")) | sort_by(.id)) and
		(map(select(.change == "changed" and .kind == "leased_line"))[0].facts ==
			[{"fact": "nominal", "before": 100000000, "after": 1000000000}])'
	run banyun inventory diff
	[[ $output == *"changed leased_line 市财政局/线路一"*"nominal 100000000 1000000000"* ]]
	[[ $output == *"added"*"leased_line 市民政局/线路二"* ]]
	run banyun inventory diff --from "$(cat first)" --to "$(cat first)"
	[ "$output" = "Nothing changed." ]
	run banyun inventory diff --to "sha256:$(printf '0%.0s' {1..64})"
	[ "$status" -eq 1 ] # heard without --from too
}
