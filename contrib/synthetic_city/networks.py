"""Rooms, dedicated networks, links, Internet exits and what may be retained."""
from .draw import Draw
from .template import ACCESS_RATES, EXIT_RATES, MEASURED, TIERS
from .words import COVERAGES, OPERATORS, PROVINCE, REASONS, SECURITY, TRAITS

DOMAINS = {"admin": "行政服务域", "public": "公共服务域"}


def _network(city, number, level):
    draw = city.draw
    owner = draw.choice(city.telling)
    traits = draw.choice(TRAITS)
    blocks = [city.blocks.pop() for _ in range(draw.randint(1, 3))]
    return {"id": f"{city.code}/network/{number:02}", "kind": "network",
            "name": f"{owner['name']}{traits}{number + 1}号专网", "department": owner["name"],
            "vertical_level": level, "traits": traits, "coverage": draw.choice(COVERAGES),
            "security_needs": draw.choice(SECURITY),
            "domain": draw.choice(sorted(DOMAINS)), "classified": False,
            "prefixes": [f"10.{city.number}.{block}.0/24" for block in blocks]}


def _overlap(city):
    """Pairs of networks of which one uses a half of what the other has."""
    open_ones = [network for network in city.networks if not network["classified"]]
    pairs = city.draw.sample(open_ones, 2 * city.template["overlaps"])
    for one, other in zip(pairs[::2], pairs[1::2]):
        half = city.draw.choice(("0/25", "128/25"))
        other["prefixes"].append(one["prefixes"][0].replace("0/24", half))


def _classify(city):
    """Systems of a level use a network of it, so the last one of a level stays open."""
    last = {network["vertical_level"]: network["id"] for network in city.networks}
    able = [network for network in city.networks if network["id"] not in last.values()]
    for network in city.draw.sample(able, city.template["classified_networks"]):
        network["classified"] = True


def _ends(city):
    """Of each link: (tier, who has it, from, to, domain)."""
    for domain in DOMAINS:
        yield "city_province", city.itself, city.name, PROVINCE, domain
        for county in city.counties:
            yield "city_county", county, city.name, county["name"], domain
    for township in city.townships:
        yield "county_township", township, township["parent"], township["name"], "public"
    for place in city.departments:
        yield "access", place, place["name"], city.name, city.draw.choice(sorted(DOMAINS))


def _link(city, number, ends, measured):
    draw, (tier, owner, here, there, domain) = city.draw, ends
    nominal, target = TIERS[tier]
    both = draw.randint(*measured)
    return {"id": f"{city.code}/link/{number:03}", "kind": "link", "tier": tier,
            "name": f"{here}至{there}{DOMAINS[domain]}线路", "department": owner["name"],
            "network": DOMAINS[domain], "from": here, "to": there,
            "operator": draw.choice(OPERATORS), "nominal": nominal or draw.choice(ACCESS_RATES),
            "target": target, "sent_permille": both, "received_permille": both, "v6": "works"}


def _links(city):
    draw, template = city.draw, city.template
    ends = list(_ends(city))
    measured = draw.deal(MEASURED, len(ends))
    city.links = [_link(city, *each) for each in zip(range(len(ends)), ends, measured)]
    low = [link for link in city.links if link["sent_permille"] < 600]
    for link in draw.sample(low, template["asymmetric_links"]):
        link["received_permille"] = draw.randint(950, 1000)
    for link in draw.sample(city.links, template["v6_dead_links"]):
        link["v6"] = "dead"


def _exit(city, number, owner, declared):
    draw = city.draw
    third, fourth = divmod((city.number * 47 + number) * 16, 256)
    return {"id": f"{city.code}/exit/{number:02}", "kind": "exit",
            "name": f"{owner['name']}{number + 1}号出口", "department": owner["name"],
            "operator": draw.choice(OPERATORS), "nominal": draw.choice(EXIT_RATES),
            "nat_range": f"198.{18 + third // 256}.{third % 256}.{fourth}/28", "declared": declared}


def _exits(city):
    """Those that are declared are of departments that say something."""
    draw, found, declared = city.draw, city.template["exits"], city.template["declared_exits"]
    weights = [city.weights[place["number"]] for place in city.telling]
    owners = draw.choices(city.telling, weights, k=declared)
    owners += draw.choices(city.departments, city.weights, k=found - declared)
    city.exits = [_exit(city, number, owner, number < declared)
                  for number, owner in enumerate(owners)]


def connect(city):
    """Gives the city its networks, links and exits."""
    city.draw = draw = Draw(city.seed, city.code, "networks")
    levels = city.template["networks"]
    city.blocks = draw.sample(range(128, 256), 128)
    city.networks = [
        _network(city, number, level) for number, level in
        enumerate(level for level, count in levels.items() for _ in range(count))]
    _classify(city)
    _overlap(city)
    _links(city)
    _exits(city)


def house(city):
    """Gives the city its rooms."""
    draw, template = Draw(city.seed, city.code, "rooms"), city.template
    areas = draw.uneven(template["room_area"], template["rooms"], 0.6, least=12)
    owners = draw.choices(city.telling, k=template["rooms"])
    city.rooms = [
        {"kind": "room", "name": f"{owner['name']}{number + 1}号机房", "department": owner["name"],
         "area": area, "racks": max(1, area // 6), "backup": draw.random() < 0.1}
        for number, (owner, area) in enumerate(zip(owners, areas))]


# Of each standing: (last years of approval, of expiry, whether data are exchanged).
STANDINGS = {"approved": ((2018, 2019), (2029, 2031), True),
             "expired": ((2015, 2016), (2018, 2019), True),
             "without_data_link": ((2018, 2019), (2029, 2031), False)}


def retain(city):
    """Gives the city what it may keep: networks, and systems that are known to stay."""
    draw = Draw(city.seed, city.code, "retentions")
    telling = {place["name"] for place in city.telling}
    standings = draw.deal(city.template["retentions"], sum(city.template["retentions"].values()))
    able = [(thing, subject)
            for things, subject in ((city.networks, "network"), (city.systems, "system"))
            for thing in things
            if thing["vertical_level"] != "departmental" and not thing.get("classified")
            and thing["department"] in telling]
    kept = draw.sample(able, len(standings))
    city.retentions = []
    for (thing, subject), standing in zip(kept, standings):
        approved, expires, data_link = STANDINGS[standing]
        city.retentions.append(
            {"kind": "retention", "name": thing["name"], "department": thing["department"],
             "subject": subject, "approved": draw.day(*approved), "expires": draw.day(*expires),
             "reason": draw.choice(REASONS), "data_link": data_link, "standing": standing})
