# What is executed is what another person approved, on the hosts that were planned with: a real
# banyund whose state was prepared with hosts, plans and approvals. The hosts answer nobody.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/api/forged.bash"

setup() {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	folder=$(mktemp -d /tmp/banyun-approved.XXXXXX)
	furnish "$folder"
	echo none >"$folder/credentials/key"
	configuration_of "$folder" approved >"$folder/banyun.yaml"
	cat >>"$folder/banyun.yaml" <<-END
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer, approver]}
		  - {name: zhou, uid: 1002, roles: [approver, network_engineer]}
		  - {name: sun, uid: 1003, roles: [auditor]}
	END
	hand_over "$folder"
	start
	between forge city
}

# planned AUTHOR MACHINE...: a plan that zhou has approved when he may.
planned() {
	forged plan "$@"
}

# timed AUTHOR MINUTES MACHINE...: the same, with a window and estimates.
timed() {
	forged timed "$@"
}

forged() {
	end "$folder"
	plan=$(forge "$@")
	start
	ask 1002 POST "/v1/plans/$plan/approvals" --body '{}'
}

begin() {
	ask "$1" POST /v1/runs --body "{\"plan\":\"$plan\"}"
}

# Waits until the run is over; its first move is in $answer.
over() {
	for _ in $(seq 200); do
		ask 1001 GET "/v1/runs/$1" >/dev/null
		[ "$(jq -r .body.phase <<<"$answer")" = finished ] && return
		sleep 0.05
	done
	return 1
}

@test "nobody runs a plan that was not approved, nor approves his own" {
	planned "uid:1002 zhou" "web=$one"
	said 403 "cannot approve it"
	begin 1001
	said 403 "is not approved"
}

@test "a person is a uid: another name makes nobody another" {
	planned "uid:1002 was-called-otherwise" "web=$one"
	said 403 "cannot approve it"
}

@test "a host under the same name that is another host gets no machine" {
	planned "uid:1001 lin" "web=$one"
	said 200 approver
	between forge port cloud 10
	begin 1001
	said 403 "registered with another address, user or host key"
	between forge port cloud 9
	begin 1001
	said 201 r-
}

@test "a host that was removed gets no machine" {
	planned "uid:1001 lin" "web=$one"
	ask 1001 DELETE /v1/hosts/cloud
	said 200 cloud
	begin 1001
	said 404 "There is no host"
}

@test "a host of a move that is not closed is not removed" {
	silent
	planned "uid:1001 lin" "web=$one"
	begin 1001
	run=$(jq -r .body.run <<<"$answer")
	for host in cloud hv; do
		ask 1001 DELETE "/v1/hosts/$host"
		said 409 "needed by run $run"
	done
	kill "$listener"
	ask 1001 POST "/v1/runs/$run/abort" --body '{}'
	over "$run"
	ask 1001 DELETE /v1/hosts/cloud
	said 200 cloud
}

# of NAME FIELD: what the run says of a move.
of() {
	jq -r --arg name "$1" ".body.moves[] | select(.name == \$name) | .$2" <<<"$answer"
}

@test "a move that would not end in its window is not begun, and what fits is" {
	timed "uid:1001 lin" 10 "web=$one=60" "mail=$two=3600"
	begin 1001
	run=$(jq -r .body.run <<<"$answer")
	over "$run"
	[ "$(of mail slot)" = skipped ]
	[ "$(of mail why)" = "skipped: it would not end in its window" ]
	[ "$(of mail opened)" = 0 ]
	[ "$(of mail seconds_high)" = 3600 ]
	[ "$(of web slot)" = closed ]
	[ "$(of web seconds)" = 45 ]
	[ "$(of web expected_end)" = $(($(of web opened) + 45000000)) ]
	[ "$(of web late)" -lt 0 ]
	ask 1003 GET /v1/audit/records
	[ "$(jq '[.body.list[] | select(.object | endswith("/mail"))] | length' <<<"$answer")" = 0 ]
	end "$folder"
	start
	ask 1001 GET "/v1/runs/$run"
	[ "$(of mail why)" = "skipped: it would not end in its window" ]
}

