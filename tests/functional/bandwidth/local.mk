# banyun-measure at both ends of shaped links.
TESTS += tests/functional/bandwidth/measure.bats
EXTRA_DIST += tests/functional/bandwidth/ends.py tests/functional/bandwidth/liar \
	tests/functional/bandwidth/measure.bats tests/functional/bandwidth/pair
