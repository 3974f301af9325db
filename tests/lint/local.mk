# The rules of the house, as tests; each is tested with a tree that breaks it.
TESTS += tests/lint/lint.bats tests/lint/documented.bats tests/lint/catalog.bats
EXTRA_DIST += tests/lint/lint.bats tests/lint/lint tests/lint/catalog.bats \
	tests/lint/catalog tests/lint/documented.bats \
	tests/lint/documented tests/lint/lint_lib/__init__.py tests/lint/lint_lib/form.py \
	tests/lint/lint_lib/layers.py tests/lint/lint_lib/manual.py tests/lint/lint_lib/scripts.py \
	tests/lint/lint_lib/tree.py tests/lint/lint_lib/words.py

# Prints the keys of each file that people write, from banyund's own tables.
check_PROGRAMS += tests/lint/keys
tests_lint_keys_SOURCES = tests/lint/keys.c
tests_lint_keys_LDADD = daemon/model/libmodel.a $(CORE_LIBS) $(BASE_LIBS)

# The description of the API against banyund's own tables.
TESTS += tests/lint/openapi.bats
EXTRA_DIST += tests/lint/openapi.bats
check_PROGRAMS += tests/lint/openapi
tests_lint_openapi_SOURCES = tests/lint/openapi.c
tests_lint_openapi_CPPFLAGS = $(AM_CPPFLAGS) $(JSON_CFLAGS)
tests_lint_openapi_LDADD = $(daemon_banyund_LDADD)
