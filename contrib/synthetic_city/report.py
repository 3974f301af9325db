"""What was written, counted from what was made and not from how much of it there should be."""
import hashlib
import ipaddress
from collections import Counter

# kind: the facts that its things are counted by
COUNTED = {
    "department": ("level", "information_centre", "silent"),
    "system": ("disposition", "vertical_level", "mlps_level", "contradicting"),
    "server": ("role", "metrics"), "vm": ("metrics",),
    "website": ("aaaa", "home", "passing", "dead", "wrong_content"),
    "network": ("vertical_level", "classified"),
    "link": ("tier", "v6"), "exit": ("declared",),
    "retention": ("standing",), "storage": (), "room": (),
}
AGES = ((3, "to_3"), (5, "4_5"), (7, "6_7"), (99, "from_8"))
QUALITIES = ((950, "meets"), (600, "near"), (0, "low"))


def _quality(link):
    worse = min(link["sent_permille"], link["received_permille"])
    return next(name for least, name in QUALITIES if worse >= least)


def _overlapping(networks):
    """How many pairs of networks use one address: a walk over the prefixes by their start."""
    spans = sorted((int(prefix.network_address), int(prefix.broadcast_address), network["id"])
                   for network in networks
                   for prefix in map(ipaddress.ip_network, network["prefixes"]))
    pairs, open_spans = set(), []
    for first, last, name in spans:
        open_spans = [span for span in open_spans if span[0] >= first]
        pairs.update(frozenset((name, other)) for _, other in open_spans if other != name)
        open_spans.append((last, name))
    return len(pairs)


class Report:
    def __init__(self, size, seed):
        self.size, self.seed = size, seed
        self.counts = {kind: Counter() for kind in COUNTED}
        self.dirt, self.files, self.sizes = Counter(), Counter(), Counter()
        self.told, self.sums, self.lines = {}, 0, set()
        self.cpu, self.networks, self.silent = [], [], []
        self.totals = Counter()

    # --- what there is ---

    def _count(self, kind, things):
        counts = self.counts[kind]
        for thing in things:
            counts["all"] += 1
            for fact in COUNTED[kind]:
                value = thing.get(fact)
                if value is not False and value is not None:
                    counts[fact if value is True else f"{fact}.{value}"] += 1

    def see(self, city):
        """Counts what a city has."""
        for kind, things in (
                ("department", city.register()), ("system", city.systems),
                ("server", city.servers), ("vm", city.vms), ("website", city.websites),
                ("network", city.networks), ("link", city.links), ("exit", city.exits),
                ("retention", city.retentions), ("storage", city.storage), ("room", city.rooms)):
            self._count(kind, things)
        self._see_machines(city)
        self._see_life(city)
        self._see_links(city)
        self.networks += city.networks
        self.silent += [place["name"] for place in city.departments if place["silent"]]
        self.totals.update({
            "room_area": sum(room["area"] for room in city.rooms),
            "storage_tb": sum(device["bytes"] for device in city.storage) // 10**12,
            **{f"baseline.{row['name']}": row["count"] for row in city.baseline}})

    def _see_machines(self, city):
        for server in city.servers:
            bucket = next(name for most, name in AGES if server["age"] <= most)
            self.counts["server"][f"age.{bucket}"] += 1
        largest = {place["name"] for place in city.departments[:8]}
        self.totals["servers_of_first_8"] += sum(
            server["department"] in largest for server in city.servers)
        machines = city.servers + city.vms
        self.cpu += [machine["load"]["cpu"] for machine in machines
                     if machine.get("metrics") == "measured"]
        self.totals["dual_homed"] += sum(
            len({nic["domain"] for nic in machine["nics"]}) > 1 for machine in machines)

    def _see_life(self, city):
        machines = city.servers + city.vms
        self.totals.update(
            inside=sum("inside" in machine for machine in machines),
            clones=sum("firmware" in machine for machine in machines),
            reused_names=sum(machine.get("reused", False) for machine in city.later))
        for machine in machines + city.later:
            self.counts[machine["kind"]]["later"] += "born" in machine
            self.counts[machine["kind"]]["gone"] += "gone" in machine

    def _see_links(self, city):
        for link in city.links:
            self.counts["link"][f"quality.{_quality(link)}"] += 1
            self.counts["link"]["asymmetric"] += link["sent_permille"] != link["received_permille"]

    # --- what is told of it ---

    def add_dirt(self, counts):
        self.dirt.update(counts)

    def add_sums(self, count):
        self.sums += count

    def expect(self, kind, tables, duplicates):
        """What an import of these tables should say."""
        rows = [row for table in tables for row in table]
        expected = self.told.setdefault(kind, Counter())
        rejected = duplicates.get("duplicate_contradicting", 0)
        doubled = sum(duplicates.values()) - rejected
        classified = sum(bool(row.get("classified")) for row in rows)
        expected.update(rows=len(rows), doubled=doubled, rejected=rejected, classified=classified,
                        added=len(rows) - doubled - rejected - classified)

    # --- what was written ---

    def add_file(self, form, content):
        self.files[f"{form[0]} {form[1]}" if form[1] else form[0]] += 1
        self.add_bytes(content)

    def add_bytes(self, content):
        """Lines are told apart by their digest."""
        self.sizes["bytes"] += len(content)
        for line in content.splitlines(keepends=True):
            digest = hashlib.blake2b(line, digest_size=8).digest()
            if digest not in self.lines:
                self.lines.add(digest)
                self.sizes["bytes_of_distinct_lines"] += len(line)

    def _tell_cpu(self):
        count = len(self.cpu)
        return {"measured": count, "mean_permille": round(sum(self.cpu) / count),
                "below_50_permille": sum(mean < 50 for mean in self.cpu)}

    def tell(self):
        return {
            "size": self.size, "seed": self.seed,
            "counts": self.counts, "totals": self.totals, "cpu": self._tell_cpu(),
            "overlapping_pairs": _overlapping(self.networks), "silent": self.silent,
            "classified": [network["name"] for network in self.networks if network["classified"]],
            "dirt": self.dirt, "told": self.told, "sums": self.sums,
            "files": self.files, **self.sizes,
        }
