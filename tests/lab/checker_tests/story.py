"""Logs made by hand: what the observers would have written down of a small lab's life."""

import json
import math

from checker_lib import log
from checker_lib.judge import judge

SECOND = log.SECOND
UUID = "6f1c9e52-8d34-4b7a-a101-000000000111"
BOOT = "11111111-2222-4333-8444-555555555555"
OTHER_BOOT = "99999999-2222-4333-8444-555555555555"
SOURCE, TARGET = "finance-hv1", "cloud-hv1"
WRITER_DISK = {SOURCE: "/srv/images/web-records.qcow2", TARGET: "/cloud/web-records.qcow2"}


def domain(state, host):
    return {"uuid": UUID, "name": "web", "state": state, "reason": "", "persistent": True,
            "autostart": False, "disks": {"vdb": WRITER_DISK[host]}}


class Story:
    """A lab of two hosts and one guest as the observers would have written it down."""

    def __init__(self, seconds=10):
        self.end = seconds * SECOND
        self.lives, self.paused, self.silent, self.extra = [], [], [], []
        self.late = {}      # {when a page was asked for: how long it took}
        self.processes = {}     # (host, pid): [born, gone]
        self.deaf = []          # (host, from, to): libvirtd gives no answer
        self.baseline, self.final = ({SOURCE: self.listing(SOURCE, "running"),
                                      TARGET: self.listing(TARGET, None)} for _ in range(2))
        self.disk = None
        self.contents = []

    @staticmethod
    def listing(host, state):
        there = state is not None
        qemu = {"pid": 70, "command": "qemu-system-x86", "line": f"qemu -name web-{host}",
                "uuid": UUID}
        return {"domains": [domain(state, host)] if there else [],
                "volumes": [{"pool": "p", "path": WRITER_DISK[host]}] if there else [],
                "files": [WRITER_DISK[host]] if there else [],
                "ports": [{"family": "tcp", "port": 22, "command": "sshd", "uuid": None}],
                "processes": [{"pid": 5, "command": "libvirtd", "line": "libvirtd -d",
                               "uuid": None}]
                + ([qemu] if state == "running" else [])}

    def lived(self, host, start, end, pid, first_beat=1, boot=BOOT, born=None):
        """A copy runs on `host` from `start` to `end` seconds; its process may be older."""
        start, end = round(start * SECOND), round(end * SECOND)
        self.lives.append((host, start, end, first_beat, boot))
        process = self.processes.setdefault((host, pid), [start, end])
        process[0] = min(process[0], start if born is None else round(born * SECOND))
        process[1] = max(process[1], end + SECOND // 5)
        return self

    def moved(self, at=5.0, blackout=0.65):
        """The legal move: source until `at`, target after the blackout, its QEMU 4 s older."""
        beats = math.ceil(at * 20)
        self.lived(SOURCE, 0, at, 100)
        self.lived(TARGET, at + blackout, 99, 200, beats + 1, born=at - 4)
        self.final = {SOURCE: self.listing(SOURCE, "shut off"),
                      TARGET: self.listing(TARGET, "running")}
        self.contents.append({"live": TARGET, "kept": SOURCE, "disk": "vdb", "absent": [],
                              "differ": [], "compared": 90})
        return self

    def running(self, host, at):
        return any(h == host and start <= at < end for h, start, end, _, _ in self.lives)

    def asks(self):
        for at in range(100_000, self.end, 500_000):
            for host in (SOURCE, TARGET):
                moment = at + (0 if host == SOURCE else 3_000)
                if any(h == host and a * SECOND <= moment < b * SECOND
                       for h, a, b in self.deaf):
                    yield {"kind": "ask", "at": moment, "asked": moment - 3_000, "host": host,
                           "ok": False, "why": "down"}
                    continue
                alive = self.running(host, moment)
                there = [domain("running" if alive else "paused" if any(
                    a * SECOND <= moment < b * SECOND for a, b in self.paused)
                    else "shut off", host)] if alive or host == SOURCE else []
                yield {"kind": "ask", "at": moment + 2_000, "asked": moment, "host": host,
                       "ok": True, "domains": there}

    def looks(self):
        for at in range(50_000, self.end + SECOND, 500_000):
            yield {"kind": "qemu", "at": at + 4_000, "asked": at, "processes": [
                {"host": host, "uuid": UUID, "pid": pid, "started": born, "cpu": 0}
                for (host, pid), (born, gone) in self.processes.items() if born <= at < gone]}

    def beats(self):
        for host, start, end, first, boot in self.lives:
            for index, at in enumerate(range(start, min(end, self.end), 50_000)):
                if any(a * SECOND <= at < b * SECOND for a, b in self.silent):
                    continue
                line = f"web {boot} {first + index} {at * 1000} {at * 1000} {first + index}"
                yield {"kind": "beat", "at": at + 5_000, "since": at - 5_000, "guest": "web",
                       "host": host, "lines": [line]}

    def probes(self):
        for at in range(0, self.end, 100_000):
            good = at in self.late or any(
                self.running(host, at) for host in (SOURCE, TARGET)) and not any(
                a * SECOND <= at < b * SECOND for a, b in self.silent)
            answered = at + self.late.get(at, 4_000 if good else SECOND)
            if answered < self.end:
                yield {"kind": "web", "at": answered, "asked": at, "guest": "web",
                       "family": "ipv4", "page": "small", "ok": good}

    def records(self):
        guest = {"name": "web", "uuid": UUID, "home": SOURCE}
        yield {"kind": "watch", "at": 0, "hosts": [SOURCE, TARGET], "guests": [guest]}
        for observer in ("web", "heartbeat"):
            yield {"kind": "begin", "at": 0, "observer": observer}
        yield from self.asks()
        yield from self.looks()
        yield from self.beats()
        yield from self.probes()
        yield {"kind": "stop", "at": self.end}
        for moment, listings in (("baseline", self.baseline), ("final", self.final)):
            for host, listing in listings.items():
                yield {"kind": "inventory", "at": self.end + 1, "moment": moment, "host": host,
                       "ok": True, **listing}
        disk = {"guest": "web", "role": "live", "ok": True, "asked": self.end,
                "first_number": 1, "capacity": 16384, "ranges": [[1, 400]], "doubled": [],
                "broken": []}
        yield {"kind": "disk", "at": self.end + 1, **disk, **(self.disk or {})}
        for content in self.contents:
            yield {"kind": "content", "at": self.end + 1, "guest": "web", **content}
        yield from self.extra

    def verdict(self, **options):
        ordered = sorted(self.records(), key=lambda record: record["at"])
        return judge(json.loads(json.dumps(ordered)), **options)


def faults(verdict):
    return sorted({fault["fault"] for fault in verdict["faults"]})
