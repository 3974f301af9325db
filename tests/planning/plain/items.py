"""What is to be scheduled: groups of moves, each with what it uses. `plain` makes them of a city; `planned`
takes those of a plan as they are there."""
import dataclasses

from proof.hours import day_after
from proof.rules import first
from proof.strategy import BESIDES, Case, LONGEST, memory_rate
from proof.table import CLOUDS, RULES, Subject

OPENING = 5  # seconds that a copy takes besides its bytes


@dataclasses.dataclass(eq=False)
class Item:
    uuid: str
    name: str
    department: str
    link: str
    rate: int
    seconds: int
    bytes: int
    uses: tuple    # what only so many moves may use at once: (kind, name)
    asks: tuple    # vcpus, memory, storage
    cloud: str
    host: str = None
    pool: str = None
    start: int = None
    case: Case = None
    strategy: str = None


@dataclasses.dataclass(eq=False)
class Group:
    name: str
    systems: list
    items: list
    after: set     # names of groups
    deadline: int = None
    why: str = None

    @property
    def departments(self):
        return sorted({item.department for item in self.items})


def uses(city, department, source, host, pool):
    team = (city.facts("department", department) or {}).get("team")
    found = [("host_moves", source), ("host_moves", host), ("pool_moves", f"{host}/{pool}")]
    return tuple(found + ([("team_moves", team)] if team else []))


# --- dispositions ---

def decide(city):
    """{system id: (rule, disposition)}: the first rule that holds."""
    found = {}
    for id in city.of("system"):
        subject = Subject(city, id)
        name, gives = first(RULES, subject)
        found[id] = (name, sorted(gives)[0] if gives else subject.override("disposition")["value"])
    return found


# --- groups ---

def _tied(city, moving):
    """Systems in one group: they share a machine, or somebody joined them."""
    lead = {id: id for id in moving}

    def top(id):
        while lead[id] != id:
            id = lead[id]
        return id

    pairs = [(row["subject"], row["other"]) for row in city.order["overrides"]
             if row["kind"] == "join"]
    pairs += [(ids[0], other) for ids in city.system_of.values() for other in ids[1:]]
    for one, other in pairs:
        if one in lead and other in lead:
            low, high = sorted((top(one), top(other)), key=str.encode)
            lead[high] = low
    groups = {}
    for id in moving:
        groups.setdefault(top(id), []).append(id)
    return groups


def plain(city):
    """The groups of the city, placed: those with `why` cannot move."""
    decided = decide(city)
    moving = [id for id, (_, disposition) in decided.items()
              if disposition == "rehost" and city.machines_of[id] and
              city.asked(city.facts("system", id)["department"])]
    rooms, groups, of = Rooms(city), [], {}
    for name, systems in _tied(city, moving).items():
        group = Group(name, systems, [], set())
        groups.append(group)
        of.update(dict.fromkeys(systems, group))
        _fill(city, group, rooms)
    for group in groups:
        _order(city, group, of, decided)
    return decided, groups


def _order(city, group, of, decided):
    for id in group.systems:
        facts = city.facts("system", id)
        if "deadline" in facts:
            due = city.hours.midnight(day_after(facts["deadline"]))
            group.deadline = min(due, group.deadline or due)
        for name in facts.get("after", []):
            before = city.named(facts["department"], name)
            if before in of:
                group.after.add(of[before].name)
            elif decided.get(before, ("", "held"))[1] in ("held", "rehost") and \
                    not city.arrived.get(before):
                group.why = group.why or f"{name} is to move before it, and does not."


def _fill(city, group, rooms):
    before = rooms.mark()
    for uuid in sorted({uuid for id in group.systems for uuid in city.machines_of[id]}):
        if len(city.system_of[uuid]) > sum(id in group.systems for id in city.system_of[uuid]):
            group.why = "It shares a machine with a system that stays."
        elif not group.why:
            item = _item(city, uuid, rooms)
            group.why = item if isinstance(item, str) else None
            group.items += [] if group.why else [item]
    if group.why:
        rooms.back(before)
        group.items = []


# --- place ---

class Rooms:
    """What is left of each pool and hypervisor; marks can be gone back to."""

    def __init__(self, city):
        self.left, self.done, self.hosts, self.pools = {}, [], {}, {}
        for id, system in city.of("system").items():
            for name in system["facts"].get("machines", []):
                uuid = city.machine(name, system["facts"]["department"])
                machine = city.facts("machine", uuid) if uuid else None
                if machine and city.on_cloud(machine):
                    self.left["stand", id, machine["host"]] = -1
        for id, pool in city.of("pool").items():
            if pool["facts"].get("active") and pool["facts"].get("path"):
                self.left["pool", id] = pool.get("measures", {}).get("available", 0)
                self.pools.setdefault(pool["facts"]["host"], []).append(pool["facts"]["name"])
        for name, host in city.of("host").items():
            if host["facts"].get("side") == "cloud":
                self.left["memory", name] = host["facts"].get("memory", 0)
        for machine in city.of("machine").values():
            key = "memory", machine["facts"]["host"]
            if key in self.left:
                self.left[key] -= machine["facts"]["memory"]
        for id, network in city.of("network").items():
            host = network["facts"]["host"]
            if network["facts"].get("active") and ("memory", host) in self.left:
                self.hosts.setdefault(network["facts"]["name"], []).append(host)

    def mark(self):
        return len(self.done)

    def back(self, mark):
        for key, amount in self.done[mark:]:
            self.left[key] += amount
        del self.done[mark:]

    def allows(self, systems, host):
        """What of a system stands where is counted downwards from nothing."""
        for id, spread in systems.items():
            there = [key[2] for key, amount in self.left.items()
                     if key[0] == "stand" and key[1] == id and amount]
            if spread == "apart" and host in there or \
                    spread == "together" and any(other != host for other in there):
                return False
        return True

    def take(self, key, amount):
        self.left[key] = self.left.get(key, 0) - amount
        self.done.append((key, amount))


