# The watch over links between tests: a real banyund, two real SSH servers, and a link between them that
# loses packets or is cut.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/readiness/daemon.bash"

# Of what was watched of a family, as JSON.
watched() { # FAMILY FILTER
	banyun readiness links --json | jq -r ".watched[] | select(.family == $1) | $2"
}

# A banyund that begins to watch as it starts, and until it has seen each family once more.
watch() {
	local before
	before=$(banyun readiness links --json | jq '[.watched[].watches] | add // 0')
	limit watch_minutes 1440 watch_least "$1" loss_permille "$2"
	for _ in $(seq 200); do
		[ "$(banyun readiness links --json | jq '[.watched[].watches] | add // 0')" -lt $((before + $(wc -w <<<"$families"))) ] ||
			return 0
		sleep 0.1
	done
	return 1
}

judge() { # VERDICT WORDS
	banyun readiness check --what pages >/dev/null
	run -0 banyun readiness show --json bureau --rule link.quality --verdict pass,warn,fail,unknown
	[ "$(jq -r '.findings.findings[].verdict' <<<"$output")" = "$1" ]
	[[ "$(jq -r '.findings.findings[].evidence' <<<"$output")" == *"$2"* ]]
}

# What comes of every echo request to the cloud's host.
lose() { # STATEMENT
	"$hosts" exec "$far" nft "table inet lossy { chain in { type filter hook input priority 0; \
		iifname link0 icmp type echo-request $1; \
		iifname link0 icmpv6 type echo-request $1; }; }"
}

restore() {
	"$hosts" exec "$far" nft delete table inet lossy
}

@test "nothing is watched where the profile wants none, and nothing is said of it" {
	banyun readiness check --what links >/dev/null
	[ "$(banyun readiness links --json | jq -c .watched)" = "[]" ]
	judge unknown "was not watched in the last day"
}

@test "a whole link is watched over both families, and shown beside what was measured" {
	watch 1 10
	for one in $families; do
		[ "$(watched "$one" '"\(.watches) \(.sent) \(.received) \(.loss_permille) \(.available_permille)"')" \
			= "1 10 10 0 1000" ]
		[ "$(watched "$one" '0 < .least_us and .least_us <= .median_us and .median_us <= .most_us')" = true ]
	done
	judge pass "was watched 1 times in the last day"
	run -0 banyun readiness links
	[[ $output == *"Watched between tests, over the last day:"*"bureau cloud IPv"*"100.0%"*"0.0%"*" us"* ]]
	language=zh_CN.UTF-8 run -0 banyun readiness links
	[[ $output == *"丢包"* ]]
}

series() { # PATH, of the API as anybody may read it
	as 1004 curl -sS --unix-socket "$folder/run/sock" "http://banyun/v1/readiness/links/$1"
}

@test "what was watched of a path is told over time, to programs too" {
	banyun readiness links --json | jq -e --arg families "$families" '.series | length == 1 and
		.[0].source == "bureau" and .[0].target == "cloud" and .[0].step == "hour" and
		(.[0].series | map(select(.points != [])) | (map(.family | tostring) | join(" ") == $families) and
			all(.points | map(.sent) | add == 10))'
	series 'bureau/cloud?step=raw' | jq -e '.series | map(.points[]) | length > 0 and
		all(.received == 10 and .least_us <= .median_us)'
	series 'bureau/cloud?step=day' | jq -e '.series | map(.points[])[0].at | endswith("T00:00:00Z")'
	series 'bureau/cloud?since=2999-01-01' | jq -e '.series | all(.points == [])'
	series 'bureau/nobody' | jq -e '.series | all(.points == [])'
	series 'bureau/cloud?step=week' | jq -e '.status == 400'
	series 'bureau/cloud?since=yesterday' | jq -e '.status == 400 and (.detail | contains("2026-01-31"))'
}

@test "too little that was watched is unknown" {
	limit watch_minutes 1440 watch_least 1000
	judge unknown "1000 are needed"
}

@test "loss on the link is counted, and fails" {
	lose "numgen inc mod 2 == 0 drop"
	watch 1 10
	restore
	# Of twenty over two watches, five.
	[ "$(watched "$family" '"\(.received) of \(.sent), \(.loss_permille)"')" = "15 of 20, 250" ]
	judge fail "lost 250 thousandths"
}

@test "a link that is cut is not there" {
	lose drop
	watch 1 1000
	restore
	[ "$(watched 6 '"\(.reached) of \(.watches), \(.sent)"')" = "2 of 3, 20" ]
	judge fail "it was there in 666 thousandths"
}

@test "while a check is under way nothing is watched" {
	local before
	before=$(watched "$family" .watches)
	sed -i '/^bandwidth:/,/^[^ ]/s/^  valid_hours: .*/  valid_hours: 0/' "$folder/profile.yaml"
	stop
	start
	banyun readiness check --what links >check 2>&1 3>&- &
	wait "$!"
	sleep 3
	[ "$(watched "$family" .watches)" = "$before" ]
}

echoes_are_asked() {
	[ -n "$("$hosts" in "$near" ps -u 4711 -o args=)" ]
}

@test "banyund that is stopped while it watches ends, and leaves nothing" {
	lose drop
	limit watch_minutes 1440
	within 10 echoes_are_asked
	SECONDS=0
	stop
	restore
	[ "$SECONDS" -lt 5 ]
	run ! grep -E "Sanitizer|Assertion" "$folder/log"
	start
}
