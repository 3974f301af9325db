# Whether packets of one real host reach the ports at which moves arrive on another, through real walls.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/pair.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh

setup_file() {
	pair_is_fit || return 0
	pair_up 100000000
	"$hosts" exec "$far" nft add table inet wall
	"$hosts" exec "$far" nft 'add chain inet wall in { type filter hook input priority 0; }'
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	"$hosts" exec "$far" nft flush table inet wall
}

wall() { # WHAT it does to ports 49200 to 49215
	"$hosts" exec "$far" nft add rule inet wall in tcp dport 49200-49215 "$@"
}

# Asks `near` for the ports FROM TO at ADDRESS; USER of its login, and more members.
ask() {
	local first
	first=$(jq -nc --arg user "${4:-plain}" --arg key "$near/user" --arg known "$near/known_hosts" --arg address "$loopback" '{
		settings: {role: "step", host: {name: "hv1", department: "财政局",
			side: "department", address: $address, port: 22, user: $user}},
		secrets: {key: $key, known_hosts: $known}}')
	run timeout 60 "$hosts" exec "$near" "$here/talk" "$plugin" "$first" \
		"{\"method\": \"ports\", \"parameters\": {\"from\": $1, \"to\": $2, \"address\": \"$3\"${5:-}}}"
	echo "$output"
	[ "$status" -eq 0 ]
	output=$(grep '^{"method": "ports"' <<<"$output")
}

is() { # FILTER
	jq -e "$1" <<<"$output"
}

@test "nobody listens and nothing swallows: each port refuses, and is reached" {
	for address in "$far_address" 3fff:1::2; do
		ask 49152 49215 "$address"
		is '.result == {reached: true, tried: 64, open: 0, refused: 64, listened: false} and .seconds < 4'
	done
}

@test "a port that somebody listens on is counted" {
	ask 22 22 "$far_address"
	is '.result == {reached: true, tried: 1, open: 1, refused: 0, listened: false}'
}

@test "what is swallowed is not reached, within bounded time" {
	wall drop
	ask 49152 49215 "$far_address"
	is '.result.reached == false and .result.tried == 64 and .seconds < 10'
	is '.result.why | contains("only 48 answered hv1 within 5 seconds; the first that did not is 49200.")'
}

@test "what is reported as unreachable on the way is not reached, with the reason" {
	wall reject with icmpx admin-prohibited
	ask 49152 49215 "$far_address"
	is '.result.reached == false and (.result.why | contains("port 492") and
		(contains("No route to host") or contains("a firewall on the way forbids port ")))'
}

@test "a host that is not there" {
	local nobody
	nobody=$(of_family 192.0.2.9 3fff:1::9)
	ask 49152 49155 "$nobody"
	is ".result.reached == false and (.result.why | contains(\"of 4 ports of $nobody\"))"
}

@test "a range that is none is refused, and so is an address that is none" {
	ask 5 4 "$far_address"
	is '.error.data.kind == "input"'
	ask 0 4 "$far_address"
	is '.error != null'
	ask 1 4 "$far_address'; id; '"
	is '.error != null'
}

@test "endless, silent and lying hosts end in bounded time" {
	for user in endless silent liar; do
		ask 49152 49215 "$far_address" "$user"
		is '.error != null and .seconds < 40'
	done
}

# A listener on the ports at ADDRESS of `far`, for PEER, while a command runs.
while_listening() { # ADDRESS PEER COMMAND...
	local life order
	order="role listen
address $1
peer $2
ports 49152 49215 1
life 20000"
	sleep 20 3>&- | "$hosts" exec "$far" env BANYUN_ORDER="$order" \
		"$(realpath "${top_builddir:-.}/plugins/bandwidth/banyun-measure")" >"$far/listening" 3>&- &
	for _ in $(seq 50); do [ ! -s "$far/listening" ] || break; sleep 0.1; done
	"${@:3}"
	for life in $(jobs -p); do pkill -P "$life" || true; kill "$life" 2>/dev/null || true; done
}

@test "with a listener each port is open, to its peer alone" {
	for pair in "$far_address $near_address" "3fff:1::2 3fff:1::1"; do
		while_listening $pair ask 49152 49215 "${pair% *}" plain ', "listened": true'
		is '.result == {reached: true, tried: 64, open: 64, refused: 0, listened: true}'
		[ "$(cat "$far/listening")" = '{"listening": 64, "taken": 0}' ]
		"$hosts" exec "$far" ss -Htan 'sport >= 49152 and sport <= 49215' | grep -v LISTEN && return 1
	done
	while_listening "$far_address" "$(of_family 192.0.2.9 3fff:1::8)" ask 49152 49215 "$far_address" plain ', "listened": true'
	is '.result.reached == false and .result.open == 0'
	while_listening 3fff:1::2 3fff:1::9 ask 49152 49215 3fff:1::2 plain ', "listened": true'
	is '.result.reached == false and .result.open == 0'
}

@test "a firewall that refuses in the other one's name is told apart with a listener" {
	wall reject with tcp reset
	ask 49152 49215 "$far_address"
	is '.result.reached'
	while_listening "$far_address" "$near_address" ask 49152 49215 "$far_address" plain ', "listened": true'
	is '.result.reached == false and (.result.why | contains("16 refused hv1, though banyun listened on 64"))'
	is '.result.why | contains("a firewall on the way refuses")'
}
