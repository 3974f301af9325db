# The addresses in the files and command lines of a host: a real sshd, in whose /etc, /opt, /srv and
# /usr/local stands what was planted here, and nothing else.

bats_require_minimum_version 1.5.0
here=${top_srcdir:-.}/tests/functional/ssh
source "$here/server.bash"
plugin=${top_builddir:-.}/plugins/ssh/banyun-plugin-ssh

setup_file() {
	server_fits || return 0
	server_up literals plant
	root=$far/root
	export root
}

file() { # PATH below the root, with its content on standard input
	mkdir -p "$(dirname "$root/$1")"
	cat >"$root/$1"
}

# An address that ends in 9.N stands where it is to be found; every other one is a decoy.
plant() {
	local root=$far/root
	mkdir -p "$root"/{etc,opt,srv,usr/local/etc}
	cp -a /etc/alternatives "$root/etc"
	touch "$root"/etc/{passwd,shadow}
	file etc/hosts <<-'END'
		127.0.0.1	localhost
		198.51.9.1	one two	# and 198.51.100.1
		# 198.51.100.2 three
		::1 localhost
	END
	file etc/nginx/sites-available/site <<-'END'
		server {
			listen 198.51.9.1:80 default_server; allow 198.51.9.2; deny 0.0.0.0/0;
			listen 0.0.0.0:8080;
			proxy_pass http://user:hunter2@198.51.9.3:8080/#/x; # http://198.51.100.3
			proxy_set_header X-Real-IP 127.0.0.53;
			set_real_ip_from 10\.198\.9\.4$;
		}
	END
	file etc/mysql/my.cnf <<-'END'
		[client]
		password = hunter2 198.51.9.1 ; not 198.51.100.4
		;host = 198.51.100.5
		bind-address = 0.0.0.0
		[mysqld]
		wsrep = gcomm://198.51.9.2,198.51.9.3:4567
		server_version = 9.8.7.6
		skip = 0.0.0.0
	END
	file etc/network/interfaces <<-'END'
		address 198.51.9.1
		netmask 255.255.255.0
		up ip route add 10.0.9.0/24 via 198.51.9.2 ; ip route add 10.1.9.0/24 via 198.51.9.3
		mask 192.0.0.0
	END
	file etc/networks <<-'END'
		loopback 127.0.0.0
		link-local 169.254.0.0
	END
	file etc/metadata.conf <<<'source = 169.254.169.254'
	file etc/ssh/sshd_config <<<'ListenAddress 0.0.0.0'
	file etc/versions <<-'END'
		/opt/java/1.8.0.2/bin tool-1.2.3.4.tar.gz v1.2.3.4 1.2.3.4+dfsg 1.2.3.4-rc1
		1.2.3.4.5 .1.3.6.1 1.2.3.4.in-addr.arpa a1.2.3.4 1.2.3.256 01.2.3.4
		<version>1.2.3.4</version> "version": "1.2.3.4" Version 1.2.3.4
	END
	file etc/comments.xml <<-'END'
		<!-- 198.51.100.6 --> <a b="198.51.9.1"/> <!-- 198.51.100.7
		198.51.100.8 --> <c>198.51.9.2</c>
		<!-- a comment that never ends 198.51.9.3
	END
	file etc/comments.conf <<-'END'
		// 198.51.100.9
		/* 198.51.100.10
		 * 198.51.100.11 */ allow 198.51.9.1; // 198.51.100.12
		"a # no comment 198.51.9.2"
	END
	file etc/fstab <<-'END'
		//198.51.9.1/share /mnt cifs password=hunter2,addr=198.51.9.2 0 0
		198.51.9.3:/export /home nfs defaults 0 0
	END
	file etc/crontab <<-'END'
		*/5 * * * * root mysqldump -h198.51.9.1 -phunter2 db ; scp db 198.51.9.2:
	END
	file etc/dnsmasq.conf <<<'address=/example.org/198.51.9.1'
	file etc/range.conf <<<'range 198.51.9.1-198.51.9.9, mapped ::ffff:198.51.9.3.'
	file 'etc/a b 盘.conf' <<<$'\n\n198.51.9.1'
	file opt/app/conf/server.xml <<<'<Connector address="198.51.9.1" password="hunter2"/>'
	file opt/app/etc/app.ini <<<'host=198.51.9.1'
	file opt/app/lib/not.conf <<<'198.51.100.13'
	file usr/local/etc/x.conf <<<'198.51.9.1'
	file usr/local/nginx/conf/nginx.conf <<<'198.51.9.1'
	file srv/www/config.php <<<$'<?php\n$db = "198.51.9.1"; // 198.51.100.14\n$key = "hunter2";'
	file srv/www/.git/config <<<'198.51.100.15'
	file etc/ssl/openssl.cnf <<<'198.51.100.16'
	file etc/selinux/a <<<'198.51.100.17'
	printf 'x\0\1\2 198.51.100.18\n' >"$root/etc/binary"
	ln -s ../sites-available/site "$root/etc/nginx/enabled"
	mkdir -p "$root/etc/nginx/sites-enabled"
	ln -s ../sites-available/site "$root/etc/nginx/sites-enabled/site"
	ln -s /run/other "$root/etc/other"
	ln -s . "$root/etc/loop"
	ln -s loop2 "$root/etc/loop2"
	chmod -R a+rX "$root"
}

