#!/usr/bin/env bats
# What banyund tells in English, a person reads in the language of the command.

load ../inventory/daemon

@test "a refusal and a missing document are told in Chinese, the words for programs stay" {
	language=zh_CN.UTF-8
	run banyun readiness check
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *'尚无快照；请先执行 `banyun inventory scan`。'* ]]
	person=1004
	run banyun inventory scan
	[ "$status" -eq 3 ]
	[[ $output == *'uid:1004 wu 没有此操作所需的角色：network_engineer。角色由 banyun.yaml 中的'* ]]
	run banyun inventory show --json
	[ "$status" -eq 1 ]
	[[ $output == *'尚无快照；`banyun inventory scan` 会生成快照。'* ]]
}

@test "a member of a file that is wrong is told in Chinese, with its path" {
	language=zh_CN.UTF-8
	printf 'departments:\n  - name: [7]\n' >survey.yaml
	run banyun inventory import survey.yaml
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *'"departments[0].name" 须为 '*'，但为 '* ]]
}
