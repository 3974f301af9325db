"""Asks one hypervisor twice a second which guests it runs, and in which state.

One process per host: it enters the host's mount namespace and talks to libvirtd's own socket
there, so it needs neither the network nor ssh. A libvirtd that is down is an answer ("could
not connect"); one that hangs blocks this process only: `watch` sees that no answer was
written for ASK_TIMEOUT seconds, writes that down, ends the process and starts another.

Writes  ask  host, asked, ok, and either domains: [uuid, name, state, reason] or why.
"""

import os
import select
import time

from . import namespaces
from .log import now

ASK_PERIOD = 0.5
ASK_TIMEOUT = 3.0
URI = "qemu:///system?socket=/run/libvirt/libvirt-sock"

# virDomainState, and the reasons of the states that a move passes through, in libvirt's order.
STATES = ("no state", "running", "blocked", "paused", "shutdown", "shut off", "crashed",
          "suspended")
REASONS = {
    "running": ("unknown", "booted", "migrated", "restored", "from snapshot", "unpaused",
                "migration canceled", "save canceled", "wakeup", "crashed", "post-copy"),
    "paused": ("unknown", "user", "migration", "save", "dump", "io error", "watchdog",
               "from snapshot", "shutting down", "snapshot", "crashed", "starting up"),
    "shut off": ("unknown", "shutdown", "destroyed", "crashed", "migrated", "saved", "failed",
                 "from snapshot", "daemon"),
}


def named(table, number):
    return table[number] if 0 <= number < len(table) else str(number)


def quiet_libvirt():
    """The binding, loaded only in the processes that ask, and from this machine's own root."""
    import libvirt
    libvirt.registerErrorHandler(lambda context, error: None, None)
    return libvirt


def listed(connection, libvirt):
    domains = []
    for domain, facts in connection.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_STATE, 0):
        state = named(STATES, facts.get("state.state", 0))
        reason = named(REASONS.get(state, ()), facts.get("state.reason", 0))
        domains.append({"uuid": domain.UUIDString(), "name": domain.name(),
                        "state": state, "reason": reason})
    return sorted(domains, key=lambda domain: domain["uuid"])


def observe(host, log, told):
    """Runs until it is ended; calls `told` after each question, answered or refused.

    Returns when the host is or goes off: `watch` learns the host's new process 1 and starts
    another one.
    """
    if not host.is_on():
        log.write("ask", host=host.name, asked=now(), ok=False, why="the host is off")
        told()
        time.sleep(ASK_PERIOD)
        return
    libvirt = quiet_libvirt()
    life = os.pidfd_open(host.pid)
    namespaces.enter(f"/proc/{host.pid}/ns/mnt")
    connection = None
    while not select.select([life], [], [], 0)[0]:
        asked = now()
        try:
            connection = connection or libvirt.open(URI)
            log.write("ask", host=host.name, asked=asked, ok=True,
                      domains=listed(connection, libvirt))
        except libvirt.libvirtError as error:
            log.write("ask", host=host.name, asked=asked, ok=False, why=str(error))
            connection = None
        told()
        time.sleep(max(0.0, ASK_PERIOD - (now() - asked) / 1e6))
