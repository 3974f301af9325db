# Hypervisors: libvirtd and sshd in namespaces of their own. host/init is their process 1.

# What every hypervisor sees as /opt/banyun-lab: the guests' kernel and the programs that are not
# installed on this machine. One copy a lab, so that the cache may change while the lab is up.
make_shared_folder() {
	local built to=$state/shared
	built=$(built_folder)
	mkdir -p "$to/guest" "$to/lib"
	cp "$built/vmlinuz" "$built/initrd" "$to/guest/"
	cp "$built/collect" "$to/collect"
	cp "$(packages_root)/usr/sbin/sshd" "$to/sshd"
	cp -P "$(packages_root)"/usr/lib/x86_64-linux-gnu/libwrap.so* "$to/lib/"
}

write_libvirt_settings() {
	cat >"$1/libvirt/libvirtd.conf" <<-END
		host_uuid = "${host_uuid[$2]}"
		auth_unix_ro = "none"
		auth_unix_rw = "none"
		unix_sock_ro_perms = "0700"
		unix_sock_rw_perms = "0700"
		log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
	END
	cat >"$1/libvirt/qemu.conf" <<-END
		security_driver = "none"
		namespaces = []
		cgroup_controllers = []
		user = "root"
		group = "root"
		dynamic_ownership = 0
		remember_owner = 0
		stdio_handler = "file"
		default_tls_x509_cert_dir = "/etc/pki/qemu"
		default_tls_x509_verify = 1
	END
}

write_sshd_settings() {
	cat >"$1/ssh/sshd_config" <<-END
		HostKey /etc/ssh/host_key
		HostKey /etc/ssh/host_key_ecdsa
		AuthorizedKeysFile /etc/ssh/authorized_keys
		AuthenticationMethods publickey
		PermitRootLogin prohibit-password
		StrictModes no
		UsePAM no
		UseDNS no
		PidFile none
		MaxStartups 100
		MaxSessions 100
		Subsystem sftp internal-sftp
	END
}

write_identity() {
	local to=$1/etc
	hosts_file >"$to/hosts"
	# A host finds itself where it listens, not behind its own gateway.
	[ -z "$(outside_ipv4_of "$2")" ] || [ -z "$(inner_ipv4_of "$2")" ] ||
		sed -i "s/^$(outside_ipv4_of "$2") $2\$/$(inner_ipv4_of "$2") $2/" "$to/hosts"
	echo "$2" >"$to/hostname"
	tr -d '-' <<<"${host_uuid[$2]}" >"$to/machine-id"
	printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' 'sshd:x:74:65534::/run/sshd:/usr/sbin/nologin' \
		'libvirt-qemu:x:64055:106::/var/lib/libvirt:/usr/sbin/nologin' \
		'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin' >"$to/passwd"
	printf '%s\n' root:x:0: tty:x:5: kvm:x:106: libvirt-qemu:x:64055: nogroup:x:65534: \
		>"$to/group"
	echo 'root:*:19000:0:99999:7:::' >"$to/shadow"
	: >"$to/resolv.conf"
	echo 'hosts: files' >"$to/nsswitch.conf"
}

# Everything of a hypervisor that outlives its power.
make_hypervisor() {
	local to
	to=$(host_folder "$1")
	mkdir -p "$to"/{upper,work,root,libvirt,ssh,pki,volumes,console,etc,var/lib,var/cache,var/log}
	pool_path_of "$1" >"$to/pool-path"
	write_libvirt_settings "$to" "$1"
	write_sshd_settings "$to"
	write_identity "$to" "$1"
}

power_on() {
	local to
	to=$(host_folder "$1")
	[ -z "$(pid_of "$1")" ] || fail "The host \"$1\" is on already."
	rm -f "$to/pid"
	in_network "$1" setsid unshare --mount --uts --ipc --pid --fork \
		"$folder/host/init" "$1" "$to" "$state/shared" \
		</dev/null >>"$to/console/init.out" 2>&1 9>&- &
	disown
}

is_listening() {
	on_host "$1" test -S /run/libvirt/libvirt-sock
}

answers() {
	on_host "$1" virsh -q list
}

wait_for_power() {
	wait_for 60 "The start of the host \"$1\" (see $(host_folder "$1")/console/init.out)" \
		is_listening "$1"
	wait_for 60 "An answer of libvirtd on \"$1\" (see $(host_folder "$1")/console/libvirtd.out)" \
		answers "$1"
}

# Power loss: every process of the host goes with its process 1, and nothing is written any more.
power_off() {
	local pid
	pid=$(pid_of "$1")
	[ -n "$pid" ] || return 0
	kill -9 "$pid"
	wait_for 30 "The end of the host \"$1\"" test ! -e "/proc/$pid/root/proc"
	rm -f "$(host_folder "$1")/pid"
	remove_taps "$1"
}

# The taps of guests that died with the host lie in its network namespace, which stays.
remove_taps() {
	local device
	for device in $(ip -n "$(namespace_of "$1")" -o link show type tun | cut -d : -f 2); do
		# The process that held it may only just have ended, and taken it along.
		ip -n "$(namespace_of "$1")" link del "$device" 2>/dev/null || true
	done
}

# prepare_network HOST NETWORK BRIDGE: writes its XML and prints what virsh is to do with it.
prepare_network() {
	echo "<network><name>$2</name><forward mode='bridge'/><bridge name='$3'/></network>" \
		>"$(definitions_of "$1")/$2.xml"
	printf 'net-%s\n' "define /etc/libvirt/lab/$2.xml" "autostart $2" "start $2"
}

prepare_pool() {
	local pool
	pool=$(pool_of "$1")
	echo "<pool type='dir'><name>$pool</name><target><path>$(pool_path_of "$1")</path></target></pool>" \
		>"$(definitions_of "$1")/pool.xml"
	printf 'pool-%s\n' "define /etc/libvirt/lab/pool.xml" "autostart $pool" "start $pool"
}

# The folder of the XML files that the lab itself defines; the host sees it as /etc/libvirt/lab.
definitions_of() {
	echo "$(host_folder "$1")/libvirt/lab"
}

define_networks_and_pool() {
	local department
	mkdir -p "$(definitions_of "$1")"
	{
		prepare_pool "$1"
		if is_cloud "$1"; then
			for department in "${departments[@]}"; do
				prepare_network "$1" "$(landing_of "$department")" "$(landing_of "$department")"
			done
		else
			prepare_network "$1" "$department_network" "$department_bridge"
		fi
	} | virsh_on "$1"
}

# Reads virsh's commands from stdin and runs them in one process, which ends at the first failure.
virsh_on() {
	local line
	while read -r line; do
		set -- "$1" "${@:2}" "$line"
	done
	local host=$1 text
	shift
	printf -v text '%s; ' "$@"
	on_host "$host" virsh -q "$text" </dev/null >/dev/null
}

start_hypervisor() {
	power_on "$1"
	wait_for_power "$1"
	define_networks_and_pool "$1"
}
