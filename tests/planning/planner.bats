#!/usr/bin/env bats
# The planner itself, held to its promises by the checker on random cities.
bats_require_minimum_version 1.5.0

folder=$BATS_TEST_DIRNAME
programs=${top_builddir:-$folder/../../build}/tests/planning

# planned SEED SIZE [OPTION...]: a city and the planner's plan of it, in $city and $plan; it is right.
planned() {
	city=$BATS_TEST_TMPDIR/city plan=$BATS_TEST_TMPDIR/plan
	"$folder/random-city" --seed "$1" --size "$2" "${@:3}" >"$city"
	"$programs/plan-lines" <"$city" >"$plan"
	echo "seed $1, size $2 ${*:3}:"
	"$folder/check-plan" "$city" "$plan"
}

# schedule JQ: of the plan's schedule, this is true.
schedule() {
	sed -n 's/^schedule //p' "$plan" | jq -e "$1"
}

@test "plans of small cities keep every promise, whatever these are short of" {
	"$folder/check-many" --seeds 1-20 --planner "$programs/plan-lines" >"$BATS_TEST_TMPDIR/said"
	cat "$BATS_TEST_TMPDIR/said"
	tail -n 1 "$BATS_TEST_TMPDIR/said" | jq -e '.cities == 120 and .wrong == 0 and
		([.binds.link, .binds.window, .binds.host, .binds.quota, .binds.group] | min) > 0'
}

@test "a planner that is wrong is told of" {
	cat >"$BATS_TEST_TMPDIR/liar" <<-END
		#!/bin/sh
		$programs/plan-lines | sed 's/"attempts":2/"attempts":1/'
	END
	chmod +x "$BATS_TEST_TMPDIR/liar"
	run -1 "$folder/check-many" --seeds 1-1 --binds host --planner "$BATS_TEST_TMPDIR/liar"
	[[ $output == *"--seed 1 --size tiny --binds host: wave.digest"* ]]
	run -1 "$folder/check-many" --seeds 1-1 --binds host --planner false
	[[ $output == *"the planner ended with 1"* ]]
	run -2 "$folder/check-many" --seeds many
}

@test "plans of whole cities keep every promise" {
	for binds in link window host quota group any; do
		planned 11 city --binds "$binds"
		schedule ".placed > 30"
	done
}

