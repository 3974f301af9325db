# The programs speak the language of the environment, whether or not the machine has its locale.

build=${top_builddir:-.}

speak() { # VARIABLE=VALUE... PROGRAM ARGUMENT...: in an environment of these alone
	run env -i PATH=/usr/bin:/bin TEXTDOMAINDIR="$build/contrib/po" "$@"
	echo "$output"
}

chinese() {
	grep -qP '\p{Han}' <<<"$output"
}

@test "LANG=zh_CN.UTF-8 is enough for Chinese" {
	export LC_ALL=C.UTF-8
	speak LANG=zh_CN.UTF-8 "$build/daemon/cli/banyun" --help
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = 'banyun（搬云）把业务系统搬上政务云。命令：' ]
	grep -qF '显示上云率及其计算口径' <<<"$output"
	grep -qF '退出码：0 完成' <<<"$output"
	speak LANG=zh_CN.UTF-8 "$build/daemon/banyund" --help
	chinese
	speak LANG=zh_CN.UTF-8 "$build/daemon/audit/banyun-verify" --help
	chinese
}

@test "each way of asking for Chinese is heard" {
	export LC_ALL=C.UTF-8
	for words in LC_ALL=zh_CN.UTF-8 LC_MESSAGES=zh_CN.UTF-8 LANG=zh_CN LANG=zh_CN.utf8 \
		'LC_ALL=C.UTF-8 LANGUAGE=zh_CN' 'LANG=zh_CN.UTF-8 LC_CTYPE=C.UTF-8'; do
		speak $words "$build/daemon/cli/banyun" --help
		chinese
	done
}

@test "who asks for English, or for a language without a catalog, gets English" {
	export LC_ALL=C.UTF-8
	for words in LC_ALL=C LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 'LANG=zh_CN.UTF-8 LC_ALL=C' \
		'LANG=zh_CN.UTF-8 LANGUAGE=en' LC_ALL=; do
		speak $words "$build/daemon/cli/banyun" --help
		[ "${lines[0]}" = 'banyun carries systems onto the government cloud. Commands:' ]
		! chinese
	done
}

@test "a complaint is Chinese, with the name in it and the same exit code" {
	export LC_ALL=C.UTF-8
	speak LANG=zh_CN.UTF-8 BANYUN_SOCKET=/nonexistent/socket "$build/daemon/cli/banyun" doctor
	[ "$status" -eq 5 ]
	[[ $output == *无法连接守护进程（*）* ]]
	speak LANG=zh_CN.UTF-8 "$build/daemon/cli/banyun" host sing
	[ "$status" -eq 2 ]
	[[ $output == *没有命令“host\ sing”* ]]
}
