# The world of the fictional city, told by the plugin fake: what is found there at a moment, that it
# changes with time and with nothing else, and that a real banyund makes one picture of it and of what
# the departments told.

bats_require_minimum_version 1.5.0
load city

EARLY=2020-02-03T00:00:00Z LATE=2021-11-01T00:00:00Z

setup_file() {
	enter_cities
	city tiny 7 "$folder/tiny"
	city city 7 "$folder/city"
}

teardown_file() {
	leave_cities
}

# found FILE MOMENT [HOST]: the items of that world, one a line.
found() {
	local parameters
	parameters=$(jq -nc --arg moment "$2" --arg host "${3:-}" \
		'{$moment} + if $host == "" then {} else {$host} end')
	"$sources/tests/functional/plugin/ask" "$build/plugins/fake/banyun-plugin-fake" collect \
		"$parameters" "$(jq -nc --arg world "$1" '{role: "source", $world}')"
}

# items FILE MOMENT [HOST]: the same without the last line.
items() {
	found "$@" | sed -n 's/^item //p'
}

@test "the same moment gives the same bytes, another gives others" {
	cd "$BATS_TEST_TMPDIR"
	found "$folder/city/world.jsonl" "$EARLY" >first
	TZ=Asia/Shanghai found "$folder/city/world.jsonl" "$EARLY" >second
	cmp first second
	[ "$(tail -n 1 first)" = "result {\"items\": $(($(wc -l <first) - 1))}" ]
	found "$folder/city/world.jsonl" "$LATE" >third
	run -1 cmp -s first third
}

@test "one host tells what it tells among all" {
	cd "$BATS_TEST_TMPDIR"
	items "$folder/tiny/world.jsonl" "$EARLY" >all
	host=$(jq -rs 'map(select(.kind == "machine").facts.host)[0]' all)
	items "$folder/tiny/world.jsonl" "$EARLY" "$host" >own
	[ "$(jq -s 'map(.kind) | unique' -c own)" = '["host","machine","network","pool"]' ]
	jq -c --arg host "$host" 'select(.facts.host == $host or .id == $host or
		(.kind == "host" and (.id | startswith($host + "-v"))))' all | diff - <(jq -c . own)
	[ "$(items "$folder/tiny/world.jsonl" "$EARLY" nobody | wc -l)" -eq 0 ]
}

@test "what is found is what the template says: servers, machines, addresses of both families" {
	items "$folder/city/world.jsonl" 2020-01-01T00:00:00Z >"$BATS_TEST_TMPDIR/items"
	jq -es '
		def near($part; $all): (. - $part * $all | fabs) <=
			3 * (($part * (1 - $part) * $all) | sqrt);
		map(select(.kind == "machine")) as $machines |
		(map(select(.facts.side == "cloud")) as $cloud |
			($cloud | length) == 6 and ($cloud | all(.facts.links |
				map(select(.kind == "vxlan" and .mtu == 1500 and .master)) | length == 2))) and
		(map(select(.kind == "host" and .facts.side != "cloud")) as $hosts |
		map(select(.kind == "network")) as $networks |
		($machines | map(.id)) as $uuids |
		($hosts | map(select(.facts.uuid | IN($uuids[])))) as $insides |
		($machines | length) == 640 and ($uuids | unique | length) == 640 and
		($hosts | map(select(.facts.libvirt)) | length) == 110 and
		# standalone servers: the 75 spare ones do not answer
		($hosts | length) - ($insides | length) == 430 + 110 and
		($insides | length) == 192 and
		# years, of all but the spare ones
		(($hosts | map(.facts.firmware_date // empty | .[:10] + "T00:00:00Z" | fromdate |
			(1577836800 - .) / 31557600 | floor)) as $ages |
			($ages | length) == 540 and
			([[0, 3, 0.22], [4, 5, 0.28], [6, 7, 0.27], [8, 12, 0.23]] | all(. as [$from, $to, $part] |
				$ages | map(select(. >= $from and . <= $to)) | length | near($part; 540)))) and
		($hosts | map(select(.facts.addresses | any(contains(":")))) | length |
			near(0.2; $hosts | length)) and
		# each machine lies in networks that its hypervisor has
		($networks | map(.id)) as $ids | ($machines | all(.facts as $facts | $facts.nics |
			all("\($facts.host)/\(.network)" | IN($ids[])))) and
		# those that break isolation
		($machines | map(select(.facts.nics | map(.network) | unique | length > 1)) | length) == 3 and
		(($hosts + $machines) | map(select(.measures | not)) | length |
			near(0.06; ($hosts + $machines) | length)))' "$BATS_TEST_TMPDIR/items"
}

