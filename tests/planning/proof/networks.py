"""Networks: each dedicated one has an end state; new addresses are unique, in their blocks, clear of what is
in use; nothing leads from one domain into the other."""
import bisect
import ipaddress

from .network_table import NETWORK_RULES, Wire
from .rules import judge

STATES = {"merged", "cancelled", "hosted", "retained", "interconnected", "held"}


def check(city, plan):
    rows = plan.rows("networks")
    ids = [row["id"] for row in rows]
    if ids != sorted(set(ids), key=str.encode):
        yield "networks.order", "The networks are not in order of id, or one is told twice."
    for id in sorted(set(city.of("dedicated_network")) - set(ids)):
        yield "network.lost", f"Network {id} has no end state."
    for row in rows:
        facts = city.facts("dedicated_network", row["id"])
        if facts is None:
            yield "network.unknown", f"There is no network {row['id']}."
        elif row["state"] not in STATES:
            yield "network.state", f"Nobody knows the state {row['state']} of {row['id']}."
        elif row.get("domain", facts.get("domain")) != facts.get("domain", row.get("domain")):
            yield "isolation.domain", f"{row['id']} is of {facts['domain']}, not {row['domain']}."
        else:
            yield from judge(NETWORK_RULES, Wire(city, plan, row["id"]), row, row["state"])
    yield from _addresses(city, rows)
    yield from _renumber(city, plan, rows)
    yield from _isolation(city, rows)


def _net(text):
    """The prefix, or None when it is none; a single address is one of its full length."""
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None


class Ranges:
    """Prefixes of one family with whose they are, to find those that overlap another."""

    def __init__(self, pairs):
        self.rows = sorted((int(net.network_address), int(net.broadcast_address), str(whose))
                           for net, whose in pairs)
        self.most, most = [], -1
        for _, last, _ in self.rows:
            most = max(most, last)
            self.most.append(most)

    def over(self, net):
        """Whose prefixes overlap it."""
        first, last = int(net.network_address), int(net.broadcast_address)
        at = bisect.bisect_right(self.rows, (last, float("inf"))) - 1
        while at >= 0 and self.most[at] >= first:
            if self.rows[at][1] >= first:
                yield self.rows[at][2]
            at -= 1


def _families(pairs):
    pairs = list(pairs)
    return {version: Ranges([pair for pair in pairs if pair[0].version == version])
            for version in (4, 6)}


def _old(city):
    """What is in use, declared or found."""
    for id, network in city.of("dedicated_network").items():
        for prefix in network["facts"].get("prefixes", []):
            if _net(prefix):
                yield _net(prefix), id
    for id, prefix in city.of("prefix").items():
        if _net(prefix["facts"]["prefix"]):
            yield _net(prefix["facts"]["prefix"]), id


def _new(rows):
    """(text, prefix, network, what it was before) of each subnet planned."""
    for row in rows:
        for subnet in row.get("subnets", []):
            for name in ("to4", "to6"):
                if name in subnet:
                    yield subnet[name], _net(subnet[name]), row["id"], subnet.get("from")


class Blocks:
    """The unified address plan: which prefixes may be given, and to which domain."""

    def __init__(self, told):
        self.told = told or {}
        self.four = [(_net(block["prefix"]), block.get("domain"))
                     for block in self.told.get("v4", {}).get("blocks", [])]
        self.six = _net(self.told.get("v6", {}).get("block", ""))

    def fault(self, net, domain):
        """Why it may not be given to a network of that domain; None: it may."""
        if not self.told:
            return None
        if net.version == 4:
            return None if any(net.subnet_of(block) and owner in (None, domain)
                               for block, owner in self.four) else "in no block of its domain"
        if self.six is None or not net.subnet_of(self.six):
            return "not in the block of the address plan"
        return self._field(net, domain)

    def _field(self, net, domain):
        """The field of the template that tells the domain tells another."""
        at = self.six.prefixlen
        for field in self.told["v6"].get("fields", []):
            at += field["bits"]
            value = field.get("values", {}).get(domain) if field["name"] == "domain" else None
            found = int(net.network_address) >> (128 - at) & ((1 << field["bits"]) - 1)
            if value is not None and found != value:
                return f"of domain {found}, not {value}"
        return None


