"""Two network namespaces with a shaped link between, and an end of banyun-measure in each.

Near calls, far answers: `up` goes from near to far. All names carry the process's id, and leaving
the `with` ends every process and removes both namespaces.
"""
import contextlib
import json
import os
import secrets
import select
import signal
import subprocess
import sys
import time

NEAR = {4: "198.18.0.1", 6: "2001:db8::1"}
OTHER = {4: "198.18.0.3", 6: "2001:db8::3"}  # near's too
FAR = {4: "198.18.0.2", 6: "2001:db8::2"}
FRAME = 14  # of Ethernet, which tbf and htb count
PACKET = {4: 1250, 6: 1270}
LONGEST = 20  # seconds that an end may take


def run(*words, stdin=None):
    done = subprocess.run(words, input=stdin, stdin=None if stdin else subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit("%s: %s" % (" ".join(words), done.stdout.strip()))
    return done.stdout


def truth(rate, family=4):
    """What a link of that rate carries at the IP layer, bit/s."""
    return rate * PACKET[family] / (PACKET[family] + FRAME)


class End:
    """A process in a namespace whose standard input stays open; what it says is JSON lines."""

    def __init__(self, space, words, order=None):
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            ["nsenter", "--net=/run/netns/" + space, "--", *words], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env={} if order is None else {"BANYUN_ORDER": order})
        self.said, self.hung, self.ended = b"", False, None

    def read(self, seconds):
        """Whether more came, or the end of all."""
        if not select.select([self.process.stdout], [], [], max(seconds, 0))[0]:
            return False
        self.take()
        return True

    def take(self):
        got = self.process.stdout.read1(65536)
        self.said += got
        if not got and self.ended is None:
            self.process.wait()
            self.ended = time.monotonic()

    def over(self):
        while self.ended is None and self.read(0):
            pass
        return self.ended is not None

    def first(self):
        """The first line; None when there was none."""
        until = time.monotonic() + 5
        while b"\n" not in self.said and self.ended is None and time.monotonic() < until:
            self.read(until - time.monotonic())
        lines = self.lines()
        return lines[0] if lines else None

    def lines(self):
        return [json.loads(line) for line in self.said.decode().splitlines()]

    def let_go(self):
        """Ends its standard input."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()

    def kill(self):
        """Leaves no process, whatever it was about."""
        self.let_go()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def told(self, since=None):
        ended = self.ended or time.monotonic()
        told = {"status": self.process.returncode, "said": self.lines(), "hung": self.hung,
                "seconds": round(ended - self.began, 3)}
        if since is not None:
            told["after"] = round(ended - since, 3)
        return told


class World:
    def __init__(self, name):
        self.near, self.far = name + "-near", name + "-far"
        self.spaces, self.ends = [], []

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        try:
            self.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for end in self.ends:
            end.kill()
        for space in self.spaces:
            run("ip", "netns", "del", space)

    def space(self, name):
        run("ip", "netns", "add", name)
        self.spaces.append(name)

    def make(self):
        for name in (self.near, self.far):
            self.space(name)
        run("ip", "link", "add", "near", "netns", self.near, "type", "veth", "peer", "far",
            "netns", self.far)
        for space, device, owned in ((self.near, "near", (NEAR, OTHER)), (self.far, "far", (FAR,))):
            lines = ["link set lo up", "link set %s up" % device]
            for addresses in owned:
                if os.environ.get("BANYUN_FAMILY") != "6":
                    lines.append("address add %s/24 dev %s" % (addresses[4], device))
                lines.append("address add %s/64 dev %s nodad" % (addresses[6], device))
            run("ip", "-n", space, "-batch", "-", stdin="\n".join(lines))

    def shape(self, direction, kind, rate, burst, latency=50):
        """rate in bit/s, burst in bytes, latency in ms (of tbf's queue)."""
        space, device = self.sender(direction)
        self.free(direction)
        lines = ["qdisc add dev %s root tbf rate %dbit burst %d latency %dms"
                 % (device, rate, burst, latency)]
        if kind == "htb":
            lines = ["qdisc add dev %s root handle 1: htb default 1" % device,
                     "class add dev %s parent 1: classid 1:1 htb rate %dbit burst %d cburst %d"
                     % (device, rate, burst, burst)]
        run("tc", "-n", space, "-batch", "-", stdin="\n".join(lines) + "\n")

    def free(self, direction):
        space, device = self.sender(direction)
        subprocess.run(["tc", "-n", space, "qdisc", "del", "dev", device, "root"], check=False,
                       stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def cut(self, direction):
        """Downs the end from which that direction leaves."""
        space, device = self.sender(direction)
        run("ip", "-n", space, "link", "set", device, "down")

    def sender(self, direction):
        """Its namespace and device."""
        return (self.near, "near") if direction == "up" else (self.far, "far")

    def carried(self, direction):
        """Bytes that left towards there, with Ethernet's."""
        space, device = self.sender(direction)
        told = json.loads(run("ip", "-j", "-s", "-n", space, "link", "show", "dev", device))
        return told[0]["stats64"]["tx"]["bytes"]

    def start(self, space, words, order=None):
        self.ends.append(End(space, words, order))
        return self.ends[-1]


def finish(*ends):
    """Until all have ended, or one has taken too long."""
    until = max(end.began for end in ends) + LONGEST
    while any(end.ended is None for end in ends) and time.monotonic() < until:
        some = {end.process.stdout: end for end in ends if end.ended is None}
        for output in select.select(list(some), [], [], max(until - time.monotonic(), 0))[0]:
            some[output].take()
    for end in ends:
        end.hung = end.ended is None
        end.kill()


def order_of(words):
    """Words that have several values have a list."""
    return "".join("%s %s\n" % (word, value) for word, values in words.items()
                   for value in (values if isinstance(values, list) else [values]))


class Pair:
    """Both ends with one key. `caller` and `responder` are more words of their orders."""

    def __init__(self, world, program, family=4, directions=("up",), caller=None, responder=None):
        self.world, self.program = world, program
        self.key = secrets.token_hex(16)
        self.calls = {"role": "call", "key": self.key, "address": NEAR[family],
                      "peer": FAR[family], "direction": list(directions), **(caller or {})}
        self.answers = {"role": "answer", "key": self.key, "address": FAR[family],
                        "peer": NEAR[family], **(responder or {})}
        self.caller = self.responder = None

    def answer(self):
        self.responder = self.world.start(self.world.far, [self.program], order_of(self.answers))
        return self.responder.first()

    def call(self, port):
        self.caller = self.world.start(self.world.near, [self.program],
                                       order_of({**self.calls, "port": port}))

    def measure(self):
        """The outcome of each direction, and the caller's wall in seconds."""
        self.call(self.answer()["port"])
        finish(self.caller, self.responder)
        said = self.caller.lines() + self.responder.lines()
        return ({line["direction"]: line for line in said if "direction" in line},
                self.caller.ended - self.caller.began if self.caller.ended else LONGEST)
