# Readiness as people ask for it: a real banyund measures between two real SSH servers, judges, shows what
# it rests on, and lets an approver accept.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/readiness/daemon.bash"

# Of the measurements that were kept, as JSON: FILTER of the list.
kept() {
	banyun readiness links --json | jq -r ".measured | $1"
}

# Of the findings, as JSON: FILTER of the list that OPTIONS of show pick.
found() { # FILTER [OPTION...]
	banyun readiness show --json "${@:2}" | jq -r "[.findings.findings[]] | $1"
}

evidence() { # RULE NAME
	found '.[].evidence' "$2" --rule "$1" --verdict pass,warn,fail,unknown
}

verdict() { # RULE NAME
	found '.[].verdict' "$2" --rule "$1" --verdict pass,warn,fail,unknown
}

# A check that goes on in the background, and is under way; its output is in the file `check`.
begin() { # [OPTION...]
	banyun readiness check "$@" >check 2>&1 3>&- &
	checking=$!
	for _ in $(seq 100); do
		[ -z "$("$hosts" in "$far" ps -u 4711 -o args=)" ] || return 0
		sleep 0.05
	done
	return 1
}

interrupt() { # it, as a person does
	kill -INT "$(pgrep -P "$checking")"
}

# Within ten seconds nobody of ours is on the hosts; what a silent host does for itself is its own.
left_alone() {
	for _ in $(seq 100); do
		{ "$hosts" in "$near" ps -u 4711 -o args=; "$hosts" in "$far" ps -u 4711 -o args=; } |
			grep -vxE 'sleep 1000|.*<defunct>' || return 0
		sleep 0.1
	done
	return 1
}

@test "before a check nothing is shown, and who may not check is refused" {
	run -1 banyun readiness show
	[[ $output == *"There are no findings yet; \`banyun readiness check\` makes them."* ]]
	run -1 banyun readiness links
	[[ $output == *"No link has been measured yet"* ]]
	person=1004 run -3 banyun readiness check
	language=zh_CN.UTF-8 run -1 banyun readiness links
	[[ $output == *"还没有测量过链路"* ]]
	run -1 banyun readiness check --what nothing
	[[ $output == *"pages"*"links"* ]]
}

