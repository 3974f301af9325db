"""The facts of each kind of object, as banyun's shapes have them; (kind, id, facts, measures)."""
from . import nets
from .places import windows
from .sizes import GIB
from .things import CLOUDS, domain, target

HOST = {"architecture": "x86_64", "cpu_model": "EPYC-Rome", "libvirt": "9.0.0", "qemu": "7.2.22",
        "machine_types": ["pc-q35-7.2"], "tools": ["nbdcopy", "qemu-nbd", "sha256sum"]}


def departments(city):
    for place in [*city.places, *city.counties, *city.townships]:
        facts = {"name": place["name"], "level": place["level"], "link": place["link"]}
        if place["parent"]:
            facts["parent"] = place["parent"]
        if place["team"]:
            facts["team"] = place["team"]
        if windows(place):
            facts["windows"] = windows(place)
        if place["bears"]:
            facts["pause_ms"] = place["bears"]
        if place.get("no_windows"):
            facts["windows"] = []
        yield "department", place["name"], facts, None


def _spread(city, system):
    """Most of those that are to stand apart can: some hypervisors lack what a machine needs."""
    count, word = len(system["vms"]), system["spread"]
    return word if 1 < count and (word != "apart" or count <= city.landing_hosts) else None


def _system(city, system):
    draw, place = system["draw"], system["place"]
    facts = {"name": system["id"].split("/")[1], "department": place["name"],
             "function": system["function"], "usage_scope": draw.choice(("本部门", "全市")),
             "usage_frequency": "每天", "funding_model": "government",
             "vertical_level": system["level"], "mlps_level": draw.choice((1, 2, 2, 3)),
             "maintained": system["kind"] != "retire", "cleaned": system["kind"] == "retire" and system["number"] % 2 == 0,
             "replaceable": system["kind"] in ("retire", "consolidate"),
             "domain": domain(system["cloud"]),
             "state": "planned" if system["planned"] else "running"}
    if system["vms"]:
        facts["machines"] = [machine["name"] for machine in system["vms"]]
        facts["pages"] = [{"family": 4, "url": f"http://{system['vms'][0]['address4']}/"}]
    if "network" in system:
        facts["network"] = system["network"]
    if system["after"]:
        facts["after"] = [before["id"].split("/")[1] for before in system["after"]]
    facts.update(system["bears"])
    if _spread(city, system):
        facts["spread"] = system["spread"]
    if system["deadline"]:
        facts["deadline"] = system["deadline"]
    return facts


def systems(city):
    for system in city.systems:
        yield "system", system["id"], _system(city, system), None


def _lan(cloud):
    return f"{cloud}-lan"


def _landing(place, cloud):
    return f"land-{place['code']}-{cloud[0]}"


def landings(city):
    for place in city.places:
        for cloud in CLOUDS if place["hosts"] else ():
            facts = {"department": place["name"], "source_network": _lan(cloud),
                     "network": _landing(place, cloud)}
            yield "landing", f"{place['name']}/{_lan(cloud)}", facts, None


def cloud_hosts(city, cloud):
    return [f"{city.code}-{cloud}-{number:02}" for number in range(city.landing_hosts)]


def hosts(city):
    number = 0
    for place in city.places:
        for name in place["hosts"]:
            number += 1
            yield "host", name, {"name": name, "side": "department", "department": place["name"],
                                 "memory": 512 * GIB, "cpus": 64, **HOST,
                                 "address": f"3fff:{city.number:x}:ffff::{number:x}"}, None
    for cloud in CLOUDS:
        for name in cloud_hosts(city, cloud):
            number += 1
            yield "host", name, {"name": name, "side": "cloud", "department": target(cloud),
                                 "memory": _memory(city), "cpus": 128, **HOST,
                                 "address": f"3fff:{city.number:x}:ffff::{number:x}"}, None
    yield from insides(city)


