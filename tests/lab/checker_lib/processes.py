"""Looks twice a second at every QEMU process of every host, in the machine's own process list.

This needs no libvirtd: a copy is seen even while libvirtd is down, hung or restarting. A
process does not say whether its guest is paused; libvirt's answer or a heartbeat does.

Writes  qemu  asked, processes: [host, uuid, pid, started (the log's clock), cpu (us)].
"""

import os
import time

from . import namespaces
from .log import now

LOOK_PERIOD = 0.5
TICK = 1_000_000 // os.sysconf("SC_CLK_TCK")


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def pids():
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def stat(pid):
    """(command, state, processor time, start) of a process, in microseconds; None if gone."""
    head, separator, tail = read(f"/proc/{pid}/stat").rpartition(b")")
    if not separator:
        return None
    fields = tail.split()
    command = head.split(b"(", 1)[1].decode(errors="replace")
    return (command, fields[0].decode(), (int(fields[11]) + int(fields[12])) * TICK,
            int(fields[19]) * TICK)


def arguments(pid):
    return [a.decode(errors="replace") for a in read(f"/proc/{pid}/cmdline").split(b"\0")[:-1]]


def option(words, name):
    return words[words.index(name) + 1] if name in words[:-1] else None


def copies(hosts_by_namespace):
    found = []
    for pid in pids():
        facts = stat(pid)
        if facts is None or not facts[0].startswith("qemu-system") or facts[1] in "ZX":
            continue
        host = hosts_by_namespace.get(namespaces.identity(pid, "pid"))
        uuid = option(arguments(pid), "-uuid")
        if host and uuid:
            found.append({"host": host, "uuid": uuid, "pid": pid, "started": facts[3],
                          "cpu": facts[2]})
    return found


def observe(lab, log, told):
    hosts = {namespaces.identity(host.pid, "pid"): host.name for host in lab.hosts}
    while True:
        asked = now()
        log.write("qemu", asked=asked, processes=copies(hosts))
        told()
        time.sleep(max(0.0, LOOK_PERIOD - (now() - asked) / 1e6))