# expects JQ: of when the run will have ended, as it looks now.
expects() {
	ask 1001 GET "/v1/runs/$run" >/dev/null
	jq -e ".body.outlook | $1" <<<"$answer"
}

@test "a run tells how much is left, when it will have ended, and what fits no longer" {
	silent
	timed "uid:1001 lin" 3 "web=$one=120" "mail=$two=100" "late=33333333-3333-3333-3333-333333333333=100"
	begin 1001
	run=$(jq -r .body.run <<<"$answer")
	expects '.moves == 3 and .over == 0 and .bytes == 3 and .bytes_left == 3 and .waits == false'
	expects '.end_low < .end and .end <= .end_high'
	# Two at once, of 60 and 50 s at least: the third ends at 100 at the least, 150 most likely.
	opened=$(of web opened)
	expects "(.end - $opened) / 1000000 | . > 145 and . < 155"
	expects '.skipped == 0 and .skipped_high == 1'
	expects '.waves | length == 1 and .[0].wave == "w" and .[0].moves == 3'
	[ "$(of web left)" -le 90 ]
	[ "$(of web left_high)" -gt "$(of web left)" ]
	[ "$(of late slot)" = waiting ]
	as 1001 env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 "$build/daemon/cli/banyun" run show "$run" >told
	grep -q '^0 of 3 moves are over, and 3 B of 3 B are to be copied' told
	grep -q '^It ends between 2.*Z and 2.*Z, most likely at 2' told
	grep -q '^1 moves would not end in their window if all takes as long' told
	as 1001 env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 "$build/daemon/cli/banyun" plan show "${plan:7:12}" |
		grep -q "^Run $run is running"
	kill "$listener"
	ask 1001 POST "/v1/runs/$run/abort" --body '{}'
	over "$run"
	ask 1001 GET "/v1/runs/$run"
	[ "$(jq .body.outlook.bytes_left <<<"$answer")" = 0 ]
	# What was aborted teaches nothing, and the log says what it was to take.
	[ "$(sqlite3 "$folder/state/banyun.db" "SELECT count(*) FROM state WHERE space = 'lesson'")" = 0 ]
	ask 1003 GET /v1/audit/records
	jq -e '.body.list | any(.action == "move.close" and .detail.predicted == 90 and .detail.took >= 0)' <<<"$answer"
}

# running RUN: its state is in $answer.
running() {
	ask 1001 GET "/v1/runs/$1" >/dev/null
}

# opened RUN NAME: waits until that move of it has begun.
opened() {
	for _ in $(seq 100); do
		running "$1"
		[ "$(of "$2" opened)" != 0 ] && return
		sleep 0.05
	done
	return 1
}

# two_plans LIMIT: the plans of two machines, which share their hosts; both run, the first has begun.
two_plans() {
	silent
	forged limited "uid:1001 lin" "$1" "web=$one"
	begin 1001
	web=$(jq -r .body.run <<<"$answer")
	forged limited "uid:1001 lin" 2 "mail=$two"
	begin 1001
	mail=$(jq -r .body.run <<<"$answer")
	opened "$web" web
}

@test "two plans together do not exceed what a host may do, and the second goes on when it can" {
	two_plans 1
	running "$mail"
	[ "$(of mail slot)" = waiting ]
	[ "$(of mail opened)" = 0 ]
	[ "$(of mail why)" = 'waits: host "hv", which it leaves, has as many moves as it may' ]
	run as 1001 env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 "$build/daemon/cli/banyun" run show "$mail"
	[[ $output == *'host "hv", which it leaves'* ]]
	end "$folder"
	start
	running "$mail"
	[ "$(of mail slot)" = waiting ]
	kill "$listener"
	over "$mail"
	[ "$(of mail opened)" != 0 ]
	closed=$(running "$web" >/dev/null && of web closed)
	running "$mail"
	[ "$(of mail opened)" -ge "$closed" ]
}

