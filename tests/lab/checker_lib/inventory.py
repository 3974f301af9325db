"""Lists what lies and lives on every host, so that what a move leaves behind is found.

`baseline` is taken when the lab is up and nothing has moved, `final` afterwards; the judge
compares the two. A process counts only if it lived through two looks, so that the short-lived
helpers of libvirtd and of supervisors are none.

Writes  inventory  moment, host, and ok with domains, volumes, files, ports, processes, or why.
"""

import os
import time
from xml.etree import ElementTree

from . import hypervisors, namespaces, processes
from .deadline import within

LISTING_TIMEOUT = 30
BETWEEN_LOOKS = 1.5
LISTENING = "0A"


def domains_and_pools(host):
    """Asked in the host's mount namespace; runs in a process of its own."""
    libvirt = hypervisors.quiet_libvirt()
    namespaces.enter(f"/proc/{host.pid}/ns/mnt")
    connection = libvirt.open(hypervisors.URI)
    domains, volumes, folders = [], [], []
    for domain in connection.listAllDomains():
        state, reason = domain.state()
        state = hypervisors.named(hypervisors.STATES, state)
        domains.append({
            "uuid": domain.UUIDString(), "name": domain.name(), "state": state,
            "reason": hypervisors.named(hypervisors.REASONS.get(state, ()), reason),
            "persistent": bool(domain.isPersistent()), "autostart": bool(domain.autostart()),
            "disks": disks(domain.XMLDesc())})
    for pool in connection.listAllStoragePools():
        folder = ElementTree.fromstring(pool.XMLDesc()).findtext("target/path")
        if folder:
            folders.append(folder)
        if pool.isActive():
            volumes += [{"pool": pool.name(), "path": v.path()} for v in pool.listAllVolumes()]
    return {"domains": sorted(domains, key=lambda d: d["name"]),
            "volumes": sorted(volumes, key=lambda v: v["path"]), "folders": sorted(folders)}


def disks(xml):
    """{target device: file} of a domain's disks."""
    found = {}
    for disk in ElementTree.fromstring(xml).iter("disk"):
        source, target = disk.find("source"), disk.find("target")
        if disk.get("device", "disk") == "disk" and source is not None and target is not None:
            found[target.get("dev")] = source.get("file") or source.get("volume")
    return found


def files(host, folders):
    found = set()
    for folder in folders:
        top = namespaces.inside(host.pid, folder)
        for path, _, names in os.walk(top):
            for name in names:
                found.add(os.path.join(folder, os.path.relpath(os.path.join(path, name), top)))
    return sorted(found)


def members(lab):
    """The processes of the hosts' own lists: {(host, pid, start): facts}."""
    hosts = {namespaces.identity(host.pid, "pid"): host.name for host in lab.hosts}
    found = {}
    for pid in processes.pids():
        host = hosts.get(namespaces.identity(pid, "pid"))
        facts, words = processes.stat(pid), processes.arguments(pid)
        if host is None or facts is None or facts[1] in "ZX":
            continue
        uuid = processes.option(words, "-uuid") if facts[0].startswith("qemu") else None
        found[host, pid, facts[3]] = {"pid": pid, "command": facts[0],
                                      "line": " ".join(words)[:300], "uuid": uuid}
    return found


def lasting_members(lab):
    """{host: [facts]} of the processes that are there in two looks."""
    before = members(lab)
    time.sleep(BETWEEN_LOOKS)
    lasting = {host.name: [] for host in lab.hosts}
    for key, facts in sorted(members(lab).items()):
        if key in before:
            lasting[key[0]].append(facts)
    return lasting


def sockets_of(pid):
    found = set()
    try:
        for name in os.listdir(f"/proc/{pid}/fd"):
            target = os.readlink(f"/proc/{pid}/fd/{name}")
            if target.startswith("socket:["):
                found.add(target[8:-1])
    except OSError:
        pass        # the process has ended: it owns nothing
    return found


def ports(host, living):
    """TCP ports that something listens on in the host's network namespace, with the owner."""
    owners = {inode: process for process in living for inode in sockets_of(process["pid"])}
    found = []
    for family in ("tcp", "tcp6"):
        for line in processes.read(f"/proc/{host.pid}/net/{family}").decode().splitlines()[1:]:
            fields = line.split()
            if fields[3] != LISTENING:
                continue
            owner = owners.get(fields[9], {})
            found.append({"family": family, "port": int(fields[1].rsplit(":", 1)[1], 16),
                          "command": owner.get("command"), "uuid": owner.get("uuid")})
    return sorted(found, key=lambda port: (port["port"], port["family"]))


def take(lab, log, moment):
    """List every host; a host that cannot be asked is written down as such."""
    living = lasting_members(lab)
    for host in lab.hosts:
        try:
            listing = within(LISTING_TIMEOUT, domains_and_pools, host)
        except Exception as error:      # libvirtd is down, hung, or the host is gone
            log.write("inventory", moment=moment, host=host.name, ok=False, why=str(error))
            continue
        log.write("inventory", moment=moment, host=host.name, ok=True,
                  domains=listing["domains"], volumes=listing["volumes"],
                  files=files(host, listing["folders"]), ports=ports(host, living[host.name]),
                  processes=living[host.name])
