"""The independent checker of the lab; tests/lab/checker says what it is for."""
