"""What changes with time: the use of machines, those that go and those that come; and what is wrong with
how they were set up."""
import datetime

from .draw import Draw, share
from .machines import GIB, make
from .template import (BEGINS, DAYS, INSIDE, MEAN_CPU, MEAN_MEMORY, MONTHLY, RATES, RESTARTS, SHAPES,
                       TRENDING)
from .words import PRODUCTS, SYSTEMS_RUN, VENDORS

IDLE_NET = 20    # bytes a second that an idle machine moves at most: under 5 MB a day
OFF_BEFORE = 20  # days that a machine is off before it is taken away
DISKS = (20, 40, 100, 200, 500)


def moment(day, hour=0):
    """So many days and hours after the world begins, as the world's file has it."""
    return (BEGINS + datetime.timedelta(days=day, hours=hour)).isoformat() + "Z"


def _day(draw):
    return draw.randrange(OFF_BEFORE, DAYS - OFF_BEFORE)


# --- use ---

def _rate(draw):
    """Bytes a second: log-normal, and never more than a disk gives."""
    return min(50 * 10**6, round(draw.lognormvariate(*RATES)))


def _load(draw, mean_cpu):
    load = {"shape": draw.choices(list(SHAPES), SHAPES.values())[0], "cpu": mean_cpu,
            "memory": round(draw.betavariate(*MEAN_MEMORY) * 900),
            "stored": draw.randint(50, 850), "disk": _rate(draw), "net": _rate(draw),
            "boots": draw.randint(*RESTARTS)}
    if draw.random() < TRENDING:
        load["trend"] = {"since": moment(0), "monthly": draw.randint(*MONTHLY)}
    return load


def _use(city):
    """What is measured has a load; what is idle moves hardly a byte either."""
    for one in city.servers + city.vms:
        mean = one.pop("mean_cpu_permille", None)
        if mean is not None:
            one["load"] = _load(city.draw, mean)
        if one.get("metrics") == "idle":
            one["load"].update(shape="flat", disk=one["load"]["disk"] // 100,
                               net=min(IDLE_NET, one["load"]["net"] // 100))
            one["load"].pop("trend", None)


# --- what they are ---

RUN = ("os", "os_id", "os_version", "kernel", "architecture")


def _install(city, one, able):
    one.update(zip(RUN, city.draw.choice(able)))


def _equip_server(city, server):
    """A server's age is that of its firmware, in whole years when the world begins."""
    draw = city.draw
    _install(city, server, [system for system in SYSTEMS_RUN
                            if server["role"] != "hypervisor" or system[-1] == "x86_64"])
    made = BEGINS - datetime.timedelta(days=server["age"] * 365.25 + draw.randint(2, 363))
    server.update(vendor=draw.choice(VENDORS), product=draw.choice(PRODUCTS),
                  serial=f"{draw.randrange(10**10):010}", firmware_date=made.date().isoformat())


def _equip_vm(city, vm):
    draw = city.draw
    _install(city, vm, [system for system in SYSTEMS_RUN if system[-1] == "x86_64"])
    vm["disks"] = [draw.choice(DISKS) * GIB for _ in range(draw.choice((1, 1, 1, 2)))]


def _equip_hypervisors(city):
    """Each has the networks and the room that its machines need, those to come with them."""
    guests = {}
    for vm in city.vms + city.later:
        if vm["kind"] == "vm":
            guests.setdefault(vm["host"], []).append(vm)
    for server in city.servers:
        if server["role"] != "hypervisor":
            continue
        mine = guests.get(server["name"], [])
        server["networks"] = sorted({nic["domain"] for vm in mine for nic in vm["nics"]})
        server["pool"] = 2 * sum(sum(vm["disks"]) for vm in mine) or 100 * GIB


# --- coming and going ---

def _end(one, day):
    one.update(off=moment(day - OFF_BEFORE), gone=moment(day, 10), last_day=day)


def _take_away(city):
    for role, count in city.template["gone"].items():
        able = [one for one in city.servers + city.vms if one["role"] == role]
        for one in city.draw.sample(able, count):
            _end(one, _day(city.draw))


def _newcomer(city, role, name, department, day):
    place = next(one for one in city.departments if one["name"] == department)
    one = make(city, city.lans[department], place, role, name)
    one.update(id=f"{city.code}/{one['kind']}/{name}", born=moment(day, 10), metrics="measured",
               load=_load(city.draw, round(city.draw.betavariate(*MEAN_CPU) * 1000)))
    return one


def _new_servers(city):
    draw = city.draw
    for number in range(city.template["later"]["standalone"]):
        place = draw.choices(city.departments, city.weights)[0]
        name = f"{city.code}-d{place['number']:02}-n{number:03}"
        server = _newcomer(city, "standalone", name, place["name"], _day(draw))
        yield {**server, "age": 0}


def _new_vms(city):
    draw, count = city.draw, {}
    hosts = [server for server in city.servers if server["role"] == "hypervisor"]
    for _ in range(city.template["later"]["vm"]):
        host = draw.choice(hosts)
        number = count[host["name"]] = count.get(host["name"], 0) + 1
        name = f"{host['name']}-w{number:02}"
        yield {**_newcomer(city, "vm", name, host["department"], _day(draw)), "host": host["name"]}


def _reuse(city):
    """Some names come back, soon after their machine went, and mean another one."""
    able = [vm for vm in city.vms if vm.get("last_day", DAYS) < DAYS - 60]
    for old in city.draw.sample(able, city.template["reused"]):
        new = _newcomer(city, "vm", old["name"], old["department"],
                        old["last_day"] + city.draw.randint(7, 40))
        yield {**new, "id": old["id"] + ".2", "host": old["host"], "reused": True}


# --- what is wrong ---

def _open_insides(city):
    """One can log in to some of the machines; a few of these were copied with their firmware."""
    draw = city.draw
    inside = draw.some(city.vms, share(INSIDE, len(city.vms)))
    for vm in inside:
        vm["inside"] = True
    staying = [vm for vm in inside if "gone" not in vm]
    copied = draw.sample(staying, 2 * city.template["clones"])
    for clone, first in zip(copied[::2], copied[1::2]):
        clone["firmware"] = first["uuid"]


def _see(server, nic):
    server.setdefault("neighbours", []).append(
        {"mac": nic["mac"], "address": nic["addresses"][0]})


def _meet(city):
    """Servers see the next of their department, and some see what nobody has told of."""
    draw, lasting = city.draw, {}
    for server in city.servers:
        if server["role"] != "spare" and "gone" not in server:
            lasting.setdefault(server["department"], []).append(server)
    for servers in lasting.values():
        for server, other in zip(servers, servers[1:]):
            _see(server, other["nics"][0])
    able = [server for servers in lasting.values() for server in servers]
    for server in draw.sample(able, city.template["strangers"]):
        _see(server, city.lans[server["department"]].nic("admin_service_domain", False))


def live(city):
    """Gives the city its 24 months; its machines are there already."""
    city.draw = Draw(city.seed, city.code, "life")
    _use(city)
    _take_away(city)
    city.later = [*_new_servers(city), *_new_vms(city), *_reuse(city)]
    for one in city.servers + city.vms + city.later:
        (_equip_vm if one["kind"] == "vm" else _equip_server)(city, one)
    _equip_hypervisors(city)
    _open_insides(city)
    _meet(city)