@test "two plans run at once where a host may do two" {
	two_plans 2
	opened "$mail" mail
	running "$web"
	[ "$(of web slot)" = open ]
	kill "$listener"
	over "$mail"
	over "$web"
}

# rehearsed BODY: what the job of a rehearsal of the plan has told.
rehearsed() {
	ask 1003 POST "/v1/plans/$plan/rehearsals" --body "$1"
	local job
	job=$(jq -r .body.job <<<"$answer")
	for _ in $(seq 200); do
		ask 1003 GET "/v1/jobs/$job" >/dev/null
		[ "$(jq -r .body.state <<<"$answer")" = running ] || return 0
		sleep 0.05
	done
	return 1
}

@test "a plan is rehearsed without touching a host, and the same seed tells the same" {
	timed "uid:1001 lin" 10 "web=$one=4" "mail=$two=3600"
	rehearsed '{"courses":100,"faults":0,"seed":5}'
	first=$(jq -S .body.result <<<"$answer")
	[ "$(jq -r .totals.done <<<"$first")" = 100 ]
	[ "$(jq -r .totals.skipped <<<"$first")" = 100 ]
	[ "$(jq -r '.waves[0].short' <<<"$first")" = 100 ]
	[ "$(jq '.broken | length' <<<"$first")" = 0 ]
	rehearsed '{"courses":100,"faults":0,"seed":5}'
	[ "$first" = "$(jq -S .body.result <<<"$answer")" ]
	rehearsed '{"courses":100,"faults":3000,"seed":5}'
	[ "$(jq -r .body.result.totals.done <<<"$answer")" -lt 100 ]
	[ "$(jq '.body.result.broken | length' <<<"$answer")" = 0 ]
	rehearsed '{"waves":["x"]}'
	[ "$(jq -r .body.state <<<"$answer")" = failed ]
	ask 1003 POST "/v1/plans/$plan/rehearsals" --body '{"courses":0}'
	said 400 courses
	ask 1001 GET /v1/runs
	[ "$(jq '.body.runs | length' <<<"$answer")" = 0 ]
}

@test "a plan that names a machine twice is not run" {
	planned "uid:1001 lin" "web=$one" "again=$one"
	begin 1001
	said 400 "twice"
	planned "uid:1001 lin" "web=$one" "web=$two"
	begin 1001
	said 400 "twice"
}

@test "a start that was recorded and interrupted goes on; one that expired meanwhile is refused" {
	planned "uid:1001 lin" "web=$one"
	end "$folder"
	forge expire "$plan"
	forge run r-00000001 "$plan" 0
	start
	over r-00000001
	said 200 "expired at"
	[ "$(jq -r '.body.moves[0].outcome' <<<"$answer")" = refused ]
}

@test "a plan that was sent back is not run" {
	planned "uid:1001 lin" "web=$one"
	ask 1002 POST "/v1/plans/$plan/return" --body '{"reason":"not now"}'
	said 200 sha256
	begin 1001
	said 403 "is not approved"
}

@test "a run that was answered for is in the log, and a killed daemon knows it" {
	planned "uid:1001 lin" "web=$one"
	begin 1001
	kill -KILL "$(cat "$folder/pid")"
	said 201 r-
	run=$(jq -r .body.run <<<"$answer")
	end "$folder"
	start
	over "$run"
	ask 1003 GET /v1/audit/records
	said 200 "run $run"
}

@test "who aborts is who the log names" {
	planned "uid:1001 lin" "web=$one"
	begin 1001
	run=$(jq -r .body.run <<<"$answer")
	ask 1002 POST "/v1/runs/$run/abort" --body '{}'
	said 200 "$run"
	ask 1003 GET /v1/audit/records
	[ "$(jq -r '.body.list[] | select(.action == "run.abort") | .actor' <<<"$answer")" = "uid:1002 zhou" ]
	[ "$(jq -r '[.body.list[] | select(.action == "move.command") | .actor] | unique[]' <<<"$answer")" != "uid:1001 lin" ]
}