@test "a pool that binds is told by its name" {
	city=$BATS_TEST_TMPDIR/city plan=$BATS_TEST_TMPDIR/plan
	"$folder/random-city" --seed 3 --size city --binds host >"$city.host"
	python3 - "$city.host" >"$city" <<-'END'
		import json, sys
		for line in open(sys.argv[1], encoding="utf-8"):
		    kind, text = line.split(" ", 1)
		    if kind == "order":
		        order = json.loads(text)
		        order["profile"]["planning"]["limits"] = {"pool_moves": 1}
		        text = json.dumps(order, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
		    sys.stdout.write(f"{kind} {text}")
	END
	"$programs/plan-lines" <"$city" >"$plan"
	schedule '.binds.kind == "host" and (.binds.name | test("^[a-z0-9-]+/[a-z0-9-]+$"))'
}

@test "a plan is the same however many processors make it" {
	planned 8 city
	taskset -c 0 "$programs/plan-lines" <"$city" | cmp - "$plan"
}

@test "a line that is no text of a city is told by its number" {
	planned 8 tiny
	sed '30s/ .*/ {"id":"x"/' "$city" >"$city.torn"
	run -1 "$programs/plan-lines" <"$city.torn"
	[[ $output == "line 30: "* ]]
	sed '30s/.*/nothing/' "$city" >"$city.torn"
	run -1 "$programs/plan-lines" <"$city.torn"
	[ "$output" = "line 30: A line has no kind and text." ]
}

@test "nobody who is plain is done before the bound" {
	for binds in window host group; do
		planned 6 tiny --binds "$binds"
		"$folder/strategies" "$city" "$plan"
	done
}

# by_then DAY [PERCENT]: how many systems have moved by then, when so many percent are asked for or none.
by_then() {
	local asked='[]'

	[ $# -eq 1 ] || asked="[{\"by\": \"$1\", \"percent\": $2, \"cites\": \"a test\"}]"
	sed -n '1s/^order //p' "$city" |
		jq -cS --argjson asked "$asked" '.profile.target.milestones = $asked' |
		sed 's/^/order /' >"$city.asked"
	tail -n +2 "$city" >>"$city.asked"
	"$programs/plan-lines" <"$city.asked" >"$plan"
	sed -n 's/^systems //p' "$plan" | jq --arg day "$1" '[.[] | select(.done and .done <= $day)] | length'
}

@test "more is done by the day of a milestone than without one, and the forecast says what is short" {
	for seed in 6 36; do
		planned "$seed" city --binds link
		day=2026-03-03T00:00:00Z
		[ "$(by_then "$day" 50)" -gt "$(by_then "$day")" ]
		by_then "$day" 50
		sed -n 's/^forecast //p' "$plan" | jq -e '.milestones[0] | .percent == 50 and (.short or .late_days)'
		[ "$(by_then "$day" 1)" -eq "$(by_then "$day")" ] # reached already
	done
}

# late DAY SEED OPTION...: why groups do not move, of a city all of whose systems are due on that day.
late() {
	"$folder/random-city" --size city --seed "$2" "${@:3}" |
		sed "/^object .*\"kind\":\"system\"/{s/\"deadline\":\"[^\"]*\",//
			s/\"department\"/\"deadline\":\"$1\",&/}" >"$BATS_TEST_TMPDIR/due"
	"$programs/plan-lines" <"$BATS_TEST_TMPDIR/due" | sed -n 's/^groups //p' | jq -r '.[].why // empty'
}

@test "what misses its deadline is told with what keeps it" {
	late 2026-03-20 17 --binds window | grep -q "deadline: until then c00-d00-link is taken by others"
	late 2026-03-30 4 --binds quota | grep -q "deadline: its quota is granted too late"
	late 2026-03-04 36 --binds group | grep -q "deadline: what it comes after is done too late"
	! late 2026-12-30 17 --binds window | grep "deadline"
}

@test "a city at the edge gets a plan that is right, and says what cannot be done" {
	for edge in $("$folder/random-city" --edges); do
		planned 4 tiny --edge "$edge"
	done
	for edge in freeze no-window link-zero all-retained nothing; do
		planned 4 tiny --edge "$edge"
		run ! grep -q ^wave "$plan"
	done
	for edge in cycle huge-group link-one no-target; do
		planned 4 tiny --edge "$edge"
		schedule ".placed > 0 and .unplaced > 1"
	done
}

@test "what is planted in a plan of the planner is caught" {
	for binds in group host quota; do
		planned 4 tiny --binds "$binds"
		"$folder/plant-violations" "$city" "$plan" >>"$BATS_TEST_TMPDIR/said"
	done
	run ! grep ^missed "$BATS_TEST_TMPDIR/said"
	[ "$(grep ^caught "$BATS_TEST_TMPDIR/said" | cut -d' ' -f2 | sort -u | wc -l)" -ge 110 ]
}

@test "the same lines give the same plan" {
	planned 8 city --binds any
	"$programs/plan-lines" <"$city" >"$plan.again"
	cmp "$plan" "$plan.again"
}

# courses PLAN: each machine that moves, when and to where.
courses() {
	sed -n 's/^wave //p' "$1" | jq -r '.moves[] | "\(.machine) \(.target.host)"' | sort >"$1.hosts"
	sed -n 's/^estimates //p' "$1" | jq -r 'to_entries[] | "\(.key) \(.value.start)"' | sort |
		join - "$1.hosts"
}

# again [--from TIME]: the same planned again, in $city.again and $plan.again; it is right.
again() {
	"$folder/again" "$city" "$plan" "$@" >"$city.again"
	"$programs/plan-lines" <"$city.again" >"$plan.again"
	"$folder/check-plan" "$city.again" "$plan.again"
}

# is_better: all is done a hundredth sooner, or more is placed, than of $plan.
is_better() {
	jq -en --argjson one "$(sed -n 's/^schedule //p' "$plan")" \
		--argjson two "$(sed -n 's/^schedule //p' "$plan.again")" \
		'$two.placed > $one.placed or ($two.finish | fromdate) <
			($one.finish | fromdate) - (($one.finish | fromdate) - ($one.from | fromdate)) / 200'
}

# placed PLAN: how many groups have a time.
placed() {
	sed -n 's/^schedule //p' "$1" | jq .placed
}

@test "what finds no time takes nobody's place: the next plan places no more" {
	city=$BATS_TEST_TMPDIR/city plan=$BATS_TEST_TMPDIR/plan
	for seed in 2 5; do
		"$folder/random-city" --seed "$seed" --size x10 --binds window --effort 100 >"$city"
		"$programs/plan-lines" <"$city" >"$plan"
		again
		[ "$(placed "$plan.again")" -eq "$(placed "$plan")" ]
	done
}

@test "what is planned again stays as it was, and later all that can" {
	kept=0
	for seed in 1 2 3 4 5 6 7 8; do
		planned "$seed" city --binds any
		courses "$plan" >"$plan.courses"
		again
		courses "$plan.again" >"$plan.again.courses"
		cmp "$plan.courses" "$plan.again.courses" || is_better
		again --from 2026-03-03T16:00:00Z
		courses "$plan.again" | comm -13 "$plan.courses" - | cut -d' ' -f1 >"$plan.other"
		awk '$2 < "2026-03-03T16:00:00Z" { print $1 }' "$plan.courses" |
			comm -13 - "$plan.other" >"$plan.needless"
		[ ! -s "$plan.needless" ] && ((++kept)) || is_better || continue
	done
	[ "$kept" -ge 4 ]
}

@test "one machine that changes moves nobody but its group, and one that is new gets its place" {
	planned 4 city
	courses "$plan" >"$plan.courses"
	uuid=$(cut -d' ' -f1 "$plan.courses" | sed -n 5p)
	jq -cS --arg uuid "$uuid" 'if .id == $uuid and .kind == "machine"
		then .facts.memory += 1073741824 else . end' < <(sed -n 's/^object //p' "$city") |
		sed 's/^/object /' >"$city.objects"
	{ grep ^order "$city" && cat "$city.objects" && grep ^finding "$city"; } >"$city.changed"
	mv "$city.changed" "$city"
	again
	sed -n 's/^groups //p' "$plan" | jq -r --arg uuid "$uuid" \
		'.[].machines | select(index($uuid)) | .[]' | sort >"$plan.group"
	[ "$(wc -l <"$plan.group")" -lt 20 ]
	courses "$plan.again" | comm -13 "$plan.courses" - | cut -d' ' -f1 | comm -13 "$plan.group" - >"$plan.other"
	[ ! -s "$plan.other" ]
	"$folder/again" "$city" <(grep -v "$uuid" "$plan") >"$city.new"
	"$programs/plan-lines" <"$city.new" >"$plan.new"
	courses "$plan.new" | grep -q "^$uuid"
}

@test "departments that are never open together keep their own windows for all else" {
	city=$BATS_TEST_TMPDIR/city
	"$folder/random-city" --seed 3 --size tiny >"$BATS_TEST_TMPDIR/drawn"
	while read -r kind text; do
		echo "$kind $(jq -c --arg one c00-发展改革委 --arg other c00-民政局 '
			def open($day): .facts.windows = [{days: [$day], from: "00:00", to: "24:00"}];
			if .kind == "department" and .id == $one then open("tue")
			elif .kind == "department" and .id == $other then open("fri")
			elif .overrides then .overrides += [{kind: "join", subject: ($one + "/决策分析业务系统0"),
				other: ($other + "/就业服务信息系统0"), reason: "one database", actor: "uid:1001 lin",
				made: "2026-03-01T16:00:00Z"}] | .overrides |= sort_by(.subject)
			else . end' <<<"$text")"
	done <"$BATS_TEST_TMPDIR/drawn" >"$city"
	"$programs/plan-lines" <"$city" >"$BATS_TEST_TMPDIR/plan"
	sed -n 's/^groups //p' "$BATS_TEST_TMPDIR/plan" | jq -e 'map({key: .name, value: .}) | from_entries |
		.["c00-发展改革委/决策分析业务系统0"].why != null and .["c00-发展改革委/证照办理信息系统2"].wave != null'
}

# taught JQ: the tiny city of seed 3, of which moves have taught this, and its plan; it is right.
taught() {
	"$folder/random-city" --seed 3 --size tiny >"$BATS_TEST_TMPDIR/untaught"
	city=$BATS_TEST_TMPDIR/city plan=$BATS_TEST_TMPDIR/plan
	sed -n 's/^order //p' "$BATS_TEST_TMPDIR/untaught" | jq -c --sort-keys \
		'.profile.planning.learn = {moves_least: 5, moves_newest: 50, permille_least: 200,
			permille_most: 5000} | '"$1" | sed 's/^/order /' >"$city"
	grep -v '^order ' "$BATS_TEST_TMPDIR/untaught" >>"$city"
	"$programs/plan-lines" <"$city" >"$plan"
	"$folder/check-plan" "$city" "$plan"
}

estimates() { # JQ
	sed -n 's/^estimates //p' "$plan" | jq -ce '.[] | '"$1"
}

@test "what earlier moves took scales what is computed, and nothing else of a move" {
	cd "$BATS_TEST_TMPDIR"
	taught '.'
	estimates .seconds >before
	[ "$(estimates .learnt | sort -u)" = null ]
	sed -n 's/^schedule //p' "$plan" | jq -r .finish >soon
	taught '.lessons = {links: {}, spoilt: 1, fleet: {moves: 20, permille: 1500, low: 900,
		high: 2500, clamped: 2}}'
	estimates '.learnt.of' | grep -qx '"fleet"'
	[ -z "$(estimates 'select(.seconds != (.computed * 3 / 2 | floor))')" ]
	[ -z "$(estimates 'select(.seconds_high < .computed * 2.5)')" ]
	sed -n 's/^schedule //p' "$plan" | jq -r .finish >late
	[[ $(cat soon) < $(cat late) ]]
	taught '.lessons = {links: {}, spoilt: 0, fleet: {moves: 4, permille: 1500, low: 900,
		high: 2500, clamped: 0}}'
	estimates .seconds | sort | diff <(sort before) -
}

@test "pauses follow those of moves that were copied so, and those that bear no such pause stay" {
	taught '.lessons = {links: {}, spoilt: 0, pauses: {live: {moves: 20, permille: 1200, low: 900,
		high: 1500, clamped: 0}}}'
	estimates 'select(.strategy == "live")' | grep -q .
	[ -z "$(estimates 'select(.strategy == "live" and .blackout != (.blackout_computed * 6 / 5 | floor))')" ]
	[ -z "$(estimates 'select(.strategy != "live" and .learnt_pause)')" ]
	[ -z "$(estimates 'select(.blackout > .bears)')" ]
	taught '.lessons = {links: {}, spoilt: 0, pauses: {live: {moves: 20, permille: 5000, low: 5000,
		high: 5000, clamped: 20}}}'
	sed -n 's/^left_out //p' "$plan" | grep -q 'as moves that were copied so have'
}
