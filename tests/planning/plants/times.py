"""Plants in when things happen."""
from proof.lines import seconds, written

from .draft import NotHere, first, plant

DAY = 86400


def _slot(draft, move):
    start = draft.start(move)
    return first(slot for slot in draft.city.calendar(move["department"])
                 if slot[0] <= start < slot[1])


def _alone(draft):
    """A move that is a group, and whose window is no wider than a day."""
    return draft.move(lambda move: len(draft.group(move["group"])) == 1 and
                      _slot(draft, move)[1] - _slot(draft, move)[0] <= DAY)


@plant("window.left")
def a_window_is_left_by_a_second(draft):
    move = _alone(draft)
    draft.shift(move, _slot(draft, move)[1] - (draft.end(move) - draft.start(move)) + 1)
    draft.sort()


@plant("window.left")
def a_window_is_entered_a_second_early(draft):
    move = draft.move(lambda move: len(draft.group(move["group"])) == 1 and
                      _slot(draft, move)[0] > draft.city.begins)
    draft.shift(move, _slot(draft, move)[0] - 1)
    draft.sort()


@plant("window.left")
def a_move_in_a_freeze(draft):
    """Noon of a frozen day, whatever the windows are."""
    freeze = first(draft.city.planning("freeze"))
    midnight = seconds(f"{freeze['from']}T00:00:00Z") - \
        60 * draft.city.planning("timezone_minutes")
    draft.shift_group(draft.move()["group"], midnight + DAY // 2)
    draft.sort()


@plant("window.left")
def a_move_after_the_horizon(draft):
    end = draft.city.begins + DAY * draft.city.planning("horizon_days")
    draft.shift_group(draft.move()["group"], end - 1)
    draft.sort()


@plant("window.left")
def a_group_in_two_windows(draft):
    """Each of its moves is in one, but not all in the same."""
    move = draft.move(lambda move: len(draft.group(move["group"])) > 1 and
                      len(draft.city.calendar(move["department"])) > 3)
    mine, slot = draft.group(move["group"]), _slot(draft, move)
    other = first(one for one in draft.city.calendar(move["department"])
                  if one[0] > slot[1] and
                  one[1] - one[0] >= draft.end(mine[-1]) - draft.start(mine[-1]))
    draft.shift(mine[-1], other[0])
    draft.sort()


@plant("window.wave")
def a_group_leaves_the_window_of_its_wave(draft):
    wave, _, move = first(draft.moves())
    wave["window"]["from"] = written(draft.start(move) + 1)


@plant("window.closed")
def a_wave_may_start_when_it_may_not(draft):
    wave = draft.waves[0][0]
    wave["window"]["to"] = written(seconds(wave["window"]["to"]) + 1)


@plant("window.missing")
def a_wave_without_a_window(draft):
    del first(wave for wave, _ in draft.waves
              if len(draft.city.calendar(wave["owners"][0])) > 1)["window"]


@plant("time.early")
def before_planning_begins(draft):
    draft.shift_group(draft.move()["group"], draft.city.begins - 1)
    draft.sort()


@plant("wave.order")
def waves_out_of_order(draft):
    starts = [min(one["start"] for one in estimates.values()) for _, estimates in draft.waves]
    if len(set(starts)) < 2:
        raise NotHere
    draft.waves.reverse()


# --- order ---

def _pair(draft):
    """(before, after) of two groups that are in order."""
    done = {id: move["group"] for _, _, move in draft.moves() for id in draft.systems_of(move)}
    for id, group in done.items():
        facts = draft.city.facts("system", id)
        for name in facts.get("after", []):
            before = f"{facts['department']}/{name}"
            if done.get(before) not in (None, group):
                return done[before], group
    raise NotHere


@plant("order.after")
def a_system_does_not_wait(draft):
    before, after = _pair(draft)
    draft.shift_group(after, max(draft.end(move) for move in draft.group(before)) - 1)
    draft.sort()


@plant("order.waits")
def what_is_waited_for_does_not_move(draft):
    before, _ = _pair(draft)
    for move in list(draft.group(before)):
        draft.remove(move)
        draft.parts["left_out"].append(
            {"name": move["name"], "id": move["machine"], "why": "No room."})


@plant("order.deadline")
def a_deadline_is_missed(draft):
    move = draft.move()
    facts = draft.city.facts("system", draft.systems_of(move)[0])
    draft.patch(facts, "deadline", "2026-02")


@plant("override.hold")
def what_is_held_moves(draft):
    held = {"kind": "hold", "subject": draft.systems_of(draft.move())[0], "reason": "A fair.",
            "actor": "uid:7", "made": "2026-01-01T00:00:00Z"}
    draft.patch(draft.city.order, "overrides", [*draft.city.order["overrides"], held])


# --- estimates ---

@plant("estimate.bytes")
def fewer_bytes_than_there_are(draft):
    move = draft.move()
    draft.estimate(move, bytes=sum(disk["capacity"] for disk in move["disks"]) - 1)


@plant("estimate.short")
def faster_than_its_rate(draft):
    move, told = draft.move(), draft.estimated(draft.move())
    length = told["bytes"] * 8 // told["rate"] - 4
    draft.estimate(move, seconds=length, seconds_low=length,
                   end=written(draft.start(move) + length))


@plant("estimate.seconds")
def ends_a_second_early(draft):
    move = draft.move()
    draft.estimate(move, end=written(draft.end(move) - 1))


@plant("estimate.range")
def low_is_high(draft):
    move = draft.move()
    draft.estimate(move, seconds_low=draft.end(move) - draft.start(move) + 1)


@plant("estimate.learnt")
def learnt_of_nothing(draft):
    move = draft.move()
    draft.estimate(move, computed=draft.estimated(move)["seconds"],
                   learnt={"moves": 9, "permille": 1000, "low": 1000, "high": 1000,
                           "clamped": 0, "of": "fleet"})


@plant("estimate.learnt")
def learnt_and_not_followed(draft):
    move, order = draft.move(), draft.city.order
    taught = {"moves": 9, "permille": 2000, "low": 2000, "high": 2000, "clamped": 0}
    draft.patch(order, "lessons", {"links": {}, "fleet": taught, "spoilt": 0})
    draft.patch(order["profile"]["planning"], "learn", {"moves_least": 1})
    draft.estimate(move, computed=draft.estimated(move)["seconds"],
                   learnt={**taught, "of": "fleet"})


@plant("estimate.rate")
def estimated_faster_than_it_may(draft):
    move = draft.move()
    draft.estimate(move, rate=move["rate"] + 1)
