# banyun-plugin-ssh against a nasty sshd, at a router, and through a jump host.
TESTS += tests/functional/ssh/ssh.bats tests/functional/ssh/router.bats \
	tests/functional/ssh/picture.bats tests/functional/ssh/jump.bats \
	tests/functional/ssh/away.bats tests/functional/ssh/crowd.bats \
	tests/functional/ssh/faults.bats tests/functional/ssh/stay.bats \
	tests/functional/ssh/literals.bats tests/functional/ssh/measure.bats \
	tests/functional/ssh/ports.bats tests/functional/ssh/transfer.bats
EXTRA_DIST += tests/functional/ssh/daemon.bash tests/functional/ssh/server.bash \
	tests/functional/ssh/away.bats tests/functional/ssh/crowd.bats \
	tests/functional/ssh/faults.bats tests/functional/ssh/stay.bats \
	tests/functional/ssh/hosts \
	tests/functional/ssh/jump.bats \
	tests/functional/ssh/listener \
	tests/functional/ssh/literals.bats \
	tests/functional/ssh/measure.bats \
	tests/functional/ssh/nasty \
	tests/functional/ssh/pair.bash \
	tests/functional/ssh/picture.bats \
	tests/functional/ssh/ports.bats \
	tests/functional/ssh/router \
	tests/functional/ssh/router.bats \
	tests/functional/ssh/ssh.bats \
	tests/functional/ssh/talk \
	tests/functional/ssh/transfer.bats
