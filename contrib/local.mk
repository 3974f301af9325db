dist_noinst_SCRIPTS += contrib/install
