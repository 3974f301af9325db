# What people are shown of a plan: a real banyund whose state holds two plans that the planner made of one
# city, and one of another.

bats_require_minimum_version 1.5.0
configuration='  - {name: zhou, uid: 1002, roles: [approver]}'
load ../inventory/daemon
here=${top_srcdir:-.}/tests

# planned FILE SEED [JQ]: what the planner makes of that city; its order changed by the filter.
planned() {
	"$here/planning/random-city" --size tiny --seed "$2" >city
	if [ -n "${3:-}" ]; then
		sed -n 's/^order //p' city | jq -c "$3" | sed 's/^/order /' >changed
		grep -v '^order ' city >>changed
		mv changed city
	fi
	"$build/tests/planning/plan-lines" <city >"$1"
}

# digested FILE: the lines of a plan that was changed, with the digests that they have now.
digested() {
	python3 - "$1" <<-'END'
		import hashlib, json, sys
		out, row = [], {}
		for line in open(sys.argv[1], encoding="utf-8"):
		    kind, text = line.rstrip("\n").split(" ", 1)
		    tree = json.loads(text)
		    name = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
		    if kind == "plan":
		        for at, wave in enumerate(tree["waves"]):
		            wave["digest"], wave["estimates"] = row["wave"][at], row["estimates"][at]
		        for part in tree["parts"]:
		            tree["parts"][part] = row[part][0]
		        text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
		    row.setdefault(kind, []).append(name)
		    out.append(f"{kind} {text}\n")
		open(sys.argv[1], "w", encoding="utf-8").writelines(out)
	END
}

# kept FILE: the plan of those lines is banyund's; prints its digest.
kept() {
	end "$folder"
	as 990 "$here/functional/api/forge" "$folder" lines "$1"
	start
}

setup_file() {
	daemon_up
	[ -n "${folder:-}" ] || return 0
	cd "$folder/tables" || return 1
	planned one.plan 3
	planned later.plan 3 '.overrides = []'
	planned guess.plan 4 '.request.what_if = {}'
	planned nothing.plan 3 '.request.until = "2026-03-01T16:10:00Z"'
	stop
	for name in one later guess nothing; do
		as 990 "$here/functional/api/forge" "$folder" lines "$name.plan" >"$name.root"
	done
	start
	chown -R 1001 .
}

setup() {
	[ -n "${folder:-}" ] || skip "only root can be several people"
	cd "$folder/tables" || return 1
	one=$(cat one.root)
	later=$(cat later.root)
}

part() { # KIND: that part of the first plan
	sed -n "s/^$1 //p" one.plan
}

@test "a plan is told in waves, with its end, its milestones and what is left out" {
	banyun plan show "$one" >told
	grep '^wave ' one.plan | wc -l >count
	grep -q "^Plan ${one:7:12} by uid:1001 lin, .*UTC+08:00" told
	while read -r wave; do
		grep -q "^$wave .* not approved$" told
	done < <(part plan | jq -r '.waves[].name')
	grep -q "^$(cat count) waves are not approved" told
	unplaced=$(part schedule | jq .unplaced)
	grep -qE "^($unplaced|1) group(s|) found no place" told
	[ "$(grep -cE '^(1 groups|[^1].* group|1[0-9].* group) found' told)" -eq 0 ]
	grep -q "^The last move ends by 2026-.* (a gap of " told
	[ "$(grep -c 'not reached by this plan, [0-9]* short' told)" -eq 3 ]
	grep -q "^What would help" told
	grep -q "^$(part systems | jq length) systems: " told
	[ "$(grep -c '^Left out' told)" -eq "$(part left_out | jq length)" ]
}