@test "the use of machines is distributed as it should, over a week and by what its readings say" {
	cd "$BATS_TEST_TMPDIR"
	for day in {06..13}; do
		items "$folder/city/world.jsonl" "2020-01-${day}T00:00:00Z" |
			jq -c 'select(.kind == "machine" and .measures) | {id, cpus: .facts.vcpus,
				memory: .facts.memory, disks: (.facts.disks | map(.capacity) | add), measures}'
	done >readings
	# A counter that goes back was started again: of such a machine a week is not known.
	jq -es '
		def near($part; $all): (. - $part * $all | fabs) <=
			3 * (($part * (1 - $part) * $all) | sqrt);
		group_by(.id) | map(select(map(.measures.cpu_time_us) | length == 8 and . == sort and
			all(.)) | (.[7].measures.cpu_time_us - .[0].measures.cpu_time_us) / .[0].cpus / 604800e3) |
		length as $all | $all > 150 and
		# permille; idle ones were injected beside the distribution
		(add / $all - 250 * 0.947 | fabs) < 3 * 170 / ($all | sqrt) and
		(map(select(. < 50)) | length | near(0.07 * 0.947 + 0.053; $all))' readings
	jq -es 'map(select(.measures.cpu_time_us)) | length > 4000 and
		all(.measures.memory_used >= 0 and .measures.memory_used < .memory and
			.measures.allocation > 0 and .measures.allocation <= .disks)' readings
}

@test "machines come and go, and a name that is free comes back for another" {
	cd "$BATS_TEST_TMPDIR"
	for moment in 2020-01-01 2020-07-01 2021-01-01 2021-07-01 2021-12-31; do
		items "$folder/city/world.jsonl" "${moment}T00:00:00Z" |
			jq -r 'select(.kind == "machine") | .id + " " + .facts.name' | sort >"$moment"
		# At one moment a name is one machine's.
		[ "$(cut -d' ' -f2 "$moment" | sort | uniq -d)" = "" ]
	done
	[ "$(comm -23 2020-01-01 2021-12-31 | wc -l)" -eq "$(jq .counts.vm.gone "$folder/city.json")" ]
	jq -e '.totals.reused_names == 12' "$folder/city.json"
	[ "$(comm -13 2020-01-01 2021-12-31 | wc -l)" -eq $((96 + 12)) ]
	[ "$(comm -13 2020-01-01 2021-12-31 | cut -d' ' -f2 | sort |
		comm -12 - <(cut -d' ' -f2 2020-01-01 | sort) | wc -l)" -eq 12 ]
	# Each half-year has its part in it.
	for pair in '2020-01-01 2020-07-01' '2020-07-01 2021-01-01' '2021-01-01 2021-07-01'; do
		# shellcheck disable=SC2086
		[ "$(comm -13 $pair | wc -l)" -gt 8 ] && [ "$(comm -23 $pair | wc -l)" -gt 8 ]
	done
}

@test "a world with a mistake ends with the line that has it" {
	cd "$BATS_TEST_TMPDIR"
	sed '3s/"cpus":[0-9]*/"cpus":0/; 3s/"kind":"[a-z]*"/"kind":"vm"/' \
		<(grep '"kind":"vm"' "$folder/tiny/world.jsonl") >wrong
	run -1 found wrong "$EARLY"
	[[ ${lines[-1]} == "error input Line 3 of the world \"wrong\", column "*'"cpus" must be'* ]]
	head -c -5 "$folder/tiny/world.jsonl" >cut
	run -1 found cut "$EARLY"
	[[ ${lines[-1]} == *'The last line of the world "cut" is cut off.' ]]
	head -c 300000 /dev/zero | tr '\0' x >long
	run -1 found long "$EARLY"
	[[ ${lines[-1]} == *"Line 1 of the world"*"more than 262144 bytes"* ]]
	run -1 found nowhere "$EARLY"
	[[ ${lines[-1]} == *'The world "nowhere" cannot be read: No such file'* ]]
	run -1 found wrong yesterday
	[[ ${lines[-1]} == *moment* ]]
}

