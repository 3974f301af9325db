"""Reads what the guests say on their consoles, on every host where a console of theirs is.

A console is a file on the host; it is looked at every 10 ms, and what was not there at the
look before was written between the two looks. Lines are kept as they came; beat.py reads
them.

Writes  beat  guest, host, since (the look before), lines.
"""

import os
import time

from .log import SECOND, now

LOOK_PERIOD = SECOND // 100
REOPEN_PERIOD = SECOND // 10
MOST_AT_ONCE = 1 << 20


class Console:
    """One guest's console on one host; the file may be missing, replaced or cut at any time."""

    def __init__(self, guest, host, path):
        self.guest, self.host, self.path = guest, host, path
        self.file, self.inode, self.offset, self.fragment = None, None, 0, b""
        self.looked = now()
        self.reopen(at_end=True)

    def reopen(self, at_end=False):
        """Follow the name to the file it means now; an old file is read no more."""
        try:
            inode = os.stat(self.path).st_ino
            if inode == self.inode:
                return
            file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        if self.file is not None:
            os.close(self.file)
        self.file, self.inode, self.fragment = file, os.fstat(file).st_ino, b""
        self.offset = os.fstat(file).st_size if at_end else 0

    def new_lines(self):
        if self.file is None:
            return []
        size = os.fstat(self.file).st_size
        if size < self.offset:
            self.offset, self.fragment = 0, b""
        if size == self.offset:
            return []
        data = os.pread(self.file, MOST_AT_ONCE, self.offset)
        self.offset += len(data)
        *lines, self.fragment = (self.fragment + data).split(b"\n")
        return [line.strip(b"\r").decode(errors="replace") for line in lines]

    def look(self, log):
        since, self.looked = self.looked, now()
        lines = self.new_lines()
        if lines:
            log.write("beat", guest=self.guest, host=self.host, since=since, lines=lines)


def observe(lab, log, told):
    consoles = [Console(guest.name, host.name, f"{host.consoles}/{guest.name}.heartbeat")
                for guest in lab.guests for host in lab.hosts]
    log.write("begin", observer="heartbeat")
    reopened = now()
    while True:
        started = now()
        if started - reopened > REOPEN_PERIOD:
            reopened = started
            for console in consoles:
                console.reopen()
        for console in consoles:
            console.look(log)
        told()
        time.sleep(max(0, LOOK_PERIOD - (now() - started)) / SECOND)
