# The lab and its checker: see README.md.
dist_noinst_SCRIPTS += tests/lab/lab
EXTRA_DIST += tests/lab/README.md \
	tests/lab/lib/common.bash tests/lab/lib/environment.bash tests/lab/lib/picture.bash
