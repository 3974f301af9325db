# The description of the API says what banyund serves, and nothing else.

sources=${top_srcdir:-$BATS_TEST_DIRNAME/../..}
openapi=${top_builddir:-$sources/build}/tests/lint/openapi
description=$sources/daemon/api/openapi.yaml

judge() { # SED-SCRIPT: the description through it
	sed "$1" "$description" >"$BATS_TEST_TMPDIR/openapi.yaml"
	! cmp -s "$description" "$BATS_TEST_TMPDIR/openapi.yaml"
	run "$openapi" "$BATS_TEST_TMPDIR/openapi.yaml"
	echo "$output"
	[ "$status" -eq 1 ]
}

says() {
	grep -qF -- "$1" <<<"$output"
}

# The parameters behind the question mark that are read, or that the description has.
asked() {
	sed -n '/_query_fields\[\] = {/,/^};/s/^\t{"\([a-z]*\)".*/\1/p' "$sources"/daemon/*/*.c | sort -u
}

described() {
	grep -B1 'in: query' "$description" | sed -n 's/.*name: //p' | sort -u
}

@test "the description agrees with banyund's tables" {
	run "$openapi" "$description"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "the parameters of queries are those that are read" {
	[ -n "$(asked)" ]
	diff <(asked) <(described)
}

@test "a path or a method too few or too many is caught" {
	judge 's|^  /v1/status:|  /v1/state:|'
	says 'GET /v1/status is not described'
	says 'get /v1/state is described, but there is none'
	judge '/^  .v1.jobs/,/^$/s/^    delete:$/    put:/'
	says 'DELETE /v1/jobs/{} is not described'
	says 'put /v1/jobs/{job} is described, but there is none'
}

@test "a part of a path that is no parameter is caught" {
	judge 's|^  /v1/hosts/{host}/trust:|  /v1/hosts/{name}/trust:|'
	says '/v1/hosts/{name}/trust: Its part 1 is not parameter 1.'
}

@test "a body with another member, bound or type is caught" {
	judge 's/^\( *\)credential:$/\1password:/'
	says 'POST /v1/hosts: The body properties credential is described as nothing, but is'
	says 'POST /v1/hosts: The body properties password is described as'
	judge 's/maximum: 65535/maximum: 65536/'
	says 'The body properties port maximum is described as 65536, but is 65535.'
	judge '/operationId: trustHost/,/responses:/s/type: string/type: integer/'
	says 'The body properties fingerprint type is described as "integer", but is "string".'
	judge '/operationId: returnPlan/,/responses:/s/requestBody/x-body/'
	says 'POST /v1/plans/{}/return: A body is read.'
}

@test "a document with another member is caught" {
	judge 's/^\( *\)left_out:$/\1left:/'
	says 'Plan properties left is described as'
}

@test "wrong roles, a missing failure and a reference to nothing are caught" {
	judge '/operationId: approvePlan/,/responses:/s/\[approver, department_owner\]/[viewer]/'
	says 'POST /v1/plans/{}/approvals: x-roles are not'
	judge '/operationId: showStatus/,/^$/s/default:/"500":/'
	says 'GET /v1/status: The answer when it fails is not described.'
	judge 's/^    Status:$/    State:/'
	says '"#/components/schemas/Status" leads nowhere.'
}

@test "what is not YAML is refused" {
	judge 's/^paths:$/paths: [/'
	says 'openapi.yaml'
}
