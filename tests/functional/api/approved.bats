# What is executed is what another person approved, on the hosts that were planned with: a real
# banyund whose state was prepared with hosts, plans and approvals. The hosts answer nobody.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/api
build=${top_builddir:-.}
one=11111111-1111-1111-1111-111111111111
two=22222222-2222-2222-2222-222222222222

as() {
	local uid=$1
	shift
	setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

forge() {
	as 990 "$here/forge" "$folder" "$@"
}

start() {
	as 990 sh -c 'echo $$ >"$1/pid"; exec "$2" --config "$1/banyun.yaml" >>"$1/log" 2>&1' sh \
		"$folder" "$build/daemon/banyund" </dev/null 3>&- &
	for _ in $(seq 200); do
		as 1001 "$here/ask" "$folder/run/sock" GET /v1/status >/dev/null 2>&1 && return
		sleep 0.05
	done
	cat "$folder/log" >&2
	return 1
}

end() {
	local pid
	pid=$(cat "$folder/pid")
	kill -TERM "$pid" 2>/dev/null || true
	while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
}

# between COMMAND...: while banyund does not run.
between() {
	end
	"$@"
	start
}

setup() {
	local program
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	folder=$(mktemp -d /tmp/banyun-approved.XXXXXX)
	mkdir "$folder"/{state,run,programs,credentials,keys}
	cp "${top_srcdir:-.}/contrib/profiles/default.yaml" "$folder/profile.yaml"
	for program in "$build"/plugins/*/banyun-plugin-* "$build"/daemon/*/banyun-{signer,planner,clerk}; do
		[[ $program == *.o ]] || ln -s "$(realpath "$program")" "$folder/programs/"
	done
	echo none >"$folder/credentials/key"
	cat >"$folder/banyun.yaml" <<-END
		state: $folder/state
		socket: $folder/run/sock
		plugins: $folder/programs
		helpers: $folder/programs
		playbooks: $(realpath "${top_srcdir:-.}/playbooks")
		profile: $folder/profile.yaml
		credentials: $folder/credentials
		keys: $folder/keys
		origin: test.invalid/approved
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer, approver]}
		  - {name: zhou, uid: 1002, roles: [approver, network_engineer]}
		  - {name: sun, uid: 1003, roles: [auditor]}
	END
	chown -R 990:990 "$folder"
	chmod 755 "$folder" "$folder/run"
	start
	between forge city
}

teardown() {
	[ -n "${folder:-}" ] || return 0
	end
	rm -rf "$folder"
}

# ask UID METHOD PATH...
ask() {
	answer=$(as "$1" "$here/ask" "$folder/run/sock" "${@:2}")
	echo "$answer"
}

# said STATUS WORDS
said() {
	[ "$(jq -r .status <<<"$answer")" = "$1" ] && [[ "$answer" == *"$2"* ]]
}

# planned AUTHOR MACHINE...: a plan that zhou has approved when he may.
planned() {
	end
	plan=$(forge plan "$@")
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

# silent: something that listens where the hosts are, and never answers.
silent() {
	python3 -c 'import socket, time
listener = socket.create_server(("127.0.0.1", 9))
print("listens", flush=True)
time.sleep(60)' >"$folder/silent" 3>&- &
	listener=$!
	until grep -q listens "$folder/silent"; do sleep 0.05; done
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
	end
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
	end
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