@test "a check measures the link both ways over both families, and tells how much it found" {
	run -0 banyun readiness check
	[[ $output =~ ^"Passed "[0-9]+", warnings "[0-9]+", failed "[0-9]+", unknown "[0-9]+". "'`' ]]
	kept 'map("\(.source) \(.target) \(.family)") | join(", ")' |
		grep -x "$(of_family "bureau cloud 4, " "")bureau cloud 6"
	kept "all(.up, .down | .settled and (.capacity / $rate | . > 0.96 and . < 1))" | grep -x true
	[ "$(verdict link.capacity bureau)" = pass ]
	[ "$(verdict link.families bureau)" = "$(of_family pass unknown)" ]
	run -0 banyun readiness links
	[ "${#lines[@]}" -eq "$(of_family 5 3)" ]
	[[ ${lines[1]} =~ "bureau cloud IPv$family   up   98."[0-9]" Mbit/s settled" ]]
	[[ ${lines[-1]} == *"IPv6"*"down"* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness links
	[[ ${lines[0]} == *"容量"* && ${lines[1]} == *"上行"*"98."*" Mbit/s"* ]]
}

@test "what was measured of a path is drawn over time, as a line and as SVG" {
	run -0 banyun readiness links --plot
	[ "${#lines[@]}" -eq "$(of_family 5 3)" ]
	[[ ${lines[0]} == *"LEAST"*"NEWEST"*"TREND"* ]]
	[[ ${lines[1]} == "bureau cloud IPv$family   up "*" 98."*" Mbit/s "*" 98."*" Mbit/s "* ]]
	[[ ${lines[1]} == *"█" || ${lines[1]} == *"#" ]]
	run -0 banyun readiness links --plot --output links.svg
	[[ $output == 'The plot is in "links.svg".' ]]
	python3 -c 'import sys, xml.dom.minidom as dom
names = [one.tagName for one in dom.parse("links.svg").documentElement.childNodes
         if one.nodeType == one.ELEMENT_NODE]
paths = int(sys.argv[1])
sys.exit(names.count("circle") != paths or names.count("polyline") != 2 * paths)' "$(of_family 4 2)"
	rm links.svg
	run -2 banyun readiness links --output links.svg
	[[ $output == *"say --plot too."* ]]
	[ ! -e links.svg ]
	run -1 banyun readiness links --plot --output /nonexistent/links.svg
	[[ $output == *"cannot be written"* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness links --plot
	[[ ${lines[0]} == *"最新"*"走势"* && ${lines[1]} == *"上行"*"█" ]]
}

@test "findings are picked by rule, kind, verdict and name" {
	[ "$(found 'map(.rule) | unique | join(" ")' --rule link.capacity,link.families --verdict pass)" = \
		"link.capacity$(of_family " link.families" "")" ]
	[ "$(found 'map(.kind) | unique | join(" ")' --kind host)" = host ]
	[ "$(found 'map(.verdict) | unique | join(" ")' --verdict unknown,pass)" = "pass unknown" ]
	[ "$(found 'map(.name) | unique | join(" ")' bureau)" = bureau ]
	[ "$(found 'length' bureau --rule link.capacity)" -eq 0 ]
	run -1 banyun readiness show nobody --json
	[[ $output == *'Nothing was judged that is, or is of, "nobody"'* ]]
	run -0 banyun readiness show
	[[ $output == *"VERDICT"*"node.router"*"bureau"* && $output != *"link.capacity"* ]]
	run -0 banyun readiness show --all
	[[ $output == *"link.capacity"*"carried"* ]]
	# For programs all of them, unless some are asked for.
	[ "$(found 'any(.verdict == "pass")')" = true ]
}

@test "why: what is asked, found, rested on and to be done" {
	run -0 banyun readiness show bureau --rule link.capacity --verdict pass --why
	[[ $output == "pass  link.capacity  bureau -> cloud"* ]]
	[[ $output == *"asked: Does the link of the department carry what its tier asks"* ]]
	[[ $output == *"found: IPv$family carried 98"*'rests on: {"address":'*'"capacity":'*"serves: BWD-01"* ]]
	[[ $output != *"do:"* && $output != *"to accept:"* ]]
	run -0 banyun readiness show bureau --rule node.router --why
	[[ $output == *"found: It has no default router over IPv6."*"do: "*"to accept: banyun readiness accept "* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness show bureau --rule node.router --why
	[[ $output != *"It has"* && $output != *"asked:"* && $output == *"IPv6"* ]]
	run -0 banyun readiness rules
	[[ $output == *"link.capacity"*"BWD-01"* ]]
}

@test "what was measured not long ago is not measured again" {
	banyun readiness links --json >before
	banyun readiness check
	banyun readiness links --json | diff before -
	[ "$(verdict link.capacity bureau)" = pass ]
}

questions() { # asked REUSED of a check with OPTIONS
	banyun readiness check --json "$@" | jq -r '"\(.asked) \(.reused)"'
}

# When it was answered whether bureau reaches cloud; a check that asks again changes it.
reached_at() {
	as 990 sqlite3 "$folder/state/banyun.db" "SELECT CAST(data AS TEXT) FROM document
		WHERE kind = 'measures' ORDER BY rowid DESC LIMIT 1" |
		jq -er '.reach."bureau cloud" | select(.reached).at'
}

# Only a good answer is not asked for again; on a busy machine one may come too late.
is_reached() {
	banyun readiness check >/dev/null && reached_at >reached
}

asks_again() { # OPTION...: of a check, whether bureau reaches cloud
	banyun readiness check "$@" >/dev/null
	[ "$(reached_at)" != "$(cat reached)" ]
	within 60 is_reached
}

@test "a check asks again only what changed, aged or failed" {
	profile=$folder/profile.yaml
	limit valid_hours 24
	run -0 questions --all
	all=${output% *}
	[ "${output#* }" -eq 0 ]
	within 60 is_reached
	run -0 questions
	# Whom it reaches and which ports is known; what failed or has addresses is asked again.
	read -r asked reused <<<"$output"
	[ "$asked" -lt "$all" ]
	[ "$((asked + reused))" -eq "$all" ]
	reached_at | diff reached -
	run -0 banyun readiness check
	[[ $output =~ " questions "[1-9][0-9]*" were answered well not long ago and were not asked again; --all asks" ]]
	reached_at | diff reached -
	asks_again --what hosts
	sed -i 's/valid_hours: {pages: 0, websites: 24, hosts: 24/valid_hours: {pages: 0, websites: 24, hosts: 0/' \
		"$profile"
	stop
	start
	asks_again
	limit valid_hours 24
	# Other facts of a host: it is asked again.
	"$hosts" exec "$near" ip address add "$(of_family 192.0.2.77/24 3fff:1::77/64)" dev link0 $(of_family "" nodad)
	banyun inventory scan >/dev/null
	asks_again
	"$hosts" exec "$near" ip address delete "$(of_family 192.0.2.77/24 3fff:1::77/64)" dev link0
	banyun inventory scan >/dev/null
}

@test "what is kept must exchange data, as is asked on both sides" {
	printf '专网名称,责任单位,地址段,是否涉密\nline,bureau,%s,否\n' "$(of_family 192.0.2.0/24 3fff:1::/64)" >nets.csv
	printf '保留对象,责任单位,对象类型,是否数据对接,是否涉密\nline,bureau,网络,是,否\n' >kept.csv
	banyun inventory import nets.csv
	banyun inventory import kept.csv
	banyun inventory scan
	banyun readiness check --what hosts
	[ "$(verdict network.two_way line)" = pass ]
	[ "$(evidence network.two_way line)" = "bureau and cloud reach each other, as was asked on both." ]
	run -0 banyun readiness show line --rule network.two_way --verdict pass --why
	[[ $output == *'rests on: {"back":{"at":"20'*'"there":{"at":"20'*"serves: NET-05"* ]]
	"$hosts" exec "$near" nft add table inet wall
	"$hosts" exec "$near" nft 'add chain inet wall in { type filter hook input priority 0; }'
	"$hosts" exec "$near" nft add rule inet wall in "$(of_family ip ip6)" saddr "$far_address" tcp dport 22 drop
	banyun readiness check --what hosts
	"$hosts" exec "$near" nft delete table inet wall
	[ "$(verdict network.two_way line)" = fail ]
	[[ $(evidence network.two_way line) == "cloud does not reach bureau: no SSH server answers"* ]]
	# What failed is asked again, whatever its age.
	banyun readiness check
	[ "$(verdict network.two_way line)" = pass ]
}

@test "what the tables tell of quotas and demands is judged" {
	printf '配额名称,责任单位,核数,内存,存储,失效时间,是否涉密\n2020,bureau,8,64GB,1TB,2020-12-31,否\n' >quota.csv
	printf '系统名称,责任单位,带宽需求,等级保护,是否涉密\ndesk,bureau,90,三级,否\nhall,bureau,99,二级,否\n' >needs.csv
	banyun inventory import quota.csv
	banyun inventory import needs.csv
	banyun inventory scan
	banyun readiness check --what pages
	[ "$(verdict target.quota bureau)" = fail ]
	[[ $(evidence target.quota bureau) == "None of its 1 grants is for cloud and lasts beyond 20"* ]]
	[ "$(verdict network.demand desk)" = pass ]
	[ "$(verdict network.demand hall)" = fail ]
	[ "$(verdict system.recovery desk)" = unknown ]
	[ "$(verdict system.recovery hall)" = pass ]
	sed -i 's/,2020-12-31,/,,/' quota.csv
	banyun inventory import quota.csv
	banyun inventory scan
	banyun readiness check --what pages
	[ "$(verdict target.quota bureau)" = pass ]
	run -0 banyun inventory show --kind quota
	[[ $output == *"2020"*"8 processors, 64 GiB of memory, 1 TiB of disks"* ]]
}

@test "findings of a department" {
	[ "$(found 'map(.department) | unique | join(" ")' --department bureau)" = bureau ]
	run -1 banyun readiness show --json --department nobody
	[[ $output == *'"nobody"'* ]]
	[ "$(found 'map(.kind) | unique | join(" ")' --department bureau,cloud --kind department,host \
		--verdict pass,fail,unknown)" = \
		"department host" ]
}

@test "what was not asked for stays as it was, and what it judges by too" {
	limit valid_hours 0
	banyun readiness links --json >before
	banyun readiness check --what pages
	banyun readiness links --json | diff before -
	[ "$(verdict link.capacity bureau)" = pass ]
	banyun readiness check --what links
	[ "$(kept length)" -eq "$(of_family 4 2)" ]
}

@test "a result is no failure beside" {
	limit valid_hours 0
	for _ in $(seq 10); do banyun readiness check --what links >/dev/null; done
	kept 'map(.up != null and .down != null and .why == null) | all' | grep -x true
}

@test "when the bytes of a day are spent, it is unknown, with the reason" {
	limit valid_hours 0 test_bytes 1000000 day_bytes 2000000
	banyun readiness links --json >before
	banyun readiness check --what links
	banyun readiness links --json | diff before -
	[ "$(verdict link.capacity bureau)" = unknown ]
	[[ $(evidence link.capacity bureau) == *"The bytes that the profile allows tests in a day are spent."* ]]
	[ "$(verdict link.families bureau)" = unknown ]
	# What is fresh is known nevertheless.
	limit day_bytes 0
	banyun readiness check --what links
	[ "$(verdict link.capacity bureau)" = pass ]
}

# The bytes of the last test in the kept measurements that have no results.
spent() {
	kept '[.[] | select(.spent_bytes)] | last.spent_bytes'
}

# All bytes that count, of all measurements that are kept.
counted() {
	kept '[.[] | (.up.sent_bytes, .down.sent_bytes, .transfer_up.payload_bytes,
		.transfer_down.payload_bytes, .spent_bytes) // 0] | add'
}

@test "what a test sent that failed counts in the day" {
	limit valid_hours 0
	before=$(counted)
	add lame cloud "$far_address" "$far" liar
	"$hosts" in "$far" sh -c 'cat >/run/lie' <<'END'
@ {"port": 9}
@ {"spent_bytes": 400000001}
@ {"error": "the load could not be sent"}
END
	banyun readiness check --what links
	banyun host remove lame
	[ "$(spent)" -eq 400000001 ]
	# Four times 250 MB that one more test may send.
	limit valid_hours 0 day_bytes $((before + 1200000000))
	banyun readiness check --what links
	[[ $(evidence link.capacity bureau) == *"The bytes that the profile allows tests in a day are spent."* ]]
	limit valid_hours 0 day_bytes $((before + 1600000000))
	banyun readiness check --what links
	[ "$(verdict link.capacity bureau)" = pass ]
}

@test "what a test may have sent counts when it is cancelled and nobody tells" {
	limit valid_hours 0 transfer_ms 5000
	begin --what links
	for _ in $(seq 100); do
		[ -z "$("$hosts" exec "$far" ss -Htn state established 'sport != 22')" ] || break
		sleep 0.1
	done
	interrupt
	wait "$checking" || true
	[ "$(kept 'last.why')" = "The check was cancelled." ]
	# The loads are over and known; of the transfers, each of which may send 250 MB, it is not.
	[ "$(spent)" -gt 500000000 ]
	[ "$(spent)" -lt 600000000 ]
	limit valid_hours 24
	left_alone
}

@test "at hours that are not allowed it is unknown, with the reason" {
	hour=$(date +%-H)
	limit valid_hours 0 from_hour $(((hour + 2) % 24)) to_hour $(((hour + 3) % 24))
	banyun readiness links --json >before
	banyun readiness check --what links
	banyun readiness links --json | diff before -
	[ "$(verdict link.capacity bureau)" = unknown ]
	[[ $(evidence link.capacity bureau) == *"It is not an hour at which the profile allows tests."* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness show bureau --rule link.capacity
	[[ $output == *"现在不是配置允许测试的时段。"* ]]
	limit valid_hours 0 from_hour "$hour" to_hour $(((hour + 2) % 24))
	banyun readiness check --what links
	[ "$(verdict link.capacity bureau)" = pass ]
}

@test "an end that is not reached gives the reason" {
	limit valid_hours 0
	"$hosts" exec "$far" ip link set link0 down
	banyun readiness check --what links
	"$hosts" exec "$far" ip link set link0 up
	"$hosts" exec "$far" ip address replace 3fff:1::2/64 dev link0 nodad
	[ "$(verdict link.capacity bureau)" = unknown ]
	[[ $(evidence link.capacity bureau) == *'"cloud"'* ]]
	"$hosts" exec "$far" nft add table inet wall
	"$hosts" exec "$far" nft 'add chain inet wall in { type filter hook input priority 0; }'
	"$hosts" exec "$far" nft add rule inet wall in meta l4proto udp drop
	banyun readiness check --what links
	"$hosts" exec "$far" nft delete table inet wall
	[ "$(verdict link.capacity bureau)" = unknown ]
	[[ $(evidence link.capacity bureau) == *"the far end does not answer"* ]]
	[ "$(verdict link.families bureau)" = fail ]
	banyun readiness check --what links
	[ "$(verdict link.families bureau)" = "$(of_family pass unknown)" ]
}

@test "an end that tells nothing does not hold the check up" {
	limit valid_hours 0
	add odd cloud "$far_address" "$far" liar
	for lie in '@ done' '@ {"port": 9}
@ done' '@ {"direction": "up"}
@ done'; do
		"$hosts" in "$far" sh -c 'cat >/run/lie' <<<"$lie"
		SECONDS=0
		banyun readiness check --what links
		[ "$SECONDS" -lt 20 ]
	done
	# Half a measurement is none that is still worth something.
	limit valid_hours 24
	banyun readiness check --what links
	[ "$(kept 'map(select(.target == "odd")) | length')" -eq 4 ]
	banyun host remove odd
	[ "$(kept '[.[] | select(.target == "odd")] | all(.why != null or .down == null)')" = true ]
}

@test "two checks at once: the second is refused" {
	limit valid_hours 24
	add mute department "$near_address" "$near" silent
	begin --what links
	run -1 banyun readiness check
	[[ $output == *"A check is under way already (job "*"); wait until it has ended, or cancel it."* ]]
	interrupt
	wait "$checking" || true
	banyun host remove mute
	banyun readiness check --what pages
}

@test "a check that is cancelled ends, and keeps nothing" {
	limit valid_hours 0
	add mute department "$near_address" "$near" silent
	kept 'map(select(.up))' >links.before
	banyun readiness show --json >show.before
	begin --what links
	sleep 1
	interrupt
	SECONDS=0
	status=0
	wait "$checking" || status=$?
	[ "$status" -eq 1 ]
	[ "$SECONDS" -lt 10 ]
	grep -F "The check was cancelled; nothing was kept." check
	banyun host remove mute
	kept 'map(select(.up))' | diff links.before -
	banyun readiness show --json | diff show.before -
	left_alone
	limit valid_hours 24
	banyun readiness check
}

@test "banyund that is stopped in the middle ends, and nothing is left on the hosts" {
	limit valid_hours 0
	begin --what links
	SECONDS=0
	stop
	[ "$SECONDS" -lt 10 ]
	wait "$checking" || true
	left_alone
	[ -z "$("$hosts" in "$far" find /dev/shm -type f)" ]
	run ! grep -E "Sanitizer|Assertion" "$folder/log"
	# What it may have sent is kept, as that of a check that is cancelled is.
	limit valid_hours 24
	kept 'last | "\(.why) \(.spent_bytes >= 0)"' | grep -xF "The check was cancelled. true"
	banyun readiness check
}

@test "many hosts are asked some at a time, and none is left out" {
	local name most=0 count
	for name in office-{01..24}; do add "$name" department "$near_address" "$near"; done
	banyun readiness check --what files >/dev/null 3>&- &
	checking=$!
	while kill -0 "$checking" 2>/dev/null; do
		count=$(pgrep -u 990 -fc "^$folder/programs/banyun-plugin-ssh") || true
		[ "$count" -le "$most" ] || most=$count
	done
	wait "$checking"
	for name in office-{01..24}; do banyun host remove "$name"; done
	# Sixteen, and the one that they are forked from.
	[ "$most" -gt 2 ]
	[ "$most" -le 17 ]
	as 990 sqlite3 "$folder/state/banyun.db" "SELECT CAST(data AS TEXT) FROM document
		WHERE kind = 'measures' ORDER BY rowid DESC LIMIT 1" |
		jq -e '.literals | length == 25 and (map(has("literals")) | all)'
}

digits() { # RULE NAME: of a finding, as show tells them
	banyun readiness show "$2" --rule "$1" --why | sed -n 's/.*readiness accept \([0-9a-f]*\) .*/\1/p'
}

@test "an approver accepts a finding as it is, and nobody else, and not without a reason" {
	local one
	one=$(digits node.v6_only bureau)
	[ "${#one}" -eq 12 ]
	person=1002 run -2 banyun readiness accept "$one"
	[[ $output == *"Say why it is accepted, with --reason TEXT; it stands in the log."* ]]
	for person in 1001 1003 1004; do
		run -3 banyun readiness accept "$one" --reason "no matter"
	done
	person=1002
	run -1 banyun readiness accept 000000000000 --reason "none such"
	[[ $output == *'no finding "000000000000"'* ]]
	run -0 banyun readiness accept "$one" --reason "IPv6 comes in spring"
	[[ $output == "node.v6_only of bureau is accepted as it is now; when it changes, it blocks again." ]]
	person=1001 run -0 banyun readiness show bureau --rule node.v6_only --why
	[[ $output == *"accepted: by uid:1002 zhao at "*": IPv6 comes in spring"* && $output != *"to accept:"* ]]
	person=1003 run -0 banyun audit list --json
	jq -se 'flatten | map(.. | objects | select(.action? == "readiness.accept")) |
		length == 1 and .[0].actor == "uid:1002 zhao" and .[0].object == "host bureau" and
		.[0].reason == "IPv6 comes in spring"' <<<"$output"
}

@test "an acceptance holds while nothing changes, and lapses when the evidence does" {
	banyun readiness check --what pages
	run -0 banyun readiness show bureau --rule node.v6_only --why
	[[ $output == *"accepted: by uid:1002 zhao at "* ]]
	"$hosts" exec "$near" ip -6 route add default via 3fff:1::2
	banyun inventory scan
	banyun readiness check --what pages
	run -0 banyun readiness show bureau --rule node.v6_only --why
	"$hosts" exec "$near" ip -6 route delete default
	[[ $output == "fail"* && $output == *"to accept: banyun readiness accept "* && $output != *"accepted: by"* ]]
	# As it was, it is accepted again.
	banyun inventory scan
	banyun readiness check --what pages
	run -0 banyun readiness show bureau --rule node.v6_only --why
	[[ $output == *"accepted: by uid:1002 zhao at "* ]]
}

@test "the doctor tells what is amiss with hosts, and how to mend each" {
	run -0 banyun doctor
	[[ $output == *"host bureau"*"Its key is trusted, and its credential can be read."* ]]
	[[ $output =~ "login to cloud"" "+"A login and its first answer took "[0-9]+" ms." ]]
	[[ $output =~ "banyun-clerk"" "+"It answers, and is of version " ]]
	# Who may only read may ask too; an account that takes nothing is told with the reason.
	person=1004 run -0 banyun doctor --json
	jq -e '[.seen[] | select(.what | startswith("login to")) | .verdict] == ["pass", "pass"]' <<<"$output"
	"$hosts" exec "$far" ip link set link0 down
	SECONDS=0
	run -1 banyun doctor
	[ "$SECONDS" -lt 30 ]
	"$hosts" exec "$far" ip link set link0 up
	"$hosts" exec "$far" ip address replace 3fff:1::2/64 dev link0 nodad
	[[ $output == *"fail"*"login to cloud"*"cannot be reached"*"See that it runs and its SSH server"* ]]
	chmod 644 "$folder/credentials/bureau"
	rm "$folder/credentials/cloud"
	banyun host add stranger --department=x --side=machine --address="$far_address" --port=2223 --credential=cloud
	run -1 banyun doctor
	[[ $output == *"fail"*"host stranger"*"Its key is not trusted yet."*"banyun host trust"* ]]
	[[ $output == *"host bureau"*"is open to others (mode 0644)."*"chmod 0600."* ]]
	[[ $output == *"host cloud"*"cannot be read: No such file or directory."*"Put the private key there"* ]]
	run -1 banyun doctor --json
	jq -e '[.seen[] | select(.verdict == "fail") | .what | select(startswith("host"))] ==
			["host bureau", "host cloud", "host stranger"] and
		([.seen[].what] | contains(["login to cloud"]) and (contains(["login to stranger"]) | not)) and
		(.seen | all((.verdict == "pass") == (.remedy == null)))' <<<"$output"
	language=zh_CN.UTF-8 run -1 banyun doctor
	[[ $output == *"0644"*"chmod 0600"* && $output != *"open to others"* && $output != *"not trusted"* ]]
	rm "$folder/programs/banyun-measure"
	run -1 banyun doctor
	[[ $output == *"fail"*"banyun-measure"*"cannot be run: No such file or directory."*"Install banyun whole."* ]]
}

# A program of ours as an upgrade that went half way left it.
age() { # PROGRAM
	local real
	real=$(realpath "$folder/programs/$1")
	rm "$folder/programs/$1"
	LC_ALL=C sed "s/${version//./\\.}/0.0.9/g" "$real" >"$folder/programs/$1"
	chmod 755 "$folder/programs/$1"
}

@test "the doctor tells programs of another version, and what to do" {
	local version program
	version=$("$build/daemon/cli/banyun" --version | awk '{print $NF}')
	[ "${#version}" -eq 5 ]
	ln -sf "$(realpath "$build/plugins/bandwidth/banyun-measure")" "$folder/programs/"
	run banyun doctor
	[[ $output =~ "banyun-measure"\ +"It can be run, and is of version $version." ]]
	[[ $output =~ "banyun-signer"\ +"It can be run, and is of version $version." ]]
	for program in banyun-measure banyun-signer banyun-planner banyun-clerk; do
		age "$program"
	done
	run -1 banyun doctor
	for program in measure signer planner clerk; do
		[[ $output =~ "fail"\ +"banyun-$program"\ +"It is of version 0.0.9, and banyund of $version." ]]
	done
	[[ $output == *"Install banyun whole, and start banyund again."* ]]
	printf '#!/bin/sh\n' >"$folder/programs/banyun-measure"
	run -1 banyun doctor
	[[ $output =~ "warn"\ +"banyun-measure"\ +"It can be run, but does not tell its version." ]]
}
