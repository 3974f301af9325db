# banyund's API as a client of another language sees it.
TESTS += tests/functional/api/api.bats tests/functional/api/approved.bats tests/functional/api/owners.bats
EXTRA_DIST += tests/functional/api/api.bats tests/functional/api/approved.bats tests/functional/api/owners.bats \
	tests/functional/api/ask tests/functional/api/endless tests/functional/api/forge \
	tests/functional/api/forged.bash
