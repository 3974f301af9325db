# The parsers under mutated input, with the sanitizers on whatever the rest is built with.
FUZZ_SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
FUZZ_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(YAML_CFLAGS) $(CRYPTO_CFLAGS) $(FUZZ_SANITIZERS)
FUZZ_LIBS = tests/fuzz/libbase.a $(JSON_LIBS) $(YAML_LIBS) $(CRYPTO_LIBS)

# What mutates the seeds; fuzz-long takes libFuzzer instead.
FUZZ_DRIVER = tests/fuzz/libdriver.a
check_LIBRARIES += tests/fuzz/libdriver.a
tests_fuzz_libdriver_a_SOURCES = tests/fuzz/driver.c
tests_fuzz_libdriver_a_CFLAGS = $(FUZZ_CFLAGS)

check_LIBRARIES += tests/fuzz/libbase.a
tests_fuzz_libbase_a_SOURCES = $(daemon_base_libbase_a_SOURCES)
tests_fuzz_libbase_a_CFLAGS = $(FUZZ_CFLAGS)

check_PROGRAMS += tests/fuzz/json tests/fuzz/skim tests/fuzz/yaml tests/fuzz/planted
tests_fuzz_json_SOURCES = tests/fuzz/json.c tests/fuzz/promise.h
tests_fuzz_json_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_json_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_json_LDADD = $(FUZZ_DRIVER) $(FUZZ_LIBS)
tests_fuzz_skim_SOURCES = tests/fuzz/skim.c tests/fuzz/promise.h
tests_fuzz_skim_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_skim_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_skim_LDADD = $(FUZZ_DRIVER) $(FUZZ_LIBS)
tests_fuzz_yaml_SOURCES = tests/fuzz/yaml.c tests/fuzz/promise.h
tests_fuzz_yaml_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_yaml_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_yaml_LDADD = $(FUZZ_DRIVER) $(FUZZ_LIBS)
tests_fuzz_planted_SOURCES = tests/fuzz/planted.c tests/fuzz/promise.h
tests_fuzz_planted_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_planted_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_planted_LDADD = $(FUZZ_DRIVER) $(FUZZ_LIBS)

TESTS += tests/fuzz/fuzz.bats
LONG_CHECKS += tests/fuzz/fuzz-long
EXTRA_DIST += tests/fuzz/fuzz.bats tests/fuzz/fuzz-long tests/fuzz/seeds

# What a host that we log in to answers.
FUZZ_SSH_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
check_LIBRARIES += tests/fuzz/libssh.a
tests_fuzz_libssh_a_SOURCES = $(plugins_ssh_libfacts_a_SOURCES) $(daemon_model_libmodel_a_SOURCES)
tests_fuzz_libssh_a_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_libssh_a_CFLAGS = $(FUZZ_CFLAGS)

check_PROGRAMS += tests/fuzz/facts tests/fuzz/router tests/fuzz/content tests/fuzz/literals \
	tests/fuzz/echoes tests/fuzz/iperf
tests_fuzz_router_SOURCES = tests/fuzz/router.c tests/fuzz/host.h tests/fuzz/promise.h
tests_fuzz_router_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_router_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_router_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_router_LDADD = $(FUZZ_DRIVER) tests/fuzz/libssh.a $(FUZZ_LIBS)
tests_fuzz_facts_SOURCES = tests/fuzz/facts.c tests/fuzz/host.h tests/fuzz/promise.h
tests_fuzz_facts_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_facts_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_facts_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_facts_LDADD = $(FUZZ_DRIVER) tests/fuzz/libssh.a $(FUZZ_LIBS)
tests_fuzz_content_SOURCES = tests/fuzz/content.c tests/fuzz/promise.h
tests_fuzz_content_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_content_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_content_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_content_LDADD = $(FUZZ_DRIVER) tests/fuzz/libssh.a $(FUZZ_LIBS)
tests_fuzz_literals_SOURCES = tests/fuzz/literals.c tests/fuzz/promise.h
tests_fuzz_literals_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_literals_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_literals_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_literals_LDADD = $(FUZZ_DRIVER) tests/fuzz/libssh.a $(FUZZ_LIBS)
tests_fuzz_echoes_SOURCES = tests/fuzz/echoes.c tests/fuzz/promise.h
tests_fuzz_echoes_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_echoes_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_echoes_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_echoes_LDADD = $(FUZZ_DRIVER) tests/fuzz/libssh.a $(FUZZ_LIBS)
tests_fuzz_iperf_SOURCES = tests/fuzz/iperf.c tests/fuzz/promise.h
tests_fuzz_iperf_CPPFLAGS = $(FUZZ_SSH_CPPFLAGS)
tests_fuzz_iperf_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_iperf_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_iperf_LDADD = $(FUZZ_DRIVER) tests/fuzz/libssh.a $(FUZZ_LIBS)

