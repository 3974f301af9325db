"""A plan's documents, as lines, of groups that were scheduled."""
from proof.lines import canonical, digest, written
from proof.plan import PARTS
from proof.sizes import told as sizes

from . import addresses
from .items import blackout, pause


def _slot(city, group):
    """The window that holds the group."""
    first = min(item.start for item in group.items)
    for owner in group.departments:
        for start, end in city.calendar(owner):
            if start <= first < end:
                return start, end
    return None


def waves(city, placed):
    """(owner, window, groups): those of one department in one window, in order of their start."""
    found = {}
    for group in placed:
        found.setdefault((group.departments[0], _slot(city, group)), []).append(group)
    rows = [(min(item.start for group in groups for item in group.items), owner, slot, groups)
            for (owner, slot), groups in found.items()]
    return sorted(rows, key=lambda row: (row[0], row[1].encode()))


def _disks(city, item, machine):
    pool = city.facts("pool", f"{item.host}/{item.pool}")
    for disk in machine["disks"]:
        volume = f"{item.name}-{item.uuid[:8]}-{disk['device']}.{disk['format']}"
        yield {"device": disk["device"], "source_path": disk["path"], "format": disk["format"],
               "capacity": disk["capacity"], "volume": volume, "path": f"{pool['path']}/{volume}"}


def _name(city, item):
    """Unique in the plan: names of machines are so in their department only."""
    alike = city.named_alike(item.name)
    return item.name if alike == 1 else f"{item.name}-{item.uuid[:8]}"


def _deadlines(city, item):
    """The profile's, but a copy has twice the time that it may take at most, or what that says."""
    told = dict(city.order["profile"]["deadlines"])
    enough = item.seconds * 2 * 10 * (city.planning("transfer_percent") or 200)
    return {**told, "transfer": max(told["transfer"], min(enough, 604800000))}


def _move(city, group, item):
    machine, order = city.facts("machine", item.uuid), city.order
    nics = [{"mac": nic["mac"], "source_network": nic["network"], "network": city.facts(
        "landing", f"{item.department}/{nic['network']}")["network"]} for nic in machine["nics"]]
    rests = [("machine", item.uuid), *(("network", f"{item.host}/{nic['network']}")
                                       for nic in nics)]
    system = city.facts("system", min(city.system_of[item.uuid], key=str.encode))
    book, profile = order["playbook"], order["profile"]
    told = {"name": _name(city, item), "machine": item.uuid, "department": item.department,
            "group": group.name, "source": {"host": machine["host"]},
            "target": {"host": item.host, "pool": item.pool,
                       "address": city.facts("host", item.host)["address"]},
            "memory": machine["memory"], "disks": list(_disks(city, item, machine)), "nics": nics,
            "rate": item.rate, "link": item.link, "encrypted": True,
            "strategy": item.strategy, "pause_limit": pause(item),
            "attempts": profile["planning"]["attempts"], "deadlines": _deadlines(city, item),
            "playbook": {"name": book["name"], "digest": order["playbook_digest"],
                         "before": book["before"], "after": book["after"]},
            "allow": book["allow"], "pages": system.get("pages", []),
            "facts": [{"kind": kind, "id": id, "digest": city.digest(kind, id)}
                      for kind, id in rests]}
    team = city.facts("department", item.department).get("team")
    return dict(told, team=team) if team and city.planning("limits") else told


def _shared(city, links):
    """What a wave says of what its moves share with those of other plans."""
    told = {}
    if city.planning("budgets"):
        told["hours"] = {"budgets": city.planning("budgets"),
                         "percent": city.planning("link_percent"),
                         "timezone_minutes": city.planning("timezone_minutes") or 0,
                         "links": {link: city.links()[link] for link in links}}
    if city.planning("limits"):
        told["limits"] = city.planning("limits")
    return told


def _wave(city, name, owner, slot, groups):
    moves = [(group, item) for group in groups for item in group.items]
    links = {}
    for _, item in moves:
        links[item.link] = max(links.get(item.link, 0), city.links()[item.link])
    return {"name": name, "owners": [owner], "concurrency": min(512, len(moves)), "links": links,
            "window": {"from": written(slot[0]), "to": written(slot[1])},
            "moves": [_move(city, group, item) for group, item in moves],
            **_shared(city, links)}


