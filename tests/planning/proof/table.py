"""The rules that give a system its disposition, in their order, as the documents state them: the first that
holds is the one that a plan has to name. A rule that is added to the planner is added here anew, from its
sentence, not from its code.

Each row: the rule's name, the dispositions that it may give (None: whatever a person said), and whether it
holds of a system: True, False, or None where the checker cannot tell."""
from .hours import first_day, day_after

ABOVE = ("national", "provincial")
CLOUDS = {"admin_service_domain": "admin_service_cloud",
          "public_service_domain": "public_service_cloud"}


class Subject:
    """One system, with all that rules ask of it."""

    def __init__(self, city, id):
        self.city, self.id, self.facts = city, id, city.facts("system", id)
        self.profile = city.order["profile"]
        self.policy = self.profile.get("disposition") or {}
        self.today = first_day(city.order["made"][:10])
        self.department = self.facts["department"]
        self.planned = self.facts.get("state") == "planned"
        self.named = self.facts.get("machines", [])
        self.found = [name for name in self.named if self._machine(name) or self._server(name)]
        self.servers = [name for name in self.found if not self._machine(name)]
        self.network = city.facts("dedicated_network",
                                  f"{self.department}/{self.facts.get('network')}")

    def _machine(self, name):
        return self.city.machine(name, self.department)

    def _server(self, name):
        host = self.city.facts("host", name) or {}
        return host.get("department") == self.department and "machine" not in host and \
            "hypervisor" not in host and "libvirt" not in host and host.get("side") == "department"

    def override(self, kind):
        return self.city.overrides(kind).get(self.id)

    def finding(self, rule):
        if self.profile["rules"].get(rule) == "ignore":
            return None
        return self.city.said.get((rule, self.id))

    def domain(self):
        """None: it is not told, or only by the name of a network."""
        return self.facts.get("domain") or (self.network or {}).get("domain")

    def cloud(self):
        """The cloud that its words, else its domain, give it to."""
        for row in self.policy.get("classes", []):
            text = f"{self.facts.get('function', '')}\n{self.facts['name']}".lower()
            if any(word.lower() in text for word in row["words"]):
                return row["target"]
        return CLOUDS.get(self.domain())


def _failed(finding):
    return bool(finding) and finding["verdict"] == "fail" and not finding.get("accepted")


def secrets(one):
    if one.domain() is None and one.facts.get("network"):
        return None
    return one.domain() == "egov_intranet"


def planned_unseen(one):
    finding = one.finding("shadow.similar")
    return one.planned and (finding is None or finding["verdict"] == "unknown")


def zombie(one):
    return _failed(one.finding("zombie.candidate")) and one.policy.get("candidates") == "hold"


def shadow(one):
    finding = one.finding("shadow.similar")
    survivor = ((finding or {}).get("basis") or {}).get("survivor")
    other = one.city.facts("system", survivor)
    return _failed(finding) and survivor != one.id and bool(other) and \
        "function" in one.facts and "function" in other


def arrived(one):
    if not one.named:
        words = one.policy.get("arrived", [])
        return any(word in one.facts.get("network", "") for word in words)
    return one.city.arrived[one.id]


def retention(one):
    kept = one.city.facts("retention", f"{one.department}/{one.facts['name']}")
    if not kept or "approved" not in kept or kept.get("subject") == "network":
        return False
    return "expires" not in kept or one.today < day_after(kept["expires"])


def unified(one):
    return any(word.lower() in one.facts["name"].lower()
               for row in one.policy.get("unified", []) for word in row["words"])


def room(one):
    """A network of above ends where it stands: its own, or one of a department with a room."""
    if one.planned:
        return False
    if (one.network or {}).get("vertical_level") in ABOVE:
        return True
    if one.network is None and one.facts.get("network"):
        return None
    owned = one.city.owned
    return one.department in owned("room") and any(
        network.get("vertical_level") in ABOVE
        for network in owned("dedicated_network").get(one.department, []))


def physical(one):
    """Servers go along with virtual machines where the profile says so; alone they never move."""
    mixed = len(one.servers) < len(one.found)
    return bool(one.servers) and not (mixed and one.policy.get("mixed") == "rehost")


def contradiction(one):
    cloud, domain = one.cloud(), CLOUDS.get(one.domain())
    return bool(cloud and domain and cloud != domain)


def unclassed(one):
    network = one.domain() or one.facts.get("network")
    return bool(one.city.planning("class_needed")) and not (network and one.cloud())


RULES = (
    ("secrets", {"excluded"}, secrets),
    ("hold", {"held"}, lambda one: bool(one.override("hold"))),
    ("override", None, lambda one: bool(one.override("disposition"))),
    ("out_of_scope", {"excluded"}, lambda one: one.facts.get("funding_model") == "other"),
    ("cleaned", {"retire"}, lambda one: bool(one.facts.get("cleaned"))),
    ("planned_unseen", {"held"}, planned_unseen),
    ("zombie", {"held"}, zombie),
    ("shadow", {"consolidate", "held"}, shadow),
    ("arrived", {"rehost"}, arrived),
    ("retention", {"retain"}, retention),
    ("vertical", {"held"}, lambda one: one.facts.get("vertical_level") in ABOVE and
     not one.override("instruct")),
    ("unified", {"consolidate", "site_consolidation"}, unified),
    ("room", {"host"}, room),
    ("physical", {"host", "interface"}, physical),
    ("no_machine", {"interface"}, lambda one: not one.found and not one.planned),
    ("machine_missing", {"held"}, lambda one: len(one.found) != len(one.named)),
    ("contradiction", {"held"}, contradiction),
    ("unclassed", {"held"}, unclassed),
    ("planned", {"rehost"}, lambda one: one.planned),
    ("class", {"rehost"}, lambda one: bool(one.cloud())),
    ("rehost", {"rehost"}, lambda one: True),
)
