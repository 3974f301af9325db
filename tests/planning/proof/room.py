"""Room: each pool and hypervisor of the cloud takes what lands there, besides what it has."""


def _sizes(city, plan):
    for move in plan.moves:
        machine = city.facts("machine", move.uuid)
        if machine:
            target = move.told["target"]
            yield (target["host"], target["pool"], machine["memory"],
                   sum(disk["capacity"] for disk in machine["disks"]))


def check(city, plan):
    yield from _spread(city, plan)
    pools, memory = {}, {}
    headroom = city.planning("headroom_percent", 0)
    for host, pool, bytes_, disks in _sizes(city, plan):
        needed = disks + disks // 100 * headroom
        pools[f"{host}/{pool}"] = pools.get(f"{host}/{pool}", 0) + needed
        memory[host] = memory.get(host, 0) + bytes_
    for id, needed in sorted(pools.items()):
        available = city.of("pool").get(id, {}).get("measures", {}).get("available", 0)
        if needed > available:
            yield "room.pool", f"{needed} bytes are to land in pool {id}, which has {available}."
    there = {}
    for machine in city.of("machine").values():
        facts = machine["facts"]
        there[facts["host"]] = there.get(facts["host"], 0) + facts["memory"]
    for host, needed in sorted(memory.items()):
        free = (city.facts("host", host) or {}).get("memory", 0) - there.get(host, 0)
        if needed > free:
            yield "room.memory", f"{needed} bytes of memory are to land on {host}, which has {free}."


def _spread(city, plan):
    """Machines of a system stand apart, or on one, as it asks; those that have arrived count."""
    lands = {move.uuid: move.told["target"]["host"] for move in plan.moves}
    for id, system in city.of("system").items():
        facts = system["facts"]
        mine = {city.machine(name, facts["department"]) for name in facts.get("machines", [])}
        arrived = [city.facts("machine", uuid)["host"] for uuid in mine - {None}
                   if city.on_cloud(city.facts("machine", uuid))]
        moved = [lands[uuid] for uuid in mine if uuid in lands]
        there = sorted(set(arrived + moved))
        if facts.get("spread") == "apart" and any((arrived + moved).count(host) > 1
                                                  for host in moved):
            yield "room.apart", f"Machines of {id} are to stand apart, and share one of {there}."
        if facts.get("spread") == "together" and moved and len(there) > 1:
            yield "room.together", f"Machines of {id} are to stand together, and land on {there}."
