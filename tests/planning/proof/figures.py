"""The figures of the schedule: what they say follows from the moves."""
from .lines import seconds, written

BINDS = {"nothing", "link", "window", "host", "pool", "team", "quota", "group"}


def check(city, plan):
    told = plan.parts.get("schedule")
    if not told:
        return
    finish = max((move.end for move in plan.timed), default=city.begins)
    begins, ends, bound = (seconds(told[name]) for name in ("from", "finish", "bound"))
    if begins != city.begins:
        yield "schedule.from", f"The schedule begins at {told['from']}, not when it was ordered."
    if ends != finish:
        yield "schedule.finish", f"The last move ends at {written(finish)}, not {told['finish']}."
    if bound > ends:
        yield "schedule.bound", f"The bound {told['bound']} is after the finish {told['finish']}."
    if bound < begins:
        yield "schedule.bound", f"The bound {told['bound']} is before planning begins."
    gap = -(-(ends - bound) * 1000 // max(1, ends - begins))
    if told["gap_permille"] != gap:
        yield "schedule.gap", f"The gap is {gap} thousandths, not {told['gap_permille']}."
    groups = len({move.told["group"] for move in plan.moves})
    bare = sum(not row["machines"] and "why" not in row for row in plan.rows("groups"))
    if told["placed"] not in (groups, groups + bare):
        yield "schedule.placed", f"{groups} groups move, not {told['placed']}."
    if told["binds"]["kind"] not in BINDS:
        yield "schedule.binds", f"Nobody knows what {told['binds']['kind']} binds."
    if not plan.timed and ends != begins:
        yield "schedule.finish", "Nothing moves, and it takes time."
