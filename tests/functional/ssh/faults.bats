# One scan of good hosts and of every kind that is not: each outcome is told with its reason, and the
# others are as they would be alone. A real banyund, real sshds, and servers that were good when a person
# trusted them.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/daemon.bash"

# add NAME PORT USER [CREDENTIAL]: a host that a person has trusted.
add() {
	register "$1" a "$2" "$3" "${4:-user}"
}

setup_file() {
	local name number
	server_fits || return 0
	server_up faults
	daemon_up
	for name in user user_locked other_user; do
		install -m 600 -o 990 "$far/$name" "$folder/credentials/$name"
	done
	add good1 22 plain
	add good2 2222 root
	for name in garbage early killed nologin flood silent dropped expired; do add "$name" 22 "$name"; done
	add nobody 22 nobody-here
	add passphrase 22 plain user_locked
	add key 22 plain other_user
	number=7100
	for name in stranger mute close banner lines ignore huge slow; do
		add "$name" "$number" plain
		number=$((number + 1))
	done
	touch "$far/ready.turn"
	banyun inventory scan --json >"$folder/scan.json"
}

@test "the good hosts are as they would be alone" {
	jq -r '.silent[] | select(.host | startswith("good")) | "\(.host): \(.why)"' "$folder/scan.json"
	for name in good1 good2; do
		[ "$(jq --arg name "$name" '[.silent[] | select(.host == $name)] | length' "$folder/scan.json")" -eq 0 ]
		[ "$(banyun inventory show "$name" --json | jq -r '.. | .kernel? // empty' | head -1)" = "$(uname -r)" ]
	done
}

@test "each host that failed is told, with its own reason" {
	local -A words=([garbage]="ends too early" [early]="ended with 7" [killed]="ended by a signal"
		[nologin]="not available" [flood]="more than 1048576 bytes" [silent]="did not answer in time"
		[dropped]="closed the connection" [expired]="does not let the user" [nobody]="does not let the user"
		[passphrase]="without a passphrase" [key]="does not let the user" [stranger]="key"
		[mute]="did not answer in time" [close]="closed the connection" [banner]="sent more than|failed while"
		[lines]="sent more than|failed while" [ignore]="sent more than" [huge]="failed while" [slow]="did not answer in time")
	for name in "${!words[@]}"; do
		why=$(jq -r --arg name "$name" '[.silent[] | select(.host == $name).why] | join(" / ")' "$folder/scan.json")
		echo "$name: $why"
		grep -qE -- "${words[$name]}" <<<"$why"
		[[ "$why" == *"$name"* ]]
	done
	[ "$(jq '.silent | length' "$folder/scan.json")" -eq "${#words[@]}" ]
}

@test "another key than the trusted one is shown with its fingerprint" {
	jq -r '.silent[] | select(.host == "stranger").why' "$folder/scan.json" |
		grep -F "$(ssh-keygen -lf "$far/other_host.pub" | cut -d' ' -f2)"
}

@test "the next scan is as good" {
	banyun inventory scan --json | jq -e '[.silent[] | select(.host | startswith("good"))] == []'
}
