"""What people decided: overrides, in order of subject."""
from .things import moving


def _said(kind, system, **more):
    return {"kind": kind, "subject": system["id"], "reason": "会议纪要〔2026〕7号",
            "actor": "uid:1002 wang", "made": "2026-02-20T02:00:00Z", **more}


def _of(city):
    """Some superiors have given their instruction; a few systems are held or decided upon."""
    draw = city.draw("people")
    for system in city.systems:
        if system["kind"] == "host" and draw.percent(60):
            yield _said("instruct", system)
    waited = {before["id"] for system in city.systems for before in system["after"]}
    free = [system for system in city.systems if moving(system) and not system["after"] and
            system["id"] not in waited]
    draw.shuffle(free)
    for system in free[:max(1, len(free) // 60)]:
        yield _said("hold", system)
    for system in free[-max(1, len(free) // 100):] if len(free) > 1 else ():
        yield _said("disposition", system, value="replatform")
    yield from _pairs(city, draw)
    yield from _networks(city, draw)


def _networks(city, draw):
    """Superiors let some of their networks be joined or merged; one of the others is held."""
    above = [network for network in city.networks
             if network["vertical_level"] in ("national", "provincial")]
    for network in above[::2]:
        yield _said("instruct", network, **draw.choice(({}, {}, {"value": "merged"})))
    own = [network for network in city.networks if network not in above]
    for network in own[1:2]:
        yield _said("hold", network)


def _pairs(city, draw):
    """Systems of one department are joined here, and told apart there; none that wait for others."""
    for place in city.places:
        able = [system for system in place["systems"] if moving(system)][2:4]
        if len(able) == 2 and draw.percent(20) and not able[1]["after"]:
            kind = draw.choice(("cut", "join"))
            yield _said(kind, able[0], other=able[1]["id"])
    for before, system in city.changed.get("joined", ()):
        yield _said("join", before, other=system["id"])


def overrides(fiction):
    rows = [row for city in fiction.cities for row in _of(city)]
    return sorted(rows, key=lambda row: (row["subject"].encode(), row["kind"]))
