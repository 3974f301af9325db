"""The government cloud of a city, and the way there: its hypervisors, the links of the departments, the
networks that their machines land on, and the machines of the systems, which not every table tells."""
import uuid

from .draw import Draw
from .machines import DOMAINS, GIB
from .template import SLOWEST_ACCESS

OWNERS = {"admin_service_domain": "admin_service_cloud", "public_service_domain": "public_service_cloud"}
LANDINGS = {"admin_service_domain": "admin", "public_service_domain": "public"}
TIB = 2**40
CPUS, MEMORY, POOL = 192, 2048 * GIB, 64 * TIB
SYSTEM = ("Debian GNU/Linux 12 (bookworm)", "debian", "12", "6.1.0-18-amd64", "x86_64")


def _landing(city, domain):
    return f"{city.code}-{LANDINGS[domain]}"


def _nic(city, number, domain):
    return {"mac": f"52:54:{city.number:02x}:ff:00:{number + 1:02x}", "domain": domain,
            "addresses": [f"10.{128 + city.number}.0.{number + 1}",
                          f"3fff:{city.number:x}:ff::{number + 1:x}"],
            "prefixes": [f"10.{128 + city.number}.0.0/24", f"3fff:{city.number:x}:ff::/64"],
            "gateway": f"10.{128 + city.number}.0.254"}


def _host(city, number, domain):
    """A hypervisor whose owner's name says which cloud it is of."""
    draw = city.draw
    name = f"{city.code}-cloud-{number:02}"
    return {"id": f"{city.code}/server/{name}", "kind": "server", "role": "hypervisor", "side": "cloud",
            "name": name, "uuid": str(uuid.UUID(int=draw.getrandbits(128), version=4)),
            "department": OWNERS[domain], "cpus": CPUS, "memory": MEMORY, "system": None,
            "nics": [_nic(city, number, domain)], "metrics": "measured", "pool": POOL,
            "networks": [_landing(city, domain) for domain in DOMAINS],
            **dict(zip(("os", "os_id", "os_version", "kernel", "architecture"), SYSTEM)),
            "vendor": "Yunyang", "product": "YC-2200", "serial": f"{draw.randrange(10**10):010}",
            "firmware_date": "2019-06-01",
            "load": {"shape": "flat", "cpu": draw.randint(20, 80), "memory": draw.randint(20, 60),
                     "stored": draw.randint(20, 60), "disk": 10**6, "net": 10**6, "boots": 20}}


def _links(city):
    """{department: nominal rate of its access}."""
    return {link["department"]: link["nominal"] for link in city.links if link["tier"] == "access"}


def _departments(city):
    """{department with virtual machines: the networks that they are in}."""
    used = {}
    for vm in city.vms + [one for one in city.later if one["kind"] == "vm"]:
        used.setdefault(vm["department"], set()).update(nic["domain"] for nic in vm["nics"])
    return used


def _survey(city):
    used, rates = _departments(city), _links(city)
    places = [place for place in city.departments if place["name"] in used]
    return {
        "departments": [
            {"name": place["name"], "team": f"{city.code}-team-{place['number'] % city.template['teams']}",
             "link": {"name": f"{city.code}-access-{place['number']:02}",
                      "nominal": max(rates[place["name"]], SLOWEST_ACCESS)}} for place in places],
        "systems": [
            {fact: system[fact] for fact in ("name", "department", "machines")}
            for system in city.systems if system["machines"] and system["department"] in used],
        "landings": [
            {"department": place["name"], "source_network": domain, "network": _landing(city, domain)}
            for place in places for domain in sorted(used[place["name"]])]}


def build(city):
    """Gives the city its cloud; its machines and links are there already."""
    city.draw = Draw(city.seed, city.code, "cloud")
    hosts = [domain for domain in DOMAINS for _ in range(city.template["cloud_hosts"])]
    city.cloud = [_host(city, number, domain) for number, domain in enumerate(hosts)]
    city.survey = _survey(city)
