# certificates.sh: the certificates that QEMU of this host uses for moves, from the folder that libvirt
# would tell it. Framed as the sections of collect.sh are; no private key is read.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
exec </dev/null

setting() {
	sed -n "s/^[[:blank:]]*$1[[:blank:]]*=[[:blank:]]*\"\([^\"]*\)\".*/\1/p" \
		/etc/libvirt/qemu.conf 2>/dev/null | tail -n 1
}

folder=$(setting migrate_tls_x509_cert_dir)
if [ -z "$folder" ] && [ -d /etc/pki/libvirt-migrate ]; then folder=/etc/pki/libvirt-migrate; fi
[ -n "$folder" ] || folder=$(setting default_tls_x509_cert_dir)
[ -n "$folder" ] || folder=/etc/pki/qemu

# What cannot be looked at is not absent.
absent() {
	if [ -e "$folder" ] && [ ! -x "$folder" ]; then return 1; fi
	for file in ca-cert.pem server-cert.pem client-cert.pem; do
		if [ ! -e "$folder/$file" ]; then echo "$file"; fi
	done
}

section() {
	title=$1
	shift
	printf '\n%s begin %s\n' "$boundary" "$title"
	"$@" 2>/dev/null
	printf '\n%s end %s %d\n' "$boundary" "$title" $?
}

section folder printf '%s' "$folder"
section absent absent
section ca cat "$folder/ca-cert.pem"
section server cat "$folder/server-cert.pem"
section client cat "$folder/client-cert.pem"
printf '\n%s done\n' "$boundary"
exit 0
}
