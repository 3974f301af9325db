"""When: three plain strategies, each over the same groups.

    first come     in order of name, each as soon as it fits beside those that came before
    largest first  the same, in order of bytes
    all at once    whatever may run when windows open runs, and shares its link evenly, each move at
                   most at its rate; a group that is not done when its window closes begins anew in
                   the next, with half as many of its department beside it
"""
import bisect

from proof.hours import first_day
from proof.use import standing

ASKS = ("vcpus", "memory", "storage")


class Board:
    """What is taken of links and of what only so many may use, as steps in time."""

    def __init__(self, city):
        self.city, self.links, self.limits = city, city.links(), city.planning("limits") or {}
        self.taken, self.used, self.ends = {}, {}, {}
        self.grants = {}
        for quota in city.of("quota").values():
            facts = quota["facts"]
            since = city.hours.midnight(first_day(facts["from"])) if "from" in facts else 0
            self.grants.setdefault((facts["department"], facts.get("target")), []).append(
                (since, tuple(facts[what] for what in ASKS)))
        for (department, cloud), asks in standing(city).items():
            for key in ((department, cloud), (department, None)):
                self.used[key] = tuple(map(sum, zip(self.used.get(key, (0, 0, 0)), asks)))

    # --- steps: (time, amount from then on), in order ---

    def _most(self, key, start, end):
        """The most that is taken in [start, end), and when the first of that ends."""
        times, amounts = self.taken.get(key, ([], []))
        at = max(0, bisect.bisect_right(times, start) - 1)
        most, after = 0, None
        while at < len(times) and times[at] < end:
            if times[at] <= start or times[at] < end:
                if amounts[at] > most:
                    most, after = amounts[at], times[at + 1] if at + 1 < len(times) else None
            at += 1
        return most, after

    def _take(self, key, start, end, amount):
        times, amounts = self.taken.setdefault(key, ([0], [0]))
        for time in (start, end):
            at = bisect.bisect_left(times, time)
            if at == len(times) or times[at] != time:
                times.insert(at, time)
                amounts.insert(at, amounts[at - 1])
        for at in range(bisect.bisect_left(times, start), bisect.bisect_left(times, end)):
            amounts[at] += amount

    def blocked(self, item, start):
        """None when it can run from then on, else a later time to try again."""
        end = start + item.seconds
        for kind, name in item.uses:
            most, after = self._most((kind, name), start, end)
            if kind in self.limits and most >= self.limits[kind]:
                return after or end
        most, after = self._most(item.link, start, end)
        full = self.links.get(item.link, 0)
        for time, percent in self.city.hours.percents(start, end):
            if most + item.rate > full * percent // 100:
                if item.rate <= full * percent // 100:
                    return after or end
                return self._better(item, full, time)
        return None

    def _better(self, item, full, time):
        """When more of the link may be used than at that time."""
        times, percents = self.city.hours.levels
        for at in range(bisect.bisect_right(times, time), len(times)):
            if item.rate <= full * percents[at] // 100:
                return times[at]
        return None if full == 0 else self.city.hours.ends

    def put(self, item, start):
        item.start = start
        for use in item.uses:
            self._take(use, start, start + item.seconds, 1)
        self._take(item.link, start, start + item.seconds, item.rate)

    def withdraw(self, group):
        for item in group.items:
            if item.start is not None:
                for use in item.uses:
                    self._take(use, item.start, item.start + item.seconds, -1)
                self._take(item.link, item.start, item.start + item.seconds, -item.rate)
                item.start = None

    # --- quotas ---

    def granted(self, group):
        """From when on its quotas suffice; None: never. Those placed before keep theirs."""
        start = self.city.begins
        for key, asks in self._keys(group):
            used = tuple(map(sum, zip(self.used.get(key, (0, 0, 0)), asks)))
            enough = [since for since, _ in self.grants[key] if all(
                sum(row[at] for other, row in self.grants[key] if other <= since) >= used[at]
                for at in range(3))]
            if not enough:
                return None
            start = max(start, min(enough))
        return start

    def _keys(self, group):
        found = {}
        for item in group.items:
            for key in ((item.department, item.cloud), (item.department, None)):
                if key in self.grants:
                    found[key] = tuple(map(sum, zip(found.get(key, (0, 0, 0)), item.asks)))
        return found.items()

    def ask(self, group):
        for key, asks in self._keys(group):
            self.used[key] = tuple(map(sum, zip(self.used.get(key, (0, 0, 0)), asks)))


def calendar(city, group):
    """The slots that all its departments share."""
    slots = city.calendar(group.departments[0])
    for other in group.departments[1:]:
        slots = [(max(a, c), min(b, d)) for a, b in slots for c, d in city.calendar(other)
                 if max(a, c) < min(b, d)]
    return slots


def serial(city, groups, order):
    """Places group after group; those that cannot be placed get a reason. Returns the finish."""
    board, placed = Board(city), {}
    waiting = sorted((group for group in groups if not group.why), key=order)
    names = {group.name for group in waiting}
    while waiting:
        ready = [group for group in waiting if not (group.after - {group.name}) & names and
                 group.name not in group.after]
        if not ready:
            break
        for group in ready:
            names.discard(group.name)
            end = _place(city, board, group, placed)
            if end:
                placed[group.name] = end
        done = set(ready)
        waiting = [group for group in waiting if group not in done]
    for group in waiting:
        group.why = "It comes after itself, or after what does not move."
    return max(placed.values(), default=city.begins)


