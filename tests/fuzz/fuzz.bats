# A short run of each target; tests/fuzz/fuzz-long runs them for as long as wanted.

programs=${top_builddir:-.}/tests/fuzz
sources=${top_srcdir:-.}/tests/fuzz

@test "json_parse keeps its promises under 3 s of mutants" {
	"$programs/json" --seconds 3 "$sources"/seeds/json/*
}

@test "skimming keeps its promises under 3 s of mutants" {
	"$programs/skim" --seconds 3 "$sources"/seeds/json/*
}

@test "yaml_parse and shape_check keep their promises under 3 s of mutants" {
	"$programs/yaml" --seconds 3 "$sources"/seeds/yaml/*
}

@test "the facts of a host keep their promises under 3 s of mutants" {
	"$programs/facts" --seconds 3 "$sources"/seeds/facts/*
}

@test "what a router tells keeps its promises under 3 s of mutants" {
	"$programs/router" --seconds 3 "$sources"/seeds/router/*
}

@test "the digest of a disk keeps its promises under 3 s of mutants" {
	"$programs/content" --seconds 3 "$sources"/seeds/content/*
}

@test "the addresses in a host's files keep their promises under 3 s of mutants" {
	"$programs/literals" --seconds 3 "$sources"/seeds/literals/*
}

@test "the echoes on the way to a host keep their promises under 3 s of mutants" {
	"$programs/echoes" --seconds 3 "$sources"/seeds/echoes/*
}

@test "what an iperf3 tells keeps its promises under 3 s of mutants" {
	"$programs/iperf" --seconds 3 "$sources"/seeds/iperf/*
}

@test "the messages of workers keep their promises under 3 s of mutants" {
	"$programs/rpc" --seconds 3 "$sources"/seeds/rpc/*
}

@test "signed notes and keys keep their promises under 3 s of mutants" {
	"$programs/note" --seconds 3 "$sources"/seeds/note/*
}

@test "tables that are texts keep their promises under 3 s of mutants" {
	"$programs/csv" --seconds 3 "$sources"/seeds/csv/*
}

@test "workbooks keep their promises under 3 s of mutants" {
	"$programs/xlsx" --seconds 3 "$sources"/seeds/xlsx/*
}

@test "the XML of domains keeps its promises under 3 s of mutants" {
	"$programs/domain" --seconds 3 "$sources"/seeds/domain/*
}

@test "the pages of the web keep their promises under 3 s of mutants" {
	"$programs/page" --seconds 3 "$sources"/seeds/page/*
}

@test "the driver finds a planted bug and finds it again by its number" {
	run "$programs/planted" --seconds 30 "$sources"/seeds/json/shape.json
	[ "$status" -ne 0 ]
	[[ "$output" == *AddressSanitizer*heap-buffer-overflow* ]]
	number=$(sed -n 's/^Repeat with --seed 1 --only //p' <<< "$output")
	[ "$number" -gt 0 ]
	run "$programs/planted" --only "$number" "$sources"/seeds/json/shape.json
	[ "$status" -ne 0 ]
	[[ "$output" == *AddressSanitizer*heap-buffer-overflow* ]]
}
