# People's decisions on systems, with a real banyund: who may, what is refused, and what is kept.

bats_require_minimum_version 1.5.0
configuration='  - {name: zhou, uid: 1002, roles: [approver]}
  - {name: qian, uid: 1005, roles: [network_engineer]}'
load ../inventory/daemon

# Two departments have a system of one name, so that the name alone says nothing.
survey() {
	[ ! -e surveyed ] || return 0
	cat >survey.yaml <<-END
		departments:
		  - {name: fin, link: {name: fin, nominal: 100000000}}
		  - {name: tax, link: {name: tax, nominal: 100000000}}
		systems:
		  - {name: portal, department: fin, machines: [web]}
		  - {name: ledger, department: fin, machines: [db]}
		  - {name: mail, department: fin, machines: [mail]}
		  - {name: mail, department: tax, machines: [post]}
		landings: []
	END
	chown 1001 survey.yaml
	banyun inventory import survey.yaml
	printf '%s\n' '专网名称,责任单位,垂直层级' 'pay,fin,国家' 'twin,fin,部门' >networks.csv
	printf '%s\n' '系统名称,责任单位' 'twin,fin' >systems.csv
	banyun inventory import --kind dedicated_network networks.csv
	banyun inventory import --kind system systems.csv
	banyun inventory scan
	touch surveyed
}

as_person() { # UID COMMAND...
	local person=$1
	shift
	"$@"
}

decided() { # what is kept, one decision a line
	banyun plan overrides --json |
		jq -r '.overrides[] | [.kind, .subject, .other, .value] | map(select(.)) | join(" ")'
}

@test "without a snapshot there is no system to decide on" {
	[ ! -e surveyed ]
	run -1 banyun plan hold portal --reason=x
	[[ $output == *"snapshot"* ]]
}

@test "before anything is decided, that is what is told" {
	survey
	run -0 banyun plan overrides
	[ "$output" = "Nobody has decided anything." ]
	language=zh_CN.UTF-8 run -0 banyun plan overrides
	[ "$output" = "还没有人做过决定。" ]
}

@test "each kind of decision is kept, once, with who made it and why" {
	survey
	banyun plan override portal --disposition=retire --reason="replaced by ledger"
	banyun plan override fin/portal --disposition=retain --reason="still needed"
	banyun plan instruct ledger --reason="Cai Ban 2026-3"
	banyun plan hold ledger --reason="year's end"
	banyun plan join portal ledger --reason="one database"
	decided >now
	diff now - <<-'END'
		hold fin/ledger
		instruct fin/ledger
		join fin/ledger fin/portal
		disposition fin/portal retain
	END
	banyun plan overrides --json | jq -e '.overrides[] | select(.kind == "disposition") |
		.reason == "still needed" and .actor == "uid:1001 lin" and (.made | endswith("Z"))'
	banyun plan overrides | grep -q "year's end"
}

@test "a cut takes the place of a join, whichever is named first" {
	survey
	banyun plan cut ledger portal --reason="a report only"
	[ "$(decided | grep -c join)" -eq 0 ]
	banyun plan cut portal ledger --reason="a report only"
	[ "$(decided | grep -cx 'cut fin/ledger fin/portal')" -eq 1 ]
}

@test "a network is decided on in words of its own, and is neither cut nor joined" {
	survey
	run -1 banyun plan override pay --disposition=retire --reason=x
	[[ $output == *"merged, cancelled"* ]]
	run -1 banyun plan override portal --disposition=merged --reason=x
	[[ $output == *"rehost, replatform"* ]]
	run -1 banyun plan join portal pay --reason=x
	[[ $output == *"is a network"* ]]
	run -1 banyun plan instruct portal --disposition=retain --reason=x
	banyun plan override pay --disposition=hosted --reason="as the ministry wants"
	banyun plan instruct pay --disposition=retained --reason="Cai Ban 2026-4"
	[ "$(decided | grep -cx 'instruct fin/pay retained')" -eq 1 ]
	[ "$(decided | grep -cx 'disposition fin/pay hosted')" -eq 1 ]
	banyun plan withdraw pay --kind=instruct --reason=x
}

@test "a system and a network of one id are not told apart by it" {
	survey
	run -1 banyun plan hold twin --reason=x
	[[ $output == *"a system and a network too"* ]]
}

@test "what is misspelt, ambiguous, or of the wrong kind is refused and kept nowhere" {
	survey
	decided >before
	run -1 banyun plan hold protal --reason=x
	[[ $output == *'no system or dedicated network "protal"'* ]]
	run -1 banyun plan hold mail --reason=x
	[[ $output == *"fin/mail and tax/mail"* ]]
	run -1 banyun plan join portal fin/portal --reason=x
	[[ $output == *"itself"* ]]
	run -1 banyun plan join portal nothing --reason=x
	run -1 banyun plan override portal --disposition=held --reason=x
	run -2 banyun plan override portal --disposition=retire
	run -2 banyun plan override portal --reason=x
	run -2 banyun plan cut portal --reason=x
	decided | diff before -
}

