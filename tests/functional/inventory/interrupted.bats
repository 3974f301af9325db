# An import that breaks off, at whatever moment: all of it was taken in, or nothing.

bats_require_minimum_version 1.5.0
load daemon

# made KIND COUNT FILE: a table of so many systems.
made() {
	awk -v kind="$1" -v count="$2" 'BEGIN { print "系统名称,责任单位,功能"; for (i = 0; i < count; i++)
		printf "%s%05d,单位%03d,%s\n", kind, i, i % 97, i ? "x" : "" }' >"$3"
}

# taken: how many systems were.
taken() {
	banyun inventory completeness --json | jq '[.departments[].entries.system // 0] | add // 0'
}

leave() { # HOW
	as 1001 "${top_srcdir:-.}/tests/functional/inventory/leave" "$folder/run/sock" "$1" 8000
}

@test "parts of an import that nobody ends are not taken in" {
	leave between
	[ "$(taken)" -eq 0 ]
}

@test "a client that leaves while its import is being taken in takes it back" {
	leave last
	[ "$(taken)" -eq 0 ]
	# The next one does not wait for it, and meets nothing of it.
	leave stay | jq -e '.tables | map(.added) | add == 8000'
	[ "$(taken)" -eq 8000 ]
}

@test "one that waits for its turn and leaves is not taken in, and the others are" {
	leave queue | jq -e '.tables | map(.added) | add == 8000'
	[ "$(taken)" -eq 16000 ]
}

@test "an import belongs to whom began it" {
	leave stranger | jq -e '.status == 404 and (.detail | contains("nothing of it was taken in"))'
}

# interrupted SECONDS FILE: Ctrl-C is pressed then, unless all is done already; what is said is in "said".
interrupted() {
	as 1001 timeout --preserve-status -s INT "$1" env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 \
		"$build/daemon/cli/banyun" inventory import "$2" >said 2>&1
}

@test "Ctrl-C leaves all or nothing, and no rejected rows of nothing" {
	local before now wait nothing=0
	before=$(taken)
	for wait in 0.05 0.1 0.2 0.4 0.8 1.6; do
		made "甲$wait" 30000 many.csv
		sed -i '3s/,.*/,,x/' many.csv
		rm -f many.csv.rejects*
		! interrupted "$wait" many.csv
		# The answer of the next import comes after it was decided.
		leave stay >answer
		now=$(taken)
		echo "after $wait s: $((now - before)) systems"
		cat said
		if [ "$now" -eq "$before" ]; then
			nothing=$((nothing + 1))
			# It may not even have been started.
			[ ! -s said ] || grep -q "nothing was changed\|all of it was taken in, or nothing" said
			grep -q "or nothing" said || [ ! -e many.csv.rejects.csv ]
		else
			[ "$now" -eq $((before + 29999)) ]
			[ -e many.csv.rejects.csv ]
		fi
		before=$now
	done
	[ "$nothing" -gt 0 ]
}
