# What is rendered of a networks' plan, loaded into a router in a network namespace.
TESTS += tests/functional/networks/networks.bats
EXTRA_DIST += tests/functional/networks/networks.bats tests/functional/networks/town.lines
