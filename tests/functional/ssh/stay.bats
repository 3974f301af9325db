# A login stays for the next scan, and is never used for what the register does not say any more. A real
# banyund, a real sshd, whose log tells who logged in.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/daemon.bash"
configuration='inventory: {login_minutes: 1}'

add() { # NAME PORT
	register "$1" a "$2" plain user
}

logins() {
	grep -c "Accepted publickey for plain" "$far/log"
}

scan() { # prints who was silent, and why
	banyun inventory scan --json | jq -r '.silent[] | select(.host != "banyund") | "\(.host): \(.why)"'
}

sessions() { # that are open at the server
	"$here/hosts" ps "$far" | grep -c "sshd: plain@notty" || true
}

sessions_become() { # COUNT SECONDS: within so many
	for ((i = 0; i < $2 * 10; i++)); do
		[ "$(sessions)" -ne "$1" ] || return 0
		sleep 0.1
	done
	return 1
}

setup_file() {
	server_fits || return 0
	server_up stay
	daemon_up
	install -m 600 -o 990 "$far/user" "$folder/credentials/user"
	add one 22
	add two 2222
}

facts() {
	banyun inventory show one --json | jq -S '[.. | objects | .kernel, .machine_id | values]'
}

@test "the next scan asks over the login of the one before, and is told the same" {
	[ -z "$(scan)" ]
	facts >"$far/first"
	grep -q "$(uname -r)" "$far/first"
	[ "$(logins)" -eq 2 ]
	[ "$(sessions)" -eq 2 ]
	for _ in 1 2 3; do [ -z "$(scan)" ]; done
	[ "$(logins)" -eq 2 ]
	diff "$far/first" <(facts)
}

@test "a login that broke meanwhile is made anew, without a word" {
	"$here/hosts" ps "$far" | awk '/sshd: plain@notty/ { print $1; exit }' | while read -r pid; do
		nsenter -t "$(tr -d ' ' <"/proc/$(cat "$far/pid")/task/$(cat "$far/pid")/children")" -p -m kill "$pid"
	done
	before=$(logins)
	[ -z "$(scan)" ]
	[ "$(logins)" -eq $((before + 1)) ]
}

# signal NAME: to the shells that wait at the hosts for the next scan.
signal() {
	local pids
	pids=$("$here/hosts" ps "$far" | awk '$3 == "/bin/sh" { print $1 }')
	[ -n "$pids" ]
	nsenter -t "$(tr -d ' ' <"/proc/$(cat "$far/pid")/task/$(cat "$far/pid")/children")" -p -m kill "-$1" $pids
}

# asked_anew SIGNAL LOGINS: the shells get it; the next scan is told the same, with so many new logins.
asked_anew() {
	local before
	facts >"$far/before"
	before=$(logins)
	signal "$1"
	[ -z "$(scan)" ]
	diff "$far/before" <(facts)
	[ "$(logins)" -eq $((before + $2)) ]
	[ "$(sessions)" -eq 2 ]
}

@test "a shell that died while it waited is no loss: another asks over the same login" {
	asked_anew KILL 0
}

@test "a shell that hangs has half of the time, and then a new login asks" {
	SECONDS=0
	asked_anew STOP 2
	[ "$SECONDS" -lt 60 ]
	[ "$("$here/hosts" ps "$far" | awk '$3 == "/bin/sh"' | wc -l)" -le 4 ]
}

@test "another credential under the same name is what counts at once" {
	before=$(logins)
	install -m 600 -o 990 "$far/other_user" "$folder/credentials/user"
	scan >"$far/silent"
	cat "$far/silent"
	[ "$(grep -c "does not let the user" "$far/silent")" -eq 2 ]
	install -m 600 -o 990 "$far/user" "$folder/credentials/user"
	[ -z "$(scan)" ]
	[ "$(logins)" -eq $((before + 2)) ]
}

@test "a host that is removed is asked nothing more, and its login ends soon" {
	banyun host remove two >/dev/null
	[ "$(sessions)" -eq 2 ]
	sessions_become 1 20
}

@test "a host that is added again but not trusted is not asked over the old login" {
	banyun host remove one >/dev/null
	banyun host add one --department=a --side=machine --address="$loopback" --port=22 --user=plain \
		--credential=user >/dev/null
	before=$(logins)
	scan >"$far/silent"
	cat "$far/silent"
	grep -q "not trusted" "$far/silent"
	[ "$(logins)" -eq "$before" ]
	[ "$(sessions)" -eq 0 ]
}

@test "nothing stays longer than it may, nor longer than banyund" {
	add two 2222
	banyun host trust one --fingerprint="$(ssh-keygen -lf "$far/host_ecdsa.pub" | cut -d' ' -f2)" >/dev/null
	[ -z "$(scan)" ]
	[ "$(sessions)" -eq 2 ]
	sessions_become 0 90
	[ -z "$(scan)" ]
	[ "$(sessions)" -eq 2 ]
	stop
	sessions_become 0 5
}
