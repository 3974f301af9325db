"""What a host has at the end that it had not before, or has no more, and that nothing
explains.

Explained are: a guest that runs there at the end, with its disks, its QEMU process and that
process's ports; and what a note names (a volume kept on purpose, a process that may stay). A
guest's old definition and disks on the host it left are in the baseline, and must still be
there.
"""

import re
from collections import Counter


class Explained:
    def __init__(self, guests, notes, final):
        uuids = {guest["uuid"] for guest in guests}
        self.domains = {(host, d["uuid"]) for host, listing in final.items()
                        for d in listing["domains"]
                        if d["uuid"] in uuids and d["state"] == "running"}
        self.paths = {(host, path) for host, listing in final.items()
                      for d in listing["domains"] if (host, d["uuid"]) in self.domains
                      for path in d["disks"].values()}
        self.paths |= {(note["host"], note["keep"]) for note in notes if "keep" in note}
        self.patterns = [re.compile(note["allow_process"]) for note in notes
                         if "allow_process" in note]

    def domain(self, host, domain):
        return (host, domain["uuid"]) in self.domains

    def path(self, host, path):
        return (host, path) in self.paths

    def port(self, host, port):
        return (host, port["uuid"]) in self.domains

    def process(self, host, process):
        return ((host, process["uuid"]) in self.domains
                or any(pattern.search(process["line"]) for pattern in self.patterns))


def added(before, after, key):
    """Entries of `after` beyond those of `before`, counted: two equal processes are two."""
    left = Counter(key(entry) for entry in before)
    found = []
    for entry in after:
        if left[key(entry)] > 0:
            left[key(entry)] -= 1
        else:
            found.append(entry)
    return found


def of_host(host, before, after, explained):
    for domain in added(before["domains"], after["domains"], lambda d: d["uuid"]):
        if not explained.domain(host, domain):
            yield "domain", f"{domain['name']} ({domain['uuid']}), {domain['state']}"
    volumes = {v["path"]: v["pool"] for v in after["volumes"]}
    for path in sorted(volumes.keys() - {v["path"] for v in before["volumes"]}):
        if not explained.path(host, path):
            yield "volume", f"{path} in pool {volumes[path]}"
    for path in sorted(set(after["files"]) - set(before["files"])):
        if not explained.path(host, path):
            yield "file", path
    for port in added(before["ports"], after["ports"], lambda p: (p["family"], p["port"])):
        if not explained.port(host, port):
            owner = port["command"] or "nobody known"
            yield "port", f"{port['family']} {port['port']}, of {owner}"
    for process in added(before["processes"], after["processes"], lambda p: p["line"]):
        if not explained.process(host, process):
            yield "process", f"{process['pid']} {process['line'] or process['command']}"


def gone_from_host(before, after):
    uuids = {domain["uuid"] for domain in after["domains"]}
    for domain in before["domains"]:
        if domain["uuid"] not in uuids:
            yield "domain", f"{domain['name']} ({domain['uuid']})"
    for path in sorted({v["path"] for v in before["volumes"]} | set(before["files"])):
        if path not in after["files"] and path not in {v["path"] for v in after["volumes"]}:
            yield "file", path


def compare(baseline, final, guests, notes):
    """([leftover], [missing]); each {host, kind, what}. Both: {host: inventory record}."""
    explained = Explained(guests, notes, final)
    leftovers, missing = [], []
    for host in sorted(baseline.keys() & final.keys()):
        before, after = baseline[host], final[host]
        leftovers += [{"host": host, "kind": kind, "what": what}
                      for kind, what in of_host(host, before, after, explained)]
        missing += [{"host": host, "kind": kind, "what": what}
                    for kind, what in gone_from_host(before, after)]
    return leftovers, missing
