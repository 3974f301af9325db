dist_noinst_SCRIPTS += contrib/format contrib/install
profiledir = $(pkgdatadir)/profiles
dist_profile_DATA = contrib/profiles/default.yaml
