# Zombie and shadow systems of the fictional city: its machines are looked at day by day, and what their
# systems are judged to be agrees with what the world says that each is.

bats_require_minimum_version 1.5.0
load city

setup_file() {
	enter_cities
	[ "$(id -u)" -eq 0 ] || return 0
	at=$folder/city-banyund
	export at
	city city 7 "$folder/city"
	start "$at"
	chown -R 1001 "$folder/city"
	import_all city >/dev/null
	declare_systems
	# What the city has no time for: ten days instead of ninety. Nobody's log-ins are known there.
	sed -i 's/window_days: .*/window_days: 10/; s/logins_needed: .*/logins_needed: false/' "$at/profile.yaml"
	for day in {01..10}; do
		stop "$at"
		run_again "$at" world "$(realpath "$folder/city/world.jsonl")" world_time "2020-03-${day}T00:00:00Z"
		banyun "$at" inventory scan >/dev/null
	done
	judge
}

teardown_file() {
	leave_cities
}

setup() {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
}

# judge: measures systems and judges; {system: {rule: finding}} is in findings.
judge() {
	banyun "$at" readiness check --what systems >/dev/null
	banyun "$at" readiness show --all --json >"$folder/shown"
	jq '[.findings.findings[] | select(.kind == "system")] | group_by(.id) |
		map({key: .[0].id, value: (map({key: .rule, value: .}) | from_entries)}) | from_entries' \
		"$folder/shown" >"$folder/findings"
}

# declare_systems: one for each machine that stays, named after what the world says of it.
declare_systems() {
	jq -rs 'map(select(.kind | IN("vm", "server")) | select(.role | IN("vm", "standalone")) |
			select((has("gone") or has("born") or has("off")) | not)) |
		(["系统名称", "责任单位", "虚拟机", "使用频度", "使用范围"]),
		(.[] | ["\(.kind)-\(.metrics)-\(.name)", .department, .name, "很少", "本处室"]) | @csv' \
		"$folder/city/world.jsonl" >"$folder/single.csv"
	banyun "$at" inventory import --kind system "$folder/single.csv" >/dev/null
}

# verdicts KIND METRICS RULE: "VERDICT COUNT" of the systems of one such machine each.
verdicts() {
	jq -r --arg of "/$1-$2-" --arg rule "$3" 'to_entries[] | select(.key | contains($of)) |
		.value[$rule].verdict' "$folder/findings" | sort | uniq -c | awk '{print $2, $1}'
}

@test "idle machines are idle, busy ones are in use, and each of them is judged" {
	[ "$(verdicts vm idle zombie.idle | cut -d' ' -f1)" = fail ]
	[ "$(verdicts vm measured zombie.idle | cut -d' ' -f1)" = pass ]
	[ "$(verdicts vm idle zombie.idle | cut -d' ' -f2)" -eq \
		"$(grep -c '^"vm-idle-' "$folder/single.csv")" ]
	jq -e '[.[]["zombie.idle"] | select(.verdict == "fail")][0] |
		(.evidence | test("idle for 10 days")) and .basis.window_days == 10 and
		(.basis.machines | length == 1)' "$folder/findings"
}

@test "machines without metrics, and servers that nobody measures, are unknown" {
	[ "$(verdicts vm none zombie.idle)" = "unknown $(grep -c '^"vm-none-' "$folder/single.csv")" ]
	[ "$(verdicts server none zombie.idle | cut -d' ' -f1)" = unknown ]
	[ "$(verdicts server measured zombie.idle | cut -d' ' -f1)" = unknown ]
}

@test "a candidate meets two criteria, and what is not known makes none" {
	[ "$(verdicts vm idle zombie.rarely_used | cut -d' ' -f1)" = fail ]
	[ "$(verdicts vm idle zombie.candidate | cut -d' ' -f1)" = fail ]
	[[ $(verdicts vm none zombie.candidate | cut -d' ' -f1) != *pass* ]]
	jq -e 'map(."zombie.candidate" | select(.verdict == "fail").evidence |
		test("a candidate until a person confirms it")) | length > 0 and all' "$folder/findings"
	# Nothing that only people know is passed without them.
	jq -e 'map(.["zombie.replaceable", "zombie.out_of_step"].verdict) | unique == ["unknown"]' \
		"$folder/findings"
}

@test "systems that are alike are in one group with one that is proposed to stay" {
	jq -e '[.[]["shadow.similar"] | select(.verdict == "fail") | select(.basis.survivor)] |
		length > 1 and (group_by(.basis.survivor) | all(. as $all | $all[0].basis.survivor as $stays |
			(map(select(.id == $stays))[0].basis.group | sort) == ($all | map(.id) | sort) and
			all(.basis.size == ($all | length))))' "$folder/findings"
}

@test "the use of all processors is what the world gives them, of the machines that are measured" {
	banyun "$at" report progress --json >"$BATS_TEST_TMPDIR/progress"
	# By the mean of each, which varies with its days, over the processors of all.
	jq -es --slurpfile world "$folder/city/world.jsonl" '.[0].utilisation |
		($world | map(select(.kind == "vm" and .load and ((has("gone") or has("born")) | not)))) as $vms |
		(($vms | map(.load.cpu * .cpus) | add) / ($vms | map(.cpus) | add)) as $mean |
		.formula == "cpu_by_vcpus" and .window_days == 10 and .counted < .machines and
		.counted >= ($vms | length) * 0.9 and
		(.cpu_mean_permille - $mean | fabs) < $mean * 0.15' "$BATS_TEST_TMPDIR/progress"
	banyun "$at" report progress | grep -E "^Processors were used to [0-9.]+% over 10 days"
}

@test "the profile decides: a longer window is too little data for all" {
	sed -i 's/window_days: .*/window_days: 90/' "$at/profile.yaml"
	stop "$at"
	run_again "$at" world "$(realpath "$folder/city/world.jsonl")" world_time "2020-03-10T00:00:00Z"
	judge
	[ "$(verdicts vm idle zombie.idle | cut -d' ' -f1)" = unknown ]
	[ "$(verdicts vm measured zombie.idle | cut -d' ' -f1)" = unknown ]
	banyun "$at" report progress | grep "^The use of processors is not known"
}
