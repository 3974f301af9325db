"""Plants in how machines are copied."""
from proof.strategy import Case, memory_rate

from .draft import NotHere, plant


def _case(draft, move):
    rate = draft.estimated(move)["rate"]
    return Case(draft.city, move["machine"],
                memory_rate(move["rate"], rate))


def _of(draft, kind):
    return draft.move(lambda move: move["strategy"] == kind)


def _as(draft, move, kind):
    move["strategy"] = kind
    draft.estimate(move, strategy=kind)


def _writing(draft, move, dirty):
    """It was seen to write so much."""
    said = draft.city.said
    key = "machine.converges", move["machine"]
    draft.patch(said, key, {"basis": {"dirty": dirty, "seconds": 1}})


@plant("strategy.told")
def estimated_as_another(draft):
    draft.estimate(draft.move(), strategy="nobody")


@plant("strategy.kind")
def live_that_writes_too_fast(draft):
    move = _of(draft, "live")
    _writing(draft, move, 2**40)


@plant("strategy.kind")
def offline_that_could_be_live(draft):
    _as(draft, _of(draft, "live"), "offline")


@plant("strategy.kind")
def warm_that_could_be_live(draft):
    _as(draft, _of(draft, "live"), "warm")


@plant("strategy.kind")
def live_that_is_warm(draft):
    _as(draft, _of(draft, "warm"), "live")


@plant("strategy.kind")
def live_that_is_offline(draft):
    _as(draft, _of(draft, "offline"), "live")


@plant("strategy.kind")
def live_that_is_to_stand_still(draft):
    """Its system asks for it, and bears it."""
    move = _of(draft, "live")
    for id in draft.systems_of(move):
        facts = draft.city.facts("system", id)
        draft.patch(facts, "offline", True)
        draft.patch(facts, "pause_ms", 604800000)


@plant("strategy.bears")
def more_than_it_bears(draft):
    move = draft.move()
    for id in draft.systems_of(move):
        draft.patch(draft.city.facts("system", id), "pause_ms", 501)


@plant("strategy.kind")
def unmeasured_where_that_stays(draft):
    move = draft.move(lambda move: move["strategy"] == "live" and _case(draft, move).dirty is None)
    if not move:
        raise NotHere
    draft.patch(draft.city.order["profile"]["planning"], "unmeasured", "stay")


@plant("strategy.pause")
def a_longer_pause(draft):
    _of(draft, "live")["pause_limit"] += 1


@plant("strategy.pause")
def a_warm_pause_that_is_too_short(draft):
    move = _of(draft, "warm")
    move["pause_limit"] = _case(draft, move).last - 1


@plant("strategy.pause")
def a_warm_pause_that_is_too_long(draft):
    move = _of(draft, "warm")
    move["pause_limit"] = _case(draft, move).room + 1


@plant("strategy.range")
def a_shorter_pause_than_the_shortest(draft):
    move = draft.move()
    draft.estimate(move, blackout_low=draft.estimated(move)["blackout"] + 1)


@plant("strategy.bears")
def another_pause_than_it_bears(draft):
    move = draft.move()
    draft.estimate(move, bears=draft.estimated(move)["bears"] + 1)


@plant("strategy.still")
def offline_in_no_time(draft):
    draft.estimate(_of(draft, "offline"), blackout=600, blackout_low=1)


@plant("strategy.again")
def what_is_written_is_forgotten(draft):
    """So much of the rate is written that its memory alone takes ten times as long."""
    move = draft.move(lambda move: move["strategy"] != "offline" and _case(draft, move).rate > 80)
    case = _case(draft, move)
    draft.patch(draft.city.order["profile"]["planning"], "converge_permille", 1000)
    draft.patch(draft.city.order["profile"]["planning"], "warm_permille", 1000)
    for id in draft.systems_of(move):
        draft.patch(draft.city.facts("system", id), "pause_ms", 604800000)
    _writing(draft, move, case.rate // 8 - max(1, case.memory // 10**6))


@plant("strategy.learnt")
def a_pause_learnt_of_nothing(draft):
    move = draft.move()
    draft.estimate(move, blackout_computed=draft.estimated(move)["blackout"],
                   learnt_pause={"moves": 9, "permille": 1000, "low": 1000, "high": 1000,
                                 "clamped": 0})


@plant("strategy.learnt")
def a_pause_learnt_and_not_followed(draft):
    move, order = draft.move(), draft.city.order
    taught = {"moves": 9, "permille": 2000, "low": 2000, "high": 2000, "clamped": 0}
    draft.patch(order, "lessons", {"pauses": {move["strategy"]: taught}})
    draft.patch(order["profile"]["planning"], "learn", {"moves_least": 1})
    draft.estimate(move, blackout_computed=draft.estimated(move)["blackout"],
                   learnt_pause=taught)
