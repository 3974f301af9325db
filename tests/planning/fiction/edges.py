"""Cities at the edge: each of EDGES spoils a city that was whole, so that a plan has to say what cannot
be done and why."""
from .regimes import DAYS
from .sizes import GIB


def no_window(fiction):
    """The only window that is asked for has passed."""
    fiction.changed["request"] = {
        "window": {"from": "2026-01-01T00:00:00Z", "to": "2026-01-01T06:00:00Z"}}


def link_zero(fiction):
    """At no hour may moves use anything of a link."""
    fiction.changed["budgets"] = [
        {"days": list(DAYS), "from": "00:00", "to": "24:00", "percent": 0}]


def link_dead(fiction):
    """Measured was that nothing passes."""
    fiction.cities[0].places[0]["measured"] = 0


def link_one(fiction):
    fiction.cities[0].places[0]["link"]["nominal"] = 1


def huge_group(fiction):
    """A machine that no night is long enough for."""
    for system in fiction.cities[0].systems:
        if system["kind"] in ("admin", "public") and system["vms"]:
            system["vms"][0]["disks"] = [200 * 1024 * GIB]
            system["place"].update(calendar="nights")
            return


def cycle(fiction):
    """Two systems each come after the other."""
    for place in fiction.cities[0].places:
        able = [one for one in place["systems"] if one["kind"] in ("admin", "public") and one["vms"]]
        if len(able) > 1:
            able[0]["after"], able[1]["after"] = [able[1]], [able[0]]
            return


def order_within(fiction):
    """Two systems are to move together, and one after the other."""
    for place in fiction.cities[0].places:
        able = [one for one in place["systems"] if one["kind"] in ("admin", "public") and one["vms"]]
        if len(able) > 1:
            able[1]["after"] = [able[0]]
            fiction.cities[0].changed["joined"] = [(able[0], able[1])]
            return


def no_block(fiction):
    """The address plan has room for one small network of each domain."""
    blocks = [{"prefix": "10.255.255.224/28", "domain": "admin_service_domain"},
              {"prefix": "10.255.255.240/28", "domain": "public_service_domain"}]
    fields = [{"name": "domain", "bits": 1, "values": {"admin_service_domain": 0,
                                                       "public_service_domain": 1}}]
    fiction.changed["addresses"] = {
        "v4": {"smallest": 28, "blocks": blocks},
        "v6": {"block": "3fff:fff:ffff:fffe::/63", "fields": fields, "subnet": 64}}


def no_target(fiction):
    """The administrative cloud is gone."""
    for city in fiction.cities:
        city.changed["gone"] = "admin"


def past_milestone(fiction):
    fiction.changed["milestones"] = [
        {"by": "2018-06-30T16:00:00Z", "percent": 70, "cites": "003 三(一)"}]


def nothing(fiction):
    """No department has anything."""
    for city in fiction.cities:
        city.vms, city.systems, city.networks = [], [], []
        for place in city.places:
            place.update(systems=[], vms=[], hosts=[], quotas=[])


def all_retained(fiction):
    for city in fiction.cities:
        city.changed["retained"] = True
        for system in city.systems:
            system.update(kind="retain", level="national", after=[], deadline=None)


def overlaps(fiction):
    """Every dedicated network has the same prefix."""
    for city in fiction.cities:
        for network in city.networks:
            network["prefixes"] = [city.networks[0]["prefixes"][0], "192.168.0.0/16"]


def freeze(fiction):
    """Planning begins in a freeze that lasts as long as is planned."""
    fiction.changed["freeze"] = [{"from": "2026-02-01", "to": "2029-01-01", "why": "a census"}]


EDGES = {edge.__name__.replace("_", "-"): edge for edge in (
    no_window, link_zero, link_dead, link_one, huge_group, cycle, order_within, no_block, no_target, past_milestone, nothing,
    all_retained, overlaps, freeze)}
