# A hypervisor of banyund's own machine: libvirt's test driver, which runs in the plugin itself, is
# scanned as any other by a real banyund, and what its machine uses is kept over time.

bats_require_minimum_version 1.5.0
load daemon.bash

add() {
	banyun host add "$1" --department finance --side department "${@:2}"
}

@test "a near hypervisor needs no key and no trust" {
	run -0 add near --uri test:///default
	[[ $output == *"no key is to be trusted"* ]]
	run -0 banyun host show near
	[[ $output == *"test:///default"* ]]
	run -1 banyun host trust near --fingerprint SHA256:0123456789
	[[ $output == *"has no key to trust"* ]]
}

@test "whatever is taken for a host's name is looked for under this name" {
	local name
	for name in 'near/trust' 'near?x=1' 'near#x' 'ne%61r' 'no one' 区 '..' '%'; do
		for verb in show remove; do
			run -1 banyun host "$verb" "$name"
			[[ $output == *"no host \"$name\""* ]]
		done
		run -1 banyun host trust "$name" --fingerprint SHA256:0123456789
		[[ $output == *"no host \"$name\""* ]]
	done
	banyun host show near
}

@test "a near hypervisor has nothing else, and nothing elsewhere" {
	run -1 add other --uri qemu+ssh://root@192.0.2.1/system
	[[ $output == *"expected one without, such as qemu:///system"* ]]
	run -1 add other --uri test:///default --user root
	[[ $output == *'leave "user" out'* ]]
	run -2 add other --address 192.0.2.1
	[[ $output == *"--credential"* ]]
}

@test "its machine, network and pool are found" {
	run -0 banyun inventory scan --json
	jq -e '[.silent[] | select(.host == "near")] == []' <<<"$output"
	run -0 banyun inventory show test
	jq -e '.host == "near" and .state == "running" and .memory == 8589934592' <<<"$output"
	run -0 banyun inventory show --kind network,pool --source libvirt
	[[ $output == *near/default* && $output == *near/default-pool* ]]
}

@test "what it uses is no part of the snapshot, and is shown over time" {
	run -0 banyun inventory show --json
	jq -e '[.snapshot.members[] | select(.kind == "machine") | .measures | keys[]] == ["allocation"]' \
		<<<"$output"
	sleep 2
	banyun inventory scan
	# The driver says that one processor was busy all the time; the time is in whole seconds.
	run -0 banyun inventory usage test --json
	jq -e '.step == "hour" and ([.points[].cpu.most // 0] | max | . > 500 and . < 2000) and
		.points[0].memory.mean == 2147483648' <<<"$output"
	run -0 banyun inventory usage test --step raw
	[[ $output == *"2 points"* && $output == *"processors"* && $output == *"2 GiB"* ]]
	language=zh_CN.UTF-8 run -0 banyun inventory usage test
	[[ $output == *"处理器"*"走势"* || $output == *"走势"*"处理器"* ]]
}

@test "what cannot be shown is said" {
	run -1 banyun inventory usage nobody
	[[ $output == *'Nothing was measured of the machine "nobody" yet.'* ]]
	run -1 banyun inventory usage test --since yesterday
	[[ $output == *"a day as 2026-01-31"* ]]
	run -1 banyun inventory usage test --step week
	[[ $output == *'"raw", "hour" or "day"'* ]]
}