def _place(city, board, group, placed):
    """Each of its moves as soon as it can, in the first slot that takes them all."""
    if group.after - set(placed):
        group.why = "What is to move before it does not."
        return None
    earliest = board.granted(group)
    if earliest is None:
        group.why = "The quota is never enough."
        return None
    earliest = max([earliest, *(placed[name] for name in group.after)])
    for start, end in calendar(city, group):
        if end <= earliest:
            continue
        if _fit(board, group, max(start, earliest), end):
            return _settle(board, group)
    group.why = "No window is left that is long enough."
    return None


def _fit(board, group, start, end):
    """Puts its moves, the longest first, and says whether all found a place; else none has one."""
    for item in sorted(group.items, key=lambda item: (-item.seconds, item.uuid)):
        time = start
        while item.rate > 0 and time + item.seconds <= end:
            later = board.blocked(item, time)
            if later is None:
                board.put(item, time)
                break
            time = max(later, time + 1)
        if item.start is None:
            board.withdraw(group)
            return False
    return True


def _settle(board, group):
    end = max(item.start + item.seconds for item in group.items)
    if group.deadline and end > group.deadline:
        group.why = "It can only be done after its deadline."
        board.withdraw(group)
        return None
    board.ask(group)
    return end


def first_come(city, groups):
    return serial(city, groups, lambda group: group.name.encode())


# --- all at once ---

class Crowd:
    """Groups that run in a window: each move shares its link evenly with all others on it."""

    def __init__(self, city, board):
        self.city, self.limits, self.links = city, board.limits, board.links
        self.left, self.busy = {}, {}

    def takes(self, item):
        """Whether no limit on moves at once forbids it beside those that run."""
        return all(use[0] not in self.limits or self.busy.get(use, 0) < self.limits[use[0]]
                   for use in item.uses)

    def _count(self, item, by):
        for use in item.uses:
            self.busy[use] = self.busy.get(use, 0) + by

    def start(self, item):
        self.left[item] = item.rate * item.seconds
        self._count(item, 1)

    def stop(self, item):
        if self.left.pop(item, None) is not None:
            self._count(item, -1)

    def rates(self, time):
        """What each move gets at that time."""
        _, percent = next(self.city.hours.percents(time, time + 1))
        sharing = {}
        for item in self.left:
            sharing[item.link] = sharing.get(item.link, 0) + 1
        return {item: min(item.rate, self.links[item.link] * percent // 100 // sharing[item.link])
                for item in self.left}

    def pass_time(self, rates, seconds):
        for item, rate in rates.items():
            self.left[item] -= rate * seconds


def _marks(city, groups):
    """When windows open or close, and hours change."""
    found = {time for time in city.hours.levels[0] if time > city.begins}
    for owner in {owner for group in groups for owner in group.departments}:
        found.update(time for slot in city.calendar(owner) for time in slot)
    return sorted(found)


def all_at_once(city, groups):
    """Returns when the last is done, and gives a reason to those that never are."""
    board, waiting = Board(city), [group for group in groups if not group.why and group.items]
    crowd, running, done = Crowd(city, board), {}, {}
    marks = [city.begins, *_marks(city, waiting), city.hours.ends]
    allowed = {}
    for time, following in zip(marks, marks[1:]):
        if following > time and (waiting or running):
            _stretch(city, board, crowd, (time, following), waiting, running, done, allowed)
    for group in [*waiting, *running]:
        group.why = "It is never done."
    return max(done.values(), default=city.begins)


def _begin(city, board, crowd, time, waiting, running, done, allowed):
    """All that may, up to so many of a department as its last window has taught."""
    for group in list(waiting):
        owner = group.departments[0]
        slot = next((slot for slot in calendar(city, group) if slot[0] <= time < slot[1]), None)
        beside = sum(one.departments[0] == owner for one in running)
        granted = board.granted(group) if slot else None
        if granted is None or granted > time or group.after - set(done) or                 beside >= allowed.get(owner, 1 << 30) or not any(map(crowd.takes, group.items)):
            continue
        waiting.remove(group)
        running[group] = [slot[1], list(group.items)]
        board.ask(group)
    for _, pending in running.values():
        for item in [item for item in pending if crowd.takes(item)]:
            if crowd.takes(item):
                pending.remove(item)
                crowd.start(item)


def _stretch(city, board, crowd, span, waiting, running, done, allowed):
    """From one mark to the next: moves end, others begin; at the end of a window all stop."""
    time, end = span
    while time < end:
        _begin(city, board, crowd, time, waiting, running, done, allowed)
        rates = crowd.rates(time)
        ends = [-(-crowd.left[item] // rate) for item, rate in rates.items() if rate > 0]
        step = max(1, min([end - time, *ends]))
        crowd.pass_time(rates, step)
        time += step
        for item in [item for item, left in crowd.left.items() if left <= 0]:
            crowd.stop(item)
        for group in [group for group, (_, pending) in running.items() if not pending and
                      not any(item in crowd.left for item in group.items)]:
            done[group.name] = time
            del running[group]
    _shut(crowd, time, waiting, running, allowed)


def _shut(crowd, time, waiting, running, allowed):
    """What is not done when its window closes begins anew, with half as many beside it."""
    late = [group for group, (shuts, _) in running.items() if shuts <= time]
    for owner in {group.departments[0] for group in late}:
        mine = sum(group.departments[0] == owner for group in running)
        allowed[owner] = max(1, min(allowed.get(owner, mine), mine) // 2)
    for group in late:
        del running[group]
        waiting.append(group)
        for item in group.items:
            crowd.stop(item)


def largest_first(city, groups):
    return serial(city, groups, lambda group: (-sum(item.bytes for item in group.items),
                                               group.name.encode()))
