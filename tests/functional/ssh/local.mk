# banyun-plugin-ssh against a nasty sshd.
TESTS += tests/functional/ssh/ssh.bats
EXTRA_DIST += \
	tests/functional/ssh/hosts \
	tests/functional/ssh/listener \
	tests/functional/ssh/nasty \
	tests/functional/ssh/ssh.bats \
	tests/functional/ssh/talk