@test "what moves nothing says what stands in the way, counted" {
	nothing=$(cat nothing.root)
	banyun plan show "$nothing" >told
	grep -q '^Nothing moves by this plan' told
	run -1 grep ' waves\? are\? not approved' told
	count=$(sed -n 's/^left_out //p' nothing.plan | jq length)
	grep -q "^$count machines are left out:" told
	[ "$(sed -n 's/^ *\([0-9][0-9]*\)  .*/\1/p' told | paste -sd+ | bc)" -eq "$count" ]
	language=zh_CN.UTF-8
	banyun plan show "$nothing" | grep -q "^不迁移的机器 $count 台"
}

@test "its parts are tables, of one department when that is asked for" {
	banyun plan show "$one" --systems >all
	[ "$(wc -l <all)" -eq $(($(part systems | jq length) + 1)) ]
	department=$(part systems | jq -r '.[0].department')
	banyun plan show "$one" --systems --department "$department" >some
	[ "$(wc -l <some)" -eq $(($(part systems | jq "map(select(.department == \"$department\")) | length") + 1)) ]
	banyun plan show "$one" --networks | grep -q "merged"
	banyun plan show "$one" --groups | grep -q "$(part groups | jq -r '.[0].name')"
	[ "$(banyun plan show "$one" --left-out | wc -l)" -eq "$(part left_out | jq length)" ]
	wave=$(part plan | jq -r '.waves[-1].name')
	[ "$(banyun plan show "$one" --wave "$wave" | wc -l)" -eq $(($(part plan | jq '.waves[-1].moves') + 1)) ]
	run -1 banyun plan show "$one" --wave nothing
	[[ $output == *'no wave "nothing"'* ]]
}

@test "programs get the document itself" {
	banyun plan show "$one" --json | jq -S .systems >shown
	part systems | jq -S . | diff shown -
}

@test "bars fit the terminal, whatever its width" {
	for width in 40 80 200; do
		COLUMNS=$width banyun plan show "$one" --gantt | head -n -2 >bars
		[ "$(wc -l <bars)" -eq $(($(part plan | jq '.waves | length') + 1)) ]
		LC_ALL=C.UTF-8 python3 -c '
import sys, unicodedata
for line in open("bars", encoding="utf-8"):
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    assert wide <= int(sys.argv[1]), (wide, line)' "$width"
		tail -n +2 bars | grep -vc '█' | grep -qx 0
	done
}

@test "bars as SVG are XML, one for each wave" {
	banyun plan show "$one" --gantt --output bars.svg
	xmllint --noout bars.svg
	[ "$(grep -c 'class="planned"' bars.svg)" -eq $(($(part plan | jq '.waves | length') + 1)) ]
	grep -q 'all links: at most [0-9.]* [GM]bit/s' bars.svg
	run -2 banyun plan show "$one" --output bars.svg
	run -1 banyun plan show "$one" --gantt --output nowhere/bars.svg
}

@test "bars of departments, links and address ranges" {
	sed -n 's/^wave //p' one.plan | jq -r '.moves[] | "\(.department) \(.link)"' >moves
	for by in department link; do
		banyun plan show "$one" --gantt --by $by | head -n -2 | tail -n +2 >bars
		field=$([ $by = department ] && echo 1 || echo 2)
		cut -d' ' -f$field moves | sort -u | diff - <(sed 's/ .*//' bars | sort)
		banyun plan show "$one" --gantt --by $by --output bars.svg
		xmllint --noout bars.svg
	done
	grep -q 'class="use" d="M' bars.svg
	prefix=$(part networks | jq -r '[.[].subnets[].from] | .[]' | sort -u)
	banyun plan show "$one" --gantt --by range | head -n -2 | tail -n +2 | sed 's/ .*//' >bars
	while read -r range; do
		[ "$range" = "(in" ] || grep -qxF "$range" <<<"$prefix"
	done <bars
	run -2 banyun plan show "$one" --gantt --by colour
	[[ $output == *'not "colour"'* ]]
	run -2 banyun plan show "$one" --by link
}

