"""The tests of the checker; tests/lab/checker-test runs them all."""
