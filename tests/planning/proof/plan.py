"""A plan as it was written: its waves, their estimates, its parts and its manifest."""
from .lines import Bad, canonical, digest, parse, seconds, split

PARTS = ("systems", "networks", "renumber", "exits", "addresses", "violations", "groups", "hubs", "freed",
         "left_out", "dropped", "sizes", "schedule", "forecast")


class Move:
    """One move with its estimate, if there is one, and its wave."""

    def __init__(self, wave, told, estimate):
        self.wave, self.told, self.estimate = wave, told, estimate
        self.uuid, self.name = told["machine"], told["name"]
        self.start = seconds(estimate["start"]) if estimate else None
        self.end = seconds(estimate["end"]) if estimate else None

    def __str__(self):
        return f"the move of {self.name} ({self.uuid})"


class Plan:
    """`lines` has (kind, number, whether it is canonical) of every line."""

    def __init__(self, file):
        self.lines, self.waves, self.estimates, self.parts, self.manifest = [], [], [], {}, None
        for number, line in enumerate(file, 1):
            kind, text = split(line, number)
            tree = parse(text)
            self.lines.append((kind, number, text == canonical(tree)))
            self._take(kind, tree, number)
        if self.manifest is None:
            raise Bad("the plan has no manifest")
        self.moves = list(self._moves())
        self.timed = [move for move in self.moves if move.start is not None]
        self.timed_of = {}
        for move in self.timed:
            self.timed_of.setdefault(move.wave["name"], []).append(move)

    def _take(self, kind, tree, number):
        if self.manifest is not None:
            raise Bad(f"line {number} comes after the manifest")
        if kind == "wave":
            self.waves.append(tree)
            self.estimates.append(None)
        elif kind == "estimates":
            if not self.waves or self.estimates[-1] is not None:
                raise Bad(f"line {number} estimates no wave")
            self.estimates[-1] = tree
        elif kind == "plan":
            self.manifest = tree
        elif kind in PARTS and kind not in self.parts:
            self.parts[kind] = tree
        else:
            raise Bad(f'line {number} is a second or unknown part "{kind}"')

    def _moves(self):
        for wave, estimates in zip(self.waves, self.estimates):
            for told in wave["moves"]:
                yield Move(wave, told, (estimates or {}).get(told["machine"]))

    def rows(self, part):
        return self.parts.get(part) or []


def check(city, plan):
    """The form of the document: canonical lines, digests, counts, what it says it was made of."""
    for kind, number, good in plan.lines:
        if not good:
            yield "text.canonical", f"Line {number} ({kind}) is not in canonical form."
    told = plan.manifest
    for name, value in (("snapshot", city.order["snapshot"]), ("findings", city.order["findings"]),
                        ("profile", city.order["profile_digest"]), ("author", city.order["author"]),
                        ("made", city.order["made"]), ("from", city.order["from"]),
                        ("seed", city.order["seed"]), ("effort", city.order["effort"]),
                        ("earlier", city.order.get("earlier", {}).get("plan"))):
        if told.get(name) != value:
            yield "manifest.order", f'The plan\'s "{name}" is {told.get(name)}, the order\'s {value}.'
    if told.get("kind") != "plan" or told.get("schema") != 2:
        yield "manifest.kind", "The last line is no plan of schema 2."
    yield from _waves(plan)
    for part in PARTS:
        said = told.get("parts", {}).get(part)
        if part not in plan.parts:
            yield "manifest.part", f'The plan has no "{part}".'
        elif said != digest(plan.parts[part]):
            yield "manifest.part_digest", f'The digest of "{part}" is another than the plan says.'
    for part in set(told.get("parts", {})) - set(PARTS):
        yield "manifest.part", f'The plan names a part "{part}" that nobody knows.'


def _waves(plan):
    rows = plan.manifest.get("waves", [])
    if len(rows) != len(plan.waves):
        yield "manifest.waves", f"The plan names {len(rows)} waves and has {len(plan.waves)}."
    for name in _twice([wave["name"] for wave in plan.waves]):
        yield "wave.name", f"Two waves have the name {name}."
    for row, wave, estimates in zip(rows, plan.waves, plan.estimates):
        yield from _wave(row, wave, estimates)


def _twice(names):
    seen, twice = set(), set()
    for name in names:
        (twice if name in seen else seen).add(name)
    return sorted(twice)


def _wave(row, wave, estimates):
    name = wave["name"]
    if row["digest"] != digest(wave):
        yield "wave.digest", f"The digest of wave {name} is another than the plan says."
    if row.get("estimates") != digest(estimates):
        yield "estimates.digest", f"The digest of the estimates of wave {name} is another."
    for what in ("name", "window", "owners"):
        if row.get(what) != wave.get(what):
            yield "wave.row", f"The plan and wave {name} tell another {what}."
    if row.get("moves") != len(wave["moves"]):
        yield "wave.row", f"The plan says that wave {name} has {row.get('moves')} moves."
    owners = sorted({move["department"] for move in wave["moves"]}, key=str.encode)
    if wave.get("owners") != owners:
        yield "wave.owners", f"The owners of wave {name} are not the departments of its moves."
    if not 1 <= len(wave["moves"]) <= 512:
        yield "wave.size", f"Wave {name} has {len(wave['moves'])} moves, and 1 to 512 are allowed."
    for twice in _twice([move["name"] for move in wave["moves"]]):
        yield "wave.moves", f"Two moves of wave {name} have the name {twice}."