@test "each object is explained by its name and by its id" {
	banyun plan explain "$one" web >told
	grep -q '^web moves from ' told
	grep -q 'Window: ' told
	grep -q 'most likely' told
	grep -q 'Address .* becomes ' told
	grep -q 'charged on their virtual size' told
	uuid=$(grep '^wave ' one.plan | sed 's/^wave //' | jq -r '.moves[] | select(.name == "web") | .machine')
	banyun plan explain "$one" "$uuid" | diff told -
	while read -r id; do
		banyun plan explain "$one" "$id" | grep -q 'Rule: '
	done < <(part systems | jq -r '.[].id'; part networks | jq -r '.[].id')
	left=$(part left_out | jq -r '.[0].name')
	banyun plan explain "$one" "$left" | grep -q "$left is left out: "
	wave=$(part plan | jq -r '.waves[0].name')
	banyun plan explain "$one" "$wave" | grep -q "Not approved: "
	banyun plan explain "$one" web --json | jq -e '.name == "web"'
	run -1 banyun plan explain "$one" nothing
	[[ $output == *'does not speak of "nothing"'* ]]
}

@test "links and departments are explained, and why then" {
	link=$(sed -n 's/^wave //p' one.plan | jq -r '.moves[0].link' | head -n 1)
	moves=$(sed -n 's/^wave //p' one.plan | jq -s --arg link "$link" '[.[].moves[] | select(.link == $link)] | length')
	banyun plan explain "$one" "$link" >told
	grep -q "^Link $link: $moves move" told
	grep -q 'It does not bind' told
	banyun plan explain "$one" "$link" --json | jq -e --arg link "$link" --argjson moves "$moves" \
		'.link == $link and .moves == $moves and .budget > 0 and (.waves | length) > 0'
	bound=$(part schedule | jq -r .binds.name)
	banyun plan explain "$one" "$bound" >told
	grep -q "^Department $bound: " told
	grep -q 'It binds' told
	grep -q '^What would help' told
	grep -q 'the last accepted on' told
	banyun plan explain "$one" web | grep -q 'Why then: nothing moves before'
	banyun plan explain "$one" "$(part systems | jq -r '[.[] | select(.accepted)][0].id')" | grep -q 'Accepted: '
	while read -r machine; do
		banyun plan explain "$one" "$machine" | grep -q 'Why then: '
	done < <(sed -n 's/^wave //p' one.plan | jq -r '.moves[].name')
}

@test "hubs are told, of the groups and of the machine" {
	uuid=$(sed -n 's/^wave //p' one.plan | jq -r '.moves[] | select(.name == "web") | .machine')
	sed "s/^hubs .*/hubs [{\"listens\":true,\"machine\":\"$uuid\",\"name\":\"web\",\"port\":53,\"systems\":41}]/" \
		one.plan >hub.plan
	digested hub.plan
	kept hub.plan >hub.root
	banyun plan show "$(cat hub.root)" --groups --output groups.svg
	xmllint --noout groups.svg
	grep -q 'web:53 (41)' groups.svg
	banyun plan show "$(cat hub.root)" --groups | grep -q 'A hub: 41 systems talk to web, port 53; that ties none'
	banyun plan explain "$(cat hub.root)" web | grep -q 'A hub: 41 systems talk to web'
	run -1 grep -q 'A hub' <(banyun plan explain "$(cat hub.root)" c00-d00-v002)
	kept one.plan
}

@test "without faults each move of a plan arrives, however long it takes" {
	sed -n 's/^estimates //p' one.plan | jq -s -e '[.[][].seconds_high] | max > 3600'
	banyun plan rehearse "$one" --faults 0 --courses 50 --json >told
	jq -e '.totals.back == 0 and .totals.skipped == 0 and .totals.done > 0' told
}

