# ports.sh: which of the TCP ports $from, $from + $step, ... up to $to at $address let a connection
# through: a line "PORT open" or "PORT REASON" for each that answered within 5 seconds, REASON as the C
# library says it. Framed as the sections of collect.sh are. Nothing is sent over a connection that opens.
{
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
exec </dev/null
knock='
port=$2
while [ "$port" -le "$3" ]; do
	{
		why=$( (exec 3<>"/dev/tcp/$1/$port") 2>&1) && why=open
		echo "$port ${why##*: }"
	} &
	port=$((port + $4))
done
wait
'
printf '\n%s begin bash\n' "$boundary"
command -v bash && command -v timeout
printf '\n%s end bash %d\n' "$boundary" $?
printf '\n%s begin ports\n' "$boundary"
timeout -k 1 5 bash -c "$knock" bash "$address" "$from" "$to" "$step" 2>/dev/null || :
printf '\n%s end ports 0\n' "$boundary"
printf '\n%s done\n' "$boundary"
exit 0
}
