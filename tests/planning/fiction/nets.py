"""Dedicated networks with their prefixes, what of them is found, retentions, rooms, lines and exits."""
from .words import COVERAGES, SECURITY, TRAITS

FIRST_LAN = 128  # of the third byte: below it are dedicated networks


def _network(city, number, level, blocks):
    draw = city.draw("network", number)
    place = draw.choice(city.places)
    traits = draw.choice(TRAITS)
    mine = [blocks.pop() for _ in range(draw.randint(1, 3))]
    return {"id": f"{place['name']}/{traits}{number}专网", "name": f"{traits}{number}专网",
            "department": place["name"], "vertical_level": level, "traits": traits,
            "coverage": draw.choice(COVERAGES), "security_needs": draw.choice(SECURITY),
            "domain": draw.choice(("admin_service_domain", "public_service_domain")),
            "prefixes": [f"10.{city.number}.{block}.0/24" for block in mine]}


def _use(city):
    """Of some departments each system tells the network that it uses: one of its own domain."""
    for place in city.places:
        mine = [network for network in city.networks if network["department"] == place["name"] and
                network["vertical_level"] in ("city", "departmental")]
        for system in place["systems"] if place["number"] % 3 else ():
            able = [network["name"] for network in mine
                    if network["domain"] == f"{system['cloud']}_service_domain"]
            system["network"] = able[system["number"] % len(able)] if able else "部门局域网"


def lay(city):
    draw = city.draw("networks")
    blocks = draw.sample(range(FIRST_LAN), FIRST_LAN)
    levels = draw.deal(city.size["networks"])
    city.networks = [_network(city, number, level, blocks) for number, level in enumerate(levels)]
    pairs = draw.sample(city.networks, 2 * city.size["overlaps"])
    for one, other in zip(pairs[::2], pairs[1::2]):
        other["prefixes"].append(one["prefixes"][0].replace(".0/24", ".128/25"))
    _address(city)
    _use(city)


def _address(city):
    """The machines' addresses: of the department's own LAN, or of a dedicated network of its."""
    mine, used = {}, {}
    for network in city.networks:
        mine.setdefault(network["department"], network["prefixes"][0])
    for machine in city.vms:
        place = machine["place"]
        lan = f"10.{city.number}.{FIRST_LAN + place['number']}.0/24"
        prefix = mine.get(place["name"], lan) if machine["number"] % 3 == 0 else lan
        used[prefix] = low = used.get(prefix, 9) + 1
        if low > 250:
            prefix, low = f"10.{city.number + 100}.{FIRST_LAN + place['number']}.0/24", low - 241
        machine["address4"] = prefix.replace(".0/24", f".{low}")
        machine["address6"] = f"3fff:{city.number:x}:{place['number']:x}::{machine['number'] + 10:x}"


def lines(city):
    """(kind, department, name, nominal): two to the province, those to counties, and so on down."""
    for cloud in ("行政", "公共"):
        yield city.code, f"省{cloud}域线路", 10**10
        for county in city.counties:
            yield county["name"], f"市{cloud}域线路", 10**9
    for township in city.townships:
        yield township["name"], "县线路", 10**8
    for place in city.places:
        yield place["name"], "接入线路", place["link"]["nominal"]


def retentions(city):
    """What may stay: approved, or approved until a day that has passed, or without a data link."""
    able = [system for system in city.systems if system["kind"] == "retain"]
    kinds = [kind for kind, count in sorted(city.size["retentions"].items())
             for _ in range(count)]
    if city.changed.get("retained"):
        kinds = ["approved"] * len(able)
    for kind, system in zip(kinds, able):
        yield {"name": system["id"].split("/")[1], "department": system["place"]["name"],
               "subject": "system", "approved": "2024-05-01", "reason": "承载实时控制业务",
               "expires": "2025-05-01" if kind == "expired" else "2030-05-01",
               "data_link": kind != "no_link"}
    for number, network in enumerate(city.networks):
        if number % 9 == 4:
            yield {"name": network["name"], "department": network["department"],
                   "subject": "network", "approved": "2024-05-01", "reason": "上级要求单独组网",
                   "expires": "2026-01" if number % 2 else "2030", "data_link": True}
