"""The rules that give a dedicated network its end state, in their order, as table.py has those of systems."""
import ipaddress

from .hours import day_after, first_day

ABOVE = ("national", "provincial")
DOMAINS = {"admin_service_domain", "public_service_domain"}
ENDED = {"retire"}


def _nets(facts):
    return [ipaddress.ip_network(prefix, strict=False) for prefix in facts.get("prefixes", [])]


class Wire:
    """One network, with all that rules ask of it."""

    def __init__(self, city, plan, id):
        self.city, self.id, self.facts = city, id, city.facts("dedicated_network", id)
        self.department, self.above = self.facts["department"], \
            self.facts.get("vertical_level") in ABOVE
        self.decided = {row["id"]: row["disposition"] for row in plan.rows("systems")}
        self.users = [one for one in city.users(self.facts["name"]) if self._is_meant(one)]

    def _is_meant(self, system):
        """A name is of a network of one's own department, else of whoever has it alone."""
        facts = self.city.facts("system", system)
        own = f"{facts['department']}/{self.facts['name']}"
        return own == self.id or own not in self.city.of("dedicated_network")

    def override(self, kind):
        return self.city.overrides(kind).get(self.id)

    def retained(self):
        kept = self.city.facts("retention", self.id)
        if not kept or "approved" not in kept or kept.get("subject") == "system":
            return False
        today = first_day(self.city.order["from"][:10])
        return "expires" not in kept or today < day_after(kept["expires"])

    def ended(self):
        return [self.decided.get(id) in ENDED for id in self.users]

    def merged_systems(self):
        """Some of its systems are merged into others: whether they are given up is arguable."""
        return any(self.decided.get(id) == "consolidate" for id in self.users)

    def seen(self):
        """Whether a host of its department has an address on it; None: or on another of theirs."""
        mine = _nets(self.facts)
        theirs = [net for facts in self.city.owned("dedicated_network")[self.department]
                  if facts is not self.facts for net in _nets(facts)]
        if not any(address in net for address in self.city.addresses(self.department)
                   for net in mine):
            return False
        shared = any(net.version == other.version and net.overlaps(other)
                     for net in mine for other in theirs)
        return None if shared else True

    def domains(self):
        told = self.facts.get("domain")
        return {told} if told else {self.city.facts("system", id).get("domain")
                                    for id in self.users} - {None}


def abandoned(one):
    if not one.users or all(one.ended()):
        return bool(one.users)
    return None if one.merged_systems() else False


def empty(one):
    """Each system of its department is told to use another, and no host that was read is on it."""
    systems = one.city.owned("system").get(one.department, [])
    if any("network" not in facts for facts in systems) or not all(one.ended()):
        return None if one.merged_systems() else False
    seen = one.seen()
    return None if seen is None else one.city.looked_at(one.department) and not seen


def unused(one):
    """The profile cancels what is empty."""
    told = one.city.order["profile"].get("networks", {})
    return empty(one) if told.get("cancel_unused") else False


def homeless(one):
    if len(one.domains()) == 1:
        return not one.domains() & (DOMAINS | {"internet"})
    return None


NETWORK_RULES = (
    ("network.hold", {"held"}, lambda one: bool(one.override("hold"))),
    ("network.override", None, lambda one: bool(one.override("disposition"))),
    ("network.intranet", {"retained"}, lambda one: one.facts.get("domain") == "egov_intranet"),
    ("network.hosted", {"hosted"}, lambda one: one.above and one.retained()),
    ("network.retained", {"retained"}, lambda one: one.retained()),
    ("network.superior", {"held"}, lambda one: one.above and not one.override("instruct")),
    ("network.abandoned", {"cancelled"}, abandoned),
    ("network.unused", {"cancelled"}, unused),
    ("network.interconnected", {"interconnected", "merged", "hosted", "retained", "cancelled",
                                "held"}, lambda one: one.above),
    ("network.domain", {"held"}, homeless),
    ("network.empty", {"merged", "held"}, empty),
    ("network.merged", {"merged", "held"}, lambda one: True),
)
