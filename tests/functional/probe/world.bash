# A test of the probe against `world`: its servers are up, and what is told of them is judged by jq.

source "${top_srcdir:-.}/tests/functional/family.bash"
here=${top_srcdir:-.}/tests/functional/probe
probe=$(realpath "${top_builddir:-.}/plugins/probe/banyun-plugin-probe")
ask=$(realpath "${top_srcdir:-.}/tests/functional/plugin/ask")
dns=$(of_family 192.0.2.53 2001:db8::53)

setup_file() {
	export world=$BATS_FILE_TMPDIR/world
	[ -n "$("$here/world" missing)" ] || "$here/world" up "$world"
}

teardown_file() {
	[ ! -e "$world/pid" ] || "$here/world" down "$world"
}

setup() {
	lacking=$("$here/world" missing)
	[ -z "$lacking" ] || skip "missing: $lacking"
}

# tell METHOD PARAMETERS: what is told goes to $output, without its first word.
tell() {
	SECONDS=0
	run "$here/world" exec "$world" "$ask" "$probe" "$1" "$(jq -cn "$2")"
	echo "$output"
	[ "$status" -eq 0 ]
	output=${output#result }
}

# is FILTER...: each is true of what was told. In a filter, over_ipv4(N) says that all of N tries over
# IPv4 succeeded, and compared(CONTENT) what came of the comparison of both families; a machine without
# IPv4 knows neither.
judgement='
	def over_ipv4($n): .ipv4 | if $family == 6 then .unknown == $n and .failed == 0 and .reached == 0 and
		.tries[0].reason == "This machine has no way to its IPv4." else .reached == $n end;
	def compared($content): .content | if $family == 6 then .same == "unknown" else . == $content end;'

is() {
	local filter
	for filter; do
		jq -e --argjson family "$family" "$judgement $filter" <<<"$output" >/dev/null || {
			echo "It is not so that $filter, in:"
			jq . <<<"$output"
			return 1
		}
	done
}
