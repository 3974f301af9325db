# Measures on a lab that is up; see each program's beginning.
EXTRA_DIST += tests/bench/first-move
