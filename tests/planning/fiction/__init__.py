"""The parts of tests/planning/random-city, from the bottom up: sizes and regimes are data; places, clouds,
things and nets make what a city has; edges spoil it on purpose; order, facts and write tell it as lines."""
