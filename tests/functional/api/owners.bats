# What owners of departments may do: approve what moves of theirs, where the profile asks for it, and hold
# their systems, also while a run is under way. A real banyund; the hosts listen and answer nobody.

bats_require_minimum_version 1.5.0
source "${top_srcdir:-.}/tests/functional/api/forged.bash"

# asks_owners BOOLEAN: the profile does, or does not.
asks_owners() {
	sed -i "s/^  owners: .*/  owners: $1/" "$folder/profile.yaml"
}

setup() {
	[ "$(id -u)" -eq 0 ] || skip "only root can be several people"
	folder=$(mktemp -d /tmp/banyun-owners.XXXXXX)
	furnish "$folder"
	asks_owners true
	grep -q '^  owners: true' "$folder/profile.yaml"
	echo none >"$folder/credentials/key"
	configuration_of "$folder" owners >"$folder/banyun.yaml"
	cat >>"$folder/banyun.yaml" <<-END
		people:
		  - {name: lin, uid: 1001, roles: [network_engineer]}
		  - {name: zhou, uid: 1002, roles: [approver]}
		  - {name: sun, uid: 1003, roles: [auditor]}
		  - {name: qian, uid: 1011, roles: [department_owner], departments: [fin]}
		  - {name: wu, uid: 1012, roles: [department_owner], departments: [tax, land]}
		  - {name: he, uid: 1013, roles: [department_owner], departments: [fin, tax]}
		  - {name: gao, uid: 1014, roles: [department_owner, network_engineer], departments: [fin]}
	END
	hand_over "$folder"
	start
	between forge city
}

banyun() { # UID ARGUMENT...
	as "$1" env BANYUN_SOCKET="$folder/run/sock" LANG=C.UTF-8 "$build/daemon/cli/banyun" "${@:2}"
}

# planned AUTHOR DEPARTMENTS MACHINE...: a plan that nobody has approved.
planned() {
	end "$folder"
	plan=$(forge joint "$@")
	start
}

approve() { # UID [BODY]
	ask "$1" POST "/v1/plans/$plan/approvals" --body "${2:-{\}}"
}

begin() {
	ask 1001 POST /v1/runs --body "{\"plan\":\"$plan\"}"
}

# of NAME FIELD: what the run says of a move.
of() {
	ask 1001 GET "/v1/runs/$run" >/dev/null
	jq -r --arg name "$1" ".body.moves[] | select(.name == \$name) | .$2" <<<"$answer"
}

is() { # NAME FIELD VALUE
	[ "$(of "$1" "$2")" = "$3" ]
}

@test "a wave of two departments is run when both owners have approved it, and not before" {
	planned "uid:1001 lin" fin,tax "web=$one=portal"
	approve 1002
	said 200 approver
	begin
	said 403 'not approved by an owner of department \"fin\"'
	banyun 1001 plan show "${plan:7:12}" >told
	grep -q '^Wave w needs the approval of an owner of department fin: qian, he, gao.' told
	grep -q '^Wave w needs the approval of an owner of department tax: wu, he.' told
	approve 1011
	jq -e '.body.approvals == [] and (.body.consents | length == 1 and .[0].department == "fin")' <<<"$answer"
	begin
	said 403 'not approved by an owner of department \"tax\"'
	banyun 1012 plan approve "${plan:7:12}" >told
	grep -q '^Wave w is approved for department tax.' told
	run ! grep -q '^Approved' told
	banyun 1001 plan explain "${plan:7:12}" w >told
	grep -q '^  Approved for department fin by uid:1011 qian.' told
	grep -q '^  Approved for department tax by uid:1012 wu.' told
	begin
	said 201 r-
	ask 1003 GET /v1/audit/records
	jq -e --arg plan "$plan" '[.body.list[] | select(.action == "plan.approve" and .plan == $plan)] |
		(map(.actor) | sort == ["uid:1002 zhou", "uid:1011 qian", "uid:1012 wu"]) and
		([.[].detail | (.approvals + .consents)[] | .digest] | length == 3 and (unique | length == 1))' \
		<<<"$answer"
}

@test "an owner of both departments gives both; owners alone give no run" {
	planned "uid:1001 lin" fin,tax "web=$one=portal"
	approve 1013
	jq -e '[.body.consents[].department] == ["fin", "tax"]' <<<"$answer"
	begin
	said 403 'Wave \"w\" is not approved; '
	approve 1002
	begin
	said 201 r-
}

@test "whose departments are not in it may approve nothing, nor may its author, who owns it" {
	planned "uid:1014 gao" fin "web=$one=portal"
	approve 1012
	said 403 "moves nothing of a department that wu owns"
	approve 1012 '{"waves":["w"]}'
	said 403 "moves nothing of a department that wu owns"
	approve 1014
	said 403 "cannot approve it"
	approve 1001
	said 403 "does not have the role"
	approve 1011
	said 200 qian
	approve 1002
	begin
	said 201 r-
	ask 1003 GET /v1/audit/records
	jq -e '[.body.list[] | select(.action == "api.refuse") | .actor] |
		(index("uid:1012 wu") and index("uid:1014 gao"))' <<<"$answer"
}

