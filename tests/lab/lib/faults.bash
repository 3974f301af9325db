# Faults that tests ask for. Each finds its victim in the namespaces of this lab and nowhere else.

# The cable is unplugged at its far end: the host keeps its addresses and loses the carrier.
cut_or_mend() {
	local peer device
	read -r _ _ peer device <<<"$(cable_of "$1")"
	case $2 in
	up | down) ip -n "$(namespace_of "$peer")" link set "$device" "$2" ;;
	*) fail "A cable goes \"up\" or \"down\", not \"$2\"." ;;
	esac
}

# Prints the processes of a host, by the host's own numbers, whose command line matches.
processes_of() {
	on_host "$1" pgrep -f "$2" || true
}

kill_on() {
	local host=$1 pattern pids
	case $2 in
	libvirtd) pattern='^libvirtd' ;;
	sshd) pattern='sshd' ;;
	qemu)
		require_guest "${3:-}"
		pattern="qemu-system.* guest=$3,"
		;;
	*) fail "\"$2\" cannot be killed by this; \"libvirtd\", \"sshd\" and \"qemu GUEST\" can." ;;
	esac
	pids=$(processes_of "$host" "$pattern")
	[ -n "$pids" ] || fail "No process \"$2${3:+ $3}\" runs on \"$host\"."
	# shellcheck disable=SC2086
	on_host "$host" kill -9 $pids
}

power() {
	case $2 in
	off) power_off "$1" ;;
	on) power_on "$1" && wait_for_power "$1" ;;
	reboot) power_off "$1" && power_on "$1" && wait_for_power "$1" ;;
	*) fail "A host goes \"off\", \"on\" or through a \"reboot\", not \"$2\"." ;;
	esac
}

# From inside the guest, as its owner would, wherever it runs.
ask_guest() {
	case $2 in
	poweroff | reboot) ;;
	*) fail "A guest does \"poweroff\", \"reboot\" and \"renew\", not \"$2\"." ;;
	esac
	in_network ops curl -sf --max-time 5 "http://$(in_url "$(address_of "$1")")/cgi-bin/$2" >/dev/null ||
		fail "The guest \"$1\" did not answer when it was asked for \"$2\"."
}

# fault VERB NAME ARGUMENTS...
fault() {
	local verb=$1 name=${2:-} what=${3:-}
	case $verb in
	guest) require_guest "$name" ;;
	kill | host) require_hypervisor "$name" ;;
	*) require_host "$name" ;;
	esac
	case $verb in
	link) cut_or_mend "$name" "$what" ;;
	rate) shape "$name" "$what" ;;
	kill) kill_on "$name" "$what" "${4:-}" ;;
	host) power "$name" "$what" ;;
	guest)
		if [ "$what" = renew ]; then
			renew_guest "$name" "${@:4}"
		else
			ask_guest "$name" "$what"
		fi
		;;
	esac
}
