"""How each machine is copied: as kindly as what it writes and what it bears allow, and told so."""

MIB = 2**20
BESIDES = 500  # milliseconds that a machine stands still besides its last pause
LONGEST = 600000  # of a last pause


def memory_rate(cap, rate):
    """bit/s: libvirt's cap is whole MiB/s, and the memory has all of it once the disks are done."""
    return min(rate, max(1, cap // (8 * MIB)) * 8 * MIB) if cap else rate


class Case:
    """One machine over a way of that rate: what it writes, and what its systems bear."""

    def __init__(self, city, uuid, rate):
        finding = city.said.get(("machine.converges", uuid), {})
        self.dirty = finding.get("basis", {}).get("dirty")
        self.look = finding.get("basis", {}).get("seconds", 1)
        self.rate, self.memory = rate, city.facts("machine", uuid)["memory"]
        self.usual = city.planning("pause_limit")
        self.bears, self.asked = _bears(city, uuid)
        self.room = self.bears - BESIDES
        self.permille = city.planning("converge_permille", 500)
        self.warm_permille = city.planning("warm_permille", 800)
        self.unmeasured = city.planning("unmeasured", "live") == "live"

    def milliseconds(self, amount):
        return -(-amount // (max(1, self.rate // 8000)))

    @property
    def still(self):
        """Of all its memory."""
        return self.milliseconds(self.memory)

    @property
    def last(self):
        """What it writes over and over passes in the last pause; None: it writes too fast."""
        if self.dirty is None or self.dirty >= self.rate // 8:
            return None
        return self.milliseconds(self.dirty * self.look)

    def slow(self, permille):
        return self.dirty is not None and self.dirty * 8 < self.rate // 1000 * permille

    def live(self):
        if self.dirty is None:
            return self.unmeasured
        return self.last is not None and self.slow(self.permille) and \
            self.last <= min(self.usual, self.room)

    def warm(self):
        return self.last is not None and self.slow(self.warm_permille) and \
            self.last <= min(self.room, LONGEST)

    def offline(self):
        return self.still <= self.room and (self.asked or self.dirty is not None)

    def kindest(self):
        """The strategy, or None when none fits."""
        if self.room < 1:
            return None
        if not self.asked and self.live():
            return "live"
        if not self.asked and self.warm():
            return "warm"
        return "offline" if self.offline() else None

    def again(self):
        """Seconds in which its memory passes while it writes; 0: nobody knows."""
        if self.dirty is None or self.kindest() == "offline":
            return 0
        return self.memory // max(1, self.rate // 8 - self.dirty)


def _bears(city, uuid):
    """Milliseconds that it may stand still, and whether it is to."""
    usual = city.planning("pause_most", city.planning("pause_limit") + BESIDES)
    systems = [system["facts"] for id, system in city.of("system").items()
               if id in city.system_of.get(uuid, [])]
    pauses = [facts.get("pause_ms") or
              (city.facts("department", facts["department"]) or {}).get("pause_ms") or usual
              for facts in systems]
    return min(pauses, default=usual), any(facts.get("offline") for facts in systems)


def check(city, plan):
    for move in plan.timed:
        told, rate = move.told, move.estimate["rate"]
        case = Case(city, move.uuid, memory_rate(told["rate"], rate))
        yield from _choice(move, case)
        yield from _pause(move, case)
        yield from _blackout(move, case)
        yield from _learnt(city, move)


def _choice(move, case):
    strategy = move.told.get("strategy", "live")
    if strategy != move.estimate.get("strategy"):
        yield "strategy.told", f"{move} is {strategy}, and estimated as " \
                               f"{move.estimate.get('strategy')}."
    if strategy != case.kindest():
        yield "strategy.kind", f"{move} is {strategy} and should be {case.kindest()}: it writes " \
                               f"{case.dirty} bytes a second, {case.rate} bit/s are copied, and " \
                               f"it bears {case.bears} ms."


def _pause(move, case):
    """What libvirt may plan for the last round is enough for it, and no more than it bears."""
    pause, strategy = move.told["pause_limit"], move.told.get("strategy", "live")
    most = min(case.usual, case.room) if strategy == "live" else min(case.room, LONGEST)
    if not 1 <= pause <= max(1, most):
        yield "strategy.pause", f"{move} may pause for {pause} ms, and {most} are allowed."
    elif strategy == "warm" and case.last is not None and pause < case.last:
        yield "strategy.pause", f"{move} may pause for {pause} ms and needs {case.last}."


def _blackout(move, case):
    told = move.estimate
    low, usual, high = (told[f"blackout{name}"] for name in ("_low", "", "_high"))
    if not 0 < low <= usual <= high:
        yield "strategy.range", f"{move}: shortest, usual and longest pause are not in order."
    if told["bears"] != case.bears or usual > case.bears:
        yield "strategy.bears", f"{move} stands still for {usual} ms, and bears {case.bears}."
    computed = told.get("blackout_computed", usual)
    if told["strategy"] == "offline" and computed < case.still:
        yield "strategy.still", f"{move} stands still for {computed} ms, and its memory takes " \
                                f"{case.still}."
    takes = told.get("computed", told["seconds"])
    if takes + 3 < case.again():
        yield "strategy.again", f"{move} takes {takes} s, and its memory alone {case.again()} " \
                                "while it writes."


def _learnt(city, move):
    """The pause is that of moves that were copied so; kept waves have that of their approval."""
    told, learn = move.estimate, city.planning("learn")
    taught = city.order.get("lessons", {}).get("pauses", {}).get(told["strategy"])
    if "learnt_pause" not in told:
        return
    if told["learnt_pause"] != taught or not learn or taught["moves"] < learn["moves_least"]:
        yield "strategy.learnt", f"{move} claims to have learnt {told['learnt_pause']}, not {taught}."
        return
    computed, beside = told["blackout_computed"], 1.25 + 2 / taught["moves"]
    low, usual, high = (computed * (taught["permille"] + (taught.get(end, 0) - taught["permille"]) *
                                    beside * (end != "permille")) / 1000
                        for end in ("low", "permille", "high"))
    if abs(told["blackout"] - usual) > 1 or told["blackout_low"] > max(1, low + 1) or \
            told["blackout_high"] < high - 1 - computed / 1000:
        yield "strategy.learnt", f"{move}: computed were {computed} ms, told are " \
                                 f"{told['blackout']}, learnt is {taught}."
