dist_noinst_SCRIPTS += contrib/autogen contrib/check contrib/check-long contrib/demo \
	contrib/demo-figures contrib/format contrib/install
profiledir = $(pkgdatadir)/profiles
dist_profile_DATA = contrib/profiles/default.yaml

completiondir = $(datadir)/bash-completion/completions
dist_completion_DATA = contrib/completion/banyun.bash
include contrib/systemd/local.mk
include contrib/po/local.mk
