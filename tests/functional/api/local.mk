# banyund's API as a client of another language sees it.
TESTS += tests/functional/api/api.bats
EXTRA_DIST += tests/functional/api/api.bats tests/functional/api/ask