def _addresses(city, rows):
    old, given = _families(_old(city)), []
    blocks = Blocks(city.order["profile"].get("addresses"))
    domains = {row["id"]: row.get("domain") or (city.facts("dedicated_network", row["id"]) or {})
               .get("domain") for row in rows}
    for text, net, id, before in _new(rows):
        if net is None or str(net) != text:
            yield "address.text", f"{id}: {text} is no prefix, or not written as one."
            continue
        fault = blocks.fault(net, domains[id]) if text != before else None
        if fault:
            yield "address.block", f"{id}: {text} is {fault}."
        if text != before and any(old[net.version].over(net)):
            yield "address.used", f"{id}: {text} is in use by {next(old[net.version].over(net))}."
        given.append((net, id))
    yield from _apart(given)


def _apart(given):
    for version in (4, 6):
        mine = sorted((int(net.network_address), -int(net.broadcast_address), str(net), id)
                      for net, id in given if net.version == version)
        last = (-1, "", "")
        for first, end, text, id in mine:
            if first <= last[0]:
                yield "address.twice", f"{id} and {last[2]} both have addresses of {text}."
            last = max(last, (-end, text, id))


def _address(text):
    try:
        return ipaddress.ip_address(text.split("/")[0])
    except ValueError:
        return None


def _renumber(city, plan, rows):
    planned = _families((net, id) for _, net, id, _ in _new(rows) if net)
    given = {}
    for row in plan.rows("renumber"):
        machine = city.facts("machine", row["machine"])
        if machine is None:
            yield "renumber.machine", f"There is no machine {row['machine']} to renumber."
            continue
        if "mac" in row and row["mac"] not in [nic["mac"] for nic in machine["nics"]]:
            yield "renumber.mac", f"{row['name']} has no network card {row['mac']}."
        for name in ("to4", "to6"):
            if name in row:
                yield from _renumbered(row, row[name], planned, given)


def _renumbered(row, text, planned, given):
    address = _address(text)
    if address is None:
        yield "address.text", f"{row['name']}: {text} is no address."
        return
    other = given.setdefault(address, (row["machine"], row.get("mac")))
    if other != (row["machine"], row.get("mac")):
        yield "address.machine", f"{row['name']} and {other[0]} both get {address}."
    if not any(planned[address.version].over(ipaddress.ip_network(address))):
        yield "address.subnet", f"{row['name']}: {address} is in no subnet of the plan."


# --- isolation ---

DOMAINS = {"admin_service_domain", "public_service_domain"}


def _of_domains(city, rows):
    """(prefix, domain) of all that has one."""
    for row in rows:
        domain = (city.facts("dedicated_network", row["id"]) or {}).get("domain")
        for _, net, id, _ in _new([row]):
            if net and domain in DOMAINS:
                yield net, domain


def _isolation(city, rows):
    """No rule lets the addresses of one domain reach those of the other."""
    new = _families(_of_domains(city, rows))
    ids = {id: {network["facts"].get("domain")} & DOMAINS
           for id, network in city.of("dedicated_network").items()}

    def domains(text):
        net = _net(text)
        return ids.get(text, set()) if net is None else set(new[net.version].over(net))

    for row in rows:
        mine = {(city.facts("dedicated_network", row["id"]) or {}).get("domain")} & DOMAINS
        for allow in row.get("allow", []):
            reached = mine | domains(allow["from"]) | domains(allow["to"])
            if len(reached) > 1:
                yield "isolation.allow", f"{row['id']} lets {allow['from']} reach {allow['to']}: " \
                                         "both domains."
