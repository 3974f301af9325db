# More hosts than logins may stay: a real banyund and a real sshd, at which all of them are.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/daemon.bash"
configuration='inventory: {login_minutes: 20}'
hosts=264 # 256 logins stay

# The register has the first host, as a person trusted it; the others are that by other names.
multiply() {
	stop
	python3 - "$folder"/state/*.db* <<-END
		import json, sqlite3, sys
		with sqlite3.connect(next(path for path in sys.argv[1:] if not path.endswith(("-wal", "-shm")))) as database:
		    rows = database.execute("SELECT space, key, value FROM state WHERE key = 'host000' OR key LIKE 'host000 %'").fetchall()
		    for number in range(1, $hosts):
		        database.executemany("INSERT INTO state VALUES (?, ?, ?)",
		            [[part.replace("host000", f"host{number:03}") for part in row] for row in rows])
	END
	start
}

setup_file() {
	server_fits || return 0
	server_up crowd
	daemon_up
	install -m 600 -o 990 "$far/user" "$folder/credentials/user"
	register host000 a 22 plain user
	multiply
}

sessions() { # that are open at the server
	"$here/hosts" ps "$far" | grep -c "sshd: plain@notty" || true
}

daemon_pid() {
	cat "$folder/pid"
}

@test "as many logins stay as may, and the next scan asks over them" {
	banyun inventory scan --json >scan
	jq -c '.silent[:3]' scan
	jq -e '.silent == []' scan
	[ "$(sessions)" -eq 256 ]
	before=$(grep -c "Accepted publickey" "$far/log")
	banyun inventory scan --json | jq -e '.silent == []'
	[ "$(($(grep -c "Accepted publickey" "$far/log") - before))" -eq $((hosts - 256)) ]
}

# within_limit OPTION COUNT: banyund lives with that limit of ulimit(1) from now on; no login stayed yet.
within_limit() {
	stop
	(ulimit "$1" "$2" && start)
}

# scan: what was wrong, in the words behind the names of the hosts.
scan() {
	banyun inventory scan --json >scan
	jq -r '.silent[].why' scan | sed 's/host[0-9]*/HOST/g' | sort | uniq -c
}

none_stays() { # REASON: as the log tells
	[ "$(sessions)" -eq 0 ]
	grep -q "Of 256 logins only 0 can stay, for $1" "$folder/log"
}

@test "where few files may be open no login stays, and each host is asked all the same" {
	within_limit -n 200
	[ -z "$(scan)" ]
	none_stays "banyund may have 200 files open: raise LimitNOFILE in its unit"
}

@test "where few processes may be, too" {
	within_limit -u 100
	[ -z "$(scan)" ]
	none_stays "banyund's user may have 100 processes: raise TasksMax in its unit"
}

@test "what is over a limit is told by its name, and the next scan is as good" {
	within_limit -u 40
	scan
	jq -e '.silent | length > 0 and all(.why | test("may have no more processes; raise TasksMax"))' scan
	within_limit -n 60
	scan
	jq -e '.silent | any(.why | test("may have no more files open; raise LimitNOFILE"))' scan
	stop
	start
	[ -z "$(scan)" ]
}
