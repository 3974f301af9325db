# What a person meets who mistypes, or whose files, disk or daemon are not as they should be.
TESTS += tests/functional/cli/mistakes.bats tests/functional/cli/tables.bats
EXTRA_DIST += tests/functional/cli/mistakes.bats tests/functional/cli/tables.bats tests/functional/cli/terminal