@test "a rehearsal tells how ends and pauses are spread, and which faults were drawn" {
	banyun plan rehearse "$one" --faults 300 --courses 100 --seed 7 >told
	banyun plan rehearse "$one" --faults 300 --courses 100 --seed 7 | diff told -
	grep -q '^The end: 2026-.* |.*█.*| 2026-' told
	grep -q "^A machine's pause: .* |.*█.*| .*; half of them within" told
	grep -q '^a worker dies  *[0-9]' told
	banyun plan rehearse "$one" --faults 300 --courses 100 --seed 7 --json >told
	jq -e '(.finish.parts | add) == 100 and (.finish.parts | length) == 20' told
	jq -e '([.drawn[] | .done + .back + .held + .other] | add) > 0' told
	banyun plan rehearse "$one" --faults 0 --courses 5 --json | jq -e '.drawn == []'
}

@test "every fault that a rehearsal draws has a name in Chinese" {
	language=zh_CN.UTF-8
	banyun plan rehearse "$one" --faults 8000 --courses 60 >told
	grep -qE '^故障 +完成 +退回 +挂起 +其他$' told
	sed -n '/^故障/,/^没有\|^不变量/p' told >faults
	[ "$(wc -l <faults)" -gt 20 ]
	run -1 grep '^[a-z ]*  ' faults
}

# on_terminal ROWS COLUMNS OPTION...: what banyun shows on such a terminal; PAGER is that of the test.
on_terminal() {
	local rows=$1 columns=$2
	shift 2
	export -f banyun as
	export person language build folder PAGER=${PAGER-}
	SHELL=$BASH script -qec "stty rows $rows cols $columns; banyun $(printf '%q ' "$@")" /dev/null </dev/null | tr -d '\r'
}

# fits COLUMNS FILE
fits() {
	LC_ALL=C.UTF-8 python3 -c '
import sys, unicodedata
for line in open(sys.argv[2], encoding="utf-8"):
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    assert wide <= int(sys.argv[1]), (wide, line)' "$@"
}

@test "tables fit the terminal, whatever its width, and lose nothing by it" {
	banyun plan show "$one" --moves >whole
	tr -cd '[:lower:][:digit:]' <whole | fold -w1 | sort | uniq -c >letters
	for language in C.UTF-8 zh_CN.UTF-8; do
		for columns in 40 80 120; do
			on_terminal 5 $columns plan rehearse "$one" --courses 20 --seed 7 >shown
			# Sentences go on in the next line by the terminal itself.
			grep -v '[.。|]' shown >tables
			[ "$(wc -l <tables)" -gt 20 ]
			fits $columns tables
			on_terminal 5 $columns plan show "$one" --systems >shown
			fits $columns shown
		done
	done
	language=C.UTF-8
	for columns in 80 100; do
		on_terminal 5 $columns plan show "$one" --moves >shown
		tr -cd '[:lower:][:digit:]' <shown | fold -w1 | sort | uniq -c | diff letters -
	done
	# As it is where there is room, and where there is no terminal.
	on_terminal 5 250 plan show "$one" --moves | diff whole -
	[ "$(wc -L <whole)" -gt 100 ]
}

@test "what is longer than the terminal goes through the pager, and nothing else" {
	cat >pager <<-END
		#!/bin/sh
		echo "paged by \$1"
		cat
	END
	chmod 755 pager
	export PAGER="$PWD/pager it"
	on_terminal 5 250 plan show "$one" --moves >shown
	head -n 1 shown | grep -qx 'paged by it'
	banyun plan show "$one" --moves | diff - <(tail -n +2 shown)
	lines=$(banyun plan show "$one" --moves | wc -l)
	run -1 grep paged <(on_terminal $((lines + 1)) 250 plan show "$one" --moves)
	on_terminal "$lines" 250 plan show "$one" --moves | grep -q paged
	run -1 grep paged <(on_terminal 5 250 plan show "$one" --moves --no-pager)
	run -1 grep paged <(on_terminal 5 250 --no-pager plan show "$one" --moves)
	run -1 grep paged <(banyun plan show "$one" --moves)
	on_terminal 5 250 --help | grep -q paged
	for PAGER in cat '' nowhere/pager; do
		on_terminal 5 250 plan show "$one" --moves | diff - <(tail -n +2 shown)
	done
	unset PAGER
	on_terminal 5 250 plan show nothing | grep -q '^banyun: '
}

