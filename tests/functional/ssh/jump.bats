# Through a jump host: a real sshd whose loopback holds the host that is meant, and a network from which
# only the jump host can be reached. The plugin by itself, and a whole banyund.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh
source "$here/server.bash"
gate=$(of_family 198.51.100.1 2001:db8:51::1)
nodad=$(of_family "" nodad)
source "${top_srcdir:-.}/tests/functional/inventory/daemon.bash"

as() {
	local uid=$1
	shift
	ip netns exec "$client" setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

setup_file() {
	local inside
	server_fits || return 0
	client=banyun-jump.$$
	export client
	ip netns add "$client"
	server_up jump
	inside=$(tr -d ' ' <"/proc/$(cat "$far/pid")/task/$(cat "$far/pid")/children")
	ip -n "$client" link add gate type veth peer inner netns "$inside"
	ip -n "$client" address add "$(of_family 198.51.100.2/30 2001:db8:51::2/64)" dev gate ${nodad:-}
	ip -n "$client" link set gate up
	ip netns exec "$client" bash -c 'source "$0" && raise_loopback' "$here/../family.bash"
	"$here/hosts" exec "$far" ip address add "$(of_family "$gate/30" "$gate/64")" dev inner ${nodad:-}
	"$here/hosts" exec "$far" ip link set inner up
	sed "s/^$loopback/$gate/" "$far/known_hosts" >"$far/known_jump"
	sed "s/^$loopback/$gate/" "$far/known_other" >"$far/known_jump_other"
	sed "s/^$loopback/[$loopback]:2222/" "$far/known_hosts" >"$far/known_far"
	sed "s/^$loopback/[$loopback]:2222/" "$far/known_other" >"$far/known_far_other"
	daemon_up
	install -m 600 -o 990 "$far/user" "$folder/credentials/far"
	install -m 600 -o 990 "$far/user_ecdsa" "$folder/credentials/gate"
}

teardown_file() {
	[ -n "${far:-}" ] || return 0
	daemon_down
	server_down
	ip netns del "$client"
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
}

# Asks the host at loopback, port 2222, as USER through the jump host; $output has the answers.
ask() { # USER REQUEST...
	local first
	first=$(jq -nc --arg user "$1" --arg far "$far" --argjson port "${port:-2222}" \
		--arg address "$loopback" --arg gate "$gate" --arg known "$far/${known:-known_far}" --arg way "$far/${known_jump:-known_jump}" '{
		settings: {role: "source", host: {name: "inner", address: $address, port: $port,
			user: $user, jump: {name: "gate", address: $gate}}},
		secrets: {key: "\($far)/user", known_hosts: $known, "jump.key": "\($far)/user_ecdsa",
			"jump.known_hosts": $way}}')
	# libssh2 1.10 itself loses some bytes when it reads an ECDSA key.
	run --separate-stderr env LSAN_OPTIONS=detect_leaks=0 \
		ip netns exec "$client" "$here/talk" "$plugin" "$first" "${@:2}"
	echo "$output"
	[ "$status" -eq 0 ]
	output=$(tail -n +2 <<<"$output")
}

answer() { # FILTER
	jq -rs ".[0] | $1" <<<"$output"
}

@test "what cannot be reached directly is reached through the jump host" {
	run ip netns exec "$client" bash -c 'exec 3<>"/dev/tcp/$0/2222"' "$loopback"
	[ "$status" -ne 0 ]
	ask plain '{"method":"collect"}' '{"method":"collect"}'
	[ "$(answer .result.items)" -eq 1 ]
	[ "$(answer .items[0].id)" = inner ]
	[ "$(answer .items[0].facts.kernel)" = "$(uname -r)" ]
}

@test "fingerprint of a host behind a jump host" {
	ask root '{"method":"fingerprint"}'
	[ "$(answer .result.known_hosts)" = "$(sed "s/^$loopback/[$loopback]:2222/" "$far/known_ecdsa")" ]
}

@test "both keys are pinned" {
	known_jump=known_jump_other ask plain '{"method":"collect"}'
	[ "$(answer .error.data.kind)" = refused ]
	[[ "$(answer .error.message)" == *'"gate"'*"It is the jump host of \"inner\"." ]]
	known=known_far_other ask plain '{"method":"collect"}'
	[ "$(answer .error.data.kind)" = refused ]
	[ "$(answer .error.data.object)" = inner ]
}

@test "a port that the jump host cannot reach" {
	port=9 known=known_hosts ask plain '{"method":"collect"}'
	[ "$(answer .error.data.kind)" = unreachable ]
	[[ "$(answer .error.message)" == 'The jump host "gate" opens no way to the host "inner" at '"$loopback"' port 9.'* ]]
}

@test "floods and silence behind a jump host end as they do without one" {
	ask flood '{"method":"collect"}'
	[[ "$(answer .error.message)" == *"more than 1048576 bytes"* ]]
	ask silent '{"method":"collect","deadline":1500}'
	[[ "$(answer .error.message)" == *'"inner"'*"in time"* ]]
	[ "$(answer '.seconds < 3')" = true ]
}

# The server's process of the login at the jump host, by its number there.
gate_process() {
	"$here/hosts" ps "$far" | awk '/sshd: root/ { print $1; exit }'
}

# Commands that say nothing; one of a test before may still end.
silent_ones() {
	"$here/hosts" ps "$far" | grep -c 'sleep 1000' || true
}

more_are_silent() { # THAN
	[ "$(silent_ones)" -gt "$1" ]
}

@test "a jump host that dies is named at once" {
	local inside before
	inside=$(tr -d ' ' <"/proc/$(cat "$far/pid")/task/$(cat "$far/pid")/children")
	before=$(silent_ones)
	(
		within 20 more_are_silent "$before"
		nsenter -t "$inside" -p -m kill -KILL "$(gate_process)"
	) 3>&- &
	ask silent '{"method":"collect","deadline":20000}'
	wait $! || true
	[ "$(answer .error.data.kind)" = unreachable ]
	[ "$(answer .error.data.object)" = inner ]
	[[ "$(answer .error.message)" == 'The way to the host "inner" through the jump host "gate" ended'* ]]
	[ "$(answer '.seconds < 10')" = true ]
}

# 2 when the process has a filter of calls.
lock_of() { # PID
	awk '/^Seccomp:/ { print $2 }' "/proc/$1/status"
}

# Which processes of the plugin hold which private key, as lines of "PID OF-WHOM LOCK".
holders() {
	local pid file
	for pid in $(ip netns pids "$client"); do
		[ "$(readlink "/proc/$pid/exe")" = "$(realpath "$plugin")" ] || continue
		for file in "/proc/$pid/fd"/*; do
			[[ $(readlink "$file") == /memfd:* ]] || continue
			cmp -s "$file" "$far/user" && echo "$pid inner $(lock_of "$pid")"
			cmp -s "$file" "$far/user_ecdsa" && echo "$pid gate $(lock_of "$pid")"
		done
	done
	return 0
}

@test "the process that talks to the host has not the key of the jump host" {
	local before
	before=$(silent_ones)
	(
		within 20 more_are_silent "$before"
		holders >"$far/holders"
	) 3>&- &
	ask silent '{"method":"collect","deadline":5000}'
	wait $! || true
	[ "$(cut -d' ' -f2- "$far/holders" | sort | xargs)" = "gate 2 inner 2" ]
	[ "$(cut -d' ' -f1 "$far/holders" | sort -u | wc -l)" -eq 2 ]
}

@test "banyund: a host behind a jump host is added, trusted and scanned" {
	run banyun host add inner --department=a --side=machine --address="$loopback" --port=2222 \
		--user=plain --credential=far --jump=gate
	[ "$status" -eq 1 ]
	[[ "$output" == *'no host "gate"'* ]]
	banyun host add gate --department=a --side=machine --address="$gate" --credential=gate
	run banyun host add inner --department=a --side=machine --address="$loopback" --port=2222 \
		--user=plain --credential=far --jump=gate
	[ "$status" -eq 3 ]
	[[ "$output" == *'host "gate" is not trusted'* ]]
	fingerprint=$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)
	banyun host trust gate --fingerprint="$fingerprint"
	banyun host add inner --department=a --side=machine --address="$loopback" --port=2222 --user=plain \
		--credential=far --jump=gate
	banyun host trust inner --fingerprint="$fingerprint"
	[ "$(banyun inventory scan --json | jq '[.silent[] | select(.host == "inner" or .host == "gate")] | length')" -eq 0 ]
	[ "$(banyun inventory show inner --json | jq -r '.. | .kernel? // empty' | head -1)" = "$(uname -r)" ]
}

@test "banyund: a jump host is not removed, nor chained, nor for machines that move" {
	run banyun host remove gate
	[ "$status" -eq 1 ]
	[[ "$output" == *'"inner" is reached through "gate"'* ]]
	run banyun host add more --department=a --side=machine --address="$loopback" --credential=far --jump=inner
	[ "$status" -eq 1 ]
	[[ "$output" == *"behind a jump host itself"* ]]
	run banyun host add hv --department=a --side=department --address="$loopback" --credential=far --jump=gate
	[ "$status" -eq 1 ]
	[[ "$output" == *"no machine can move"* ]]
}

@test "banyund: a jump host that is down silences its hosts alone, each with its reason" {
	"$here/hosts" exec "$far" ip link set inner down
	run banyun inventory scan --json
	"$here/hosts" exec "$far" ip link set inner up
	[[ "$(jq -r '.silent[] | select(.host == "inner").why' <<<"$output")" == *'jump host of "inner"'* ]]
	[[ "$(jq -r '.silent[] | select(.host == "gate").why' <<<"$output")" == *'"gate" at '"$gate"* ]]
}