def _estimate(item):
    low, usual, high = blackout(item)
    return {"start": written(item.start), "end": written(item.start + item.seconds),
            "bytes": item.bytes, "rate": item.rate, "seconds": item.seconds, "strategy": item.strategy,
            "blackout_low": low, "blackout": usual, "blackout_high": high,
            "bears": item.case.bears,
            "seconds_low": item.seconds // 2, "seconds_high": item.seconds * 2,
            "terms": [f"{item.bytes} bytes at {item.rate} bit/s"]}


# --- the parts ---

def _systems(city, decided, wave_of, done):
    for id in sorted(decided, key=str.encode):
        rule, disposition = decided[id]
        facts, decision = city.facts("system", id), city.overrides("disposition").get(id)
        row = {"id": id, "name": facts["name"], "department": facts["department"], "rule": rule,
               "disposition": disposition, "why": "By the first rule that holds.",
               "change": "Other facts, or a decision."}
        if rule == "override":
            row["override"] = {name: decision[name] for name in ("actor", "reason", "made")}
        if id in wave_of:
            row.update(group=wave_of[id][0], wave=wave_of[id][1], done=written(done[id]))
        yield row


class _Moved:
    """As much of a move as its size is read from."""

    def __init__(self, told):
        self.told, self.uuid = told, told["machine"]


def _sizes(city, documents):
    """Of the moves of the waves that were written."""
    class Plan:
        moves = [_Moved(move) for kind, tree in documents if kind == "wave"
                 for move in tree["moves"]]
    return sizes(city, Plan)


def _left_out(city, groups, moved):
    said = {}
    for group in groups:
        for id in group.systems if group.why else ():
            said.update(dict.fromkeys(city.machines_of[id], group.why))
    for uuid in sorted(city.of("machine")):
        facts = city.facts("machine", uuid)
        if uuid not in moved and not city.on_cloud(facts):
            yield {"name": facts["name"], "id": uuid,
                   "why": said.get(uuid, "No system that moves names this machine.")}


def _schedule(city, placed, groups, finish):
    span = max(1, finish - city.begins)
    return {"from": written(city.begins), "finish": written(finish),
            "bound": written(city.begins), "placed": len(placed),
            "unplaced": len(groups) - len(placed), "binds": {"kind": "nothing", "name": ""},
            "gap_permille": -(-(finish - city.begins) * 1000 // span)}


def lines(city, decided, groups, finish):
    placed = [group for group in groups if not group.why and group.items]
    rows, wave_of, done, out = [], {}, {}, []
    for number, (_, owner, slot, mine) in enumerate(waves(city, placed), 1):
        wave = _wave(city, f"{owner} {number}", owner, slot, mine)
        estimates = {item.uuid: _estimate(item) for group in mine for item in group.items}
        out += [("wave", wave), ("estimates", estimates)]
        rows.append({"name": wave["name"], "digest": digest(wave), "window": wave["window"],
                     "owners": wave["owners"], "moves": len(wave["moves"]),
                     "estimates": digest(estimates)})
        for group in mine:
            wave_of.update(dict.fromkeys(group.systems, (group.name, wave["name"])))
            end = max(item.start + item.seconds for item in group.items)
            done.update(dict.fromkeys(group.systems, end))
    moved = {item.uuid for group in placed for item in group.items}
    systems = list(_systems(city, decided, wave_of, done))
    networks, renumber = addresses.plan(city, systems)
    parts = {"systems": systems, "networks": networks, "renumber": renumber,
             "groups": [{"name": group.name, "systems": group.systems, "ties": [],
                         "machines": sorted(item.uuid for item in group.items),
                         "wave": wave_of[group.systems[0]][1]} for group in placed],
             "sizes": _sizes(city, out),
             "left_out": list(_left_out(city, groups, moved)),
             "schedule": _schedule(city, placed, groups, finish), "forecast": {}}
    parts = {**{name: [] for name in PARTS}, **parts}
    out += list(parts.items())
    out.append(("plan", _manifest(city.order, rows, parts)))
    for kind, tree in out:
        yield f"{kind} {canonical(tree)}"


def _manifest(order, rows, parts):
    return {"kind": "plan", "schema": 2, "waves": rows, "profile": order["profile_digest"],
            "parts": {name: digest(tree) for name, tree in parts.items()},
            **{name: order[name] for name in ("snapshot", "findings", "author", "made", "from",
                                              "seed", "effort")}}
