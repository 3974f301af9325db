# A real libvirtd with its qemu driver, in namespaces of its own: everything is found and stored once,
# what changes is heard and read again, also after libvirtd was killed, and one that does not answer or dies
# while it is asked is told, with the reason. The bench does it all, with few
# machines, and fails when anything is not so.

bats_require_minimum_version 1.5.0

@test "a hypervisor is scanned, watched, killed and watched again" {
	[ "$(id -u)" -eq 0 ] || skip "only root can have namespaces"
	command -v libvirtd >/dev/null || skip "libvirt's daemon is not installed"
	run -0 "${top_srcdir:-.}/tests/bench/libvirt-inventory" --build "${top_builddir:-.}" \
		--domains 30 --rounds 2
	[[ $output == *"told and read again after"*"after libvirtd was killed"* ]]
	[[ $output == *"stalled: told after"*"where it was killed meanwhile"* ]]
	jq -e '.ratios | keys | contains(["bare_dumpxml", "bare_floor", "bare_least",
		"bare_virsh", "least_floor", "refresh_virsh", "rescan_bytes", "wall_bare",
		"wall_dumpxml", "wall_floor", "wall_virsh"])' <<<"${lines[-1]}"
}