first() { # USER
	jq -nc --arg user "$1" --arg key "$far/user" --arg known "$far/known_hosts" --arg address "$loopback" '{
		settings: {role: "source", host: {name: "hv1", department: "财政局",
			side: "department", address: $address, port: 22, user: $user}},
		secrets: {key: $key, known_hosts: $known}}'
}

# Asks USER's host for its literals below ROOT..., or the usual ones; MEMBERS of the request.
literals() { # USER MEMBERS [ROOT...]
	local user=$1 members=$2 request
	shift 2
	request=$(jq -nc --argjson members "$members" '{method: "literals"} + $members +
		if $ARGS.positional == [] then {} else {parameters: {roots: $ARGS.positional}} end' --args "$@")
	run "$here/hosts" exec "$far" "$here/talk" "$plugin" "$(first "$user")" "$request" \
		'{"wait":true}' '{"method":"fingerprint"}'
	echo "$output"
	[ "$status" -eq 0 ]
	conversation=$output
	output=$(grep '^{"method": "literals"' <<<"$conversation")
	# Whatever was said, the worker lives.
	[[ "$conversation" == *'"fingerprint": "SHA256:'* ]]
}

answer() { # FILTER
	jq -r "$1" <<<"$output"
}

refused() { # KIND WORDS
	[ "$(answer .error.data.kind)" = "$1" ]
	[ "$(answer .error.data.object)" = hv1 ]
	[[ "$(answer .error.message)" == *"$2"* ]]
}

# A line for each in a file: the file, the line, the address, and the kind unless it is a literal.
found() {
	answer '.result.literals[] | select(.file) |
		"\(.file) \(.line) \(.address)\(if .kind == "bind" then " bind" else "" end)"'
}

gone() { # PATTERN: no process of the host is like that, within 25 seconds
	for _ in $(seq 250); do
		"$here/hosts" ps "$far" | grep -qE "$1" || return 0
		sleep 0.1
	done
	return 1
}

expected() {
	cat <<-'END'
		/etc/a b 盘.conf 3 198.51.9.1
		/etc/comments.conf 3 198.51.9.1
		/etc/comments.conf 4 198.51.9.2
		/etc/comments.xml 1 198.51.9.1
		/etc/comments.xml 2 198.51.9.2
		/etc/comments.xml 3 198.51.9.3
		/etc/crontab 1 198.51.9.1
		/etc/crontab 1 198.51.9.2
		/etc/dnsmasq.conf 1 198.51.9.1
		/etc/fstab 1 198.51.9.1
		/etc/fstab 1 198.51.9.2
		/etc/fstab 2 198.51.9.3
		/etc/hosts 2 198.51.9.1
		/etc/metadata.conf 1 169.254.169.254
		/etc/mysql/my.cnf 2 198.51.9.1
		/etc/mysql/my.cnf 4 0.0.0.0 bind
		/etc/mysql/my.cnf 6 198.51.9.2
		/etc/mysql/my.cnf 6 198.51.9.3
		/etc/network/interfaces 1 198.51.9.1
		/etc/network/interfaces 3 10.0.9.0
		/etc/network/interfaces 3 10.1.9.0
		/etc/network/interfaces 3 198.51.9.2
		/etc/network/interfaces 3 198.51.9.3
		/etc/nginx/sites-available/site 2 198.51.9.1
		/etc/nginx/sites-available/site 2 198.51.9.2
		/etc/nginx/sites-available/site 3 0.0.0.0 bind
		/etc/nginx/sites-available/site 4 198.51.9.3
		/etc/nginx/sites-available/site 6 10.198.9.4
		/etc/range.conf 1 198.51.9.1
		/etc/range.conf 1 198.51.9.3
		/etc/range.conf 1 198.51.9.9
		/etc/ssh/sshd_config 1 0.0.0.0 bind
		/opt/app/conf/server.xml 1 198.51.9.1
		/opt/app/etc/app.ini 1 198.51.9.1
		/srv/www/config.php 2 198.51.9.1
		/usr/local/etc/x.conf 1 198.51.9.1
		/usr/local/nginx/conf/nginx.conf 1 198.51.9.1
	END
}

@test "each planted address is found with its line, and no decoy is" {
	literals root '{}'
	# /var/spool/cron and /var/lib/pgsql are this machine's own.
	diff <(expected) <(found | grep -v '^/var')
	[ "$(answer .result.complete)" = true ]
	[ "$(answer .result.files_unreadable)" -eq 0 ]
	[ "$(answer .result.files_read)" -ge 19 ]
	[ "$(answer .result.files_skipped)" -ge 2 ]
	[ "$(answer .result.literals_left_out)" = null ]
}

@test "what stands beside an address never leaves the host" {
	literals recorder '{}'
	diff <(expected) <(found | grep -v '^/var')
	recorded=$("$here/hosts" in "$far" cat /run/recorded)
	grep -q '^2 198.51.9.1$' <<<"$recorded"
	for word in hunter2 proxy_pass gcomm mysqldump example.org 198.51.100 share; do
		[[ "$recorded$conversation" != *"$word"* ]]
	done
	# Nothing but the frame, the places and the addresses.
	[ -z "$(grep -vE '^$|^[0-9a-f]{32} |^(file /|program )|^[0-9]+ [0-9.]+$|^[0-9]+( [0-9]+){4}$' <<<"$recorded")" ]
}

@test "a host with busybox finds the same" {
	command -v busybox >/dev/null || skip "no busybox here"
	"$here/hosts" in "$far" sh -c 'mkdir /run/small; for tool in awk find grep head readlink tr timeout; do
		ln -s "$(command -v busybox)" "/run/small/$tool"; done'
	literals small '{}' /etc '/opt/*/conf' '/opt/*/etc' /srv /usr/local/etc '/usr/local/*/conf'
	"$here/hosts" in "$far" rm -r /run/small
	diff <(expected) <(found)
	[ "$(answer .result.complete)" = true ]
}

@test "command lines, with which argument it is, and neither secrets nor titles" {
	"$here/hosts" in "$far" bash -c '
		exec -a planted sleep 1000 &
		bash -c "sleep 1000; :" client --password=hunter2 --server 198.51.9.1:80 -h198.51.9.2 \
			--version 1.2.3.4 --listen 0.0.0.0:80 http://u:hunter2@198.51.9.3/x 127.0.0.1 &
		exec -a "planted: waits for 198.51.100.20" sleep 1000 &
		bash -c "sleep 1000; :" "x" "--peers
198.51.9.4" & ' 3>&-
	literals plain '{}' /etc/hosts
	for pid in $("$here/hosts" in "$far" ps -eo pid,args | awk '/sleep 1000/ { print $1 }'); do
		"$here/hosts" in "$far" kill "$pid" || true
	done
	[ "$(answer '.result.literals[] | select(.program) | "\(.program) \(.line) \(.address) \(.kind)"')" = \
		"bash 5 198.51.9.4 literal
bash 7 198.51.9.1 literal
bash 8 198.51.9.2 literal
bash 12 0.0.0.0 bind
bash 13 198.51.9.3 literal" ]
	[[ "$conversation" != *hunter2* ]]
	[ "$(answer .result.complete)" = true ]
}

@test "files and folders that may not be read make it incomplete" {
	literals plain '{}' /etc '/opt/*/conf'
	[ "$(answer .result.complete)" = true ]
	file etc/secret <<<'198.51.9.1'
	chmod 600 "$root/etc/secret"
	literals plain '{}' /etc/secret /etc/hosts
	[ "$(answer .result.complete)" = false ]
	[ "$(answer .result.files_unreadable)" -eq 1 ]
	literals root '{}' /etc/secret
	[ "$(answer .result.complete)" = true ]
	rm "$root/etc/secret"
	mkdir -m 700 "$root/etc/closed"
	literals plain '{}' /etc
	[ "$(answer .result.complete)" = false ]
	[ "$(answer .result.files_unreadable)" -eq 1 ]
	literals plain '{}' /etc/hosts /etc/closed/conf
	[ "$(answer .result.complete)" = false ]
	rmdir "$root/etc/closed"
	mkdir -m 700 "$root/opt/closed"
	literals plain '{}' /etc/hosts '/opt/*/conf'
	[ "$(answer .result.complete)" = false ]
	literals plain '{}' /etc/hosts /opt/app/conf
	[ "$(answer .result.complete)" = true ]
	rmdir "$root/opt/closed"
	chmod 711 "$root/opt"
	literals plain '{}' /etc/hosts '/opt/*/conf'
	[ "$(answer .result.complete)" = false ]
	chmod 755 "$root/opt"
}

@test "processes that we may not see make it incomplete" {
	"$here/hosts" in "$far" mount -o remount,hidepid=2 /proc || skip "no hidepid here"
	literals plain '{}' /etc/hosts
	"$here/hosts" in "$far" mount -o remount,hidepid=0 /proc
	[ "$(answer .result.complete)" = false ]
	literals plain '{}' /etc/hosts
	[ "$(answer .result.complete)" = true ]
}

@test "where nothing was read nothing is known" {
	literals root '{}' /nonexistent
	[ "$(answer .result.complete)" = false ]
	[ "$(answer .result.files_read)" -eq 0 ]
	literals root '{}' /nonexistent /etc/hosts
	[ "$(answer .result.complete)" = true ]
	# Files of the kernel are none.
	literals root '{}' /proc /sys/class /etc/hosts
	[ "$(answer .result.files_read)" -eq 1 ]
	[ "$(answer .result.complete)" = false ]
}

@test "pipes, sockets, huge and endless files hold nothing up" {
	mkfifo "$root/etc/pipe"
	truncate -s 200G "$root/etc/huge"
	ln -s /dev/zero "$root/etc/zero"
	literals root '{}' /etc
	[ "$(answer '.seconds < 10')" = true ]
	[ "$(answer .result.complete)" = true ]
	[ "$(answer .result.files_skipped)" -ge 4 ]
	diff <(expected | grep ^/etc) <(found)
	# Of a large text it is not known what it holds, unlike of large data.
	seq 300000 >"$root/etc/large"
	literals root '{}' /etc
	[ "$(answer .result.complete)" = false ]
	rm "$root"/etc/{pipe,huge,zero,large}
}

@test "a line without an end, comments without number, and names that mean something to a shell" {
	file 'etc/$(touch pwned);`id`.conf' <<<'198.51.9.1'
	file $'etc/a\tb\e[31m.conf' <<<'198.51.9.2'
	head -c 900000 /dev/zero | tr '\0' '7' >"$root/etc/line"
	echo ' 198.51.9.4' >>"$root/etc/line"
	yes '<!-- x --> "#' | head -n 60000 | tr -d '\n' >"$root/etc/comments"
	literals root '{}' /etc
	rm "$root/etc/\$(touch pwned);\`id\`.conf" "$root/etc/"$'a\tb\e[31m.conf' "$root"/etc/{line,comments}
	[ "$(answer '.seconds < 10')" = true ]
	[ "$(answer .result.complete)" = true ]
	found | grep -xF '/etc/$(touch pwned);`id`.conf 1 198.51.9.1'
	found | grep -xF '/etc/a?b?[31m.conf 1 198.51.9.2'
	found | grep -xF '/etc/line 1 198.51.9.4'
	[ ! -e /pwned ]
	file $'etc/a\nF /etc/hosts' <<<'198.51.9.3'
	literals root '{}' /etc
	rm -r "$root/etc/a"$'\n'"F "
	[ "$(answer .result.complete)" = false ]
	diff <(expected | grep ^/etc) <(found)
}

@test "links to files beyond the roots are read, once, and those to folders are not followed" {
	"$here/hosts" in "$far" sh -c 'echo 198.51.9.7 >/run/other; mkdir -p /run/folder; echo 198.51.9.8 >/run/folder/x'
	ln -s /run/folder "$root/etc/folder"
	literals root '{}' /etc /etc/nginx
	rm "$root/etc/folder"
	"$here/hosts" in "$far" rm -r /run/other /run/folder
	found | grep -xF '/run/other 1 198.51.9.7'
	[[ "$(found)" != *198.51.9.8* ]]
	[ "$(found | grep -c sites-)" -eq 5 ]
}

@test "the longest list is told to its bound, and how many more there are" {
	seq 3000 | sed 's/.*/10.9.8.7/' >"$root/etc/many"
	literals root '{}' /etc/many
	rm "$root/etc/many"
	[ "$(answer .result.complete)" = true ]
	[ "$(answer '.result.literals | length')" -eq 2000 ]
	[ "$(answer .result.literals_left_out)" -eq 1000 ]
	[ "$(answer '.result.literals[1999].line')" -eq 2000 ]
}

@test "roots that are none are refused" {
	literals root '{}' etc
	refused input "not absolute"
	literals root '{}' '/opt/*/*'
	refused input "one star"
	literals root '{}' $'/etc\n/srv'
	refused input "control characters"
}

@test "a host without the programs says so" {
	literals toolless '{}'
	refused not_found "lacks one of"
}

@test "a search that never ends is given up on the host, and what was read is told as incomplete" {
	literals stuck '{}'
	[ "$(answer '.seconds < 30')" = true ]
	[ "$(answer .result.complete)" = false ]
	gone 'sleep 2000'
}

@test "endless, silent and lying hosts end in bounded time" {
	literals endless '{"deadline":3000}'
	refused unreachable "in time"
	[ "$(answer '.seconds < 5')" = true ]
	literals silent '{"deadline":1500}'
	refused unreachable "in time"
	literals stuck '{"cancel":1}'
	refused failed "was cancelled"
	[ "$(answer '.seconds < 3')" = true ]
	gone 'sleep 2000'
	literals flood '{}'
	refused failed "more than 1048576 bytes"
	for user in garbage early killed nologin; do
		literals "$user" '{}'
		refused input ""
	done
}
