# A plan as people read it, of a real banyund; and one that is made again.
TESTS += tests/functional/planning/again.bats tests/functional/planning/show.bats
EXTRA_DIST += tests/functional/planning/again.bats tests/functional/planning/show.bats
