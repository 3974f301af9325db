"""Sizes: what the machines that move have, what is proposed for them, and the sums of departments."""

AMOUNTS = ("vcpus", "memory")


def told(city, plan):
    """The part as it has to be, its machines in any order."""
    machines, departments = [], {}
    for move in plan.moves:
        facts, department = city.facts("machine", move.uuid), move.told["department"]
        found = city.said.get(("machine.size", move.uuid), {}).get("basis")
        row = {what: facts[what] for what in AMOUNTS}
        row.update({f"proposed_{what}": (found or {}).get(f"proposed_{what}", facts[what])
                    for what in AMOUNTS})
        total = departments.setdefault(department, {
            "name": department, "machines": 0, "unknown": 0, **dict.fromkeys(row, 0)})
        for what, amount in row.items():
            total[what] += amount
        total["machines"] += 1
        total["unknown"] += not found
        if found:
            machines.append({"id": move.uuid, "name": facts["name"], "department": department,
                             "days": found["days"], **row})
    return {"machines": sorted(machines, key=lambda row: row["id"]),
            "departments": sorted(departments.values(), key=lambda row: row["name"].encode())}


def check(city, plan):
    """Each machine once; of what has too little of its use known nothing is proposed."""
    right, said = told(city, plan), plan.parts.get("sizes") or {"machines": [], "departments": []}
    if sorted(said["machines"], key=lambda row: row["id"]) != right["machines"]:
        yield "sizes.machines", "The sizes of machines are not what they have and what is proposed."
    if said["departments"] != right["departments"]:
        yield "sizes.departments", "The sizes of departments are not the sums of their machines."