@test "a plan does not differ from itself" {
	run -0 banyun plan diff "$one" "$one"
	[ -z "$output" ]
	banyun plan diff "$one" "$one" --json | jq -e '.differences == []'
}

@test "what another plan of the same city does otherwise" {
	banyun plan diff "$one" "$later" --json >differences
	jq -e '.differences | any(.part == "system" and .what == "disposition" and .from == "held")' differences
	jq -e '.differences | any(.part == "move" and .what == "added")' differences
	banyun plan diff "$later" "$one" --json |
		jq -e '.differences | any(.part == "move" and .what == "removed" and (.why | contains("wang")))'
	banyun plan diff "$one" "$later" >told
	grep -q '^system .* disposition *held' told
	run -1 banyun plan diff "$one" ffff
}

@test "times that follow from all else are counted, and listed only when that is asked for" {
	planned usual.plan 7
	kept usual.plan >usual.root
	planned slow.plan 7 '.profile.planning.link_percent = 40'
	kept slow.plan >slow.root
	usual=$(cat usual.root) slow=$(cat slow.root)
	banyun plan diff "$usual" "$slow" --json >differences
	banyun plan diff "$usual" "$slow" >told
	count=$(jq '[.differences[] | select(.what == "start")] | length' differences)
	[ "$count" -gt 1 ]
	grep -q "^$count moves that stay start at other times, up to .* earlier and up to .* later" told
	run -1 grep -E '^move .* (start|end) ' told
	banyun plan diff "$usual" "$slow" --all >told
	[ "$(wc -l <told)" -eq $(($(jq '.differences | length' differences) + 1)) ]
}

@test "in Chinese" {
	language=zh_CN.UTF-8
	banyun plan show "$one" >told
	grep -q '^最后一项迁移在 ' told
	grep -q '本计划达不到，还差' told
	banyun plan explain "$one" web | grep -q '批次：'
	banyun plan diff "$one" "$later" | grep -q '^系统 '
}