# What a worker says, and what lies beside a published log.
check_LIBRARIES += tests/fuzz/libnote.a
tests_fuzz_libnote_a_SOURCES = $(daemon_audit_libverify_a_SOURCES)
tests_fuzz_libnote_a_CFLAGS = $(FUZZ_CFLAGS)

check_PROGRAMS += tests/fuzz/rpc tests/fuzz/note
tests_fuzz_rpc_SOURCES = tests/fuzz/rpc.c tests/fuzz/promise.h
tests_fuzz_rpc_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_rpc_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_rpc_LDADD = $(FUZZ_DRIVER) $(FUZZ_LIBS)
tests_fuzz_note_SOURCES = tests/fuzz/note.c tests/fuzz/promise.h
tests_fuzz_note_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_note_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_note_LDADD = $(FUZZ_DRIVER) tests/fuzz/libnote.a $(FUZZ_LIBS)

# The tables that departments send.
FUZZ_SHEET = tests/fuzz/sheet.c tests/fuzz/sheet.h tests/fuzz/promise.h
FUZZ_SHEET_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(XML_CFLAGS) $(ZIP_CFLAGS)
check_LIBRARIES += tests/fuzz/libsheet.a
tests_fuzz_libsheet_a_SOURCES = $(daemon_inventory_sheet_libsheet_a_SOURCES)
tests_fuzz_libsheet_a_CPPFLAGS = $(FUZZ_SHEET_CPPFLAGS)
tests_fuzz_libsheet_a_CFLAGS = $(FUZZ_CFLAGS)
FUZZ_SHEET_LIBS = $(FUZZ_DRIVER) tests/fuzz/libsheet.a $(XML_LIBS) $(ZIP_LIBS) $(FUZZ_LIBS)

check_PROGRAMS += tests/fuzz/csv tests/fuzz/xlsx
tests_fuzz_csv_SOURCES = tests/fuzz/csv.c $(FUZZ_SHEET)
tests_fuzz_csv_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_csv_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_csv_LDADD = $(FUZZ_SHEET_LIBS)
tests_fuzz_xlsx_SOURCES = tests/fuzz/xlsx.c tests/unit/inventory/pack.c tests/unit/inventory/pack.h \
	$(FUZZ_SHEET)
tests_fuzz_xlsx_CPPFLAGS = $(FUZZ_SHEET_CPPFLAGS)
tests_fuzz_xlsx_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_xlsx_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_xlsx_LDADD = $(FUZZ_SHEET_LIBS)

# What a hypervisor says of its machines.
FUZZ_LIBVIRT_CPPFLAGS = $(plugins_libvirt_libhypervisor_a_CPPFLAGS) -I$(top_srcdir)/plugins
check_LIBRARIES += tests/fuzz/libhypervisor.a
tests_fuzz_libhypervisor_a_SOURCES = $(plugins_libvirt_libhypervisor_a_SOURCES) \
	$(daemon_model_libmodel_a_SOURCES)
tests_fuzz_libhypervisor_a_CPPFLAGS = $(FUZZ_LIBVIRT_CPPFLAGS)
tests_fuzz_libhypervisor_a_CFLAGS = $(FUZZ_CFLAGS)

check_PROGRAMS += tests/fuzz/domain
tests_fuzz_domain_SOURCES = tests/fuzz/domain.c tests/fuzz/promise.h
tests_fuzz_domain_CPPFLAGS = $(FUZZ_LIBVIRT_CPPFLAGS)
tests_fuzz_domain_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_domain_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_domain_LDADD = $(FUZZ_DRIVER) tests/fuzz/libhypervisor.a $(LIBVIRT_LIBS) $(XML_LIBS) \
	$(FUZZ_LIBS)

# The pages of the web.
check_LIBRARIES += tests/fuzz/libpage.a
tests_fuzz_libpage_a_SOURCES = $(plugins_probe_libpage_a_SOURCES)
tests_fuzz_libpage_a_CPPFLAGS = $(PROBE_FLAGS)
tests_fuzz_libpage_a_CFLAGS = $(FUZZ_CFLAGS)

check_PROGRAMS += tests/fuzz/page
tests_fuzz_page_SOURCES = tests/fuzz/page.c tests/fuzz/promise.h
tests_fuzz_page_CPPFLAGS = $(PROBE_FLAGS) -I$(top_srcdir)/plugins
tests_fuzz_page_CFLAGS = $(FUZZ_CFLAGS)
tests_fuzz_page_LDFLAGS = $(AM_LDFLAGS) $(FUZZ_SANITIZERS)
tests_fuzz_page_LDADD = $(FUZZ_DRIVER) tests/fuzz/libpage.a $(FUZZ_LIBS) $(CURL_LIBS) $(IDN_LIBS) $(PSL_LIBS)
