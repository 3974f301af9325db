# What happens to the audit log when its process is killed or its disk is full: nothing that was
# said to be durable is lost, and what is published is whole again after the next start.

setup() {
	here=$top_srcdir/tests/functional/audit
	append=$top_builddir/tests/functional/audit/append
	verify=$top_builddir/daemon/audit/banyun-verify
	place=$BATS_TEST_TMPDIR
	: > "$place/acknowledged"
}

# Every line that was acknowledged is in the log, at its index.
nothing_is_lost() {
	"$here/reference" "$place/audit" > "$place/there"
	[ -z "$(sort "$place/acknowledged" | comm -23 - <(sort "$place/there"))" ]
}

@test "a second implementation reads what the first wrote" {
	"$append" "$place" a 700 > "$place/acknowledged"
	[ "$(wc -l < "$place/acknowledged")" -eq 700 ]
	nothing_is_lost
	run "$verify" "$place/audit"
	[ "$status" -eq 0 ]
	[[ $output == *"sound: 700 records"* ]]
	[[ $output == *"cannot be excluded"* ]]
	run "$verify" --json --against "$place/audit/checkpoint" "$place/audit"
	[[ $output == *'"cut_back_excluded":true'* ]]
	[[ $output == *'"sound":true'* ]]
}

@test "killed 20 times: nothing acknowledged is lost, all is published again" {
	for round in $(seq 20); do
		"$append" "$place" "k$round" >> "$place/acknowledged" &
		pid=$!
		# There is a log to look at: before its first checkpoint nothing was published.
		for _ in $(seq 1000); do
			[ ! -f "$place/audit/checkpoint" ] || break
			sleep 0.01
		done
		[ -f "$place/audit/checkpoint" ]
		sleep "0.$((100 + RANDOM % 400))"
		kill -9 "$pid"
		wait "$pid" || true
		against=()
		if [ -f "$place/audit/checkpoint" ]; then
			cp "$place/audit/checkpoint" "$place/before"
			against=(--against "$place/before")
		fi
		"$append" "$place" check 0
		run "$verify" "${against[@]}" "$place/audit"
		echo "# round $round: $output"
		[ "$status" -eq 0 ]
	done
	[ "$(wc -l < "$place/acknowledged")" -gt 20 ]
	nothing_is_lost
	echo "# $(wc -l < "$place/acknowledged") acknowledged," \
		"$(wc -l < "$place/there") in the log" >&3
}

@test "the signer killed at every instant: what it signed is never taken back" {
	for round in $(seq 10); do
		"$append" "$place" "s$round" >> "$place/acknowledged" &
		pid=$!
		sleep "0.$((200 + RANDOM % 300))"
		signer=$(cat "/proc/$pid/task/"*/children)
		[ -z "$signer" ] || kill -9 $signer
		sleep 0.1
		kill -9 "$pid"
		wait "$pid" || true
	done
	"$append" "$place" check 0
	nothing_is_lost
	"$verify" "$place/audit"
}

@test "a full disk stops the process, and nothing acknowledged is lost" {
	unshare -rm true 2> /dev/null || skip "no mount namespace of our own can be made"
	mkdir "$place/disk"
	run unshare -rm "$here/full-disk" "$append" "$verify" "$place"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *"The reserve of 1048576 bytes is given up"* ]]
	[[ $output == *"The process stops"* ]]
}

@test "the verifier and the signer know no database, no loop and no hypervisor" {
	for program in banyun-verify banyun-signer; do
		ldd "$top_builddir/daemon/audit/$program" > "$place/libraries"
		grep -q libcrypto "$place/libraries"
		run grep -E "sqlite|event|virt|ssh|curl" "$place/libraries"
		echo "$program: $output"
		[ "$status" -eq 1 ]
	done
}

@test "started as root, the signer is another user before it makes the key" {
	[ "$(id -u)" -eq 0 ] || skip "only root can become another user"
	open=$(mktemp -d /tmp/signer.XXXXXX)
	chmod 711 "$open"
	run "$top_builddir/daemon/audit/banyun-signer" --folder "$open/keys" \
		--origin banyun.example/audit --user nobody 3< /dev/null
	found=$(stat -c "%U %a %n" "$open/keys" "$open/keys/key" | sed "s|$open/||")
	rm -rf "$open"
	echo "$output $found"
	[ "$status" -eq 1 ]
	[[ $output == *"is started by banyund"* ]]
	[ "$found" = "nobody 700 keys
nobody 600 keys/key" ]
}
