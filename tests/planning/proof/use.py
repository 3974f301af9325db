"""Use: at every second no link, hypervisor, pool, team or wave has more to do than it may, and at no time is
more taken of a quota than was granted until then."""
from .hours import day_after, first_day
from .lines import written


def check(city, plan):
    yield from _links(city, plan)
    yield from _counts(city, plan)
    yield from _waves(city, plan)
    yield from _quotas(city, plan)


def _stretches(moves):
    """(from, to, moves that run) between any two starts or ends."""
    events = sorted({time for move in moves for time in (move.start, move.end)})
    starting, ending, running = {}, {}, {}
    for move in moves:
        starting.setdefault(move.start, []).append(move)
        ending.setdefault(move.end, []).append(move)
    for time, following in zip(events, events[1:]):
        for move in ending.get(time, []):
            running.pop(id(move), None)
        for move in starting.get(time, []):
            running[id(move)] = move
        if running:
            yield time, following, list(running.values())


def _by(moves, key):
    found = {}
    for move in moves:
        found.setdefault(key(move), []).append(move)
    return found


# --- links ---

def _links(city, plan):
    full = city.links()
    for link, moves in sorted(_by(plan.timed, lambda move: move.told["link"]).items()):
        for start, end, running in _stretches(moves):
            fault = _over(city, link, full.get(link, 0), start, end, running)
            if fault:
                yield "link.budget", fault
                break


def _over(city, link, full, start, end, running):
    """A sentence, when the moves that run use more than there is; a move without a cap uses all."""
    uncapped = [move for move in running if move.told["rate"] == 0]
    used = sum(move.told["rate"] or move.estimate["rate"] for move in running)
    if uncapped and len(running) > 1:
        return f"At {written(start)} {uncapped[0]} uses all of {link}, and is not alone."
    for time, percent in city.hours.percents(start, end):
        there = full * percent // 100
        if used > there:
            return f"At {written(time)} {len(running)} moves use {used} bit/s of {link}, which " \
                   f"has {there} then."
    return None


# --- moves at once ---

def _counts(city, plan):
    limits = city.planning("limits") or {}
    teams = {name: department["facts"].get("team")
             for name, department in city.of("department").items()}
    sides = (
        ("host.moves", "host_moves", lambda move: [move.told["source"]["host"],
                                                   move.told["target"]["host"]]),
        ("pool.moves", "pool_moves", lambda move: [f"{move.told['target']['host']}/"
                                                   f"{move.told['target']['pool']}"]),
        ("team.moves", "team_moves", lambda move: [teams.get(move.told["department"])]))
    for name, limit, whose in sides:
        if limit in limits:
            yield from _at_once(plan, name, limits[limit], whose)


def _at_once(plan, name, limit, whose):
    moves_of = {}
    for move in plan.timed:
        for one in whose(move):
            if one is not None:
                moves_of.setdefault(one, []).append(move)
    for one, moves in sorted(moves_of.items()):
        for start, _, running in _stretches(moves) if len(moves) > limit else ():
            if len(running) > limit:
                yield name, f"At {written(start)} {len(running)} moves run of {one}, and {limit} " \
                            "may."
                break


def _waves(city, plan):
    """A run lets no more moves of a wave run at once, nor at more of a link, than the wave says."""
    for wave in plan.waves:
        moves = plan.timed_of.get(wave["name"], [])
        for _, _, running in _stretches(moves):
            if len(running) > wave["concurrency"]:
                yield "wave.concurrency", f"{len(running)} moves of wave {wave['name']} run at " \
                                          f"once, and it lets {wave['concurrency']}."
                break
        yield from _wave_links(city, wave, moves)
        yield from _wave_limits(city, wave)


def _told_limits(city, wave):
    """What a wave has to say of what its moves share with those of other plans, as (name, value)."""
    budgets, limits = city.planning("budgets") or None, city.planning("limits")
    full = city.links()
    hours = budgets and {
        "budgets": budgets, "percent": city.planning("link_percent"),
        "timezone_minutes": city.planning("timezone_minutes") or 0,
        "links": {move["link"]: full.get(move["link"]) for move in wave["moves"]}}
    return ("limits", limits), ("hours", hours)


