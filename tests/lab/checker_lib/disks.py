"""Reads the guests' disks afterwards, on whichever host the guest now is, and on the one it
left.

qemu-img reads them in the host's own namespaces, without a lock and without writing anything
(--force-share). A guest that runs goes on writing meanwhile; the judge only asks for blocks
that were acknowledged before the reading began. A finding on a running guest's disk counts
only if a second and third reading shows it too: qcow2's own tables may be in motion under a
reader.

Writes  disk     guest, host, disk, path, role (live: runs there; kept: a copy that is off),
                 asked, ok, and why, or what the writer's blocks are: capacity, first_number,
                 ranges, doubled, broken, garbled, foreign
        content  guest, disk, live, kept (hosts), and for the writer's disk: differ (numbers
                 that both hold unequally), absent (numbers that only the kept one holds); for
                 others: places (4 KiB) that differ
"""

import subprocess
import tempfile

from . import blocks, inventory
from .deadline import within
from .log import now

READ_TIMEOUT = 60
READINGS = 3
NAMESPACES = ("--mount", "--pid", "--net", "--ipc", "--uts")


def raw(host, path):
    """The disk's whole content as the guest sees it."""
    with tempfile.TemporaryFile() as file:
        command = ["nsenter", "--target", str(host.pid), *NAMESPACES, "--wd=/", "--",
                   "qemu-img", "convert", "--force-share", "-f", "qcow2", "-O", "raw", path,
                   f"/proc/self/fd/{file.fileno()}"]
        done = subprocess.run(command, pass_fds=[file.fileno()], capture_output=True, text=True,
                              timeout=READ_TIMEOUT, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        file.seek(0)
        return file.read()


def suspicious(disk):
    ranges = disk.ranges()
    return bool(disk.doubled or disk.foreign or disk.broken() or len(ranges) > 1)


def settled(host, path, guest):
    """(asked, disk): read again while a reading looks wrong; the last one stands."""
    for _ in range(READINGS):
        asked = now()
        disk = blocks.scan(raw(host, path), guest)
        if not suspicious(disk):
            break
    return asked, disk


def placed(lab):
    """[(guest, host, role, {disk: path})] of every host that answers, running ones first."""
    found = []
    for host in lab.hosts:
        try:
            listing = within(inventory.LISTING_TIMEOUT, inventory.domains_and_pools, host)
        except Exception:       # the inventory has written down why
            continue
        for domain in listing["domains"]:
            guest = next((g for g in lab.guests if g.uuid == domain["uuid"]), None)
            if guest:
                role = "live" if domain["state"] in ("running", "paused") else "kept"
                found.append((guest, host, role, domain["disks"]))
    return sorted(found, key=lambda place: (place[2] != "live", place[0].name, place[1].name))


def read_records(log, guest, host, role, path):
    facts = {"guest": guest.name, "host": host.name, "disk": guest.records, "path": path,
             "role": role}
    try:
        asked, disk = settled(host, path, guest.name)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        log.write("disk", **facts, asked=now(), ok=False, why=str(error))
        return None
    log.write("disk", **facts, asked=asked, ok=True, capacity=disk.capacity, first_number=1,
              ranges=disk.ranges(), doubled=disk.doubled, broken=disk.broken(),
              garbled=disk.garbled, foreign=disk.foreign)
    return disk


def compare_records(log, guest, live_host, live, kept_host, kept):
    """Each block of the copy left behind is on the live disk, unless the ring came round."""
    oldest = max(live.digests, default=0) - live.capacity + 1
    due = sorted(number for number in kept.digests if number >= oldest)
    there = [number for number in due if number in live.digests]
    log.write("content", guest=guest.name, disk=guest.records, live=live_host.name,
              kept=kept_host.name, compared=len(due),
              absent=sorted(set(due) - set(there)),
              differ=[n for n in there if live.digests[n] != kept.digests[n]])


def compare_others(log, guest, live_host, live, kept_host, kept):
    for disk in sorted(live.keys() & kept.keys() - {guest.records}):
        one, other = raw(live_host, live[disk]), raw(kept_host, kept[disk])
        starts = range(0, max(len(one), len(other)), blocks.SIZE)
        places = [start // blocks.SIZE for start in starts
                  if one[start:start + blocks.SIZE] != other[start:start + blocks.SIZE]]
        log.write("content", guest=guest.name, disk=disk, live=live_host.name,
                  kept=kept_host.name, places=places)


def of_guest(log, guest, places):
    """Reads each copy, then compares every kept one with the live one."""
    read = [(host, role, paths, read_records(log, guest, host, role, paths[guest.records]))
            for host, role, paths in places if guest.records in paths]
    live = next((copy for copy in read if copy[1] == "live"), None)
    for host, role, paths, disk in read:
        if live and role == "kept" and disk and live[3]:
            compare_records(log, guest, live[0], live[3], host, disk)
            compare_others(log, guest, live[0], live[2], host, paths)


def take(lab, log):
    places = placed(lab)
    for guest in lab.guests:
        of_guest(log, guest, [place[1:] for place in places if place[0] is guest])
