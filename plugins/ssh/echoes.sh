# echoes.sh: ten small packets to $address, one each 0.2 seconds, and what came back, as ping(8) tells
# it (without a deadline: with one it goes on until so many came back). Framed as the sections of
# collect.sh are.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
exec </dev/null
printf '\n%s begin tool\n' "$boundary"
command -v ping
printf '\n%s end tool %d\n' "$boundary" $?
printf '\n%s begin echoes\n' "$boundary"
ping "-$family" -n -c 10 -i 0.2 -W 1 -s 56 "$address" 2>&1 || :
printf '\n%s end echoes 0\n' "$boundary"
printf '\n%s done\n' "$boundary"
exit 0
}
