# Over which family a test and its programs talk: one place for all. $family is 6 on a machine that has
# no IPv4 (tests/without-ipv4/enter makes one), and then nothing that a test makes has any either;
# elsewhere it is 4, and networks have both.

has_ipv4() { # this machine
	! command -v ip >/dev/null || [ -n "$(ip -4 -oneline address show)" ]
}

# Told to the programs of a test, which stand in networks of their own.
[ -n "${BANYUN_FAMILY:-}" ] || BANYUN_FAMILY=$(has_ipv4 && echo 4 || echo 6)
export BANYUN_FAMILY
family=$BANYUN_FAMILY

# Addresses by which to log in, and ask for pages.
case $family in
6) loopback=::1 families=6 ;;
*) loopback=127.0.0.1 families="4 6" ;;
esac
export loopback

# of_family IPV4 IPV6: the one of the two that there is.
of_family() {
	[ "$family" = 6 ] && echo "$2" || echo "$1"
}

# As it stands in a URL or before a port.
bracketed() { # ADDRESS
	case $1 in
	*:*) echo "[$1]" ;;
	*) echo "$1" ;;
	esac
}

# In a new network.
raise_loopback() {
	ip link set lo up
	[ "$family" != 6 ] || ip -4 address flush dev lo
}

# without_ipv4: of lines of ip(8) in standard input, those that this machine can do.
without_ipv4() {
	if [ "$family" = 6 ]; then grep -vE '(^|[^:.0-9])[0-9]{1,3}(\.[0-9]{1,3}){3}' || true; else cat; fi
}

# needs_ipv4 WHY: skips a test whose subject it is.
needs_ipv4() {
	[ "$family" != 6 ] || skip "it needs IPv4: $1"
}
