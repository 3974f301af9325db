"""Room: each pool and hypervisor of the cloud takes what lands there, besides what it has."""


def _sizes(city, plan):
    for move in plan.moves:
        machine = city.facts("machine", move.uuid)
        if machine:
            target = move.told["target"]
            yield (target["host"], target["pool"], machine["memory"],
                   sum(disk["capacity"] for disk in machine["disks"]))


def check(city, plan):
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
