"""The rules of tests/lint/lint. Each takes a Tree and yields (path, line, sentence)."""
