"""The parts of tests/planning/check-plan. It shares no code, table or constant with the planner: what it
knows of a promise it knows from the documents' descriptions. From the bottom up: lines reads texts; hours
knows local time; city and plan index what was read; each other file holds the plan to promises of one
kind and yields (name, sentence) for every one that is broken; table says which rules are known."""
