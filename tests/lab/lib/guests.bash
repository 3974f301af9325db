# Guests: their disks, definitions and first boot at home.

# The web site and the keys of a guest, as an ext4 on a thin qcow2, which each new life begins with.
make_system_disk() {
	local name=$1 tree=$state/guests/$1 raw=$state/guests/$1.raw
	mkdir -p "$tree/www/cgi-bin"
	printf '<!doctype html>\n<title>%s</title>\n<h1>%s</h1>\n<p>A machine of the department %s.\n' \
		"$name" "$name" "$(department_of "$name")" >"$tree/www/index.html"
	# 102,400 bytes that differ from guest to guest and can be made again by whoever checks them.
	head -c 102400 < <(yes "$name serves this page.") >"$tree/www/large"
	for deed in poweroff reboot; do
		printf '#!/bin/sh\nprintf "Content-Type: text/plain\\r\\n\\r\\n%s\\n"\n' "$deed" \
			>"$tree/www/cgi-bin/$deed"
		echo "(sleep 0.2; exec $deed -f) >/dev/null 2>&1 </dev/null &" >>"$tree/www/cgi-bin/$deed"
		chmod 755 "$tree/www/cgi-bin/$deed"
	done
	# Something to copy: what compresses badly and is not all zeroes.
	head -c 12M /dev/urandom >"$tree/archive"
	truncate -s "${system_disk_mib}M" "$raw"
	mke2fs -q -t ext4 -O ^metadata_csum,^64bit -E lazy_itable_init=0 -J size=4 -d "$tree" \
		-L "${name:0:16}" "$raw"
	qemu-img convert -f raw -O qcow2 "$raw" "$(new_disk_of "$name")"
	rm -r "$raw" "$tree/archive"
}

new_disk_of() {
	echo "$state/guests/$1.qcow2"
}

make_disks() {
	local volumes
	volumes=$(host_folder "$(home_of "$1")")/volumes
	[ -e "$(new_disk_of "$1")" ] || make_system_disk "$1"
	cp --sparse=always "$(new_disk_of "$1")" "$volumes/$1-system.qcow2"
	qemu-img create -q -f qcow2 "$volumes/$1-records.qcow2" "${record_disk_mib}M"
}

# What the guest learns about itself, and how its clock survives a move under TCG.
kernel_line() {
	local ipv4 ipv6
	ipv4=$(inner_ipv4_of "$1") ipv6=$(inner_ipv6_of "$1")
	echo "console=ttyS0 quiet notsc tsc=unstable clocksource=acpi_pm panic=1" \
		"lab_name=$1 ${ipv4:+lab_ipv4=$ipv4 lab_gateway4=$(gateway_ipv4)}" \
		"${ipv6:+lab_ipv6=$ipv6 lab_gateway6=$(gateway_ipv6_of "$(department_of "$1")")}" \
		"lab_collector=$(address_of ops) lab_port=$heartbeat_port $(cat "$state/guests/$1.words" 2>/dev/null)"
}

# give_words GUEST|all WORD...: further words of the kernel's command line, for the next life.
give_words() {
	local name=$1
	shift
	if [ "$name" = all ]; then
		for name in "${guests[@]}"; do
			give_words "$name" "$@"
		done
		return
	fi
	require_guest "$name"
	mkdir -p "$state/guests"
	echo "$*" >>"$state/guests/$name.words"
}

disk_xml() {
	cat <<-END
		<disk type='file' device='disk'>
		  <driver name='qemu' type='qcow2' discard='unmap'/>
		  <source file='$1'/>
		  <target dev='$2' bus='virtio'/>
		</disk>
	END
}

serial_xml() {
	cat <<-END
		<serial type='file'>
		  <source path='/var/log/console/$1' append='on'/>
		  <target type='isa-serial' port='$2'/>
		</serial>
	END
}

