# What the tests on real hypervisors begin with.

# is_fit PROGRAM...: whether this machine can have a lab and has these besides; if not, $unfit says why.
is_fit() {
	local needed
	export HERE=$BATS_TEST_DIRNAME
	export BANYUN_CACHE=${BANYUN_CACHE:-$(cd "$HERE/../.." && pwd)/build/lab}
	[ "$(id -u)" -eq 0 ] || {
		export unfit="only root can make namespaces and hypervisors"
		return 1
	}
	for needed in libvirtd virsh qemu-system-x86_64 jq "$@"; do
		command -v "$needed" >/dev/null || {
			export unfit="\"$needed\" is missing; run contrib/install lab"
			return 1
		}
	done
	[ -e "$BANYUN_CACHE/packages/complete" ] || {
		export unfit="no packages; run contrib/install lab"
		return 1
	}
}

# stage NAME: installs what was built where banyun's own user can read it, which a test's folder does not
# allow.
stage() {
	local build=${top_builddir:-$HERE/../../build}
	export BANYUN_PREFIX=$build/$1/stage
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$build" install "prefix=$BANYUN_PREFIX" \
		"sysconfdir=$BANYUN_PREFIX/etc" "localstatedir=$BANYUN_PREFIX/var" >/dev/null
}

# within SECONDS COMMAND...: it becomes true in that time.
within() {
	local until=$((SECONDS + $1))
	shift
	until "$@" >within.out 2>&1; do
		[ $SECONDS -lt $until ] || {
			cat within.out
			return 1
		}
		sleep 0.5
	done
}
