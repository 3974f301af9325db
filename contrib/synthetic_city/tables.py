"""What a city's people tell: a table from each department that says anything, and the city's own."""
from . import dirt
from .draw import Draw
from .hand import Hand
from .template import FORMS, MORE_FORMS
from .words import TABLES

DIRTY = ("system", "room", "dedicated_network", "leased_line", "internet_exit")


class Table:
    """A file to be written: its name without what says the form, its lines, and what is in it."""

    def __init__(self, kind, owner, form, lines):
        self.kind, self.form, self.lines = kind, form, lines
        self.title = TABLES[kind][0]
        self.name = f"{owner}{self.title}"


def _rows(kind, things):
    return [{fact: thing.get(fact) for fact in TABLES[kind][1]} for thing in things]


def _forms(city, draw):
    """{department: its form}; of each special form there is one, with something in it."""
    able = [place for place, count in zip(city.departments, city.systems_of)
            if count and not place["silent"]]
    special = dict(zip((place["name"] for place in draw.sample(able, len(FORMS))), FORMS))
    others = iter(draw.deal(MORE_FORMS, len(city.telling)))
    return {place["name"]: special.get(place["name"]) or next(others) for place in city.telling}


def _break_line(forms, rows):
    """One table of commas has a cell of two lines."""
    for row in rows:
        if forms[row["department"]] is FORMS[2]:
            row["function"] = row["function"].replace("，", "，\n")
            return


def _spoil(draw, kind, tables, report):
    rows = [row for table in tables for row in table if not row.get("classified")]
    if kind == "system":
        report.add_dirt(dirt.approvals(draw, rows))
    report.add_dirt(dirt.variants(draw, rows))
    duplicates = dirt.duplicates(draw, tables)
    report.add_dirt(duplicates)
    report.expect(kind, tables, duplicates)


def _write(draw, kind, owner, form, rows, report):
    lines, sums = Hand(draw, kind, form[0] == "xlsx").table(owner, rows)
    report.add_sums(sums)
    return Table(kind, owner, form, lines)


def _systems(city, report):
    draw = Draw(city.seed, city.code, "tables", "system")
    forms = _forms(city, draw)
    rows = [row for row in _rows("system", city.systems) if row["department"] in forms]
    _break_line(forms, rows)
    tables = {name: [row for row in rows if row["department"] == name] for name in forms}
    _spoil(draw, "system", list(tables.values()), report)
    for name, table in tables.items():
        yield _write(draw, "system", name, forms[name], table, report)


def _city_wide(city, kind, things, report):
    draw = Draw(city.seed, city.code, "tables", kind)
    rows = _rows(kind, things)
    if kind in DIRTY:
        _spoil(draw, kind, [rows], report)
    else:
        report.expect(kind, [rows], {})
    form = draw.deal(MORE_FORMS, len(MORE_FORMS))[0]
    return _write(draw, kind, city.name, form, rows, report)


def told(city, report):
    """The tables of a city."""
    silent = {place["name"] for place in city.departments if place["silent"]}
    yield from _systems(city, report)
    for kind, things in (
            ("room", city.rooms), ("dedicated_network", city.networks),
            ("leased_line", [link for link in city.links if link["department"] not in silent]),
            ("internet_exit", [gate for gate in city.exits if gate["declared"]]),
            ("retention", city.retentions), ("baseline", city.baseline)):
        yield _city_wide(city, kind, things, report)


def register(seed, places, report):
    """One table of everybody, of all cities."""
    rows = _rows("department", places)
    report.expect("department", [rows], {})
    return _write(Draw(seed, "register"), "department", "", ("csv", "utf-8-sig"), rows, report)
