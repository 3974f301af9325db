"""Nothing is lost: each machine is moved once or stays for a reason; a group is never split."""

# What becomes of a system whose machines move; the machines of all others stay.
MOVING = "rehost"


def check(city, plan):
    moved = {}
    for move in plan.moves:
        if move.uuid in moved:
            yield "machine.twice", f"{move.name} ({move.uuid}) moves twice."
        moved[move.uuid] = move
    stays = Stays(city, plan)
    for uuid, machine in city.of("machine").items():
        facts = machine["facts"]
        if city.on_cloud(facts) or not city.asked_wholly(city.host_of(facts).get("department")):
            continue
        if uuid in moved and stays.listed(uuid):
            yield "machine.both", f"{facts['name']} ({uuid}) moves and is left out."
        elif uuid not in moved and not stays.why(uuid):
            yield "machine.lost", f"{facts['name']} ({uuid}) neither moves nor is left out."
    yield from _whole(city, plan, moved)


class Stays:
    """Why machines are not moved: as a row of the machine, of its system or of its group."""

    def __init__(self, city, plan):
        self.city, self.ids, self.names = city, {}, {}
        for row in plan.rows("left_out"):
            (self.ids if "id" in row else self.names)[row.get("id", row["name"])] = row["why"]
        self.systems = {row["id"]: row for row in plan.rows("systems")}
        self.groups = {}
        for group in plan.rows("groups"):
            for uuid in group["machines"]:
                self.groups[uuid] = group["name"]

    def listed(self, uuid):
        return self.ids.get(uuid)

    def why(self, uuid):
        names = [self.city.facts("machine", uuid)["name"], self.groups.get(uuid)]
        for id in self.city.system_of.get(uuid, []):
            row = self.systems.get(id, {})
            if row.get("disposition") != MOVING and row.get("why"):
                return row["why"]
            names += [id, row.get("name")]
            if self.ids.get(id):
                return self.ids[id]
        return self.ids.get(uuid) or next(
            (self.names[name] for name in names if self.names.get(name)), None)


def _whole(city, plan, moved):
    """The machines of a system move all together or not at all, as do those of a group."""
    for id, machines in city.machines_of.items():
        yield from _together(f"system {id}", machines, moved)
    for group in plan.rows("groups"):
        yield from _together(f"group {group['name']}", group["machines"], moved)
        mine = [city.facts("machine", uuid) for uuid in group["machines"]]
        if None in mine:
            yield "group.machines", f"Group {group['name']} has a machine that is not there."
        waves = {moved[uuid].wave["name"] for uuid in group["machines"] if uuid in moved}
        if group.get("wave") is not None and waves != {group["wave"]}:
            yield "group.wave", f"Group {group['name']} is said to be of wave {group['wave']}."
    known = {uuid: group["name"] for group in plan.rows("groups") for uuid in group["machines"]}
    for move in plan.moves:
        if known.get(move.uuid) != move.told["group"]:
            yield "group.name", f"{move} is of group {move.told['group']}, and the groups say " \
                                f"{known.get(move.uuid)}."


def _together(what, machines, moved):
    waves = {moved[uuid].wave["name"] if uuid in moved else None for uuid in machines}
    if len(waves - {None}) > 1:
        yield "group.split", f"The {what} is split over waves {', '.join(sorted(waves - {None}))}."
    elif len(waves) > 1:
        yield "group.torn", f"The {what} moves, and some of its machines stay."
