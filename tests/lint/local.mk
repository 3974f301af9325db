# The rules of the house, as tests; each is tested with a tree that breaks it.
TESTS += tests/lint/lint.bats
EXTRA_DIST += tests/lint/lint.bats tests/lint/lint tests/lint/lint_lib/__init__.py \
	tests/lint/lint_lib/form.py tests/lint/lint_lib/layers.py tests/lint/lint_lib/tree.py \
	tests/lint/lint_lib/words.py
