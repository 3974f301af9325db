"""A plain address plan: each network gets the next prefix of its size that nobody uses."""
import ipaddress


def _free(block, size, used):
    """The prefixes of that size in the block that overlap nothing that is used."""
    for net in block.subnets(new_prefix=size) if size >= block.prefixlen else ():
        if not any(net.overlaps(other) for other in used if other.version == net.version):
            yield net


def _used(city):
    """What is in use and could be met: what lies outside of the blocks is not looked at."""
    told = [prefix for network in city.of("dedicated_network").values()
            for prefix in network["facts"].get("prefixes", [])]
    told += [prefix["facts"]["prefix"] for prefix in city.of("prefix").values()]
    return [ipaddress.ip_network(prefix) for prefix in set(told)]


def plan(city):
    addresses = city.order["profile"]["addresses"]
    four = ipaddress.ip_network(addresses["v4"]["blocks"][0])
    six = ipaddress.ip_network(addresses["v6"]["block"])
    used = [net for net in _used(city)
            if net.overlaps(four if net.version == 4 else six)]
    rows, renumber, fours, sixes = [], [], _free(four, 24, used), _free(six, 64, used)
    inside = _insides(city)
    for id in sorted(city.of("dedicated_network"), key=str.encode):
        facts, subnets = city.facts("dedicated_network", id), []
        for prefix in facts["prefixes"]:
            to4, to6 = next(fours, None), next(sixes, None)
            subnet = {"from": prefix}
            subnet.update({name: str(net) for name, net in (("to4", to4), ("to6", to6)) if net})
            subnets.append(subnet)
            mine = ipaddress.ip_network(prefix)
            renumber += _renumber(city, [row for row in inside.pop(mine, [])], to4, to6)
        rows.append({"id": id, "name": facts["name"], "department": facts["department"],
                     "state": "merged", "rule": "plain", "why": "All are merged.",
                     "change": "Another planner.", "subnets": subnets, "routes": [],
                     "allow": [{"from": subnets[0]["to4"], "to": subnets[0]["to4"]}]
                     if "to4" in subnets[0] else [], "close_exits": [], "dns": []})
    return rows, sorted(renumber, key=lambda row: row["machine"])


def _insides(city):
    """The machines whose inside is known, by the /24 of their address."""
    found = {}
    for host in city.of("host").values():
        facts = host["facts"]
        for address in facts.get("addresses", []) if "machine" in facts else ():
            if "." in address:
                net = ipaddress.ip_network(f"{address}/24", strict=False)
                found.setdefault(net, []).append((facts["machine"], address))
    return found


def _renumber(city, machines, to4, to6):
    for number, (uuid, address) in enumerate(sorted(machines), 10):
        facts = city.facts("machine", uuid)
        row = {"machine": uuid, "name": facts["name"], "mac": facts["nics"][0]["mac"],
               "from": address}
        row.update({name: str(net[number]) for name, net in (("to4", to4), ("to6", to6)) if net})
        yield row