@test "the API refuses what the command cannot send" {
	survey
	ask() {
		as 1001 curl -s --unix-socket "$folder/run/sock" -H 'Host: banyun' \
			-H 'Content-Type: application/json' -d "$1" http://banyun/v1/overrides
	}
	ask '{"kind": "hold", "subject": "portal", "other": "ledger", "reason": "x"}' |
		jq -e '.status == 400 and (.detail | contains("one system"))'
	ask '{"kind": "cut", "subject": "portal", "reason": "x"}' | jq -e '.status == 400'
	ask '{"kind": "hold", "subject": "portal", "value": "retire", "reason": "x"}' | jq -e '.status == 400'
	ask '{"kind": "disposition", "subject": "portal", "reason": "x"}' | jq -e '.status == 400'
	ask '{"kind": "like", "subject": "portal", "reason": "x"}' | jq -e '.status == 400'
}

@test "who may decide, hold and withdraw" {
	survey
	as_person 1004 run -3 banyun plan hold fin/mail --reason=x
	as_person 1002 run -3 banyun plan override fin/mail --disposition=retire --reason=x
	as_person 1002 banyun plan hold fin/mail --reason="elections"
	as_person 1001 run -3 banyun plan withdraw fin/mail --reason=x
	[[ $output == *"zhou holds it"* ]]
	as_person 1002 banyun plan withdraw fin/mail --reason="they are over"
	banyun plan hold tax/mail --reason=x
	as_person 1005 run -3 banyun plan withdraw tax/mail --reason=x
	as_person 1002 banyun plan withdraw tax/mail --reason="no longer"
	banyun plan instruct fin/mail --reason=x
	as_person 1002 run -3 banyun plan withdraw fin/mail --reason=x
	as_person 1005 banyun plan withdraw fin/mail --reason="it was for another"
}

@test "a decision is withdrawn once, by a name that means one" {
	survey
	banyun plan hold portal --reason=x
	run -2 banyun plan withdraw portal --reason=x
	[[ $output == *"--kind"* ]]
	banyun plan withdraw portal --kind=hold --reason=x
	run -1 banyun plan withdraw portal --kind=hold --reason=x
	banyun plan withdraw ledger fin/portal --reason=x
	[ "$(decided | grep -c cut)" -eq 0 ]
	run -1 banyun plan withdraw nothing --reason=x
}

@test "the rules are listed in their order, in both languages" {
	banyun plan rules --json | jq -e '.rules | .[0].id == "secrets" and .[-1].id == "rehost" and
		all(.question and .change)'
	banyun plan rules | grep -q 'MIG-04.*Does its room carry a network of above'
	language=zh_CN.UTF-8 banyun plan rules | grep -q '它的机房承载上级的专网吗'
}

