# banyun-plugin-ssh against a nasty sshd, and at a router.
TESTS += tests/functional/ssh/ssh.bats tests/functional/ssh/router.bats
EXTRA_DIST += \
	tests/functional/ssh/hosts \
	tests/functional/ssh/listener \
	tests/functional/ssh/nasty \
	tests/functional/ssh/router \
	tests/functional/ssh/router.bats \
	tests/functional/ssh/ssh.bats \
	tests/functional/ssh/talk
