# What is told, from the files that people send.
TESTS += tests/functional/inventory/import.bats
EXTRA_DIST += tests/functional/inventory/import.bats
