# What plugins in C are written against. It links neither libevent nor anything of the daemon but base.
noinst_LIBRARIES += plugins/sdk/libplugin.a
plugins_sdk_libplugin_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/plugins/sdk
plugins_sdk_libplugin_a_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(SECCOMP_CFLAGS)
plugins_sdk_libplugin_a_SOURCES = \
	plugins/sdk/aide.c \
	plugins/sdk/banyun-plugin.h \
	plugins/sdk/calls.c \
	plugins/sdk/describe.c \
	plugins/sdk/landlock.c plugins/sdk/landlock.h \
	plugins/sdk/main.c \
	plugins/sdk/nursery.c \
	plugins/sdk/sandbox.c \
	plugins/sdk/sdk.h \
	plugins/sdk/wire.c

# A plugin compiles with -I$(top_srcdir)/plugins/sdk and links these, last.
PLUGIN_LIBS = plugins/sdk/libplugin.a $(BASE_LIBS) $(SECCOMP_LIBS) -lpthread
dist_man_MANS += plugins/sdk/banyun-plugin.7
