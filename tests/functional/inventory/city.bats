# The fictional city of contrib/synthetic-city: that it is what it is said to be, the same each time,
# and that a real banyund takes in all that its departments send, less what is wrong with it.

bats_require_minimum_version 1.5.0
load city

setup_file() {
	enter_cities
	city tiny 7 "$folder/tiny"
	city city 7 "$folder/city"
}

teardown_file() {
	leave_cities
}

# told FILTER...: all that each gives holds of what the city's report says.
told() {
	local filter
	for filter; do
		jq -e "
			# within 3 standard errors of that part of all
			def near(\$part; \$all): (. - \$part * \$all | fabs) <=
				3 * (\$part * (1 - \$part) * \$all | sqrt);
			# the same of [count, part, count, part...]
			def near_each(\$all):
				_nwise(2) | . as [\$count, \$part] | \$count | near(\$part; \$all);
			[$filter] | all" "$folder/city.json" >/dev/null || {
			echo "does not hold: $filter"
			return 1
		}
	done
}

@test "the same size and seed give the same bytes, another seed gives others" {
	LC_ALL=C TZ=Asia/Shanghai PYTHONHASHSEED=1 city city 7 "$BATS_TEST_TMPDIR/again"
	diff -r "$folder/city" "$BATS_TEST_TMPDIR/again"
	cmp "$folder/city.json" "$BATS_TEST_TMPDIR/again.json"
	city tiny 8 "$BATS_TEST_TMPDIR/other"
	run -1 diff -rq "$folder/tiny" "$BATS_TEST_TMPDIR/other"
}

@test "ten cities are not one city ten times" {
	city x10 7 "$BATS_TEST_TMPDIR/x10"
	jq -e '.counts.system.all == 1950 and .counts.server.all == 6150 and .counts.vm.all == 6400 and
		.overlapping_pairs == 110 and (.silent | unique | length) == 10 and
		.bytes_of_distinct_lines > .bytes * 0.8' "$BATS_TEST_TMPDIR/x10.json"
	LC_ALL=C sort -c "$BATS_TEST_TMPDIR/x10/world.jsonl"
	[ "$(jq -r '.uuid // empty' "$BATS_TEST_TMPDIR/x10/world.jsonl" | sort | uniq -d)" = "" ]
	[ "$(jq -r '.nics[]?.addresses[]' "$BATS_TEST_TMPDIR/x10/world.jsonl" | sort | uniq -d)" = "" ]
	# Without the names of the cities, too, hardly a system, machine or network is like another.
	jq -rs 'map(select(.kind | IN("system", "server", "vm", "network", "exit"))) |
		.[] | del(.id, .uuid, .nics, .name, .host, .machines,
		.system, .serial, .department, .neighbours, .prefixes, .nat_range) | tojson' \
		"$BATS_TEST_TMPDIR/x10/world.jsonl" >"$BATS_TEST_TMPDIR/things"
	[ "$(sort -u "$BATS_TEST_TMPDIR/things" | wc -l)" -gt \
		$(($(wc -l <"$BATS_TEST_TMPDIR/things") * 9 / 10)) ]
	# What is dirty in one city's tables is not what is dirty in another's.
	jq -r 'select(.contradicting == true) | .id[4:] + " " + .name' "$BATS_TEST_TMPDIR/x10/world.jsonl" |
		sort >"$BATS_TEST_TMPDIR/contradicting"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/contradicting")" -eq 40 ]
	[ "$(uniq -d "$BATS_TEST_TMPDIR/contradicting")" = "" ]
	[ "$(cd "$BATS_TEST_TMPDIR/x10" && sha256sum -- c*/* | cut -d' ' -f1 | sort | uniq -d)" = "" ]
}

@test "tiny has 6 departments with 12 systems and 20 servers" {
	jq -e '.counts | .department["level.city"] == 7 and .system.all == 12 and .server.all == 20' \
		"$folder/tiny.json"
}

@test "organisation and equipment are those of the template" {
	told '.counts.department | .["level.city"] == 65 and .["level.county"] == 8 and
			.["level.township"] == 92 and .information_centre == 21 and .silent == 1' \
		'.counts.server | .all == 615 and .["role.standalone"] == 430 and
			.["role.hypervisor"] == 110 and .["role.spare"] == 75' \
		'.totals.servers_of_first_8 | near(0.5; 615)' \
		'.counts | .vm.all == 640 and .storage.all == 65 and .room.all == 46' \
		'.totals | .storage_tb == 1720 and .room_area == 4200 and .dual_homed == 3' \
		'.totals | .["baseline.服务器"] == 615 and .["baseline.存储设备"] == 65 and
			.["baseline.存储容量（TB）"] == 1720 and .["baseline.安全设备"] == 120 and
			.["baseline.应用系统"] == 195 and .["baseline.网站"] == 158'
}

