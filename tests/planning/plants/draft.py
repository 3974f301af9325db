"""A plan that can be changed, and the table of plants."""
import copy

from proof.lines import canonical, digest, parse, seconds, split, written

PLANTS = {}  # name: (what it has to be found as, the function that plants it)


class NotHere(Exception):
    """The plan has nothing in which this can be planted."""


def plant(finds):
    """Marks a function that breaks a draft, and says as what that is found."""
    def mark(function):
        PLANTS[function.__name__] = (finds, function)
        return function
    return mark


def first(things):
    """The first of them; without one the plant does not grow here."""
    for thing in things:
        return thing
    raise NotHere


class Draft:
    """Waves with their estimates, parts and the rest of the manifest. `city` may be patched: what is
    patched is healed afterwards. `edit` changes what was sealed, `text` its lines."""

    def __init__(self, city, text):
        self.city, self.waves, self.parts, self.manifest = city, [], {}, None
        self.healing, self.edit, self.text = [], None, list
        for number, line in enumerate(text.splitlines(), 1):
            kind, rest = split(line, number)
            tree = parse(rest)
            if kind == "wave":
                self.waves.append([tree, None])
            elif kind == "estimates":
                self.waves[-1][1] = tree
            elif kind == "plan":
                self.manifest = tree
            else:
                self.parts[kind] = tree

    # --- looking up ---

    def moves(self):
        """(wave, estimates, move) of all."""
        for wave, estimates in self.waves:
            for move in wave["moves"]:
                yield wave, estimates, move

    def move(self, fits=lambda move: True):
        return first(move for _, _, move in self.moves() if fits(move))

    def start(self, move):
        return seconds(self.estimated(move)["start"])

    def end(self, move):
        return seconds(self.estimated(move)["end"])

    def estimated(self, move):
        return first(estimates[move["machine"]] for _, estimates, _ in self.moves()
                     if move["machine"] in estimates)

    def group(self, name):
        return [move for _, _, move in self.moves() if move["group"] == name]

    def row(self, part, fits):
        return first(row for row in self.parts[part] if fits(row))

    def systems_of(self, move):
        return self.city.system_of[move["machine"]]

    # --- changing ---

    def estimate(self, move, **told):
        self.estimated(move).update(told)

    def shift(self, move, start):
        length = self.end(move) - self.start(move)
        self.estimate(move, start=written(start), end=written(start + length))

    def shift_group(self, name, start):
        """All its moves, so that the first starts then."""
        mine = self.group(name)
        by = start - min(map(self.start, mine))
        for move in mine:
            self.shift(move, self.start(move) + by)

    def remove(self, move):
        for wave, estimates in list(self.waves):
            if move in wave["moves"]:
                wave["moves"].remove(move)
                del estimates[move["machine"]]
                if not wave["moves"]:
                    self.waves.remove([wave, estimates])

    def add_wave(self, name, moves):
        """A new wave behind the others, with these moves and the estimates that they have."""
        wave = copy.deepcopy(next(wave for wave, _, move in self.moves() if move in moves))
        wave.update(name=name, moves=moves, owners=sorted({move["department"] for move in moves}))
        self.waves.append([wave, {move["machine"]: copy.deepcopy(self.estimated(move))
                                  for move in moves}])

    def patch(self, place, name, value):
        """Changes a thing of the city for the time being."""
        before = copy.deepcopy(place)
        place[name] = value
        self.healing.append((place, before))

    def heal(self):
        for place, before in reversed(self.healing):
            place.clear()
            place.update(before)
        for cached in ("links", "overrides", "owned", "_users", "addresses", "_hosts"):
            getattr(type(self.city), cached).cache_clear()

    # --- writing ---

    def seal(self):
        """The figures of the schedule and the manifest, as they follow from the rest."""
        ends = [seconds(one["end"]) for _, estimates in self.waves for one in estimates.values()]
        schedule = self.parts["schedule"]
        begins, bound = seconds(schedule["from"]), seconds(schedule["bound"])
        finish = max(ends, default=begins)
        schedule.update(finish=written(finish), placed=len(
            {move["group"] for _, _, move in self.moves()}), gap_permille=-(
                -(finish - bound) * 1000 // max(1, finish - begins)))
        self.manifest["waves"] = [
            {"name": wave["name"], "digest": digest(wave), "owners": wave["owners"],
             "moves": len(wave["moves"]), "estimates": digest(estimates),
             **({"window": wave["window"]} if "window" in wave else {})}
            for wave, estimates in self.waves]
        self.manifest["parts"] = {name: digest(part) for name, part in self.parts.items()}

    def sort(self):
        """The waves in order of their first start."""
        self.waves.sort(key=lambda pair: min(seconds(one["start"]) for one in pair[1].values()))

    def lines(self):
        return self.text(self._lines())

    def _lines(self):
        for wave, estimates in self.waves:
            yield f"wave {canonical(wave)}\n"
            yield f"estimates {canonical(estimates)}\n"
        for name, part in self.parts.items():
            yield f"{name} {canonical(part)}\n"
        yield f"plan {canonical(self.manifest)}\n"
