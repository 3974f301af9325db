# Units of systemd, with the folders of this build.
units = contrib/systemd/banyund.service contrib/systemd/banyun-signer@.service
unitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d
nodist_unit_DATA = $(units)
dist_unit_DATA = contrib/systemd/banyun-signer.socket
dist_sysusers_DATA = contrib/systemd/banyun.conf
CLEANFILES += $(units)
EXTRA_DIST += contrib/systemd/banyund.service.in contrib/systemd/banyun-signer@.service.in

$(units): contrib/systemd/local.mk
	$(AM_V_GEN)$(MKDIR_P) contrib/systemd && sed -e 's|@sbindir[@]|$(sbindir)|' \
		-e 's|@helperdir[@]|$(helperdir)|' -e 's|@sysconfdir[@]|$(sysconfdir)|' \
		'$(srcdir)/$@.in' >'$@.part' && mv '$@.part' '$@'
contrib/systemd/banyund.service: contrib/systemd/banyund.service.in
contrib/systemd/banyun-signer@.service: contrib/systemd/banyun-signer@.service.in

