dist_noinst_SCRIPTS += contrib/autogen contrib/format contrib/install
profiledir = $(pkgdatadir)/profiles
dist_profile_DATA = contrib/profiles/default.yaml
