# Who may speak with whom: the lab's CA and certificates, login keys and pinned host keys.

make_ca() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
		-subj "/CN=lab $lab" -addext "keyUsage=critical,keyCertSign,cRLSign" \
		-keyout "$state/trust/ca-key.pem" -out "$state/trust/ca-cert.pem" 2>/dev/null
}

names_for_certificate() {
	local address
	printf 'DNS:%s' "$1"
	for address in "$(outside_ipv4_of "$1")" "$(outside_ipv6_of "$1")" "$(inner_ipv4_of "$1")"; do
		[ -z "$address" ] || printf ',IP:%s' "$address"
	done
}

# One certificate for both roles, where QEMU looks for it.
make_certificate() {
	local to
	to=$(host_folder "$1")/pki
	mkdir -p "$to"
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
		-keyout "$to/server-key.pem" -out "$to/request.pem" 2>/dev/null
	openssl x509 -req -in "$to/request.pem" -days 30 -CA "$state/trust/ca-cert.pem" \
		-CAkey "$state/trust/ca-key.pem" -CAcreateserial -out "$to/server-cert.pem" \
		-extfile <(echo "subjectAltName=$(names_for_certificate "$1")"
			echo "extendedKeyUsage=serverAuth,clientAuth"
			echo "keyUsage=critical,digitalSignature") 2>/dev/null
	cp "$state/trust/ca-cert.pem" "$to/ca-cert.pem"
	cp "$to/server-cert.pem" "$to/client-cert.pem"
	cp "$to/server-key.pem" "$to/client-key.pem"
	rm "$to/request.pem"
}

new_key() {
	ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$1"
}

# The key that opens HOST, the key that HOST shows, and the line that pins the latter.
make_login() {
	local name=$1 to=$2 names=$1 address
	mkdir -p "$to"
	new_key "$state/keys/$name" "ops to $name of lab $lab"
	new_key "$to/host_key" "$name of lab $lab"
	cp "$state/keys/$name.pub" "$to/authorized_keys"
	for address in "$(outside_ipv4_of "$name")" "$(outside_ipv6_of "$name")"; do
		names+=${address:+,$address}
	done
	echo "$names $(cut -d ' ' -f 1,2 "$to/host_key.pub")" >>"$state/keys/known_hosts"
}

# A second kind of key, as every distribution's sshd has it.
add_host_key() {
	local name=$1 to=$2 names
	ssh-keygen -q -t ecdsa -N '' -C "$name of lab $lab" -f "$to/host_key_ecdsa"
	names=$(tail -n 1 "$state/keys/known_hosts" | cut -d ' ' -f 1)
	echo "$names $(cut -d ' ' -f 1,2 "$to/host_key_ecdsa.pub")" >>"$state/keys/known_hosts"
}

# dropbear keeps its host key in a form of its own.
convert_guest_key() {
	LD_LIBRARY_PATH=$(packages_root)/usr/lib/x86_64-linux-gnu \
		"$(packages_root)/usr/lib/dropbear/dropbearconvert" openssh dropbear \
		"$1/host_key" "$1/host_key.dropbear" >/dev/null 2>&1
	mv "$1/host_key.dropbear" "$1/host_key"
}

make_trust() {
	local name
	mkdir -p -m 700 "$state/trust" "$state/keys"
	make_ca
	for name in "${hypervisors[@]}"; do
		make_certificate "$name"
		make_login "$name" "$(host_folder "$name")/ssh"
		add_host_key "$name" "$(host_folder "$name")/ssh"
	done
	for name in "${guests[@]}"; do
		make_login "$name" "$state/guests/$name/ssh"
		convert_guest_key "$state/guests/$name/ssh"
	done
}
