"""What was planned over, indexed."""
import collections
import functools
import ipaddress

from .hours import Hours
from .lines import Bad, parse, seconds, split

UNREAD = {"leased_line", "baseline", "contradiction", "stranger", "path", "way_out",
          "irregularity", "copy"}

CLOUD = "the cloud/"  # no department has such a name


class City:
    """All of it by kind and id, and what is asked of it often."""

    def __init__(self, file):
        self.order, self.objects, self.findings = None, {}, []
        for number, line in enumerate(file, 1):
            kind, text = split(line, number)
            self._take(kind, parse(text))
        if self.order is None:
            raise Bad("the city has no order")
        self.begins = seconds(self.order["from"])
        self.hours = Hours(self.order, self.begins)
        self._index()

    def _take(self, kind, tree):
        if kind == "order":
            self.order = tree
        elif kind == "finding":
            self.findings.append(tree)
        elif kind == "object" and tree["kind"] not in UNREAD:
            self.objects.setdefault(tree["kind"], {})[tree["id"]] = tree

    def of(self, kind):
        return self.objects.get(kind, {})

    def facts(self, kind, id):
        found = self.of(kind).get(id)
        return found["facts"] if found else None

    def digest(self, kind, id):
        found = self.of(kind).get(id)
        return found["digest"] if found else None

    def planning(self, name, default=None):
        return self.order["profile"].get("planning", {}).get(name, default)

    # --- machines ---

    def host_of(self, machine):
        return self.facts("host", machine["host"]) or {}

    def on_cloud(self, machine):
        return self.host_of(machine).get("side") == "cloud"

    def _index(self):
        self.by_name = {}
        for id, machine in self.of("machine").items():
            facts = machine["facts"]
            owner = CLOUD if self.on_cloud(facts) else self.host_of(facts).get("department")
            self.by_name.setdefault((facts["name"], owner), []).append(id)
        self.machines_of, self.system_of, self.arrived, self.standing = {}, {}, {}, {}
        for id, system in self.of("system").items():
            self._claim(id, system["facts"])
        self._judge()

    def machine(self, name, department):
        """The uuid of the machine that is meant: on the cloud, else at the department."""
        found = self.by_name.get((name, CLOUD)) or self.by_name.get((name, department))
        return min(found) if found else None

    def named_alike(self, name):
        """How many machines have that name."""
        if not hasattr(self, "_alike"):
            self._alike = collections.Counter(name for (name, _), ids in self.by_name.items()
                                              for _ in ids)
        return self._alike[name]

    def _claim(self, id, facts):
        """Its machines that are yet to move; None in the place of one that was not found."""
        mine = [self.machine(name, facts["department"]) for name in facts.get("machines", [])]
        self.machines_of[id] = [uuid for uuid in mine if not uuid or
                                not self.on_cloud(self.facts("machine", uuid))]
        self.arrived[id] = bool(mine) and not self.machines_of[id]
        for uuid in mine:
            if uuid and uuid not in self.machines_of[id]:
                self.standing.setdefault(uuid, facts["department"])
        for uuid in self.machines_of[id]:
            self.system_of.setdefault(uuid, []).append(id)

    @functools.lru_cache(maxsize=None)
    def _names(self):
        return {(one["facts"]["department"], one["facts"]["name"]): id
                for id, one in self.of("system").items()}

    def named(self, department, name):
        """The id of the system that the department calls so: its name, or its id; None: none."""
        return name if name in self.of("system") else self._names().get((department, name))

    # --- findings ---

    def _judge(self):
        """What blocks whom, and what was measured of links."""
        rules = self.order["profile"].get("rules", {})
        self.blocked, self.measured, self.said = {}, {}, {}
        for finding in self.findings:
            about = ("machine", finding["machine"]) if "machine" in finding else \
                (finding["kind"], finding["id"])
            self.said.setdefault((finding["rule"], finding["id"]), finding)
            if finding["verdict"] != "pass" and rules.get(finding["rule"], "block") == "block":
                self.blocked.setdefault(about, []).append(finding)
            if finding["rule"] == "link.capacity" and finding["verdict"] != "unknown":
                capacity = finding.get("basis", {}).get("up", {}).get("capacity", 0)
                self.measured.setdefault(finding["id"], []).append(capacity)

    def blockers(self, uuid, target):
        """What forbids this machine to move to this host."""
        owner = self.host_of(self.facts("machine", uuid)).get("department")
        for finding in [*self.blocked.get(("machine", uuid), []),
                        *self.blocked.get(("department", owner), [])]:
            if finding.get("target") in (None, target):
                yield finding

    # --- departments ---

    @functools.lru_cache(maxsize=None)
    def owned(self, kind):
        """The facts of those of a kind, by department."""
        found = {}
        for one in self.of(kind).values():
            found.setdefault(one["facts"]["department"], []).append(one["facts"])
        return found

    def calendar(self, department):
        asked = self.order.get("request", {}).get("window")
        if asked:
            start = max(seconds(asked["from"]), self.begins)
            return [(start, seconds(asked["to"]))] if start < seconds(asked["to"]) else []
        facts = self.facts("department", department) or {}
        return self.hours.calendar(facts.get("windows") or self.planning("windows", []))

    @functools.lru_cache(maxsize=None)
    def links(self):
        """What each link has in full: the least that is told or was measured of it."""
        full = {}
        for name, department in self.of("department").items():
            link = department["facts"].get("link")
            if link:
                told = [link["nominal"], *self.measured.get(name, [])]
                full[link["name"]] = min([full.get(link["name"], told[0]), *told])
        return full

    @functools.lru_cache(maxsize=None)
    def _users(self):
        found = {}
        for id, system in self.of("system").items():
            found.setdefault(system["facts"].get("network"), []).append(id)
        return found

    def users(self, network):
        """The systems that tell a network of that name as theirs."""
        return self._users().get(network, [])

    @functools.lru_cache(maxsize=None)
    def addresses(self, department):
        """Those that were found on hosts of the department."""
        return [ipaddress.ip_address(text.split("/")[0])
                for facts in self._hosts().get(department, [])
                for text in facts.get("addresses", [])]

    def looked_at(self, department):
        """Whether a host of the department was read: its addresses or its routes."""
        return any("addresses" in facts or "routes" in facts
                   for facts in self._hosts().get(department, []))

    @functools.lru_cache(maxsize=None)
    def _hosts(self):
        found = {}
        for host in self.of("host").values():
            found.setdefault(host["facts"].get("department"), []).append(host["facts"])
        return found

    @functools.lru_cache(maxsize=None)
    def overrides(self, kind):
        return {row["subject"]: row for row in self.order.get("overrides", [])
                if row["kind"] == kind}

    def asked(self, department):
        request = self.order.get("request", {})
        wanted = request.get("departments", []) + [word.split("/")[0] for word in request.get("scope", [])]
        return department in wanted or not request.keys() & {"departments", "scope"}

    def asked_wholly(self, department):
        """All of it, and not only some of its systems: of the others a plan says nothing."""
        scope = self.order.get("request", {}).get("scope", [department])
        return self.asked(department) and department in scope