@test "each decision and each withdrawal is a record, and refusals are too" {
	survey
	as_person 1003 banyun audit list --count 500 --json >records
	told() { # FILTER: how many records are so
		jq "[.list[] | select($1)] | length" records
	}
	[ "$(told '.action == "plan.override" and .result == "done"')" -ge 8 ]
	[ "$(told '.action == "plan.withdraw" and .reason == "they are over" and
		.object == "fin/mail"')" -eq 1 ]
	[ "$(told '.result == "refused" and (.object | contains("overrides"))')" -ge 2 ]
}

@test "what was decided counts in the next plan" {
	survey
	banyun plan override portal --disposition=retire --reason="replaced by ledger"
	banyun plan hold ledger --reason="year's end"
	banyun readiness check --what systems
	banyun plan create --json >made
	banyun plan show "$(jq -r .plan made)" --json >plan
	jq -e '.systems | map({key: .id, value: .}) | from_entries | .["fin/portal"].disposition == "retire" and
		.["fin/portal"].override.reason == "replaced by ledger" and
		.["fin/ledger"].disposition == "held" and .["fin/ledger"].rule == "hold" and
		.["tax/mail"].rule == "no_machine"' plan
	jq -e '.forecast.never == [] and .forecast.outside.not_found > 0' plan
}

@test "a plan is made of a part, which has to exist" {
	survey
	banyun readiness check
	banyun plan create --scope fin/portal,tax >told
	grep -q '^Plan [0-9a-f]*: 0 waves, 0 moves, ' told
	grep -q '^Nothing moves by this plan' told
	banyun plan create --scope fin/portal,tax --json >made
	banyun plan show "$(jq -r .plan made)" --json | jq -e '.scope == ["fin/portal", "tax"]'
	banyun plan show "$(jq -r .plan made)" | grep -q '^It is of these only: fin/portal, tax'
	for wrong in fni fin/protal fin/ /portal portal; do
		run -1 banyun plan create --scope "$wrong"
		[[ $output == *"no department or system \"$wrong\""* ]]
	done
	banyun plan create --department tax >told
	run -1 banyun plan create --department tax,fni
	[[ $output == *"no department or system \"fni\""* ]]
	language=zh_CN.UTF-8 run -1 banyun plan create --scope fni
	[[ $output == *'没有部门或系统'* ]]
	run -2 banyun plan create --scope ""
}

asked() { # METHOD PATH [BODY]: what banyund answers
	as 1001 curl -s --unix-socket "$folder/run/sock" -X "$1" -H 'Content-Type: application/json' \
		${3:+-d "$3"} "http://banyun$2"
}

@test "a plan in the making tells its stage, and is cancelled without a trace" {
	survey
	banyun readiness check
	job=$(asked POST /v1/plans '{}' | jq -r .job)
	[ "$(asked GET "/v1/jobs/$job" | jq -r .total)" -eq 100 ]
	within 10 ended "$job"
	[ "$(asked GET "/v1/jobs/$job" | jq -r '"\(.state) \(.text)"')" = "done keeping the plan" ]
	banyun plan show --json | jq -S . >before
	mv "$folder/programs/banyun-planner" "$folder/planner"
	printf '#!/bin/sh\nexec /bin/sleep 60\n' >"$folder/programs/banyun-planner"
	chmod 755 "$folder/programs/banyun-planner"
	job=$(asked POST /v1/plans '{"seed":99}' | jq -r .job)
	asked DELETE "/v1/jobs/$job" >/dev/null
	within 10 ended "$job"
	mv "$folder/planner" "$folder/programs/banyun-planner"
	[ "$(asked GET "/v1/jobs/$job" | jq -r .state)" = failed ]
	banyun plan show --json | jq -S . | diff before -
	banyun plan create >/dev/null
}

ended() { # JOB
	[ "$(asked GET "/v1/jobs/$1" | jq -r .state)" != running ]
}

@test "decisions outlast a restart" {
	survey
	decided >before
	[ -s before ]
	stop
	rm -f "$folder/run/sock"
	start
	decided | diff before -
}

@test "a finding on one of two systems of a name tells whose it is, and what is not found is said" {
	survey
	banyun readiness check
	banyun readiness show --kind system --department tax | grep -q ' tax/mail '
	run -0 banyun readiness show mail --rule zombie.idle --verdict unknown --why
	[[ $output == *"  fin/mail"* && $output == *"  tax/mail"* ]]
	run -0 banyun readiness show portal --verdict fail --rule zombie.idle
	[[ $output == "No finding is so."* ]]
	run -0 banyun readiness links
	[[ $output == "No link was measured"* ]]
}

@test "what is misspelt of the findings is told, and is not taken for good news" {
	survey
	banyun readiness check
	run -2 banyun readiness show --verdict failed
	[[ $output == *'"failed" is no verdict'* ]]
	run -2 banyun readiness show --rule zombie.idle,zombie.ideal
	[[ $output == *'no rule "zombie.ideal"'* ]]
	run -2 banyun readiness show --kind systems
	[[ $output == *'the kind "systems"'* ]]
	run -1 banyun readiness show protal
	[[ $output == *'"protal"'* ]]
	run -1 banyun readiness show --department tex
	[[ $output == *'"tex"'* ]]
	language=zh_CN.UTF-8 run -1 banyun readiness show protal
	[[ $output == *"都没有检查过"* ]]
	banyun readiness show fin/portal --rule zombie.idle --verdict pass,warn,fail,unknown --department fin
}

@test "a plan without a wave cannot be approved, and what to do is told" {
	survey
	banyun readiness check
	banyun plan create
	plan=$(banyun plan show --json | jq -r '.plans[0].plan')
	as_person 1002 run -3 banyun plan approve "$plan"
	[[ $output == *"no wave that could be approved"* ]]
	person=1002 language=zh_CN.UTF-8 run -3 banyun plan approve "$plan"
	[[ $output == *"没有可以批准的批次"* ]]
}

@test "a noun alone, or with a verb that it has not, tells where its verbs are" {
	run -0 banyun plan --help
	[[ $output == *"banyun plan create"*"banyun plan withdraw"* && $output != *"banyun run start"* ]]
	run -2 banyun plan
	[[ $output == *'no command "plan"; `banyun plan --help`'* ]]
	run -2 banyun plan mkae --json
	[[ $output == *'"plan mkae"; `banyun plan --help`'* ]]
	run -2 banyun plna
	[[ $output == *'"plna"; see `banyun --help`'* ]]
}
