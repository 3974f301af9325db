# A plan as people read it, of a real banyund.
TESTS += tests/functional/planning/show.bats
EXTRA_DIST += tests/functional/planning/show.bats
