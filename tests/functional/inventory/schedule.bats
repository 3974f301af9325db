# Scans by themselves: a real banyund that nobody asks makes a snapshot, and its record says who did.

bats_require_minimum_version 1.5.0
configuration="inventory: {every: 1}"
load daemon.bash

has_snapshot() {
	banyun inventory show >/dev/null 2>&1
}

@test "without a scan before, the first begins at once, by chance up to six seconds later" {
	for _ in $(seq 150); do
		has_snapshot && break
		sleep 0.1
	done
	run -0 banyun inventory show
	person=1003 run -0 banyun audit list --json
	jq -e '[.list[] | select(.action == "inventory.scan")] | length == 1 and
		.[0].actor == "banyund"' <<<"$output"
}

@test "the next waits for its time, also over a restart" {
	local before after
	before=$(banyun inventory show --json | jq -r .digest)
	stop
	start
	sleep 8
	after=$(banyun inventory show --json | jq -r .digest)
	[ "$before" = "$after" ]
}