@test "age and use of machines are distributed as they should" {
	told '.counts.server | [.["age.to_3"], 0.22, .["age.4_5"], 0.28, .["age.6_7"], 0.27,
			.["age.from_8"], 0.23] | near_each(615)' \
		'[.counts.server, .counts.vm] | map(.["metrics.none"]) | add | near(0.06; 1180)' \
		'[.counts.server, .counts.vm] | map(.["metrics.idle"]) | add | near(0.05; 1180)' \
		'.cpu | .mean_permille - 250 | fabs < 3 * 159 / (1050 | sqrt)' \
		'.cpu | .measured as $all | .below_50_permille | near(0.07; $all)'
}

@test "applications and websites are those of the template" {
	told '.counts.system | .all == 195 and .["disposition.on_cloud"] == 24 and
			.["disposition.admin_cloud"] == 62 and .["disposition.public_cloud"] == 48 and
			.["disposition.host"] == 16 and .["disposition.retain_interface"] == 9 and
			.["disposition.consolidate"] == 12 and .["disposition.retire"] == 24' \
		'.counts.system | .["vertical_level.national"] == 12 and
			.["vertical_level.provincial"] == 13 and .contradicting == 4' \
		'.counts.system | [.["mlps_level.1"], 0.08, .["mlps_level.2"], 0.58, .["mlps_level.3"],
			0.34] | near_each(195)' \
		'.counts.website | .all == 158 and .dead == 12 and .wrong_content == 2' \
		'.counts.website | [.aaaa, 0.31, .home, 0.22, .passing, 0.09] | near_each(158)'
}

@test "networks, links, exits and retentions are those of the template" {
	told '.counts.network | .all == 38 and .["vertical_level.national"] == 7 and
			.["vertical_level.provincial"] == 9 and .["vertical_level.city"] == 8 and
			.["vertical_level.departmental"] == 14 and .classified == 2' \
		'.overlapping_pairs == 11' \
		'.counts.link | .["tier.city_province"] == 2 and .["tier.city_county"] == 16 and
			.["tier.county_township"] == 92 and .["tier.access"] == 64 and
			.asymmetric == 5 and .["v6.dead"] == 6' \
		'.counts.link | [.["quality.meets"], 0.7, .["quality.near"], 0.2, .["quality.low"],
			0.1] | near_each(174)' \
		'.counts.exit | .all == 47 and .declared == 41' \
		'.counts.retention | .["standing.approved"] == 4 and .["standing.expired"] == 1 and
			.["standing.without_data_link"] == 1'
}

@test "the dirt is as much as it should be" {
	told '.told.system.added as $systems | .dirt |
			(.missing_approval | near(0.05; $systems)) and
			(.vague_approval | near(0.01; $systems))' \
		'([.told[]] | map(.added) | add) as $all | .dirt |
			(.annotated + .traditional + .full_width | near(0.02; $all)) and
			(.duplicate_same + .duplicate_rewritten + .duplicate_contradicting |
				near(0.03; $all))' \
		'.dirt | .annotated > 0 and .traditional > 0 and .full_width > 0 and
			.duplicate_contradicting > 0' \
		'.files["csv gb18030"] == 1 and .files["tsv utf-16"] == 1 and .files.xlsx > 5'
	# One cell has a line break, so one line of one file begins within quotes.
	[ "$(grep -lP '^[^"]*("[^"]*"[^"]*)*"[^"]*\n?$' "$folder"/city/c00/*.csv | wc -l)" -eq 1 ]
}

@test "all addresses are from the ranges that are nobody's" {
	jq -r '.nics[]?.addresses[], .prefixes[]?, .nat_range // empty' "$folder/city/world.jsonl" \
		>"$BATS_TEST_TMPDIR/addresses"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/addresses")" -gt 1300 ]
	run -1 grep -vE '^(10\.|198\.1[89]\.|3fff:[0-9a-f]{1,3}:)' "$BATS_TEST_TMPDIR/addresses"
	[ "$(jq -r 'select(.kind == "website").name' "$folder/city/world.jsonl" |
		grep -vc '\.example$')" -eq 0 ]
}

