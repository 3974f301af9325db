"""Servers, hypervisors and virtual machines, with their use; storage."""
import uuid

from .draw import Draw, apportion
from .template import AGES, CLAIMED, DUAL_STACK, MEAN_CPU, METRICS

GIB = 2**30
CPUS = {"standalone": (8, 16, 24, 32), "hypervisor": (32, 48, 64), "spare": (8, 16), "vm": (2, 4, 8)}
MEMORY = {"standalone": (16, 32, 64), "hypervisor": (128, 256, 512), "spare": (16, 32),
          "vm": (4, 8, 16, 32)}
DOMAINS = ("admin_service_domain", "public_service_domain")


class Lan:
    """The addresses of a department, a /23 and a /64."""

    def __init__(self, city, place):
        self.city, self.place, self.used = city.number, place["number"], 0

    def nic(self, domain, dual_stack):
        self.used += 1
        high, low = divmod(self.used - 1, 254)
        third = self.place * 2 + high
        nic = {"mac": f"52:54:{self.city:02x}:{third:02x}:00:{low + 1:02x}", "domain": domain,
               "addresses": [f"10.{self.city}.{third}.{low + 1}"],
               "prefixes": [f"10.{self.city}.{self.place * 2}.0/23"],
               "gateway": f"10.{self.city}.{self.place * 2 + 1}.254"}
        if dual_stack:
            nic["addresses"].append(f"3fff:{self.city:x}:{self.place:x}::{self.used:x}")
            nic["prefixes"].append(f"3fff:{self.city:x}:{self.place:x}::/64")
        return nic


def make(city, lan, place, role, name):
    """One that is there from the beginning, in the hands of nobody yet."""
    draw = city.draw
    return {"kind": "vm" if role == "vm" else "server", "role": role, "name": name,
            "uuid": str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            "department": place["name"], "cpus": draw.choice(CPUS[role]),
            "memory": draw.choice(MEMORY[role]) * GIB, "system": None,
            "nics": [lan.nic(draw.choice(DOMAINS), draw.random() < DUAL_STACK)]}


def _servers(city):
    """The servers of all departments, in their shares."""
    template, draw = city.template, city.draw
    roles = draw.deal(template["servers"], sum(template["servers"].values()))
    ages = draw.deal(AGES, len(roles))
    for place, count in zip(city.departments, apportion(len(roles), city.weights)):
        for number in range(count):
            name = f"{city.code}-d{place['number']:02}-s{number:03}"
            machine = make(city, city.lans[place["name"]], place, roles.pop(), name)
            machine.update(id=f"{city.code}/server/{name}", age=draw.randint(*ages.pop()))
            yield machine


def _vms(city):
    template, draw = city.template, city.draw
    hosts = [server for server in city.servers if server["role"] == "hypervisor"]
    places = {place["name"]: place for place in city.departments}
    for host, count in zip(hosts, draw.uneven(template["vms"], len(hosts), 0.5, least=1)):
        place = places[host["department"]]
        for number in range(count):
            name = f"{host['name']}-v{number:02}"
            machine = make(city, city.lans[place["name"]], place, "vm", name)
            yield {"id": f"{city.code}/vm/{name}", **machine, "host": host["name"]}


def _measure(city):
    """The use of all that runs, in thousandths; what is off has none."""
    running = [machine for machine in city.servers + city.vms if machine["role"] != "spare"]
    for machine, metrics in zip(running, city.draw.deal(METRICS, len(running))):
        drawn = round(city.draw.betavariate(*MEAN_CPU) * 1000)
        mean = {"measured": drawn, "idle": drawn // 50, "none": None}[metrics]
        machine.update(metrics=metrics, mean_cpu_permille=mean)


def _claim(city):
    """Systems get machines of their department; on the cloud they have none of it any more."""
    draw, free = city.draw, {}
    for machine in city.servers + city.vms:
        if machine["role"] in ("standalone", "vm") and draw.random() < CLAIMED:
            free.setdefault(machine["department"], []).append(machine)
    users = {}
    for system in city.systems:
        if system["disposition"] != "on_cloud":
            users.setdefault(system["department"], []).append(system)
    for name, systems in users.items():
        for number, machine in enumerate(free.get(name, ())):
            system = systems[number] if number < len(systems) else draw.choice(systems)
            system["machines"].append(machine["name"])
            machine["system"] = system["id"]


def _break_isolation(city):
    for machine in city.draw.sample([vm for vm in city.vms if vm["system"]],
                                    city.template["dual_homed"]):
        other = DOMAINS[machine["nics"][0]["domain"] == DOMAINS[0]]
        machine["nics"].append(city.lans[machine["department"]].nic(other, False))


def equip(city):
    """Gives the city its machines and its storage; its systems are there already."""
    city.draw = draw = Draw(city.seed, city.code, "machines")
    city.lans = {place["name"]: Lan(city, place) for place in city.departments}
    city.servers = list(_servers(city))
    city.vms = list(_vms(city))
    _measure(city)
    _claim(city)
    _break_isolation(city)
    count = city.template["storage"]
    sizes = draw.uneven(city.template["storage_tb"], count, 1.0, least=1)
    owners = draw.choices(city.departments, city.weights, k=count)
    city.storage = [
        {"id": f"{city.code}/storage/{number:03}", "kind": "storage", "department": owner["name"],
         "bytes": size * 10**12} for number, (owner, size) in enumerate(zip(owners, sizes))]
