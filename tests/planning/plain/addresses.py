"""A plain address plan: each network gets the next prefix of its size and domain that nobody uses."""
import ipaddress

from proof.network_table import NETWORK_RULES, Wire
from proof.rules import first


class Rows:
    """Stands for a plan of which only the systems are known yet."""

    def __init__(self, systems):
        self.systems = systems

    def rows(self, part):
        return self.systems if part == "systems" else []


def _free(block, size, used):
    """The prefixes of that size in the block that overlap nothing that is used."""
    for net in block.subnets(new_prefix=size) if size >= block.prefixlen else ():
        if not any(net.overlaps(other) for other in used if other.version == net.version):
            yield net


def _used(city):
    told = [prefix for network in city.of("dedicated_network").values()
            for prefix in network["facts"].get("prefixes", [])]
    told += [prefix["facts"]["prefix"] for prefix in city.of("prefix").values()]
    return [ipaddress.ip_network(prefix) for prefix in set(told)]


def _block6(plan, domain):
    """The part of the block that is the domain's, by the first field of the template."""
    block, field = ipaddress.ip_network(plan["block"]), plan["fields"][0]
    size = block.prefixlen + field["bits"]
    first = int(block.network_address) + (field["values"][domain] << (128 - size))
    return ipaddress.ip_network((first, size))


def _givers(city):
    """By domain: the next prefix of each family, again and again."""
    plan, used, givers = city.order["profile"]["addresses"], _used(city), {}
    for row in plan["v4"]["blocks"]:
        blocks = [ipaddress.ip_network(row["prefix"]), _block6(plan["v6"], row["domain"])]
        mine = [net for net in used if any(net.version == block.version and net.overlaps(block)
                                           for block in blocks)]
        givers[row["domain"]] = [_free(block, size, mine) for block, size in zip(blocks, (24, 64))]
    return givers


def plan(city, systems):
    """Rows of all networks and of the machines that are renumbered."""
    rows, renumber, givers, inside = [], [], _givers(city), _insides(city)
    for id in sorted(city.of("dedicated_network"), key=str.encode):
        facts, told = city.facts("dedicated_network", id), Rows(systems)
        rule, gives = first(NETWORK_RULES, Wire(city, told, id))
        state = "held" if gives == {"held"} else sorted(gives - {"held"})[0]
        row = {"id": id, "name": facts["name"], "department": facts["department"],
               "domain": facts["domain"], "state": state, "rule": rule, "subnets": [],
               "why": "By the first rule that holds.", "change": "Other facts, or a decision.",
               "routes": [], "allow": [], "close_exits": [], "dns": []}
        rows.append(row)
        if state == "merged":
            renumber += _join(city, row, facts["prefixes"], givers[facts["domain"]], inside)
    return rows, sorted(renumber, key=lambda row: row["machine"])


def _join(city, row, prefixes, givers, inside):
    """New prefixes for the old ones; the machines of these get addresses."""
    for prefix in prefixes:
        new = {name: next(giver, None) for name, giver in zip(("to4", "to6"), givers)}
        given = {name: str(net) for name, net in new.items() if net}
        row["subnets"].append({"from": prefix, **given})
        row["allow"] += [{"from": net, "to": net} for net in given.values()]
        machines = inside.pop(ipaddress.ip_network(prefix), [])
        yield from _renumber(city, machines, new["to4"], new["to6"])


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