def _landings(city, facts, department):
    return [(city.facts("landing", f"{department}/{nic.get('network')}") or {}).get("network")
            for nic in facts["nics"]]


def _item(city, uuid, rooms):
    """Where the machine goes, or a sentence that says why it cannot."""
    facts = city.facts("machine", uuid)
    department = city.host_of(facts).get("department")
    link = (city.facts("department", department) or {}).get("link")
    if not link:
        return f"{department} has told no link."
    landings = _landings(city, facts, department)
    hosts = [host for host in rooms.hosts.get(landings[0], [])
             if all(host in rooms.hosts.get(landing, []) for landing in landings)]
    storage = sum(disk["capacity"] for disk in facts["disks"])
    systems = {id: city.facts("system", id).get("spread") for id in city.system_of[uuid]}
    wanted = {CLOUDS.get(city.facts("system", id).get("domain")) for id in city.system_of[uuid]}
    needed = storage + storage // 100 * city.planning("headroom_percent", 0)
    for host in sorted(hosts, key=lambda host: (-rooms.left["memory", host], host)):
        pool = next((pool for pool in rooms.pools.get(host, [])
                     if rooms.left["pool", f"{host}/{pool}"] >= needed), None)
        if pool is None or rooms.left["memory", host] < facts["memory"] or \
                next(city.blockers(uuid, host), None) or \
                wanted - {city.facts("host", host)["department"], None} or \
                not rooms.allows(systems, host):
            continue
        item = _measured(city, facts, department, link["name"], host, pool, storage)
        if not item.strategy:
            return "It writes too fast for what it bears."
        rooms.take(("memory", host), facts["memory"])
        rooms.take(("pool", f"{host}/{pool}"), needed)
        for id in systems:
            rooms.take(("stand", id, host), 1)
        return item
    blocker = next(city.blockers(uuid, None), None)
    return blocker["evidence"] if blocker else "No hypervisor of the cloud can take it."


def _measured(city, facts, department, link, host, pool, storage):
    """Alone on its link, at the least of what moves may use of it in any hour."""
    full, percents = city.links().get(link, 0), [p for p in city.hours.levels[1] if p > 0]
    rate = full * min(percents, default=0) // 100
    amount = storage + facts["memory"]
    case = Case(city, facts["uuid"], memory_rate(rate, rate))
    seconds = -(-amount * 8 // max(rate, 1)) + case.again() + OPENING
    return Item(facts["uuid"], facts["name"], department, link, rate, seconds, amount,
                uses(city, department, facts["host"], host, pool),
                (facts["vcpus"], facts["memory"], storage),
                city.facts("host", host)["department"], host, pool, case=case,
                strategy=case.kindest())


def pause(item):
    """What libvirt may plan for the last round: all that is allowed."""
    return min(item.case.room, item.case.usual if item.strategy != "warm" else LONGEST)


def blackout(item):
    """Shortest, usual and longest, milliseconds."""
    last = item.case.last if item.case.last is not None else pause(item)
    usual = BESIDES + (item.case.still if item.strategy == "offline" else min(last, pause(item)))
    return 1, usual, 2 * usual


def planned(city, plan):
    """The groups of a plan, their moves as long and as fast as they are there."""
    groups, of = {}, {}
    for move in plan.timed:
        told, facts = move.told, city.facts("machine", move.uuid)
        target = told["target"]
        item = Item(move.uuid, move.name, told["department"], told["link"],
                    told["rate"] or move.estimate["rate"], move.end - move.start,
                    move.estimate["bytes"],
                    uses(city, told["department"], told["source"]["host"], target["host"],
                         target["pool"]),
                    (facts["vcpus"], facts["memory"], sum(d["capacity"] for d in facts["disks"])),
                    city.facts("host", target["host"])["department"], target["host"],
                    target["pool"])
        group = groups.setdefault(told["group"], Group(told["group"], [], [], set()))
        group.items.append(item)
        for id in city.system_of.get(move.uuid, []):
            of[id] = group
            group.systems += [] if id in group.systems else [id]
    for group in groups.values():
        _order(city, group, of, {})
        group.why = None
    return list(groups.values())