guest_xml() {
	local name=$1 path
	path=$(pool_path_of "$(home_of "$name")")
	cat <<-END
		<domain type='qemu'>
		  <name>$name</name>
		  <uuid>${guest_uuid[$name]}</uuid>
		  <memory unit='MiB'>$guest_memory_mib</memory>
		  <vcpu>1</vcpu>
		  <os>
		    <type arch='x86_64' machine='pc'>hvm</type>
		    <kernel>/opt/banyun-lab/guest/vmlinuz</kernel>
		    <initrd>/opt/banyun-lab/guest/initrd</initrd>
		    <cmdline>$(kernel_line "$name")</cmdline>
		  </os>
		  <features><acpi/></features>
		  <cpu mode='custom' match='exact' check='none'>
		    <model fallback='forbid'>qemu64</model>
		    <feature policy='require' name='rdrand'/>
		  </cpu>
		  <on_poweroff>destroy</on_poweroff>
		  <on_reboot>restart</on_reboot>
		  <on_crash>destroy</on_crash>
		  <devices>
		    $(disk_xml "$path/$name-system.qcow2" vda)
		    $(disk_xml "$path/$name-records.qcow2" vdb)
		    <interface type='network'>
		      <mac address='${guest_mac[$name]}'/>
		      <source network='$department_network'/>
		      <model type='virtio'/>
		      <rom enabled='no'/>
		    </interface>
		    $(serial_xml "$name.log" 0)
		    $(serial_xml "$name.heartbeat" 1)
		    <controller type='usb' model='none'/>
		    <memballoon model='none'/>
		  </devices>
		</domain>
	END
}

define_guest() {
	local home
	home=$(home_of "$1")
	guest_xml "$1" >"$(definitions_of "$home")/$1.xml"
	{
		echo "define /etc/libvirt/lab/$1.xml"
		[ -z "${guest_autostart[$1]:-}" ] || echo "autostart $1"
		echo "start $1"
	} | virsh_on "$home"
}

start_guests_of() {
	local name
	for name in "${guests[@]}"; do
		[ "$(home_of "$name")" != "$1" ] || define_guest "$name"
	done
}

serves_pages() {
	local name=$1 address
	for address in "$(outside_ipv4_of "$name")" "$(outside_ipv6_of "$name")"; do
		[ -z "$address" ] || in_network ops curl -sf --max-time 2 -o /dev/null \
			"http://$(in_url "$address")/"
	done
}

wait_for_guest() {
	wait_for 120 "The web page of \"$1\" (see $(host_folder "$(home_of "$1")")/console/$1.log)" \
		serves_pages "$1"
}

start_collector() {
	mkdir -p "$state/heartbeats"
	in_network ops setsid "$state/shared/collect" "$(address_of ops)" "$heartbeat_port" \
		"$state/heartbeats" </dev/null >"$state/collector.out" 2>&1 9>&- &
	disown
}

# forget GUEST HOST: nothing of the guest is left on that hypervisor, running or on disk.
forget_guest() {
	on_host "$2" sh -c 'virsh -q destroy "$1"; virsh -q undefine "$1" --checkpoints-metadata
		rm -f "$2/$1"-*; virsh -q pool-refresh "$3"' \
		forget "$1" "$(pool_path_of "$2")" "$(pool_of "$2")" >/dev/null 2>&1 || true
	if on_host "$2" virsh -q domstate "$1" >/dev/null 2>&1; then
		fail "The guest \"$1\" cannot be taken off \"$2\": see virsh domjobinfo $1 there."
	fi
}

# A new life: new disks, definition and heartbeats, at home, as after "up"; nothing of it elsewhere.
renew_guest() {
	local name=$1 host
	shift
	for host in "${hypervisors[@]}"; do
		[ -z "$(pid_of "$host")" ] || forget_guest "$name" "$host"
	done
	rm -f "$state/guests/$name.words" "$state/heartbeats/$name" \
		"$(host_folder "$(home_of "$name")")/console/$name".*
	give_words "$name" "$@"
	make_disks "$name"
	on_host "$(home_of "$name")" virsh -q pool-refresh "$(pool_of "$(home_of "$name")")"
	define_guest "$name"
	wait_for_guest "$name"
}
