# Unit tests of plugins/libvirt and of what it shares with the executor.
LIBVIRT_UNITS = \
	tests/unit/model/transfer
check_PROGRAMS += $(LIBVIRT_UNITS)
TESTS += $(LIBVIRT_UNITS)

tests_unit_model_transfer_LDADD = daemon/model/libmodel.a $(BASE_LIBS) $(CMOCKA_LIBS)