def _memory(city):
    """So much that each cloud could take twice what there is."""
    every = sum(machine["memory"] for machine in city.vms)
    return city.changed.get("memory") or (2 * every // city.landing_hosts // GIB + 64) * GIB


def insides(city):
    for machine in city.vms:
        if not machine["inside"]:
            continue
        name = f"in-{machine['mac'][9:].replace(':', '')}"
        facts = {"name": name, "department": machine["place"]["name"], "machine": machine["uuid"],
                 "machine_by": "uuid", "os_id": "debian", "os_version": "12",
                 "addresses": [machine["address4"], machine["address6"]]}
        yield "host", name, facts, flows(city, machine) or None


def flows(city, machine):
    """To the next machine of its system, to the department's database, to the city's name server."""
    measures = {}
    for port, other, count in _peers(city, machine):
        if other is not machine:
            measures[f"flow out {port} {other['address4']}"] = count
    return measures


def _peers(city, machine):
    system, place = machine["system"], machine["place"]
    yield 53, city.vms[0], 40
    if system and len(system["vms"]) > 1:
        at = system["vms"].index(machine)
        yield 8080, system["vms"][at - 1], 12
    if machine["number"] % 5 == 0 and place["vms"]:
        yield 5432, place["vms"][0], 6


def networks(city):
    for place in city.places:
        for host in place["hosts"]:
            for cloud in CLOUDS:
                yield _network(host, _lan(cloud))
        for cloud in CLOUDS if place["hosts"] else ():
            for host in cloud_hosts(city, cloud):
                yield _network(host, _landing(place, cloud))


def _network(host, name):
    return "network", f"{host}/{name}", {"name": name, "host": host, "mode": "bridge",
                                         "bridge": name, "active": True}, None


def pools(city):
    every = 2 * sum(sum(machine["disks"]) for machine in city.vms)
    for cloud in CLOUDS:
        for host in cloud_hosts(city, cloud):
            for number in range(2):
                room = (every // city.landing_hosts // GIB + 512) * GIB
                yield "pool", f"{host}/gov{number}", {
                    "name": f"gov{number}", "host": host, "type": "dir", "active": True,
                    "path": f"/srv/gov{number}", "capacity": 2 * room}, {"available": room}


def machines(city):
    for machine in city.vms:
        yield "machine", machine["uuid"], _machine(machine), None


def _machine(machine):
    arrived = machine["host"] not in machine["place"]["hosts"]
    network = _landing(machine["place"], machine["cloud"]) if arrived else _lan(machine["cloud"])
    return {"uuid": machine["uuid"], "name": machine["name"], "host": machine["host"],
            "state": "running" if machine["running"] else "off", "memory": machine["memory"],
            "vcpus": machine["vcpus"], "domain_type": "kvm", "machine_type": "pc-q35-7.2",
            "cpu": "host-model", "firmware": "bios", "autostart": True, "persistent": True,
            "snapshots": 0, "unmovable": [],
            "disks": [{"device": f"vd{'abcd'[at]}", "kind": "file", "format": "qcow2",
                       "path": f"/srv/{machine['name']}-{at}.qcow2", "capacity": capacity}
                      for at, capacity in enumerate(machine["disks"])],
            "nics": [{"mac": machine["mac"], "network": network, "model": "virtio"}]}


def dedicated_networks(city):
    for network in city.networks:
        facts = {name: value for name, value in network.items() if name != "id"}
        yield "dedicated_network", network["id"], facts, None


def prefixes(city):
    """What the networks declare, and where hosts are found."""
    seen = {}
    for network in city.networks:
        for prefix in network["prefixes"]:
            seen.setdefault((network["department"], prefix), []).append(network)
    for (department, prefix), owners in sorted(seen.items()):
        yield "prefix", f"{department}/{prefix}", {
            "prefix": prefix, "family": 4, "department": department, "found": False,
            "networks": sorted(one["id"] for one in owners),
            "domains": sorted({one["domain"] for one in owners})}, None
    for place in city.places:
        lan = f"10.{city.number}.{nets.FIRST_LAN + place['number']}.0/24"
        yield "prefix", f"{place['name']}/{lan}", {
            "prefix": lan, "family": 4, "department": place["name"], "found": True}, None
        lan = f"3fff:{city.number:x}:{place['number']:x}::/64"
        yield "prefix", f"{place['name']}/{lan}", {
            "prefix": lan, "family": 6, "department": place["name"], "found": True}, None


def quotas(city):
    for place in city.places:
        for quota in place["quotas"]:
            yield "quota", f"{place['name']}/{quota['name']}", quota, None


def leased_lines(city):
    for department, name, nominal in nets.lines(city):
        yield "leased_line", f"{department}/{name}", {
            "name": name, "department": department, "nominal": nominal, "operator": "甲网"}, None


def exits(city):
    draw = city.draw("exits")
    for number in range(city.size["exits"]):
        place, name = draw.choice(city.places), f"{number}号出口"
        yield "internet_exit", f"{place['name']}/{name}", {
            "name": name, "department": place["name"], "operator": "乙网",
            "nominal": draw.choice((50, 100, 200)) * 10**6,
            "nat_range": f"198.18.{number}.0/28"}, None


def retentions(city):
    for facts in nets.retentions(city):
        yield "retention", f"{facts['department']}/{facts['name']}", facts, None


def _rooms_at(city):
    """Few rooms carry networks of ministries or the province: what stands there is hosted first."""
    above = {network["department"] for network in city.networks
             if network["vertical_level"] in ("national", "provincial")}
    for place in city.places:
        if place["name"] not in above or place["number"] % 8 == 7:
            yield place


def rooms(city):
    draw, able = city.draw("rooms"), list(_rooms_at(city))
    for number in range(city.size["rooms"]):
        place, name = draw.choice(able), f"{number}号机房"
        yield "room", f"{place['name']}/{name}", {
            "name": name, "department": place["name"], "area": draw.randint(20, 160),
            "racks": draw.randint(2, 24), "backup": False}, None


# In the order of a snapshot.
KINDS = (dedicated_networks, departments, hosts, exits, landings, leased_lines, machines, networks,
         pools, prefixes, quotas, retentions, rooms, systems)