def _wave_limits(city, wave):
    for name, expected in _told_limits(city, wave):
        if wave.get(name) != expected:
            yield "wave.limits", f"Wave {wave['name']} does not have the {name} of the profile."
    teams = {name: department["facts"].get("team")
             for name, department in city.of("department").items()}
    for move in wave["moves"]:
        team = teams.get(move["department"]) if city.planning("limits") else None
        if move.get("team") != team:
            yield "wave.limits", f"Move {move['name']} is not of team {team}."


def _let(city, wave, link, start, end):
    """What a wave lets its moves use of a link then."""
    hours = wave.get("hours")
    if hours is None or link not in hours["links"]:
        return wave["links"].get(link, 0)
    return min(hours["links"][link] * percent // 100
               for _, percent in city.hours.percents(start, end))


def _wave_links(city, wave, moves):
    for link, mine in sorted(_by(moves, lambda move: move.told["link"]).items()):
        budget = wave["links"].get(link)
        if budget is None:
            yield "wave.links", f"Wave {wave['name']} has no budget for {link}."
            continue
        for start, end, running in _stretches(mine):
            used = sum(move.told["rate"] or move.estimate["rate"] for move in running)
            let = _let(city, wave, link, start, end)
            if used > let:
                yield "wave.links", f"Wave {wave['name']} uses {used} bit/s of {link}, and lets " \
                                    f"{let}."
                break


# --- quotas ---

ASKS = ("vcpus", "memory", "storage")


def _asked(machine):
    return machine["vcpus"], machine["memory"], sum(disk["capacity"] for disk in machine["disks"])


def standing(city):
    """{(department, cloud): what its machines that are on the cloud already have of it}."""
    found = {}
    for uuid, department in city.standing.items():
        machine = city.facts("machine", uuid)
        key = department, city.host_of(machine).get("department")
        found[key] = tuple(map(sum, zip(found.get(key, (0, 0, 0)), _asked(machine))))
    return found


def _asks(city, moves):
    """Of each department: what is asked, and from when on, by each group and what stands there."""
    found = {}
    for (department, cloud), asked in standing(city).items():
        found.setdefault(department, {})[("", cloud)] = 0, asked
    for move in moves:
        machine = city.facts("machine", move.uuid)
        cloud = (city.facts("host", move.told["target"]["host"]) or {}).get("department")
        if machine:
            asked = _asked(machine)
            groups = found.setdefault(move.told["department"], {})
            start, sums = groups.get((move.told["group"], cloud), (move.start, (0, 0, 0)))
            groups[(move.told["group"], cloud)] = (
                min(start, move.start), tuple(map(sum, zip(sums, asked))))
    return found


def _quotas(city, plan):
    grants = {}
    for quota in city.of("quota").values():
        facts = quota["facts"]
        since = city.hours.midnight(first_day(facts["from"])) if "from" in facts else 0
        amounts = tuple(facts.get(what, 0) for what in ASKS)
        if "until" in facts and city.hours.midnight(day_after(facts["until"])) < city.hours.ends:
            amounts = (0, 0, 0)  # a machine stays longer than that
        grants.setdefault((facts["department"], facts.get("target")), []).append((since, amounts))
    asked = _asks(city, plan.timed)
    for (department, target), rows in sorted(grants.items(), key=str):
        mine = {key: asks for key, asks in asked.get(department, {}).items()
                if target in (None, key[1])}
        # What stands there is nobody's fault; what comes beside it is.
        groups = sorted((start, name, asks) for (name, _), (start, asks) in mine.items())
        yield from _over_quota(department, target, rows, groups)


def _over_quota(department, target, rows, groups):
    used = (0, 0, 0)
    for start, name, asks in groups:
        used = tuple(map(sum, zip(used, asks)))
        granted = tuple(sum(row[at] for since, row in rows if since <= start) for at in range(3))
        for what, mine, given in zip(ASKS, used, granted):
            if mine > given and asks[ASKS.index(what)] > 0 and name:
                yield "quota.over", f"At {written(start)} {department} takes {mine} of {what} on " \
                                    f"{target or 'the clouds'}, and {given} are granted."
                return
