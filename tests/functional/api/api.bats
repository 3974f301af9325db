# A real banyund in a folder of its own, without a lab: its routes, whom it serves, what it refuses
# with which status, code, line and column; and that it serves on after each.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/api
source "${top_srcdir:-.}/tests/functional/banyund.bash"

# With playbooks of its own, which a test changes.
write_configuration() {
	configuration_of "$folder" api | sed "s#^playbooks:.*#playbooks: $folder/playbooks#" \
		>"$folder/banyun.yaml"
	cat >>"$folder/banyun.yaml" <<-END
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer]}
		  - {name: zhou, uid: 1002, roles: [approver]}
		  - {name: sun, uid: 1003, roles: [auditor]}
		  - {name: wu, uid: 1004, roles: [viewer]}
	END
}

start() {
	launch "$folder" as 1001 "$here/ask" "$folder/run/sock" GET /v1/status
}

setup_file() {
	[ "$(id -u)" -eq 0 ] || return 0
	folder=$(mktemp -d /tmp/banyun-api.XXXXXX)
	export folder
	furnish "$folder"
	mkdir "$folder/playbooks"
	cp "${top_srcdir:-.}"/playbooks/*.yaml "$folder/playbooks"
	write_configuration
	hand_over "$folder"
	start
}

teardown_file() {
	[ -n "${folder:-}" ] || return 0
	end "$folder"
	rm -rf "$folder"
}

setup() {
	[ -n "${folder:-}" ] || skip "only root can be several people"
}

# The daemon that was started is the one that still runs, and it serves a good request.
teardown() {
	[ -n "${folder:-}" ] || return 0
	[ "$(as 1004 "$here/ask" "$folder/run/sock" GET /v1/status | jq -r .body.person)" = wu ]
}

person=1001

# ask METHOD PATH...: the answer is in $answer.
ask() {
	answer=$(as "$person" "$here/ask" "$folder/run/sock" "$@")
	echo "$answer"
}

# is FILTER VALUE
is() {
	[ "$(jq -r "$1" <<<"$answer")" = "$2" ]
}

# problem STATUS CODE LINE COLUMN WORDS: what was answered; "-" where there is no place.
problem() {
	is .status "$1"
	is .type application/problem+json
	is .body.status "$1"
	is .body.code "$2"
	is '.body.line // "-"' "$3"
	is '.body.column // "-"' "$4"
	[[ "$(jq -r .body.detail <<<"$answer")" == *"$5"* ]]
}

banyun() {
	as "$person" env BANYUN_SOCKET="${socket:-$folder/run/sock}" LANG=C.UTF-8 "$build/daemon/cli/banyun" "$@"
}

# --- what is served ---

@test "status: who asks, and that the log is signed" {
	for _ in $(seq 50); do
		ask GET /v1/status
		is .body.log_signed true && break
		sleep 0.1
	done
	is .status 200
	is .type application/json
	is .body.person lin
	is .body.log_signed true
	[[ "$(jq -c '[.body.plugins[].name]' <<<"$answer")" == '["fake","libvirt","netlink","probe","ssh"]' ]]
}

@test "an empty city: no host, plan or run" {
	ask GET /v1/hosts
	is '.body.hosts | length' 0
	ask GET /v1/plans
	is '.body.plans | length' 0
	ask GET /v1/runs
	is '.body.runs | length' 0
}

@test "the profile with its digest" {
	ask GET /v1/profile
	is .body.profile.name default
	[[ "$(jq -r .body.digest <<<"$answer")" == sha256:* ]]
}

@test "records of the log, for the auditor" {
	person=1003 ask GET /v1/audit/records
	is .status 200
}

@test "the survey is taken in by the engineer, and recorded" {
	ask POST /v1/inventory/survey --body '{"departments":[{"name":"fin","link":{"name":"l","nominal":100000000}}],"systems":[],"landings":[]}'
	is .status 200
	person=1003 ask GET /v1/audit/records
	[[ "$answer" == *survey* ]]
}

# --- what stands behind the question mark ---

@test "a query that cannot be read, or says what nobody asked for: 400" {
	ask GET '/v1/inventory/objects?&kind=host'
	problem 400 input - - 'must be NAME=VALUE'
	ask GET '/v1/inventory/objects?undeclared'
	problem 400 input - - 'must be NAME=VALUE'
	ask GET '/v1/inventory/objects?colour=red'
	problem 400 input - - '"colour"'
	ask GET '/v1/inventory/objects?kind=host&kind=machine'
	problem 400 input - - 'has "kind" twice'
	ask GET '/v1/inventory/objects?text=%ff'
	problem 400 input - - 'must be UTF-8'
	ask GET '/v1/inventory/diff?from=yesterday'
	problem 400 input - - '"from" must be "sha256:"'
	ask GET '/v1/status?person=wu'
	problem 400 input - - '"person"'
	person=1003 ask GET '/v1/audit/records?count=many'
	problem 400 input - - '"count" must be an integer from 0 to 500'
}

@test "a query that may be empty" {
	ask GET '/v1/status?'
	is .status 200
	person=1003 ask GET '/v1/audit/records?count=0&from=0'
	is .status 200
	is '.body.list | length' 0
}

# --- the clerk ---

# A clerk that never answers; each writes who it is.
mute_the_clerk() {
	rm -f "$folder/programs/banyun-clerk" "$folder/clerks"
	printf '#!/bin/sh\necho $$ >>"%s/clerks"\nexec /bin/sleep 60\n' "$folder" >"$folder/programs/banyun-clerk"
	chmod 755 "$folder/programs/banyun-clerk"
}

real_clerk() {
	ln -sf "$(realpath "$build/daemon/reporting/banyun-clerk")" "$folder/programs/banyun-clerk"
}

@test "who leaves before the answer wants none: the clerk is ended" {
	mute_the_clerk
	run as 1001 curl -s --max-time 0.5 --unix-socket "$folder/run/sock" http://banyun/v1/inventory/drift
	[ "$status" -eq 28 ]
	real_clerk
	for _ in $(seq 60); do
		kill -0 "$(cat "$folder/clerks")" 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}

@test "one person's questions do not hold up the others: the ninth is refused" {
	mute_the_clerk
	for _ in 1 2 3 4 5 6 7 8; do
		as 1001 curl -s --max-time 3 --unix-socket "$folder/run/sock" http://banyun/v1/inventory/drift \
			>/dev/null 3>&- &
	done
	sleep 1
	ask GET /v1/inventory/drift
	problem 409 conflict - - '8 questions of yours wait for their answers'
	real_clerk
	wait
	for _ in $(seq 100); do
		ask GET /v1/inventory/completeness
		is .status 200 && return 0
		sleep 0.1
	done
	return 1
}

# --- whom it does not serve ---

@test "another Host header: 403" {
	ask GET /v1/status --host evil.example
	problem 403 refused - - 'The Host header must be "banyun", but is "evil.example"'
}

@test "no Host header: 403" {
	as 1001 "$here/ask" "$folder/run/sock" --raw 'GET /v1/status HTTP/1.0\r\n\r\n' >"$BATS_TEST_TMPDIR/out"
	head -n 1 "$BATS_TEST_TMPDIR/out" | grep ' 403 '
	grep 'must be' "$BATS_TEST_TMPDIR/out"
}

@test "an Origin header: 403" {
	ask GET /v1/status --header Origin:http://evil.example
	problem 403 refused - - 'Requests of web pages'
}

@test "an unknown person: 403, naming the uid" {
	person=1099 ask GET /v1/status
	problem 403 refused - - 'uid:1099 is nobody that the configuration knows'
}

@test "a viewer cannot add a host: 403" {
	person=1004 ask POST /v1/hosts --body '{}'
	problem 403 refused - - 'uid:1004 wu does not have the role'
}

@test "an engineer cannot approve: 403, and the log says who tried" {
	ask POST /v1/plans/x/approvals --body '{}'
	problem 403 refused - - 'uid:1001 lin does not have the role that this needs: approver / department_owner. Roles are'
	person=1003 ask GET /v1/audit/records
	[[ "$answer" == *api.refuse* ]]
}

@test "an approver cannot start a run: 403" {
	person=1002 ask POST /v1/runs --body '{}'
	problem 403 refused - - 'does not have the role'
}

@test "an auditor changes nothing: 403" {
	person=1003 ask POST /v1/inventory/scans --body '{}'
	problem 403 refused - - 'does not have the role'
}

@test "a viewer does not read the log: 403" {
	person=1004 ask GET /v1/audit/records
	problem 403 refused - - 'does not have the role'
}

# --- paths ---

@test "an unknown route: 404" {
	ask GET /v1/nothing
	problem 404 not_found - - 'There is nothing at GET /v1/nothing'
}

@test "a known route with another method: 404" {
	ask DELETE /v1/status
	problem 404 not_found - - 'There is nothing at DELETE /v1/status'
}

@test "a route with something behind it: 404" {
	ask GET /v1/status/
	problem 404 not_found - - 'There is nothing at'
}

@test "%00 in a path: 400" {
	ask GET /v1/hosts/a%00b
	problem 400 input - - 'hold no NUL'
}

@test "%00 in a query: 400" {
	ask GET '/v1/inventory?snapshot=a%00'
	problem 400 input - - 'hold no NUL'
}

@test "a path above 1024 bytes: 400" {
	ask GET "/v1/hosts/$(printf 'a%.0s' $(seq 1100))"
	problem 400 input - - 'at most 1024 bytes'
}

@test "an encoded slash is no way out of the folder of the log" {
	for path in ..%2f..%2fbanyun.db ../../banyun.db %2fetc%2fpasswd tile/../../banyun.db .hidden; do
		person=1003 ask GET "/v1/audit/log/$path"
		[ "$(jq -r .status <<<"$answer")" -ge 400 ]
		[ "$(jq -r .status <<<"$answer")" -lt 500 ]
	done
}

@test "a host, plan, run and job that are not there: 404, naming them" {
	ask GET /v1/hosts/nowhere
	problem 404 not_found - - nowhere
	ask GET /v1/plans/sha256:00
	problem 404 not_found - - sha256:00
	ask GET /v1/runs/run-9
	problem 404 not_found - - run-9
	ask GET /v1/jobs/job-9
	problem 404 not_found - - job-9
	ask GET '/v1/jobs/job-9?wait=10000'
	problem 404 not_found - - job-9
}

@test "a look at a job that waits is answered as soon as the job ends" {
	local began=$SECONDS
	for _ in 1 2 3; do
		ask POST /v1/inventory/scans --body '{}'
		ask GET "/v1/jobs/$(jq -r .body.job <<<"$answer")?wait=10000"
		[ "$(jq -r .body.state <<<"$answer")" != running ]
	done
	[ $((SECONDS - began)) -lt 20 ]
	ask GET '/v1/jobs/job-9?wait=10001'
	problem 400 input - - wait
}

# --- bodies ---

@test "no body: 400 at 1:1" {
	ask POST /v1/hosts --body ''
	problem 400 input 1 1 ''
}

@test "a body that is no JSON: 400 with its place" {
	ask POST /v1/hosts --body 'hello'
	problem 400 input 1 1 ''
}

@test "a body that is cut off: 400 with its place" {
	ask POST /v1/hosts --body '{"name": "a"'
	problem 400 input 1 13 ''
}

@test "something behind the body: 400 with its place" {
	ask POST /v1/readiness/checks --body '{} {}'
	problem 400 input 1 4 ''
}

@test "a list where an object is expected: 400" {
	ask POST /v1/hosts --body '[]'
	problem 400 input 1 1 'must be an object'
}

@test "a body of more than 1 MiB is not read: 413" {
	ask POST /v1/inventory/survey --repeat 1100000
	is .status 413
}

@test "a body of 33 levels: 400 at the level that is too deep" {
	ask POST /v1/inventory/survey --body "$(printf '[%.0s' $(seq 33))$(printf ']%.0s' $(seq 33))"
	problem 400 input 1 33 'deep'
}

@test "a duplicate key: 400 at the second" {
	ask POST /v1/hosts --body '{"name": "a",\n "name": "b"}'
	problem 400 input 2 2 name
}

@test "an unknown key: 400 at it" {
	ask POST /v1/runs --body '{"plan": "sha256:'"$(printf '0%.0s' $(seq 64))"'",\n  "force": true}'
	problem 400 input 2 3 'force'
}

@test "a missing key: 400 at the object" {
	ask POST /v1/runs --body ' {}'
	problem 400 input 1 2 '"plan"'
}

@test "a string where a list is expected: 400 at the value" {
	ask POST /v1/inventory/survey --body '{"departments": "all", "systems": [], "landings": []}'
	problem 400 input 1 17 departments
}

@test "an integer out of bounds: 400 at the value" {
	ask POST /v1/inventory/survey --body '{"departments":[],"landings":[],"systems":[{"name":"a","department":"b","machines":["m"],"pages":[{"url":"http://x/","family":7}]}]}'
	problem 400 input 1 127 family
}

@test "a fraction, an exponent and an integer above 2^53: 400" {
	for number in 1.5 1e3 9007199254740993; do
		ask POST /v1/inventory/survey --body "{\"systems\": $number}"
		problem 400 input 1 13 ''
	done
}

@test "a NUL, a control character and bytes that are no UTF-8: 400 with their place" {
	ask POST /v1/hosts --body '{"name": "a\x00b"}'
	problem 400 input 1 12 ''
	ask POST /v1/hosts --body '{"name": "a\x01b"}'
	problem 400 input 1 12 ''
	ask POST /v1/hosts --body '{"name": "a\xff"}'
	problem 400 input 1 12 ''
}

@test "a NUL that is escaped: 400" {
	ask POST /v1/hosts --body '{"name": "a\\u0000b"}'
	is .status 400
	is .body.code input
}

@test "a digest that is none: 400 at it" {
	ask POST /v1/runs --body '{"plan": "sha256:xyz"}'
	problem 400 input 1 10 plan
}

@test "a name that is none: 400 at it" {
	ask POST /v1/hosts --body '{"name": "../etc", "address": "192.0.2.1", "department": "fin", "side": "cloud", "credential": "k"}'
	problem 400 input 1 10 name
}

@test "an address that is a name: 400 at it" {
	ask POST /v1/hosts --body '{"name": "a", "address": "host.example", "department": "fin", "side": "cloud", "credential": "k"}'
	problem 400 input 1 26 address
}

# --- the protocol itself ---

@test "a Transfer-Encoding that is not chunked is not guessed: 400" {
	as 1001 "$here/ask" "$folder/run/sock" --raw 'POST /v1/hosts HTTP/1.1\r\nHost: banyun\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n' |
		head -n 1 | grep ' 400 '
}

@test "a method that is not served: 501 or 405" {
	as 1001 "$here/ask" "$folder/run/sock" --raw 'PUT /v1/hosts HTTP/1.1\r\nHost: banyun\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' |
		head -n 1 | grep -E ' (501|405) '
}

@test "noise, and a request that stops in the middle, disturb nobody" {
	as 1001 "$here/ask" "$folder/run/sock" --raw '\x00\xff\xfe\r\n\r\n' || true
	as 1001 "$here/ask" "$folder/run/sock" --raw 'GET /v1/sta' || true
	as 1001 "$here/ask" "$folder/run/sock" --raw 'POST /v1/hosts HTTP/1.1\r\nHost: banyun\r\nContent-Length: 50\r\n\r\n{' || true
}

@test "headers above 16 KiB: 400 or 413" {
	as 1001 "$here/ask" "$folder/run/sock" --raw "GET /v1/status HTTP/1.1\r\nHost: banyun\r\nX: $(printf 'a%.0s' $(seq 17000))\r\n\r\n" >"$BATS_TEST_TMPDIR/out" || true
	! grep ' 200 ' "$BATS_TEST_TMPDIR/out"
}

# --- the command ---

@test "banyun doctor says who one is, what is amiss and how to mend it; exit code 1 then" {
	run banyun doctor --json
	[ "$status" -eq 1 ]
	[ "$(jq -r .person <<<"$output")" = lin ]
	jq -e '.seen[] | select(.what == "audit log") | .verdict == "pass"' <<<"$output"
	jq -e '.seen[] | select(.what == "banyun-measure") | .verdict == "fail" and .remedy != null' <<<"$output"
	jq -e '.seen[] | select(.what == "banyun-planner") | .verdict == "pass"' <<<"$output"
	jq -e '[.seen[] | select(.what == "banyun-planner") | .found] |
		.[0] == "It can be run." and (.[1] | startswith("It answers, and is of version "))' <<<"$output"
	run banyun doctor
	[ "$status" -eq 1 ]
	[[ "$output" == *"Install banyun whole."* ]]
}

@test "exit code 1: what is not there" {
	run banyun plan show sha256:00
	[ "$status" -eq 1 ]
	[[ "$output" == *sha256:00* ]]
}

@test "exit code 2: unknown commands and options, and too few arguments" {
	run banyun fly
	[ "$status" -eq 2 ]
	run banyun plan fly
	[ "$status" -eq 2 ]
	run banyun doctor --fly
	[ "$status" -eq 2 ]
	run banyun run start
	[ "$status" -eq 2 ]
}

@test "exit code 3: what a rule forbids" {
	person=1004 run banyun inventory scan
	[ "$status" -eq 3 ]
	[[ "$output" == *"does not have the role"* ]]
	person=1099 run banyun doctor
	[ "$status" -eq 3 ]
}

@test "exit code 5: no daemon" {
	socket=$folder/run/none run banyun doctor
	[ "$status" -eq 5 ]
	[[ "$output" == *"$folder/run/none"* ]]
}

# --- what stays ---

@test "after kill -9 the state is whole, and what was answered is there" {
	ask POST /v1/inventory/survey --body '{"departments":[{"name":"kept","link":{"name":"l","nominal":200000000}}],"systems":[],"landings":[]}'
	is .status 200
	person=1003 ask GET /v1/audit/records
	before=$(jq -c '.body.list[-1]' <<<"$answer")
	count=$(jq '.body.list | length' <<<"$answer")
	old=$(cat "$folder/pid")
	end "$folder" KILL
	as 990 "$build/daemon/banyund" --check-state "$folder/state"
	start
	[ "$(cat "$folder/pid")" != "$old" ]
	person=1003 ask GET /v1/audit/records
	[ "$(jq -c ".body.list[$((count - 1))]" <<<"$answer")" = "$before" ]
}

@test "a second banyund on the same state refuses to start" {
	run as 990 timeout 10 "$build/daemon/banyund" --config "$folder/banyun.yaml"
	[ "$status" -ne 0 ]
	[ "$status" -ne 124 ]
}

@test "an answer without an end is given up, with what to do" {
	"$here/endless" "$folder/endless" 3>&- &
	endless=$!
	for _ in $(seq 100); do [ ! -S "$folder/endless" ] || break; sleep 0.05; done
	run -1 timeout 50 env BANYUN_SOCKET="$folder/endless" LANG=C.UTF-8 \
		"${top_builddir:-.}/daemon/cli/banyun" readiness show
	wait "$endless"
	[[ $output == *"The answer is longer than 512 MiB"*"by a filter"* ]]
}