# A banyund that knows what SIZE's departments told and looks at its world at MOMENT: look SIZE MOMENT.
look() {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	local at=$folder/$1-banyund
	set -- "$1" world "$(realpath "$folder/$1/world.jsonl")" world_time "$2"
	if [ -d "$at" ]; then
		[ ! -f "$at/pid" ] || stop "$at"
		run_again "$at" "${@:2}"
	else
		start "$at" "${@:2}"
		chown -R 1001 "$folder/$1"
		import_all "$1" >/dev/null
	fi
	banyun "$at" inventory scan --json >"$folder/$1.scan"
	banyun "$at" inventory show --json >"$folder/$1.snapshot"
}

# seen SIZE FILTER: holds of [{kind, id, source, facts}] of the last snapshot.
seen() {
	jq -e ".objects as \$objects | .snapshot.members |
		map({kind, id, source, measures, facts: \$objects[.digest]}) | $2" \
		"$folder/$1.snapshot" >/dev/null
}

# without_times SIZE: what of the last snapshot does not depend on the hour of the scan.
without_times() {
	jq -S '.snapshot | {silent, members: [.members[] | select(.source != "netlink banyund") |
		select(.id | startswith("banyund/") | not) | del(.seen, .told[]?.seen)]}' \
		"$folder/$1.snapshot"
}

@test "tiny: what the plugin tells and what the departments told are one picture" {
	look tiny "$EARLY"
	jq -e '.silent == []' "$folder/tiny.scan"
	seen tiny 'map(select(.kind == "machine")) | length == 21 and
		all(.source == "fake " + .facts.host and (.facts | has("xml") | not))'
	seen tiny 'map(select(.kind | IN("host", "network", "pool")) | select(.id != "banyund")) |
		all(.source | startswith("fake "))'
	seen tiny 'map(select(.kind == "system")) | length == 11 and all(.source | startswith("table "))'
	# An inside that was copied with its firmware says two things of itself.
	seen tiny 'map(select(.kind == "contradiction" and .facts.fact == "machine")) | length == 1'
	# What a neighbour sees and nobody told.
	seen tiny 'map(select(.kind == "stranger" and (.facts.seen_by | startswith("c00-")))) | length == 2'
}

@test "tiny: every inside is joined to its machine, and who told it is shown" {
	[ -f "$folder/tiny.snapshot" ] || skip "only root can be several people"
	name=$(jq -r '.objects as $objects | [.snapshot.members[] | select(.kind == "host") |
		$objects[.digest] | select(.machine_by == "uuid").name][0]' "$folder/tiny.snapshot")
	banyun "$folder/tiny-banyund" inventory show "c00-d00-s000" --why >"$BATS_TEST_TMPDIR/why"
	grep -Eq '^libvirt +"9.0.0" +fake c00-d00-s000 ' "$BATS_TEST_TMPDIR/why"
	jq -e --arg name "$name" '[.snapshot.members[] | select(.kind == "host" and .id == $name)][0] |
		.source == "fake \($name), inventory"' "$folder/tiny.snapshot"
}

@test "tiny: networks are concluded from what is found, and told apart by department" {
	seen tiny 'map(select(.kind == "prefix" and .facts.found and .facts.department)) | length > 0 and
		all(.id == .facts.department + "/" + .facts.prefix and .source == "inventory")'
	seen tiny 'map(select(.kind == "host" and .facts.routes and (.facts.routes | length > 0)) | .id) as
		$hosts | [.[] | select(.kind == "prefix") | .facts.hosts[]?] | unique == ($hosts | unique)'
	# Machines with a NIC in either domain, by the names of their networks.
	seen tiny '[.[] | select(.kind == "irregularity" and .facts.rule == "dual_homed") |
		.id | ltrimstr("dual_homed/machine/")] as $told | [.[] | select(.kind == "machine") |
		select([.facts.nics[].network] | unique | length > 1).id] == $told'
}

