"""What the checker needs to know of a lab, from `lab env --json` (tests/lab/README.md)."""

import json
import os
import subprocess
from dataclasses import dataclass

PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lab")


class NoLab(Exception):
    """A sentence that says what is missing and how to get it."""


@dataclass
class Host:
    """A hypervisor. `pid`: its process 1 as this machine counts it; 0 while it is off."""

    name: str
    pid: int
    consoles: str

    def is_on(self):
        return self.pid > 0 and os.path.exists(f"/proc/{self.pid}/root/run")


@dataclass
class Guest:
    name: str
    uuid: str
    home: str
    web: dict           # {family: {page: URL}}
    records: str        # the disk that the guest writes its blocks to ("vdb")

    def facts(self):
        return {"name": self.name, "uuid": self.uuid, "home": self.home}


@dataclass
class Lab:
    id: str
    hosts: list
    guests: list
    ops_namespace: str

    def learn_again(self):
        """Hosts that were off may be on, with another process 1; True if something changed."""
        fresh = {host.name: host.pid for host in load(self.id).hosts}
        changed = [host for host in self.hosts if host.pid != fresh[host.name]]
        for host in changed:
            host.pid = fresh[host.name]
        return bool(changed)


def environment(lab_id):
    done = subprocess.run([PROGRAM, "--id", lab_id, "env", "--json"], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise NoLab(f"\"{PROGRAM} --id {lab_id} env --json\" failed: {done.stderr.strip()}")
    facts = json.loads(done.stdout)
    if not facts["up"]:
        raise NoLab(f"The lab \"{lab_id}\" is not up; start it with: "
                    f"{PROGRAM} --id {lab_id} up")
    return facts


def guest_of(facts):
    pages = {family: {page: urls[page] for page in ("small", "large")}
             for family, urls in facts["urls"].items()}
    records = next(disk["target"] for disk in facts["disks"] if disk["role"] == "records")
    return Guest(facts["name"], facts["uuid"], facts["home"], pages, records)


def load(lab_id):
    facts = environment(lab_id)
    hosts = [Host(h["name"], h["pid"] or 0, h["console_folder"]) for h in facts["hosts"]
             if h["kind"] == "hypervisor"]
    return Lab(lab_id, hosts, [guest_of(g) for g in facts["guests"]],
               "/run/netns/" + facts["operations"])
