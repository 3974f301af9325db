"""Plants in what is used at once."""
from proof.use import standing

from .draft import NotHere, first, plant


def _level(draft, move):
    """The least of its link that moves may use while it runs."""
    full = draft.city.links()[move["link"]]
    percents = draft.city.hours.percents(draft.start(move), draft.end(move))
    return min(full * percent // 100 for _, percent in percents)


@plant("link.budget")
def a_bit_too_much(draft):
    move = draft.move()
    move["rate"] = _level(draft, move) + 1


@plant("link.budget")
def a_second_too_long(draft):
    """Two that take turns overlap for one second, in which they use a bit too much."""
    for _, _, one in draft.moves():
        for _, _, other in draft.moves():
            if one is not other and one["link"] == other["link"] and \
                    draft.start(one) < draft.start(other):
                draft.shift(other, draft.end(one) - 1)
                other["rate"] = _level(draft, one) - one["rate"] + 1
                draft.estimate(other, rate=1)
                draft.sort()
                return
    raise NotHere


@plant("link.budget")
def no_cap_and_not_alone(draft):
    for _, _, one in draft.moves():
        for _, _, other in draft.moves():
            if one is not other and one["link"] == other["link"]:
                draft.shift(other, draft.start(one))
                one["rate"] = 0
                draft.sort()
                return
    raise NotHere


def _crowd(draft, limit, whose):
    """One more than may run at once, all at the same time."""
    most = draft.city.planning("limits")[limit]
    found = {}
    for _, _, move in draft.moves():
        mine = found.setdefault(whose(move), [])
        mine.append(move)
        if len(mine) > most:
            for one in mine:
                draft.shift(one, draft.start(mine[0]))
            draft.sort()
            return
    raise NotHere


@plant("host.moves")
def one_move_too_many_onto_a_host(draft):
    _crowd(draft, "host_moves", lambda move: move["target"]["host"])


@plant("host.moves")
def one_move_too_many_from_a_host(draft):
    _crowd(draft, "host_moves", lambda move: move["source"]["host"])


@plant("pool.moves")
def one_move_too_many_into_a_pool(draft):
    _crowd(draft, "pool_moves", lambda move: (move["target"]["host"], move["target"]["pool"]))


@plant("team.moves")
def one_move_too_many_of_a_team(draft):
    _crowd(draft, "team_moves", lambda move: draft.city.facts(
        "department", move["department"])["team"])


@plant("wave.concurrency")
def a_wave_lets_too_few(draft):
    wave = first(wave for wave, _ in draft.waves if len(wave["moves"]) > 1)
    for move in wave["moves"]:
        draft.shift(move, draft.start(wave["moves"][0]))
    wave["concurrency"] = len(wave["moves"]) - 1
    draft.sort()


@plant("wave.links")
def a_wave_lets_a_bit_too_little(draft):
    wave, _, move = first(draft.moves())
    wave["links"][move["link"]] = move["rate"] - 1
    wave.pop("hours", None)


@plant("wave.links")
def a_wave_without_a_budget(draft):
    draft.waves[0][0]["links"] = {}


@plant("wave.limits")
def a_wave_lets_a_host_do_more(draft):
    limits = dict(draft.waves[0][0]["limits"])
    limits["host_moves"] += 1
    draft.waves[0][0]["limits"] = limits


@plant("wave.limits")
def a_wave_forgets_the_hours(draft):
    wave = first(wave for wave, _ in draft.waves if "hours" in wave)
    del wave["hours"]


@plant("wave.limits")
def a_move_of_another_team(draft):
    _, _, move = first(draft.moves())
    move["team"] = "nobody"


@plant("wave.limits")
def a_link_that_gives_more_by_the_hour(draft):
    wave = first(wave for wave, _ in draft.waves if "hours" in wave)
    link = min(wave["hours"]["links"])
    wave["hours"] = dict(wave["hours"], links=dict(wave["hours"]["links"], **{
        link: wave["hours"]["links"][link] + 1}))


@plant("quota.over")
def before_the_grant(draft):
    """All of a department that waits for a grant moves before it."""
    late = [quota["facts"] for quota in draft.city.of("quota").values() if "from" in quota["facts"]]
    for grant in late:
        mine = [move for _, _, move in draft.moves() if move["department"] == grant["department"]]
        last = max(mine, key=draft.start, default=None)
        if last and any(draft.start(move) < draft.start(last) - 86400 for move in mine):
            for move in mine:
                draft.shift(move, draft.city.begins)
            draft.sort()
            return
    raise NotHere


@plant("quota.over")
def one_vcpu_more_than_granted(draft):
    quota = first(quota["facts"] for quota in draft.city.of("quota").values() if any(
        move["department"] == quota["facts"]["department"] for _, _, move in draft.moves()))
    clouds = {name: host["facts"].get("department")
              for name, host in draft.city.of("host").items()}
    taken = sum(draft.city.facts("machine", move["machine"])["vcpus"]
                for _, _, move in draft.moves() if move["department"] == quota["department"] and
                clouds[move["target"]["host"]] == quota["target"])
    if not taken:
        raise NotHere
    for other in draft.city.of("quota").values():
        if (other["facts"]["department"], other["facts"]["target"]) == \
                (quota["department"], quota["target"]):
            draft.patch(other["facts"], "vcpus", taken - 1 if other["facts"] is quota else 0)


@plant("quota.over")
def what_stands_there_is_forgotten(draft):
    """What was granted is enough for those that move, and not for what is there beside them."""
    clouds = {name: host["facts"].get("department")
              for name, host in draft.city.of("host").items()}
    for (department, cloud), asks in sorted(standing(draft.city).items()):
        memory = sum(move["memory"] for _, _, move in draft.moves()
                     if move["department"] == department and clouds[move["target"]["host"]] == cloud)
        mine = [one["facts"] for one in draft.city.of("quota").values()
                if (one["facts"]["department"], one["facts"]["target"]) == (department, cloud)]
        if memory and mine and asks[1]:
            for grant in mine:
                draft.patch(grant, "memory", memory if grant is mine[0] else 0)
                draft.patch(grant, "from", "1999-01-01")
            return
    raise NotHere
