# boot.sh: the boot id of a host, framed as the sections of collect.sh are.
{
exec </dev/null
printf '\n%s begin boot_id\n' "$boundary"
cat /proc/sys/kernel/random/boot_id 2>/dev/null
printf '\n%s end boot_id %d\n' "$boundary" $?
printf '\n%s done\n' "$boundary"
exit 0
}
