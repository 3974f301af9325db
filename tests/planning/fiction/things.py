"""Systems and the machines they run on."""
from .draw import apportion
from .sizes import DISKS, GIB, MEMORY, VCPUS
from .words import ADMIN, KINDS, PUBLIC

CLOUDS = ("admin", "public")
LONG = 160 * GIB
DAY = 86400000  # milliseconds
SPREADS = ("apart", "together", *(8 * (None,)))
PAUSES = (1000, 5000, 60000, 3600000, DAY, DAY)


def _system(city, place, number, kind):
    draw = city.draw("system", place["number"], number)
    cloud = kind if kind in CLOUDS else draw.choice(CLOUDS)
    words = ADMIN if cloud == "admin" else PUBLIC
    level = draw.choice(("national", "provincial")) if kind in ("host", "retain") \
        else draw.choice(("city", "departmental"))
    return {"id": f"{place['name']}/{draw.choice(words)}{draw.choice(KINDS)}{number}",
            "place": place, "number": number, "kind": kind, "cloud": cloud, "level": level,
            "function": f"{draw.choice(words)}的受理、办理和查询", "vms": [], "after": [],
            "deadline": None, "planned": draw.percent(3), "draw": draw,
            "bears": _bears(city.draw("bears", place["number"], number)),
            "spread": city.draw("spread", place["number"], number).choice(SPREADS)}


def _bears(draw):
    """For how long its machines may stand still, as far as it is told; some are to."""
    if draw.percent(4):
        return {"offline": True, "pause_ms": DAY}
    return {"pause_ms": draw.choice(PAUSES)} if draw.percent(50) else {}


def survey(city):
    """The systems of all departments, in their shares; the larger has the more."""
    kinds = city.draw("kinds").deal(city.size["dispositions"])
    counts = apportion(len(kinds), city.weights)
    for place, count in zip(city.places, counts):
        place["systems"] = [_system(city, place, number, kinds.pop()) for number in range(count)]
    city.systems = [system for place in city.places for system in place["systems"]]


def _machine(city, place, number, host):
    draw = city.machines
    name = "web" if number == 0 and place["number"] % 8 == 0 else f"{place['code']}-v{number:03}"
    city.count[0] += 1
    mac = city.count[0]
    return {"uuid": draw.uuid(), "name": name, "host": host, "place": place,
            "vcpus": draw.choice(VCPUS), "memory": draw.choice(MEMORY),
            "disks": [draw.choice(DISKS) for _ in range(draw.choice((1, 1, 1, 2)))],
            "cloud": draw.choice(CLOUDS), "system": None, "running": draw.percent(97),
            "mac": f"52:54:00:{mac >> 16 & 255:02x}:{mac >> 8 & 255:02x}:{mac & 255:02x}",
            "inside": draw.percent(city.size["inside_percent"]), "number": number}


def _claim(system, machine):
    machine["system"], machine["cloud"] = system, system["cloud"]
    system["vms"].append(machine)


def equip(city):
    """Machines of each department that has hypervisors, most of them in the hands of a system."""
    city.machines = draw = city.draw("machines")
    for place, count in zip(city.places, apportion(city.size["vms"], city.weights)):
        able = [one for one in place["systems"] if one["kind"] != "on_cloud"]
        for number in range(count if place["hosts"] else 0):
            machine = _machine(city, place, number, draw.choice(place["hosts"]))
            place["vms"].append(machine)
            if able and draw.percent(city.size["claimed_percent"]):
                first = number < len(able)
                _claim(able[number] if first else draw.choice(able), machine)
    city.vms = [machine for place in city.places for machine in place["vms"]]
    _arrived(city)
    _write(city)
    _order(city)
    _ask(city)


def _arrived(city):
    """Systems that are on the cloud already; names there are unique, wherever one asks."""
    for system in city.systems:
        if system["kind"] != "on_cloud":
            continue
        for number in range(city.machines.randint(1, 3)):
            host = f"{city.code}-{system['cloud']}-{city.machines.randrange(city.landing_hosts):02}"
            machine = _machine(city, system["place"], 1, host)
            machine["name"] = f"{system['place']['code']}-c{system['number']:02}{number}"
            machine["inside"] = False
            _claim(system, machine)
            city.vms.append(machine)


def _write(city):
    """What each machine writes of its memory, bytes a second; None: nobody knows."""
    draw = city.draw("writes")
    for machine in city.vms:
        machine["writes"] = None if draw.percent(20) else 0 if draw.percent(75) else \
            draw.choice((1, 1, 2, 4, 16, 64)) * 2**20


def moving(system):
    return system["kind"] in CLOUDS and system["vms"]


def _order(city):
    """A system comes after another of its department here and there, and some have a deadline."""
    draw = city.draw("order")
    for place in city.places:
        able = [system for system in place["systems"] if moving(system)]
        for before, system in zip(able, able[1:]):
            if draw.percent(8):
                system["after"].append(before)
        for system in able:
            if draw.percent(4):
                system["deadline"] = city.day(draw.randint(200, 330))
    able = [system for system in city.places[0]["systems"] if moving(system)]
    for before, system in list(zip(able, able[1:]))[:city.regime["chain"]]:
        if before not in system["after"]:
            system["after"].append(before)
        system["vms"][0]["disks"] = [LONG]
        for machine in [*before["vms"], *system["vms"]]:
            machine.update(running=True, sure=True, writes=0)
    _glue(city, able)


def _glue(city, able):
    """One large group: the machines of a few systems become those of one."""
    for system in able[1:]:
        if not able or len(able[0]["vms"]) >= city.regime["group"]:
            return
        while len(system["vms"]) > 1 and len(able[0]["vms"]) < city.regime["group"]:
            machine = system["vms"].pop()
            _claim(able[0], machine)


def _ask(city):
    for system in city.systems:
        if not moving(system) and system["kind"] != "on_cloud":
            continue
        asks = system["place"].setdefault("asks", {}).setdefault(
            target(system["cloud"]), {"vcpus": 0, "memory": 0, "storage": 0})
        for machine in system["vms"]:
            asks["vcpus"] += machine["vcpus"]
            asks["memory"] += machine["memory"]
            asks["storage"] += sum(machine["disks"])


def target(cloud):
    return {"admin": "admin_service_cloud", "public": "public_service_cloud"}[cloud]


def domain(cloud):
    return f"{cloud}_service_domain"
