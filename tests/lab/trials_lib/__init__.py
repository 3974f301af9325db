"""The parts of tests/lab/trials; its opening text tells what a trial is."""
