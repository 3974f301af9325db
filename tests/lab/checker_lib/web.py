"""Asks every guest for its web pages, as a user at the other end of the network would.

From the operator's namespace, over each address family of each guest: the small page every
100 ms, each by a connection of its own that starts on time whatever became of the one before,
so that a slow answer hides nothing; the large page every 5 s. A page that has not come whole
within LOST is lost to its user, as the judge counts; it is waited for longer all the same, for
a page that comes late still says that the guest lives.

Writes  web  guest, family, page, asked, ok, and bytes and digest, or why.
"""

import errno
import hashlib
import selectors
import socket
from urllib.parse import urlsplit

from . import namespaces
from .log import SECOND, now

PERIOD = {"small": SECOND // 10, "large": 5 * SECOND}
LOST = SECOND
WAIT = 5 * SECOND
FAMILIES = {"ipv4": socket.AF_INET, "ipv6": socket.AF_INET6}


class Target:
    """One page of one guest over one family, and when it is to be asked for next."""

    def __init__(self, guest, family, page, url, first):
        parts = urlsplit(url)
        self.guest, self.family, self.page = guest, family, page
        self.address = parts.hostname, parts.port or 80
        self.request = (f"GET {parts.path or '/'} HTTP/1.0\r\nHost: {parts.netloc}\r\n"
                        "Connection: close\r\n\r\n").encode()
        self.due = first


class Probe:
    """One connection: connect, ask, read to the end."""

    def __init__(self, target):
        self.target, self.asked = target, now()
        self.deadline = self.asked + WAIT
        self.received = b""
        self.socket = socket.socket(FAMILIES[target.family], socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.unsent = target.request
        error = self.socket.connect_ex(target.address)
        self.refused = None if error in (0, errno.EINPROGRESS) else errno.errorcode[error]

    def advance(self):
        """Do what can be done now; the record's facts when the probe has ended, else None."""
        try:
            if self.unsent:
                self.unsent = self.unsent[self.socket.send(self.unsent):]
                return None
            data = self.socket.recv(65536)
        except BlockingIOError:
            return None
        except OSError as error:
            return {"ok": False, "why": errno.errorcode.get(error.errno, str(error))}
        self.received += data
        return None if data else self.verdict()

    def verdict(self):
        head, separator, body = self.received.partition(b"\r\n\r\n")
        status = head.split(b"\r\n", 1)[0].split()
        if not separator or len(status) < 2 or status[1] != b"200":
            return {"ok": False, "why": "not 200: " + head[:60].decode("latin-1")}
        length = [int(line.split(b":")[1]) for line in head.split(b"\r\n")
                  if line.lower().startswith(b"content-length:")]
        if length and length[0] != len(body):
            return {"ok": False, "why": f"{len(body)} of {length[0]} bytes came"}
        return {"ok": True, "bytes": len(body), "digest": hashlib.sha256(body).hexdigest()[:16]}


class Prober:
    def __init__(self, lab, log):
        self.log, self.selector, self.probes = log, selectors.DefaultSelector(), set()
        pages = [(guest.name, family, page, url) for guest in lab.guests
                 for family, urls in guest.web.items() for page, url in urls.items()]
        begin = now()
        # Spread over the period: the guests are not all asked in the same instant.
        self.targets = [Target(*page, begin + PERIOD[page[2]] * i // len(pages))
                        for i, page in enumerate(pages)]

    def start_due(self):
        for target in self.targets:
            if now() < target.due:
                continue
            target.due = max(target.due + PERIOD[target.page], now() - PERIOD[target.page])
            probe = Probe(target)
            self.probes.add(probe)
            if probe.refused:
                self.end(probe, {"ok": False, "why": probe.refused})
            else:
                self.selector.register(probe.socket, selectors.EVENT_WRITE, probe)

    def end(self, probe, facts):
        target = probe.target
        self.probes.discard(probe)
        if probe.socket in self.selector.get_map():
            self.selector.unregister(probe.socket)
        probe.socket.close()
        self.log.write("web", guest=target.guest, family=target.family, page=target.page,
                       asked=probe.asked, **facts)

    def step(self):
        next_due = min((target.due for target in self.targets), default=now() + SECOND)
        for key, _ in self.selector.select(max(0, next_due - now()) / SECOND):
            probe = key.data
            facts = probe.advance()
            if facts:
                self.end(probe, facts)
            elif not probe.unsent:
                self.selector.modify(probe.socket, selectors.EVENT_READ, probe)
        for probe in [p for p in self.probes if now() > p.deadline]:
            self.end(probe, {"ok": False, "why": "nothing whole came in time"})
        self.start_due()


def observe(lab, log, told):
    namespaces.enter(lab.ops_namespace)
    prober = Prober(lab, log)
    log.write("begin", observer="web")
    while True:
        prober.step()
        told()
