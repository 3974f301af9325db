# The catalogs of messages, one a language; TEXTDOMAINDIR=contrib/po of the build tree uses them
# without installing. A new sentence is added to each by hand; tests/lint/catalog says which.
zh_CNdir = $(localedir)/zh_CN/LC_MESSAGES
zh_CN_DATA = contrib/po/zh_CN/LC_MESSAGES/banyun.mo
EXTRA_DIST += contrib/po/zh_CN.po
CLEANFILES += $(zh_CN_DATA)

contrib/po/zh_CN/LC_MESSAGES/banyun.mo: contrib/po/zh_CN.po
	$(AM_V_at)$(MKDIR_P) $(@D)
	$(AM_V_GEN)$(MSGFMT) --check -o $@ $(srcdir)/contrib/po/zh_CN.po

# The sentences in English as a table of C, so that one that was told can be known again.
CLEANFILES += contrib/po/sentences.c

contrib/po/sentences.c: contrib/po/zh_CN.po
	$(AM_V_at)$(MKDIR_P) $(@D)
	$(AM_V_GEN){ echo '#include "base/language.h"'; \
		echo 'const char *const language_templates[] = {'; \
		$(MSGCAT) --no-wrap --no-location $(srcdir)/contrib/po/zh_CN.po | \
		sed -n 's/^msgid \("..*"\)$$/\1,/p'; echo '0};'; } >$@.new && mv $@.new $@
