# Every sentence for people is in the catalogs, translated, with the same format directives.

sources=${top_srcdir:-$BATS_TEST_DIRNAME/../..}
catalog=$BATS_TEST_DIRNAME/catalog

setup() {
	tree=$BATS_TEST_TMPDIR
	mkdir -p "$tree/daemon" "$tree/plugins"
	printf '%s\n' 'static const char *help = N_("go on");' \
		'int main(void) { printf(_("%d of "' '"%s\n"), 1, "x"); }' >"$tree/daemon/tool.c"
	{
		sed '/^$/q' "$sources/contrib/po/zh_CN.po"
		printf 'msgid "go on"\nmsgstr "继续"\n\n'
		printf '#, c-format\nmsgid "%%d of %%s\\n"\nmsgstr "%%2$s 之 %%1$d\\n"\n'
	} >"$tree/zh.po"
}

judge() { # SED-SCRIPT: the planted catalog through it
	sed "$1" "$tree/zh.po" >"$tree/other.po"
	run "$catalog" "$tree" "$tree/other.po"
	echo "$output"
}

@test "a catalog that has every sentence passes" {
	judge ''
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "a sentence that is missing, empty, fuzzy or no longer used is caught" {
	judge 's/"go on"/"zebra"/'
	[ "$status" -eq 1 ]
	grep -q 'this message is used but not defined' <<<"$output"
	grep -q 'this message is not used' <<<"$output"
	judge 's/"继续"/""/'
	[ "$status" -eq 1 ]
	grep -q 'this message is untranslated' <<<"$output"
	judge 's/^msgid "go on"/#, fuzzy\n&/'
	[ "$status" -eq 1 ]
	grep -q 'this message needs to be reviewed' <<<"$output"
}

@test "format directives that disagree are caught" {
	judge 's/%2$s/%2$d/'
	[ "$status" -eq 1 ]
	grep -q 'format specifications' <<<"$output"
}

@test "a sentence that counts has both its forms in the catalog" {
	echo 'int many(int n) { return printf(ngettext("%d wave", "%d waves", n), n); }' >>"$tree/daemon/tool.c"
	judge ''
	[ "$status" -eq 1 ]
	grep -q 'this message is used but not defined' <<<"$output"
	printf '\n#, c-format\nmsgid "%%d wave"\nmsgid_plural "%%d waves"\nmsgstr[0] "%%d 个批次"\n' >>"$tree/zh.po"
	judge ''
	[ "$status" -eq 0 ]
	judge 's/%d 个批次/%s 个批次/'
	[ "$status" -eq 1 ]
}

@test "a sentence with a macro inside is caught" {
	echo 'const char *a = _("read " FILE_NAME " first");' >>"$tree/daemon/tool.c"
	judge ''
	[ "$status" -eq 1 ]
	grep -q 'daemon/tool.c:4: A sentence for the catalog must be' <<<"$output"
}

@test "the Chinese catalog agrees with the sources" {
	run "$catalog" "$sources" "$sources/contrib/po/zh_CN.po"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}