@test "another plan needs approvals of its own, and one that is sent back loses them" {
	planned "uid:1001 lin" fin "web=$one=portal"
	approve 1011
	approve 1002
	planned "uid:1001 lin" fin "web=$one=portal" "db=$two=base"
	approve 1002
	begin
	said 403 "not approved by an owner"
	approve 1011
	ask 1002 POST "/v1/plans/$plan/return" --body '{"reason":"not now"}'
	approve 1002
	begin
	said 403 "not approved by an owner"
}

@test "what expired while it waited is refused at the start of its move" {
	planned "uid:1001 lin" fin "web=$one=portal"
	approve 1011
	approve 1002
	end "$folder"
	sqlite3 "$folder/state/banyun.db" "UPDATE state SET value = json_set(value, '\$.expires',
		'2020-01-01T00:00:00.000000Z') WHERE space = 'consent'"
	forge run r-00000001 "$plan" 0
	start
	run=r-00000001
	within 20 is web outcome refused
	[[ $(of web why) == *'owner of department "fin" expired at'* ]]
}

@test "where the profile does not ask, owners need not, and may" {
	between asks_owners false
	planned "uid:1001 lin" fin "web=$one=portal"
	approve 1002
	banyun 1001 plan show "${plan:7:12}" >told
	run ! grep -q 'needs the approval' told
	approve 1011
	said 200 fin
	begin
	said 201 r-
}

@test "an owner holds what is theirs, and nobody else's" {
	between forge systems portal=fin base=tax
	banyun 1011 plan hold portal --reason "year's end"
	run -3 banyun 1011 plan hold base --reason "why not"
	[[ $output == *'"base" is of department "tax", which qian does not own'* ]]
	run -3 banyun 1011 plan override portal --disposition retain --reason x
	run -3 banyun 1012 plan withdraw portal --reason "in the way"
	[[ $output == *"uid:1011 qian holds it"* ]]
	banyun 1013 plan withdraw portal --reason "he owns fin too"
	# What an engineer holds no owner releases.
	banyun 1001 plan hold portal --reason "its host is old"
	run -3 banyun 1011 plan withdraw portal --reason "it is not"
	banyun 1002 plan withdraw portal --reason "it was mended"
	ask 1003 GET /v1/audit/records
	jq -e '[.body.list[] | select(.action == "plan.override" or .action == "plan.withdraw") |
		[.actor, .object, .reason]] | length == 4 and any(. == ["uid:1011 qian", "portal", "year\u0027s end"])' \
		<<<"$answer"
}

@test "a hold stops what has not begun, over a restart too, and its release lets it go on" {
	silent
	between asks_owners false
	between forge systems portal=fin base=fin
	planned "uid:1001 lin" fin "web=$one=portal" "db=$two=base"
	approve 1002
	begin
	run=$(jq -r .body.run <<<"$answer")
	is web slot open
	banyun 1011 plan hold base --reason "the budget is being closed"
	is db withheld true
	is db why "base is held by uid:1011 qian: the budget is being closed"
	is web slot open
	banyun 1001 run show "$run" >told
	grep -q 'base is held by uid:1011 qian: the budget is being closed' told
	grep -q '^Some of it waits for a person' told
	end "$folder"
	kill "$listener"
	start
	within 20 is web slot closed
	is db slot waiting
	is db withheld true
	banyun 1011 plan withdraw base --reason "it is closed"
	within 20 is db slot closed
}

@test "a system that is held before the run begins does not move in it" {
	between asks_owners false
	between forge systems portal=fin base=fin
	planned "uid:1001 lin" fin "web=$one=portal" "db=$two=base"
	approve 1002
	banyun 1011 plan hold portal --reason "wait"
	begin
	run=$(jq -r .body.run <<<"$answer")
	within 20 is db slot closed
	is web slot waiting
	is web opened 0
	ask 1001 POST "/v1/runs/$run/abort" --body '{}'
	within 20 is web slot skipped
}

@test "who owns nothing is no owner, and who is none owns nothing" {
	sed -i 's/roles: \[auditor\]/roles: [auditor, department_owner]/' "$folder/banyun.yaml"
	run -1 "$build/daemon/banyund" --config "$folder/banyun.yaml"
	[[ $output == *'names "sun" as a department owner; "departments" has to say of which'* ]]
	sed -i 's/roles: \[auditor, department_owner\]/roles: [auditor], departments: [fin]/' "$folder/banyun.yaml"
	run -1 "$build/daemon/banyund" --config "$folder/banyun.yaml"
	[[ $output == *'only a person with the role department_owner has some'* ]]
}