@test "the five forms, as a workbook, to be printed, and as CSV" {
	banyun plan export "$one" --output plan.xlsx
	python3 - "$(part systems | jq length)" <<-'END'
		import re, sys, zipfile
		book = zipfile.ZipFile("plan.xlsx")
		names = re.findall('<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
		assert names == ["Summary", "System details", "Resources", "Sizes", "Cost estimate",
		                 "Progress by month", "Completion", "Addresses", "Freed assets", "Network configuration"], names
		sheet = book.read("xl/worksheets/sheet2.xml").decode()
		assert sheet.count("<row ") == int(sys.argv[1]) + 1
		assert not any("<f>" in book.read(name).decode() for name in book.namelist() if "sheets/" in name)
	END
	banyun plan export "$one" --output plan.html
	grep -q '<svg ' plan.html
	grep -q 'svg { max-width: 100%' plan.html
	run -1 grep -q 'Prices in' plan.html
	grep -q 'Progress by month' plan.html
	banyun plan export "$one" --output plan.csv
	python3 -c '
import csv
rows = list(csv.reader(open("plan.csv", encoding="utf-8-sig", newline="")))
at = rows.index(["Resources"])
assert "web" in [row[2] for row in rows[at + 2:] if len(row) > 2]'
	for file in plan.xlsx plan.html plan.csv; do
		sleep 1
		cp "$file" "again.$file"
		banyun plan export "$one" --output "$file"
		cmp "$file" "again.$file"
	done
	run -2 banyun plan export "$one" --output plan.doc
	run -2 banyun plan export "$one"
	run -1 banyun plan export "$one" --output nowhere/plan.csv
	[ ! -e nowhere ]
}

@test "what becomes free is listed, and nobody who stays is in it" {
	banyun plan export "$one" --output plan.csv
	part freed | jq -r '.[] | select(.kind == "prefix") | .id' >prefixes
	[ -s prefixes ]
	part left_out | jq -r '.[].id' >staying
	part renumber | jq -r '.[] | "\(.machine // "host") \(.from)"' >addresses
	python3 - "$(part freed | jq 'map(select(.kind == "server")) | length')" <<-'END'
		import csv, ipaddress, sys
		free = [ipaddress.ip_network(line.strip()) for line in open("prefixes")]
		staying = set(open("staying").read().split())
		for line in open("addresses"):
		    machine, address = line.split()
		    if machine in staying or machine == "host":
		        assert not any(ipaddress.ip_interface(address).ip in one for one in free), line
		rows = list(csv.reader(open("plan.csv", encoding="utf-8-sig", newline="")))
		told = rows[rows.index(["Freed assets"]) + 2:]
		told = told[:told.index([])]
		assert {row[1] for row in told if row[0] == "address range"} == {str(one) for one in free}
		assert all(row[4].startswith("2026-") for row in told)
		servers = [row for row in told if row[0] == "server"]
		assert len(servers) == int(sys.argv[1])
		assert all(int(row[5]) > 0 and int(row[6]) > 0 for row in servers)
	END
}

@test "what is to be configured, as a ruleset that nft takes" {
	banyun plan export "$one" --output plan.nft | grep -q 'have it reviewed'
	grep -q '^table inet banyun' plan.nft
	grep -q '^# route add ' plan.nft
	if command -v nft >/dev/null; then
		unshare -n nft -c -f plan.nft
	fi
	banyun plan export "$one" --output plan.html
	grep -q 'table inet banyun' plan.html
	run -1 banyun plan export "$one" --output nowhere/plan.nft
}

@test "costs are summed by the profile's prices, and only by those" {
	banyun plan export "$one" --output bare.csv
	grep -q '^"Department","Item","Quantity","Unit price","Amount"' bare.csv
	cp "$folder/profile.yaml" profile.kept
	end "$folder"
	printf 'prices: {unit: 元/年, machine: 100, memory_gib: 10}\n' >>"$folder/profile.yaml"
	start
	banyun plan export "$one" --output priced.csv
	sed -n 's/^wave //p' one.plan | jq -s '[.[].moves[].memory / 1073741824 | ceil] | add' >memory
	python3 - "$(sed -n 's/^plan //p' one.plan | jq '[.waves[].moves] | add')" "$(cat memory)" <<-'END'
		import csv, sys
		moves, memory = map(int, sys.argv[1:])
		rows = list(csv.reader(open("priced.csv", encoding="utf-8-sig", newline="")))
		costs = rows[rows.index(["Cost estimate"]) + 1:]
		costs = costs[:costs.index([])]
		assert costs[0][4] == "Amount, 元/年", costs[0]
		assert costs[-1] == ["Total", "", "", "", str(moves * 100 + memory * 10)], costs[-1]
		assert all(row[3] == row[4] == "" for row in costs if row[1] == "storage, GiB")
		waves = rows[rows.index(["Waves"]) + 2:]
		waves = waves[:waves.index([]) - 1]
		assert sum(int(row[8]) for row in waves) == moves * 100 + memory * 10
	END
	end "$folder"
	cp profile.kept "$folder/profile.yaml"
	start
}

@test "what spreadsheets would calculate is marked as a text" {
	sed 's/c00-民政局/@sum(A1)/g' one.plan >evil.plan
	digested evil.plan
	kept evil.plan >evil.root
	evil=$(cat evil.root)
	banyun plan export "$evil" --output evil.csv
	grep -q "\"'@sum(A1)\"" evil.csv
	run -1 grep '"[=+@-]' evil.csv
	banyun plan export "$evil" --output evil.html
}

@test "each owner of a wave is told what is to come" {
	wave=$(part plan | jq -r '.waves[-1].name')
	owner=$(part plan | jq -r '.waves[-1].owners[0]')
	banyun plan notices "$one" --wave "$wave" >told
	grep -q "^To: $owner" told
	grep -q '^Its window is ' told
	[ "$(grep -c '^  - c00-.* – .*stands still' told)" -eq "$(part plan | jq '.waves[-1].moves')" ]
	install -d -o 1001 notices
	banyun plan notices "$one" --wave "$wave" --output notices
	file=$wave
	[ "$wave" = "$owner" ] || file="$wave $owner"
	[ "$(cat "notices/$file.txt")" = "$(cat told)" ]
	banyun plan notices "$one" --wave "$wave" --json | jq -e '.[0].text | contains("window")'
	# In the order in which they start, and with what runs on them.
	grep '^  - c00-.* – ' told | sed 's/^[^:]*: //' >starts
	sort -c starts
	system=$(sed -n 's/^wave //p' one.plan | jq -rs '.[-1].moves[0].group | split("/")[1]')
	grep -q "^  - $system: .*$(sed -n 's/^wave //p' one.plan | jq -rs '.[-1].moves[0].name')" told
	# All waves, when none is named: one for each of their owners.
	install -d -o 1001 every
	banyun plan notices "$one" --output every >told
	[ "$(ls every | wc -l)" -eq "$(part plan | jq '[.waves[].owners[]] | length')" ]
	[ "$(ls every | wc -l)" -eq "$(wc -l <told)" ]
	run -1 banyun plan notices "$one" --wave nothing
}

@test "nothing is planned for later than was asked, and what finds no place is told" {
	part plan | jq -e '.waves | any(.window.to > "2026-04-01T00:00:00Z")'
	planned until.plan 3 '.request.until = "2026-04-01T00:00:00Z"'
	sed -n 's/^plan //p' until.plan |
		jq -e '.waves | length > 0 and all(.window.to <= "2026-04-01T00:00:00Z")'
	[ "$(sed -n 's/^left_out //p' until.plan | jq length)" -gt "$(part left_out | jq length)" ]
}

@test "of one system, only what moves with it is planned" {
	system=$(part systems | jq -r '[.[] | select(.wave)][0].id')
	planned part.plan 3 ".request.scope = [\"$system\"]"
	group=$(sed -n 's/^systems //p' part.plan | jq -r ".[] | select(.id == \"$system\").group")
	sed -n 's/^wave //p' part.plan | jq -s -e --arg group "$group" \
		'length == 1 and ([.[].moves[].group] | unique == [$group])'
	sed -n 's/^plan //p' part.plan | jq -e ".scope == [\"$system\"]"
	[ "$(sed -n 's/^systems //p' part.plan | jq length)" -eq "$(part systems | jq length)" ]
	"$here/planning/check-plan" city part.plan
	department=${system%%/*}
	planned part.plan 3 ".request.scope = [\"$department\"]"
	[ "$(sed -n 's/^wave //p' part.plan | jq -s '[.[].moves | length] | add')" -eq \
		"$(sed -n 's/^wave //p' one.plan | jq -s "[.[].moves[] | select(.department == \"$department\")] | length")" ]
}

@test "a plan is asked for with numbers and times, and with nothing else" {
	run -2 banyun plan create --seed=x
	[[ $output == *'whole number, not "x"'* ]]
	run -2 banyun plan create --effort=-1
	run -1 banyun plan create --effort=0
	[[ $output == *effort* ]]
	run -1 banyun plan create --until=tomorrow
	[[ $output == *until* ]]
}

@test "a plan of what would be is shown, and neither approved nor run" {
	guess=$(cat guess.root)
	banyun plan show "$guess" --json | jq -e .what_if
	person=1002 run -3 banyun plan approve "$guess"
	[[ $output == *"under another profile"* ]]
	run -3 banyun run start "$guess"
	[[ $output == *"under another profile"* ]]
	printf 'planning: {effrot: 5}\n' >wrong.yaml
	chown 1001 wrong.yaml
	run -1 banyun plan create --what-if=wrong.yaml
	[[ $output == *'did you mean "effort"'* ]]
	run -1 banyun plan create --what-if=nowhere.yaml
	[[ $output == *"nowhere.yaml"* ]]
}
