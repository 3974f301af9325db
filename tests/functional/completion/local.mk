# Completion in bash.
TESTS += tests/functional/completion/completion.bats
EXTRA_DIST += tests/functional/completion/completion.bats
