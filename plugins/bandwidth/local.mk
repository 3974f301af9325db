# Which capacity what arrives shows, and how much to send: pure, and tested without a network.
noinst_LIBRARIES += plugins/bandwidth/libbandwidth.a
plugins_bandwidth_libbandwidth_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
plugins_bandwidth_libbandwidth_a_SOURCES = \
	plugins/bandwidth/arrivals.c plugins/bandwidth/arrivals.h \
	plugins/bandwidth/bursts.c plugins/bandwidth/bursts.h \
	plugins/bandwidth/pace.c plugins/bandwidth/pace.h \
	plugins/bandwidth/wire.c plugins/bandwidth/wire.h

# One end of a measurement. It is brought to hosts as it is, and so rests on nothing of theirs: no
# library, nor a sanitizer's.
helper_PROGRAMS += plugins/bandwidth/banyun-measure
plugins_bandwidth_banyun_measure_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins
plugins_bandwidth_banyun_measure_CFLAGS = -std=c17 $(WARNINGS)
plugins_bandwidth_banyun_measure_LDFLAGS = -static
plugins_bandwidth_banyun_measure_LDADD = -lm
plugins_bandwidth_banyun_measure_SOURCES = \
	$(plugins_bandwidth_libbandwidth_a_SOURCES) \
	plugins/bandwidth/end.c plugins/bandwidth/end.h \
	plugins/bandwidth/listen.c plugins/bandwidth/listen.h \
	plugins/bandwidth/load.h \
	plugins/bandwidth/measure.c \
	plugins/bandwidth/order.c plugins/bandwidth/order.h \
	plugins/bandwidth/receive.c \
	plugins/bandwidth/send.c \
	plugins/bandwidth/tell.c plugins/bandwidth/tell.h \
	plugins/bandwidth/transfer.c plugins/bandwidth/transfer.h
dist_man_MANS += plugins/bandwidth/banyun-measure.8
