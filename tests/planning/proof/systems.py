"""Each system has one disposition, by the first rule that holds, and what that means is done."""
from .coverage import MOVING
from .lines import seconds
from .rules import judge
from .table import CLOUDS, RULES, Subject

DISPOSITIONS = {"rehost", "replatform", "host", "interface", "consolidate", "site_consolidation",
                "retire", "retain", "held", "excluded"}


def check(city, plan):
    rows = plan.rows("systems")
    ids = [row["id"] for row in rows]
    if ids != sorted(set(ids), key=str.encode):
        yield "systems.order", "The systems are not in order of id, or one is told twice."
    for id in sorted(set(city.of("system")) - set(ids)):
        yield "system.lost", f"System {id} has no disposition."
    spans = _spans(city, plan)
    for row in rows:
        if row["id"] not in city.of("system"):
            yield "system.unknown", f"There is no system {row['id']}."
            continue
        yield from _row(city, row)
        yield from _moved(city, row, spans.get(row["id"]))


def _spans(city, plan):
    """Of each system: the waves of its moves, the last end, the clouds that they land on."""
    spans = {}
    for move in plan.timed:
        host = city.facts("host", move.told["target"]["host"]) or {}
        for id in city.system_of.get(move.uuid, []):
            waves, end, clouds = spans.get(id, (set(), 0, set()))
            spans[id] = (waves | {move.wave["name"]}, max(end, move.end),
                         clouds | {host.get("department")})
    return spans


def _row(city, row):
    id, facts = row["id"], city.facts("system", row["id"])
    if (row["name"], row["department"]) != (facts["name"], facts["department"]):
        yield "system.name", f"System {id} has another name or department."
    if row["disposition"] not in DISPOSITIONS:
        yield "system.disposition", f"Nobody knows the disposition {row['disposition']} of {id}."
    for sentence in ("why", "change"):
        if not row.get(sentence):
            yield "system.why", f'The row of {id} has no "{sentence}".'
    decided = city.overrides("disposition").get(id)
    if row["rule"] == "override" and decided and row["disposition"] != decided["value"]:
        yield "override.value", f"{id} is to be {decided['value']}, and is {row['disposition']}."
    yield from judge(RULES, Subject(city, id), row, row["disposition"])


def _moved(city, row, span):
    id, moves = row["id"], row["disposition"] == MOVING
    if span and not moves:
        yield "system.moves", f"{id} is {row['disposition']}, and its machines move."
    if moves and not span and city.machines_of[id] and row.get("wave") is not None:
        yield "system.wave", f"{id} is said to be of wave {row['wave']}, and does not move."
    if not span:
        return
    waves, end, clouds = span
    if row.get("wave") is not None and {row["wave"]} != waves:
        yield "system.wave", f"{id} is said to be of wave {row['wave']}."
    if "done" in row and seconds(row["done"]) < end:
        yield "system.done", f"{id} is said to be done before its last move ends."
    if row.get("target") in CLOUDS.values() and clouds - {row["target"]} and \
            clouds <= set(CLOUDS.values()):
        yield "isolation.target", f"{id} is for {row['target']}, and lands on " \
                                  f"{', '.join(sorted(clouds))}."
