#!/usr/bin/env bats
# Whole runs through banyund of machines that no usual live copy suits: one stands still while its memory is
# copied, another has a longer last pause. One story, told in order.
#
# BANYUN_LAB_KEEP=ID uses the lab of that name, fresh, and leaves it up.

bats_require_minimum_version 1.5.0
source "$BATS_TEST_DIRNAME/real.bash"

setup_file() {
	is_fit || return 0
	export BANYUN_LAB=${BANYUN_LAB_KEEP:-offline-$$}
	stage offline
	# One move is enough for this test; and what a live copy may pause for is less than health-web needs.
	export BANYUN_PROFILE=${BANYUN_PREFIX%/stage}/profile.yaml
	sed 's/moves_least: [0-9]*/moves_least: 1/; s/pause_limit: 300/pause_limit: 100/' \
		"$BANYUN_PREFIX/share/banyun/profiles/default.yaml" >"$BANYUN_PROFILE"
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" up
	"$HERE/lab" env --json >"$BATS_FILE_TMPDIR/lab"
	"$HERE/lab" guest health-web renew dirty_mem_mib_s=100 dirty_mem_mib=8
	"$HERE/site" start
}

teardown_file() {
	[ -z "${unfit:-}" ] || return 0
	"$HERE/site" stop || true
	[ -n "${BANYUN_LAB_KEEP:-}" ] || "$HERE/lab" down
}

setup() {
	[ -z "${unfit:-}" ] || skip "$unfit"
	cd "$BATS_FILE_TMPDIR" || return 1
}

as() {
	"$HERE/site" as "$@"
}

on() {
	"$HERE/lab" exec "$@"
}

# tell SYSTEM JSON: its department tells this of it, too.
tell() {
	local survey
	survey=$("$HERE/site" folder)/survey.yaml
	jq --arg name "$1" --argjson more "$2" \
		'.systems |= map(if .name == $name then . + $more else . end)' "$survey" >survey
	cat survey >"$survey"
	as lin inventory import "$survey"
}

# planned NAME OPTION...: a plan, in the file of that name.
planned() {
	as lin plan create "${@:2}" --json >"made-$1"
	as lin plan show "$(jq -r .plan "made-$1" | cut -c8-)" --json >"$1"
}

# estimate FILE MACHINE JQ: of its estimate in that plan, this is true.
estimate() {
	jq -e --arg name "$2" '.estimates[[.waves[].moves[] | select(.name == $name).machine][0]] | '"$3" "$1"
}

# stood GUEST: milliseconds of the longest silence of its heartbeat since the run began.
stood() {
	awk -v since="$(cat began)" '$2 > since { if (last && $1 - last > most) most = $1 - last; last = $1 }
		END { printf "%d\n", most / 1e6 - 50 }' \
		"$(jq -r --arg name "$1" '.guests[] | select(.name == $name).heartbeat_file' lab)"
}

# told GUEST: milliseconds that the run says of it.
told() {
	jq --arg name "$1" '.moves[] | select(.name == $name).blackout' run
}

@test "one is planned offline because its system asks for it, one warm because of what it writes" {
	"$HERE/site" enrol >/dev/null
	tell finance-web '{"offline": true, "pause_ms": 60000}'
	tell health-web '{"pause_ms": 20000}'
	as lin inventory scan
	as lin readiness check
	planned first --scope finance/finance-web,health/health-web
	jq -e '[.waves[].moves[] | {name, strategy}] | sort_by(.name) == [
		{name: "finance-web", strategy: "offline"}, {name: "health-web", strategy: "warm"}]' first
	estimate first finance-web '.blackout > 5000 and .blackout_high <= .bears and .bears == 60000'
	estimate first health-web '.blackout > 600 and .blackout < 5000'
	jq -e '[.waves[].moves[] | select(.name == "health-web").pause_limit] | .[0] > 100' first
	as lin plan explain "$(jq -r .plan made-first | cut -c8-)" finance-web | grep -q 'moved offline\.'
}

@test "rehearsed, it stands still for as long as was estimated" {
	as lin plan rehearse "$(jq -r .plan made-first | cut -c8-)" --faults 0 --courses 20 --json >rehearsed
	jq -e '.totals.done == 40 and (.moves[] | select(.name == "finance-web").blackout.p50 > 5000)' rehearsed
}

@test "approved by another, both moves are made" {
	plan=$(jq -r .plan made-first | cut -c8-)
	as zhou plan approve "$plan"
	date +%s%N >began
	run=$(as lin run start "$plan" --json | jq -r .run)
	as lin run watch "$run"
	as lin run show "$run" --json >run
	jq -e '.moves | map(.outcome) == ["done", "done"]' run
	as lin run show "$run" | grep -c 'stood still for' | grep -qx 2
}

@test "they stood still for as long as they bear, which is what the run says" {
	for guest in finance-web health-web; do
		seen=$(stood "$guest")
		echo "# $guest: $seen ms without a heartbeat, $(told "$guest") told, \
$(estimate first "$guest" '"\(.blackout_low) to \(.blackout_high) estimated"')" >&3
		[ "$seen" -le "$(estimate first "$guest" .bears)" ]
		# A busy machine lets a guest fall silent for other reasons, too; it is never heard too soon.
		[ "$(told "$guest")" -le $((seen + 500)) ]
		[ $(($(told "$guest") * 4)) -ge "$seen" ]
		[ "$(told "$guest")" -le "$(estimate first "$guest" .blackout_high)" ]
	done
	# All of its memory, which no live copy would have stood still for.
	[ "$(told finance-web)" -gt 2000 ]
}

@test "they run on the cloud, their pages answer, and their sources cannot be started" {
	for guest in finance-web health-web; do
		on ops curl -sf --max-time 5 "$(jq -r --arg name "$guest" '.guests[] | select(.name == $name) |
			.urls.ipv4.small' lab)" | grep -q "$guest"
		run ! on "${guest%-web}-hv1" virsh start "$guest"
		[[ $output == *"was moved to cloud-hv"* ]]
	done
	as lin inventory scan
	as lin report progress --json | jq -e '.on_cloud == 2'
}

@test "the log proves it, and says for how long each stood still" {
	as sun audit list --count 500 --json >records
	jq -e '[.list[] | select(.action == "move.close").detail] | length == 2 and
		all(.outcome == "done" and .blackout > 0 and .blackout_computed > 0) and
		(map(.strategy) | sort == ["offline", "warm"])' records
	exported=$("$HERE/site" folder)/export
	install -d -m 0777 "$exported"
	as sun audit export "$exported/log"
	"$BANYUN_PREFIX/bin/banyun-verify" "$exported/log"
}

@test "the next offline move is estimated by what this one took" {
	tell finance-db '{"offline": true, "pause_ms": 60000}'
	as lin inventory scan
	as lin readiness check
	planned next --scope finance/finance-db
	estimate next finance-db '.strategy == "offline" and .learnt_pause.moves == 1 and
		.blackout < .blackout_computed'
	# The same machine but for its name: it is about what that one stood still for.
	estimate next finance-db ".blackout >= $(told finance-web) * 0.7 and .blackout <= $(told finance-web) * 1.3"
	as lin plan explain "$(jq -r .plan made-next | cut -c8-)" finance-db |
		grep 'learnt: the last 1 moves that were copied so stood still 0\.[0-9]* times as long as computed'
}
