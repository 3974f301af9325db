# A plan made again by a real banyund, of the fictional city: what need not change does not.

bats_require_minimum_version 1.5.0
load ../inventory/city

setup_file() {
	enter_cities
	city city 7 "$folder/city"
	start "$folder/city-banyund" world "$folder/city/world.jsonl" world_time 2020-06-01T00:00:00Z
	cp "$folder/city/profile.yaml" "$folder/city-banyund/profile.yaml"
	stop "$folder/city-banyund"
	run_again "$folder/city-banyund" world "$folder/city/world.jsonl" world_time 2020-06-01T00:00:00Z
	import_all city >/dev/null
	ask inventory import "$folder/city/survey.yaml"
	ask inventory scan
	ask readiness check --what systems
}

teardown_file() {
	leave_cities
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

ask() { # WORD...: of the banyund of the city
	banyun "$folder/city-banyund" "$@"
}

# made [OPTION...]: a plan of the years that are to come; prints its digest.
made() {
	ask plan create --from=2031-01-01T00:00:00Z --to=2033-01-01T00:00:00Z --json "$@" | jq -r .plan
}

# courses PLAN: each machine that moves, with its wave, its hypervisor and its time.
courses() {
	ask plan show "$1" --json | jq -r '. as $plan | $plan.waves[] | .name as $wave | .moves[] |
		"\(.machine) \($wave) \(.target.host) \($plan.estimates[.machine].start)"' | sort
}

@test "made again of the same facts, a plan is the one that there was" {
	one=$(made)
	[ "$(made)" = "$one" ]
	[ "$(ask plan show --json | jq '.plans | length')" -eq 1 ]
	[ "$(courses "$one" | wc -l)" -gt 200 ]
}

@test "after machines came and went, the others keep their wave, their hypervisor and their time" {
	one=$(made)
	stop "$folder/city-banyund"
	run_again "$folder/city-banyund" world "$folder/city/world.jsonl" world_time 2020-07-01T00:00:00Z
	ask inventory scan
	ask readiness check --what systems
	two=$(made)
	[ "$two" != "$one" ]
	courses "$one" >one
	courses "$two" >two
	same=$(comm -12 one two | wc -l)
	echo "$(wc -l <one) moves, then $(wc -l <two), of which $same as they were"
	[ "$same" -gt $(($(wc -l <one) * 9 / 10)) ]
	ask plan diff "$one" "$two" --json >differences
	jq -e '.differences | length > 0 and length < 200' differences
	jq -e '.differences | map(select(.part == "move" and .from and .to)) | all(.why)' differences
}

@test "and as if there were no plan before, when that is asked for" {
	courses "$(made)" >kept
	new=$(made --anew)
	courses "$new" >anew
	! cmp kept anew
	[ "$(made --anew)" = "$new" ]
	[ "$(made)" = "$new" ] # now it is the plan before
}
