# Unit tests of daemon/audit and of the record.
AUDIT_UNITS = \
	tests/unit/audit/log \
	tests/unit/audit/note \
	tests/unit/audit/record \
	tests/unit/audit/service \
	tests/unit/audit/signer \
	tests/unit/audit/tree
check_PROGRAMS += $(AUDIT_UNITS)
TESTS += $(AUDIT_UNITS)

tests_unit_audit_note_LDADD = $(VERIFY_LIBS) $(CMOCKA_LIBS)
tests_unit_audit_record_LDADD = $(VERIFY_LIBS) $(CMOCKA_LIBS)
tests_unit_audit_tree_LDADD = $(VERIFY_LIBS) $(CMOCKA_LIBS)
tests_unit_audit_signer_LDADD = daemon/audit/libsigner.a $(VERIFY_LIBS) $(CMOCKA_LIBS)
# Starts the program banyun-signer.
tests_unit_audit_log_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_audit_log_LDADD = $(AUDIT_LIBS) $(CMOCKA_LIBS)
# The signer as a service.
tests_unit_audit_service_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_audit_service_LDADD = $(AUDIT_LIBS) $(CMOCKA_LIBS)
