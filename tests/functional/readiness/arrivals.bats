# The ports of a target at which moves arrive, as its department's host finds them: a real banyund, two real
# SSH servers, a listener between them, and firewalls.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/readiness/daemon.bash"

teardown() {
	[ -n "${unfit:-}" ] || "$hosts" exec "$far" nft delete table inet wall 2>/dev/null || true
}

wall() { # WHAT it does to ports 49200 to 49215
	"$hosts" exec "$far" nft "table inet wall { chain in { type filter hook input priority 0; \
		tcp dport 49200-49215 $1; }; }"
}

# What a check kept of the ports, as JSON: FILTER of it.
arrives() {
	banyun readiness check --what hosts >/dev/null
	as 990 sqlite3 "$folder/state/banyun.db" "SELECT CAST(data AS TEXT) FROM document
		WHERE kind = 'measures' ORDER BY rowid DESC LIMIT 1" |
		jq '.arrivals."bureau cloud"' | tee found
	jq -e "$1" found
}

# Within ten seconds nobody of ours is on the hosts.
left_alone() {
	for _ in $(seq 100); do
		{ "$hosts" in "$near" ps -u 4711 -o args=; "$hosts" in "$far" ps -u 4711 -o args=; } |
			grep -v '<defunct>' || return 0
		sleep 0.1
	done
	return 1
}

setup_file() {
	pair_is_fit || return 0
	pair_up "$rate"
	daemon_up
	ln -s "$(realpath "$build/plugins/bandwidth/banyun-measure")" "$folder/programs/"
	add bureau department "$near_address" "$near"
	add cloud cloud "$far_address" "$far"
	printf 'departments: [{name: bureau}]\nsystems: []\nlandings: []\n' >"$folder/tables/survey.yaml"
	banyun inventory import "$folder/tables/survey.yaml" >/dev/null
	banyun inventory scan >/dev/null
}

@test "with a listener each port lets it connect, and nothing of it stays" {
	arrives '.reached and .listened and .tried == 64 and .open == 64 and (.unasked or .why | not)'
	left_alone
	[ -z "$("$hosts" in "$far" find /dev/shm -type f)" ]
	[ -z "$("$hosts" exec "$far" ss -Htan 'sport >= 49152 and sport <= 49215')" ]
}

@test "a firewall that refuses in the target's name, and one that swallows, are found" {
	wall "reject with tcp reset"
	arrives '.reached == false and (.why | contains("16 refused bureau, though banyun listened on 64"))'
	"$hosts" exec "$far" nft delete table inet wall
	wall drop
	arrives '.reached == false and (.why | contains("only 48 answered bureau within 5 seconds"))'
}

listeners() { # how many addresses of the target are listened on now
	"$hosts" exec "$far" ss -Htln 'sport = 49152' | grep -c .
}

@test "pairs that have no end in common are tried beside each other, and others one by one" {
	"$hosts" exec "$far" ip address add 3fff:1::3/64 dev link0 nodad
	add court department "$near_address" "$near"
	add second cloud 3fff:1::3 "$far"
	wall drop
	banyun readiness check --what hosts >/dev/null 3>&- &
	checking=$!
	most=0
	while kill -0 "$checking" 2>/dev/null; do
		count=$(listeners) || true
		[ "$count" -le "$most" ] || most=$count
	done
	wait "$checking"
	"$hosts" exec "$far" ip address delete 3fff:1::3/64 dev link0
	banyun host remove court
	banyun host remove second
	[ "$most" -eq 2 ]
	as 990 sqlite3 "$folder/state/banyun.db" "SELECT CAST(data AS TEXT) FROM document
		WHERE kind = 'measures' ORDER BY rowid DESC LIMIT 1" | jq -e '.arrivals | length == 4 and
		(map(.listened and .reached == false and (.why | contains("only 48 answered"))) | all)'
}

@test "a port that somebody has is left alone, and is no fault" {
	"$hosts" exec "$far" python3 -c 'import socket, sys, time
taken = socket.socket(socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
taken.bind((sys.argv[1], 49155))
print("bound", flush=True)
time.sleep(60)' "$far_address" >bound 2>&1 3>&- &
	holder=$!
	within 10 grep -q bound bound
	arrives '.reached and .listened and .open == 63 and .refused == 1'
	pkill -P "$holder" || true
	kill "$holder" 2>/dev/null || true
}

@test "where no listener may be brought a refusal is the target's own" {
	"$hosts" in "$far" mount -o remount,noexec /dev/shm
	arrives '.reached and (.listened | not) and .refused == 64'
	"$hosts" in "$far" mount -o remount,exec /dev/shm
	limit valid_hours 24 bring false
	arrives '.reached and (.listened | not)'
	limit valid_hours 24
}

@test "a target that is not reached tells nothing of its ports, in time" {
	"$hosts" exec "$far" ip link set link0 down
	SECONDS=0
	arrives '(.reached | not) and (.why or .unasked)'
	"$hosts" exec "$far" ip link set link0 up
	"$hosts" exec "$far" ip address replace 3fff:1::2/64 dev link0 nodad
	[ "$SECONDS" -lt 60 ]
}

@test "a check that is cancelled while it listens leaves nothing" {
	wall drop
	banyun readiness check --what hosts >check 2>&1 3>&- &
	checking=$!
	listens() { [ -n "$("$hosts" exec "$far" ss -Htln 'sport = 49152')" ]; }
	within 20 listens
	SECONDS=0
	kill -INT "$(pgrep -P "$checking")"
	wait "$checking" || true
	[ "$SECONDS" -lt 5 ]
	grep -F "The check was cancelled; nothing was kept." check
	left_alone
}
