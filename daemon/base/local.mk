# The lowest layer: it knows nothing of the domain.
noinst_LIBRARIES += daemon/base/libbase.a
daemon_base_libbase_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(YAML_CFLAGS) $(CRYPTO_CFLAGS)
daemon_base_libbase_a_SOURCES = \
	daemon/base/address.c daemon/base/address.h \
	daemon/base/arena.c daemon/base/arena.h \
	daemon/base/clock.c daemon/base/clock.h \
	daemon/base/digest.c daemon/base/digest.h \
	daemon/base/error.c daemon/base/error.h \
	daemon/base/gang.c daemon/base/gang.h \
	daemon/base/json.c daemon/base/json.h \
	daemon/base/json_text.c daemon/base/json_text.h \
	daemon/base/language.c daemon/base/language.h \
	daemon/base/lines.c daemon/base/lines.h \
	daemon/base/log.c daemon/base/log.h \
	daemon/base/lookup.c daemon/base/lookup.h \
	daemon/base/memory.c daemon/base/memory.h \
	daemon/base/nursery.h \
	daemon/base/place.c daemon/base/place.h \
	daemon/base/rpc.c daemon/base/rpc.h \
	daemon/base/scan.c daemon/base/scan.h \
	daemon/base/sentence.c \
	daemon/base/shape.c daemon/base/shape.h \
	daemon/base/shape_offence.c daemon/base/shape_offence.h \
	daemon/base/shape_value.c daemon/base/shape_value.h \
	daemon/base/skim.c daemon/base/skim.h \
	daemon/base/sorted.c daemon/base/sorted.h \
	daemon/base/text.c daemon/base/text.h \
	daemon/base/yaml.c daemon/base/yaml.h \
	daemon/base/json_share.c daemon/base/json_tree.c daemon/base/json_write.c daemon/base/utf8.c

nodist_daemon_base_libbase_a_SOURCES = contrib/po/sentences.c

# What a program that uses libbase.a links, in this order and last.
BASE_LIBS = daemon/base/libbase.a $(JSON_LIBS) $(YAML_LIBS) $(CRYPTO_LIBS)
