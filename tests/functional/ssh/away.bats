# The network to a host goes away in the middle of a scan, without a word: the scan ends all the same, in
# about half a minute, and says so. A real banyund and a real sshd, each in a network of its own.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/server.bash"
source "${top_srcdir:-.}/tests/functional/inventory/daemon.bash"
gate=$(of_family 198.51.100.1 2001:db8:51::1)
nodad=$(of_family "" nodad)

as() {
	local uid=$1
	shift
	ip netns exec "$client" setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs "$@"
}

# inner STATE: of the far end of the wire; one that goes down loses its address where that is of IPv6.
inner() {
	"$here/hosts" exec "$far" ip link set inner "$1"
	"$here/hosts" exec "$far" ip address replace "$(of_family "$gate/30" "$gate/64")" dev inner ${nodad:-}
}

setup_file() {
	server_fits || return 0
	client=banyun-away.$$
	export client
	ip netns add "$client"
	server_up away
	ip -n "$client" link add gate type veth peer inner netns "$(tr -d " " <"/proc/$(cat "$far/pid")/task/$(cat "$far/pid")/children")"
	ip -n "$client" address add "$(of_family 198.51.100.2/30 2001:db8:51::2/64)" dev gate ${nodad:-}
	ip -n "$client" link set gate up
	ip netns exec "$client" bash -c 'source "$0" && raise_loopback' "$here/../family.bash"
	inner up
	daemon_up
	install -m 600 -o 990 "$far/user" "$folder/credentials/user"
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

trust() { # NAME
	banyun host trust "$1" --fingerprint="$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)"
}

# has_come USER COUNT: so many logins of the user.
has_come() {
	[ "$(grep -c "Accepted publickey for $1" "$far/log")" -ge "$2" ]
}

# The kernel takes a moment to send over a wire that is whole again.
answers() {
	ip netns exec "$client" timeout 1 bash -c ": <>/dev/tcp/$gate/22" 2>/dev/null
}

# cut_scan USER: the network goes away when the user has logged in; what the scan says is in "said", how
# long it took afterwards in $seconds.
cut_scan() {
	local before began
	before=$(grep -c "Accepted publickey for $1" "$far/log" || true)
	banyun inventory scan --json >said 2>&1 3>&- &
	within 20 has_come "$1" $((before + 1))
	inner down
	began=$SECONDS
	wait "$!"
	seconds=$((SECONDS - began))
	inner up
	within 20 answers
	jq -r '.silent[] | .host + ": " + .why' said
	echo "it took $seconds s"
}

@test "a host" {
	banyun host add away --department=a --side=machine --address="$gate" --user=silent --credential=user
	trust away
	cut_scan silent
	[ "$seconds" -le 45 ]
	jq -e '.silent | length == 1 and .[0].host == "away" and
		(.[0].why | test("network to the host \"away\" .* was lost"))' said
}

@test "and what lies behind it" {
	banyun host remove away
	banyun host add away --department=a --side=machine --address="$gate" --user=plain --credential=user
	trust away
	banyun host add behind --department=a --side=machine --address="$loopback" --port=2222 --user=silent \
		--credential=user --jump=away
	trust behind
	cut_scan silent
	[ "$seconds" -le 45 ]
	jq -e '.silent | map(select(.host == "behind"))[0].why | test("jump host \"away\"")' said
}

@test "the next scan is as good as ever" {
	banyun host remove behind
	banyun inventory scan --json | jq -e '.silent == []'
}
