# The guests' kernel, initramfs and programs, made once and kept in the cache under the digest of
# what they are made from, so that all labs of this tree share them and a change is never missed.

packages_root() {
	echo "$cache/packages/root"
}

# What the guest needs beyond the kernel itself; what these need in turn is found in them.
guest_modules=(virtio_pci virtio_blk virtio_net ext4 crc32c_generic button evdev)

require_packages() {
	[ -e "$cache/packages/complete" ] ||
		fail "The lab's packages are not in \"$cache\"; run contrib/install lab first."
}

built_folder() {
	local digest
	digest=$(cat "$folder"/guest/* "$folder/lib/cache.bash" "$cache/packages/complete" |
		sha256sum | cut -c 1-16)
	echo "$cache/guest-$digest"
}

build_programs() {
	local program
	for program in writer heartbeat dirty collect; do
		gcc -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Wno-deprecated-declarations -static \
			"$folder/guest/$program.c" -lcrypto -o "$1/$program"
	done
}

# Prints the files of a module and of those it depends on, in the order in which they load.
module_files() {
	local file needs one
	file=$(find "$(packages_root)/lib/modules" -name "${1//[_-]/[_-]}.ko" -print -quit)
	[ -n "$file" ] || return 0
	needs=$(grep -zao '^depends=[a-z0-9_,-]*' "$file" | tr -d '\0')
	needs=${needs#depends=}
	for one in ${needs//,/ }; do
		module_files "$one"
	done
	echo "$file"
}

copy_modules() {
	local module file
	mkdir -p "$1/modules"
	for module in "${guest_modules[@]}"; do
		module_files "$module"
	done | awk '!seen[$0]++' | while read -r file; do
		cp "$file" "$1/modules/"
		basename "$file"
	done >"$1/modules/order"
}

# dropbear, with the libraries that the loader would give it, in the places where it looks.
copy_dropbear() {
	local libraries=$2 library
	install -D "$(packages_root)/usr/sbin/dropbear" "$1/usr/bin/dropbear"
	mkdir -p "$1/lib/x86_64-linux-gnu" "$1/lib64"
	LD_LIBRARY_PATH=$libraries ldd "$(packages_root)/usr/sbin/dropbear" |
		awk '$2 == "=>" { print $3 }' | while read -r library; do
		cp -L "$library" "$1/lib/x86_64-linux-gnu/"
	done
	cp -L /lib64/ld-linux-x86-64.so.2 "$1/lib64/"
	cp -L /lib/x86_64-linux-gnu/libnss_files.so.2 "$1/lib/x86_64-linux-gnu/" 2>/dev/null || true
}

build_initramfs() {
	local tree=$1/tree
	mkdir -p "$tree"/{bin,dev,etc/acpi/PWRF,proc,sys,usr/bin,root}
	cp /bin/busybox "$tree/bin/busybox"
	ln -s /bin/busybox "$tree/init"
	cp "$1"/{writer,heartbeat,dirty} "$tree/usr/bin/"
	install -m 755 "$folder/guest/start" "$folder/guest/run" "$tree/etc/"
	cp "$folder/guest/inittab" "$tree/etc/inittab"
	printf '#!/bin/sh\nexec /bin/busybox poweroff\n' >"$tree/etc/acpi/PWRF/00000080"
	chmod 755 "$tree/etc/acpi/PWRF/00000080"
	echo 'root::0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
	echo 'root:x:0:' >"$tree/etc/group"
	echo /bin/sh >"$tree/etc/shells"
	copy_modules "$tree"
	copy_dropbear "$tree" "$(packages_root)/usr/lib/x86_64-linux-gnu"
	(cd "$tree" && find . | sort | cpio --quiet -o -H newc) >"$1/initrd"
	rm -rf "$tree"
}

# Makes the folder of the guests' files if it is not there; two labs may do so at the same time.
build_guest_files() {
	local built temporary
	require_packages
	built=$(built_folder)
	[ ! -d "$built" ] || return 0
	say "building the guests' kernel, initramfs and programs"
	temporary=$(mktemp -d "$cache/building.XXXXXX")
	build_programs "$temporary"
	build_initramfs "$temporary"
	cp "$(packages_root)/boot/vmlinuz-$(cat "$cache/packages/complete")" "$temporary/vmlinuz"
	chmod 755 "$temporary"
	mv -T "$temporary" "$built" 2>/dev/null || rm -rf "$temporary"
	# Older ones are of no use to this tree; a running lab holds its own copy.
	find "$cache" -maxdepth 1 -name 'guest-*' ! -path "$built" -mmin +600 -exec rm -rf {} +
}
