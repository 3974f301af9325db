# The language of messages, with the catalogs of the build tree.
TESTS += tests/functional/language/language.bats tests/functional/language/daemon.bats
EXTRA_DIST += tests/functional/language/language.bats tests/functional/language/daemon.bats
