"""When: estimates that add up, windows that are kept, and one after the other where it is asked."""
from .hours import day_after, holds
from .lines import seconds, written


def check(city, plan):
    for wave, estimates in zip(plan.waves, plan.estimates):
        moved = {move["machine"] for move in wave["moves"]}
        if set(estimates or {}) != moved:
            yield "estimates.moves", f"Wave {wave['name']} and its estimates have other machines."
    links = city.links()
    for move in plan.timed:
        yield from _estimate(move, links)
        yield from _learnt(city, move)
        if move.start < city.begins:
            yield "time.early", f"{move} starts before planning begins."
    yield from _windows(city, plan)
    yield from _order(city, plan)
    yield from _sorted(plan)


def _estimate(move, links):
    told, moved = move.estimate, move.told
    rate, disks = told["rate"], sum(disk["capacity"] for disk in moved["disks"])
    least = disks + moved["memory"]
    if move.end - move.start not in (told["seconds"], told["seconds_high"]) or \
            move.end <= move.start:
        yield "estimate.seconds", f"{move} runs {move.end - move.start} s, and is estimated at " \
                                  f"{told['seconds']} s."
    if not told["seconds_low"] <= told["seconds"] <= told["seconds_high"]:
        yield "estimate.range", f"{move}: low, usual and high are not in order."
    if told["bytes"] < least:
        yield "estimate.bytes", f"{move} copies {told['bytes']} bytes and has {least}."
    if rate < 1 or (moved["rate"] and rate > moved["rate"]) or \
            rate > links.get(moved["link"], 0):
        yield "estimate.rate", f"{move} is estimated at {rate} bit/s, more than it may use."
    elif (told.get("computed", told["seconds"]) + 3) * rate < 8 * told["bytes"]:
        yield "estimate.short", f"{move}: {told['bytes']} bytes do not pass at {rate} bit/s in " \
                                f"{told['seconds']} s."


# --- what earlier moves took ---

def _taught(city, link):
    """The sum that counts for a link: its own, else that of all; None: there are too few."""
    learn, lessons = city.planning("learn"), city.order.get("lessons", {})
    for of, found in (("link", lessons.get("links", {}).get(link)), ("fleet", lessons.get("fleet"))):
        if learn and found and found["moves"] >= learn["moves_least"]:
            return {**found, "of": of}
    return None


def _learnt(city, move):
    """Kept waves have the estimates that they were approved with."""
    told, taught = move.estimate, _taught(city, move.told["link"])
    if "learnt" not in told:
        return
    if told["learnt"] != taught:
        yield "estimate.learnt", f"{move} claims to have learnt {told['learnt']}, not {taught}."
        return
    middle, beside = told["computed"] * taught["permille"] // 1000, 2 / taught["moves"]
    low, high = (told["computed"] * (taught["permille"] + (taught[end] - taught["permille"]) *
                                     (1.25 + beside)) / 1000 for end in ("low", "high"))
    if abs(told["seconds"] - middle) > 1 or told["seconds_low"] > max(1, low + 1) or \
            told["seconds_high"] < high - 1 - told["computed"] / 1000:
        yield "estimate.learnt", f"{move}: computed were {told['computed']} s, told are " \
                                 f"{told['seconds']}, learnt is {taught}."


# --- windows ---

def _spans(plan):
    """Of each wave and group: its departments, the first start and the last end."""
    spans = {}
    for move in plan.timed:
        key = move.wave["name"], move.told["group"]
        owners, start, end = spans.get(key, (set(), move.start, move.end))
        spans[key] = (owners | {move.told["department"]}, min(start, move.start),
                      max(end, move.end))
    return spans


def _windows(city, plan):
    spans = _spans(plan)
    waves = {wave["name"]: wave for wave in plan.waves}
    for (wave, group), (owners, start, end) in spans.items():
        for owner in sorted(owners):
            if not holds(city.calendar(owner), start, end):
                yield "window.left", f"Group {group} runs from {written(start)} to " \
                                     f"{written(end)}, which no one window of {owner} holds."
        window = waves[wave].get("window")
        if window and not (seconds(window["from"]) <= start and end <= seconds(window["to"])):
            yield "window.wave", f"Group {group} leaves the window of its wave {wave}."
    for wave in plan.waves:
        yield from _wave_window(city, wave)


def _wave_window(city, wave):
    """When its moves may start is within a window of each owner."""
    window = wave.get("window")
    for owner in wave.get("owners", []):
        calendar = city.calendar(owner)
        if window and not holds(calendar, seconds(window["from"]), seconds(window["to"])):
            yield "window.closed", f"Wave {wave['name']} may start when {owner} has no window."
        elif not window and len(calendar) > 1:
            yield "window.missing", f"Wave {wave['name']} has no window, and {owner} has some."


# --- order ---

def _order(city, plan):
    spans = {}
    for move in plan.timed:
        for id in city.system_of.get(move.uuid, []):
            start, end = spans.get(id, (move.start, move.end))
            spans[id] = min(start, move.start), max(end, move.end)
    noted = {row["name"] for row in plan.rows("groups") if row.get("note")}
    group_of = {id: move.told["group"] for move in plan.timed
                for id in city.system_of.get(move.uuid, [])}
    stays = {row["id"] for row in plan.rows("systems") if row["disposition"] in STAYING}
    for id, (start, end) in spans.items():
        facts = city.facts("system", id)
        for name in facts.get("after", []):
            before = city.named(facts["department"], name)
            if group_of.get(id) == group_of.get(before, ""):
                if group_of[id] not in noted:
                    yield from _within(id, start, before, spans)
            else:
                yield from _after(city, id, start, before, name, spans, stays)
        if "deadline" in facts and end > city.hours.midnight(day_after(facts["deadline"])):
            yield "order.deadline", f"System {id} is done at {written(end)}, after " \
                                    f"{facts['deadline']}."
        held = city.overrides("hold").get(id)
        if held:
            yield "override.hold", f"System {id} moves, and is held: {held['reason']}"


# What is not waited for: its machines do not move, and are not to. Of what is held they may.
STAYING = {"retire", "retain", "interface", "host", "consolidate", "replatform", "excluded",
           "site_consolidation"}


def _after(city, id, start, before, name, spans, stays):
    if before in spans and before != id:
        if spans[before][1] > start:
            yield "order.after", f"System {id} starts before {before} is done."
    elif before == id or (before in city.of("system") and not city.arrived[before] and
                          before not in stays):
        yield "order.waits", f"System {id} moves, and comes after {name}, which does not."


def _within(id, start, before, spans):
    """In one group, too, the one is done before the other starts, or the plan says otherwise."""
    if spans[before][1] > start:
        yield "order.within", f"System {id} starts before {before}, of its own group, is done."


def _sorted(plan):
    """Waves come in order of their first start."""
    firsts = {}
    for move in plan.timed:
        name = move.wave["name"]
        firsts[name] = min(firsts.get(name, move.start), move.start)
    starts = [firsts[wave["name"]] for wave in plan.waves if wave["name"] in firsts]
    if starts != sorted(starts):
        yield "wave.order", "The waves are not in order of their start."