@test "the same moment makes the same picture, in another banyund too" {
	look tiny "$EARLY"
	without_times tiny >"$BATS_TEST_TMPDIR/first"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/first")" -gt 500 ]
	stop "$folder/tiny-banyund"
	mv "$folder/tiny-banyund" "$folder/first-banyund"
	find "$folder/tiny" -name '*.rejects.csv' -delete
	look tiny "$EARLY"
	without_times tiny | diff "$BATS_TEST_TMPDIR/first" -
}

@test "a later look differs by what came and went" {
	look city "$EARLY"
	look city "$LATE"
	banyun "$folder/city-banyund" inventory diff --json >"$BATS_TEST_TMPDIR/diff"
	jq -rs --arg early "$EARLY" --arg late "$LATE" '
		def there($moment): (.born // "") <= $moment and (.gone // "9") > $moment;
		map(select(.kind == "vm")) | .[] |
		select(there($early) != there($late)) |
		(if there($early) then "removed " else "added " end) + .uuid' \
		"$folder/city/world.jsonl" | sort >"$BATS_TEST_TMPDIR/expected"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/expected")" -gt 100 ]
	jq -r '.changes[] | select(.kind == "machine" and .change != "changed") | .change + " " + .id' \
		"$BATS_TEST_TMPDIR/diff" | sort | diff "$BATS_TEST_TMPDIR/expected" -
	# Use is no difference: what changed otherwise was switched off.
	jq -r '.changes[] | select(.kind == "machine" and .change == "changed").id' \
		"$BATS_TEST_TMPDIR/diff" | sort >"$BATS_TEST_TMPDIR/changed"
	jq -r --arg late "$LATE" 'select(.kind == "vm" and .off and .off <= $late and .gone > $late).uuid' \
		"$folder/city/world.jsonl" | sort | diff "$BATS_TEST_TMPDIR/changed" -
}

@test "a system whose machines are gone is told so, with who says what" {
	[ -f "$folder/city.snapshot" ] || skip "only root can be several people"
	# Of each system that has machines in its table: those that its department has not any more.
	jq -rs --slurpfile snapshot "$folder/city.snapshot" --arg late "$LATE" '
		map(select(.kind | IN("server", "vm")) | select(.role != "spare" and
			(.born // "") <= $late and (.off // "9") > $late or
			(.role == "vm" and (.born // "") <= $late and (.gone // "9") > $late)) |
			"\(.department)/\(.name)") as $there |
		$snapshot[0].objects as $objects | $snapshot[0].snapshot.members[] |
		select(.kind == "system") | .source as $source | .id as $id | $objects[.digest] |
		.department as $department | select(.machines) |
		[.machines[] | select("\($department)/\(.)" | IN($there[]))] as $found |
		select($found != .machines) |
		[$id, $source, (.machines | tojson), "the hosts of " + $department, ($found | tojson)] | @tsv' \
		"$folder/city/world.jsonl" | sort >"$BATS_TEST_TMPDIR/expected"
	[ -s "$BATS_TEST_TMPDIR/expected" ]
	jq -r '[.objects[] | select(.fact == "machines" and .kind == "system")][] | [.id, (.values[] |
		(.source, .value))] | @tsv' "$folder/city.snapshot" | sort | diff "$BATS_TEST_TMPDIR/expected" -
	# A person who asks why reads both.
	id=$(head -n 1 "$BATS_TEST_TMPDIR/expected" | cut -f 1)
	banyun "$folder/city-banyund" inventory show "$id" --why >"$BATS_TEST_TMPDIR/why"
	grep -Eq '^Contradiction in machines: \[.*\], says table ' "$BATS_TEST_TMPDIR/why"
	grep -Fq "], says the hosts of ${id%%/*}." "$BATS_TEST_TMPDIR/why"
}

@test "tiny: what its machines use is kept as of the moments that were looked at" {
	for day in 2 3 4 5; do look tiny "2020-03-0${day}T00:00:00Z"; done
	read -r id cpus mean <<<"$(jq -rs 'map(select(.kind == "vm" and .load and .load.boots > 10 and
		(has("gone") | not))) | sort_by(-.load.cpu)[0] | "\(.uuid) \(.cpus) \(.load.cpu)"' \
		"$folder/tiny/world.jsonl")"
	banyun "$folder/tiny-banyund" inventory usage "$id" --json >"$BATS_TEST_TMPDIR/usage"
	jq -c '[.points[] | [.at, .cpu.mean]]' "$BATS_TEST_TMPDIR/usage"
	# Thousandths of a processor, within what days differ by. Of a day with a start between, and of the
	# time since the tests before, less is known.
	jq -e --argjson mean "$((cpus * mean))" '(.points | all(.at | startswith("2020-0"))) and
		(.points | map(select(.cpu.mean > $mean * 0.5 and .cpu.mean < $mean * 1.6)) |
			length >= 2)' "$BATS_TEST_TMPDIR/usage"
	# Nothing of it counts as a difference.
	banyun "$folder/tiny-banyund" inventory diff --json |
		jq -e '.changes | all(.kind != "machine" or .change != "changed")'
}

@test "a world speaks for nobody else" {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	local at=$folder/hostile-banyund
	mkdir "$folder/hostile"
	jq -c 'select(.kind == "server" and .role == "standalone") | .name = "banyund"' \
		"$folder/tiny/world.jsonl" | head -n 1 >"$folder/hostile/world.jsonl"
	jq -c 'select(.kind == "vm") | .host = "elsewhere"' "$folder/tiny/world.jsonl" | head -n 1 \
		>"$folder/hostile/elsewhere.jsonl"
	start "$at" world "$folder/hostile/world.jsonl"
	run banyun "$at" doctor
	[[ $output == *"a REHEARSAL: each scan reads the world \"$folder/hostile/world.jsonl\""* ]]
	run -1 banyun "$at" host add world --department a --side machine --address 192.0.2.1 \
		--credential a
	[[ $output == *"the world of a rehearsal"* ]]
	for file in world elsewhere; do
		stop "$at"
		run_again "$at" world "$folder/hostile/$file.jsonl"
		banyun "$at" inventory scan --json >"$BATS_TEST_TMPDIR/scan"
		jq -e '.silent == [{host: "world",
			why: "fake: it told of an object that is not this host'"'"'s"}]' "$BATS_TEST_TMPDIR/scan"
	done
	stop "$at"
	run_again "$at" world "$folder/hostile/nowhere.jsonl"
	banyun "$at" inventory scan --json | jq -e '.silent | length == 1 and
		(.[0].why | contains("cannot be read: No such file"))'
}

@test "the demonstration reads the whole city and leaves its map, and nothing else" {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	local stage=$BATS_TEST_TMPDIR/stage program
	mkdir -p "$stage"/{bin,sbin,libexec/banyun,share/banyun}
	ln -s "$(realpath "$build/daemon/banyund")" "$stage/sbin/"
	ln -s "$(realpath "$build/daemon/cli/banyun")" "$stage/bin/"
	for program in "$build"/plugins/*/banyun-plugin-* "$build"/daemon/*/banyun-*; do
		[[ $program == *.* ]] || ln -s "$(realpath "$program")" "$stage/libexec/banyun/"
	done
	ln -s "$(realpath "$sources/contrib/profiles")" "$(realpath "$sources/playbooks")" "$stage/share/banyun/"
	mkdir "$BATS_TEST_TMPDIR/tmp"
	run -0 env LANG=C.UTF-8 TMPDIR="$BATS_TEST_TMPDIR/tmp" "$sources/contrib/demo-city" "$stage" \
		"$BATS_TEST_TMPDIR/map.svg"
	echo "$output"
	[ "$(grep -c '^Snapshot .* holds [23][0-9]* objects' <<<"$output")" -eq 2 ]
	grep -qE '^Plan [0-9a-f]+: [0-9]{2} waves, [0-9]{3} moves' <<<"$output"
	grep -q '^violation machine .*has grown' <<<"$output"
	grep -q '^added ' <<<"$output"
	grep -q '</svg>' "$BATS_TEST_TMPDIR/map.svg"
	[ "$(ls -A "$BATS_TEST_TMPDIR/tmp")" = "" ]
}
