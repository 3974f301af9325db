# A banyund whose state forge wrote, and who asks it: for tests of what is approved and executed.

here=${top_srcdir:-.}/tests/functional/api
source "${top_srcdir:-.}/tests/functional/banyund.bash"
one=11111111-1111-1111-1111-111111111111
two=22222222-2222-2222-2222-222222222222

forge() {
	as 990 "$here/forge" "$folder" "$@"
}

start() {
	launch "$folder" as 1001 "$here/ask" "$folder/run/sock" GET /v1/status
}

# between COMMAND...: while banyund does not run.
between() {
	end "$folder"
	"$@"
	start
}

teardown() {
	[ -n "${folder:-}" ] || return 0
	[ -z "${listener:-}" ] || kill "$listener" 2>/dev/null || true
	end "$folder"
	rm -rf "$folder"
}

# ask UID METHOD PATH...
ask() {
	answer=$(as "$1" "$here/ask" "$folder/run/sock" "${@:2}")
	echo "$answer"
}

# said STATUS WORDS
said() {
	[ "$(jq -r .status <<<"$answer")" = "$1" ] && [[ "$answer" == *"$2"* ]]
}

# Something that listens where the hosts are, and never answers; one test at a time has that port.
silent() {
	python3 -c 'import os, socket, time
at = os.environ["loopback"]
for _ in range(600):
    try:
        listener = socket.create_server((at, 9), family=socket.AF_INET6 if ":" in at else socket.AF_INET)
        break
    except OSError:
        time.sleep(0.1)
print("listens", flush=True)
time.sleep(300)' >"$folder/silent" 3>&- &
	listener=$!
	within 60 grep -q listens "$folder/silent"
}