@test "what goes to the cloud has a way there: links, landings, and a profile that asks nobody" {
	jq -se '
		map(select(.kind == "server")) as $servers |
		($servers | map(select(.side == "cloud"))) as $cloud |
		($cloud | map(.department) | group_by(.) | map(length)) == [3, 3] and
		($cloud | all(.role == "hypervisor" and .pool > 1e13 and (.networks | length) == 2))' \
		"$folder/city/world.jsonl"
	jq -e --slurpfile things "$folder/city/world.jsonl" '
		($things | map(select(.kind == "vm") | {department, network: .nics[].domain}) |
			unique) as $used |
		(.landings | map({department, network: .source_network}) | unique) == $used and
		(.landings | map(.network) | unique) == ["c00-admin", "c00-public"] and
		(.departments | all(.team and .link.nominal >= 1e8)) and
		(.systems | length) > 100' "$folder/city/survey.yaml"
	diff "$sources/contrib/profiles/default.yaml" "$folder/city/profile.yaml" >"$BATS_TEST_TMPDIR/other" &&
		return 1
	[ "$(grep -c '^>' "$BATS_TEST_TMPDIR/other")" -eq 3 ]
	[ "$(grep -c '^>.*: warn$' "$BATS_TEST_TMPDIR/other")" -eq 3 ]
}

@test "a folder that holds something is left alone" {
	run -2 "$sources/contrib/synthetic-city" --size tiny --seed 7 --out "$folder/tiny"
	[[ $output == *"is not empty"* ]]
	run -2 "$sources/contrib/synthetic-city" --size huge --seed 7 --out "$BATS_TEST_TMPDIR/huge"
}

# taken_in SIZE: a banyund takes in what the report says that it should, and the same only once.
taken_in() {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	local at=$folder/$1-banyund
	start "$at"
	chown -R 1001 "$folder/$1"
	cd "$BATS_TEST_TMPDIR" || return 1
	jq -S '.told | map_values({added, changed: 0, same: 0, doubled, classified, rejected})' \
		"$folder/$1.json" >first
	jq 'map_values(.same = .added | .added = 0)' first >second
	import_all "$1" | diff first -
	jq -e --slurpfile report "$folder/$1.json" '(.tables | map(.sums) | add) == $report[0].sums and
		(.tables | map(.unknown_headings[]) | unique) - ["序号", "备注"] == [] and
		(.tables | map(.encoding) | unique) == ["GB18030", "UTF-16LE", "UTF-8"]' \
		"$folder/$1.tables"
	import_all "$1" | diff second -
}

# judged SIZE: who is silent is named, and of what is classified there is a number only.
judged() {
	local at=$folder/$1-banyund
	[ -d "$at" ] || skip "only root can be several people"
	banyun "$at" inventory completeness --json >"$BATS_TEST_TMPDIR/complete"
	jq -e --slurpfile report "$folder/$1.json" '.departments |
		map(select(.silent).name) == $report[0].silent and
		(map(.classified) | add) == ($report[0].classified | length)' "$BATS_TEST_TMPDIR/complete"
	jq -r '.classified[]' "$folder/$1.json" >"$BATS_TEST_TMPDIR/classified"
	[ -s "$BATS_TEST_TMPDIR/classified" ]
	run -1 grep -raqFf "$BATS_TEST_TMPDIR/classified" "$at/state"
	banyun "$at" inventory scan >/dev/null
	banyun "$at" inventory show --json >"$BATS_TEST_TMPDIR/snapshot"
	jq -e --slurpfile report "$folder/$1.json" '.snapshot.members | map(.kind) as $kinds |
		$report[0].told | to_entries | all(.key as $kind | .value.added ==
		([$kinds[] | select(. == $kind)] | length))' "$BATS_TEST_TMPDIR/snapshot"
	# Declared prefixes of two departments that hold the same addresses are told, each pair once.
	jq -e --slurpfile report "$folder/$1.json" '[.objects[] |
		select(.rule == "overlapping_prefixes")] | length == $report[0].overlapping_pairs and
		all(.subjects | length == 2)' "$BATS_TEST_TMPDIR/snapshot"
}

@test "a banyund takes in all of tiny but what is wrong, and only once" {
	taken_in tiny
}

@test "tiny: the silent department is named, classified networks are a number" {
	judged tiny
}

@test "a banyund takes in all of the city but what is wrong, and only once" {
	taken_in city
}

@test "the city: the silent department is named, classified networks are a number" {
	judged city
}
