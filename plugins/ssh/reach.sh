# reach.sh: which keys the SSH server at $address port $port shows to this host. Framed as the
# sections of collect.sh are.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
exec </dev/null
printf '\n%s begin scanner\n' "$boundary"
command -v ssh-keyscan 2>/dev/null
printf '\n%s end scanner %d\n' "$boundary" $?
printf '\n%s begin keys\n' "$boundary"
ssh-keyscan -T 5 -p "$port" "$address" 2>/dev/null || :
printf '\n%s end keys 0\n' "$boundary"
printf '\n%s done\n' "$boundary"
exit 0
}
