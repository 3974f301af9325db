# How the probe is asked: some questions at a time, and what one that dies takes with it.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/inventory/daemon.bash"
eval "old_$(declare -f setup_file)"
eval "old_$(declare -f setup)"

setup_file() {
	old_setup_file
	[ -n "${folder:-}" ] || return 0
	rm "$folder/programs/banyun-plugin-probe"
	install -m 755 "${top_srcdir:-.}/tests/functional/readiness/banyun-plugin-probe" "$folder/programs/"
	chown 990 "$folder/programs"
}

setup() {
	old_setup
	rm -f "$folder/programs/probed"
}

# networks NAME...: dedicated networks whose zones have these names, and no others.
networks() {
	local name
	{
		echo "dedicated network,department,zone"
		for name; do echo "$name,fin,$name.example"; done
	} >networks.csv
	banyun inventory import networks.csv
	banyun inventory scan || true
	banyun readiness check --what ipv6
}

verdicts() { # "VERDICT COUNT" of the zones, or by another RULE
	banyun readiness show --json --all --rule "${1:-network.zone}" |
		jq -r '.findings.findings[] | .verdict' | sort | uniq -c | awk '{print $2, $1}' | paste -sd,
}

@test "many questions are all asked, at most sixteen at once" {
	run -0 networks zone-{001..060}
	[ "$(verdicts)" = "fail 60" ]
	[ "$(grep -c open "$folder/programs/probed")" -eq 1 ]
	[ "$(grep -o '[0-9]*$' "$folder/programs/probed" | sort -n | tail -1)" -eq 16 ]
}

@test "a probe that dies loses what it was asked then, and another one goes on" {
	run -0 networks death-1 zone-{001..060}
	[ "$(grep -c open "$folder/programs/probed")" -eq 2 ]
	[ "$(verdicts)" = "fail 45,unknown 16" ]
	banyun readiness show death-1 --rule network.zone --all | grep -F "Its zone death-1.example could not be asked for: "
}

@test "one that dies again and again is started no more, and the rest is unknown with the reason" {
	SECONDS=0
	run -0 networks death-{001..200}
	[ "$SECONDS" -lt 60 ]
	[ "$(grep -c open "$folder/programs/probed")" -eq 8 ]
	[ "$(verdicts)" = "unknown 261" ]
	banyun readiness show death-200 --rule network.zone --all | grep -F "The probe ended too often: "
}

@test "a check that is cancelled while the probe is silent ends, and keeps nothing" {
	echo "dedicated network,department,zone" >networks.csv
	for one in {001..020}; do echo "a-silence-$one,fin,silence-$one.example"; done >>networks.csv
	banyun inventory import networks.csv
	banyun inventory scan || true
	banyun readiness show --json --all --rule network.zone | jq -S .findings.findings >before
	banyun readiness check --what ipv6 >check 2>&1 3>&- &
	checking=$!
	for _ in $(seq 100); do ! grep -q "at once 16" "$folder/programs/probed" 2>/dev/null || break; sleep 0.05; done
	SECONDS=0
	kill -INT "$(pgrep -P "$checking")"
	wait "$checking" || true
	[ "$SECONDS" -lt 10 ]
	grep -F "The check was cancelled; nothing was kept." check
	banyun readiness show --json --all --rule network.zone | jq -S .findings.findings | diff before -
	kill -0 "$(cat "$folder/pid")"
}

# websites NAME...: systems whose websites have these names, and no others.
websites() {
	local name
	{
		echo "departments: [{name: fin}]"
		echo "landings: []"
		echo "systems:"
		for name; do
			echo "  - {name: $name, department: fin, pages: [{family: 6, url: \"http://$name.example/\"}]}"
		done
	} >survey.yaml
	banyun inventory import survey.yaml
	banyun inventory scan || true
	banyun readiness check --what websites
}

@test "many websites are all asked, at most sixteen at once" {
	run -0 websites site-{001..060}
	[ "$(verdicts website.aaaa)" = "fail 60" ]
	[ "$(grep -c open "$folder/programs/probed")" -eq 1 ]
	[ "$(grep -o '[0-9]*$' "$folder/programs/probed" | sort -n | tail -1)" -eq 16 ]
}

@test "a website at which the probe dies takes those that are asked then with it, and no others" {
	run -0 websites death-1 site-{001..060}
	[ "$(grep -c open "$folder/programs/probed")" -eq 2 ]
	[ "$(verdicts website.aaaa)" = "fail 45,unknown 16" ]
}
