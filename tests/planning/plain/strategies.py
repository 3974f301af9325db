"""When: three plain strategies, each over the same groups.

    first come     in order of name, each as soon as it fits beside those that came before
    largest first  the same, in order of bytes
    all at once    whatever may run when windows open runs, and shares its link evenly; what is not
                   done when its window closes begins anew in the next, with half as many beside it
"""
import bisect

from proof.hours import first_day

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

    # --- quotas ---

    def granted(self, group):
        """From when on its quotas suffice; None: never. Those placed before keep theirs."""
        start = self.city.begins
        for key, asks in self._keys(group):
            used = tuple(map(sum, zip(self.used.get(key, (0, 0, 0)), asks)))
            enough = [since for since, _ in self.grants[key] if all(
                max((row[at] for other, row in self.grants[key] if other <= since)) >= used[at]
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
        waiting = [group for group in waiting if group not in ready]
    for group in waiting:
        group.why = "It comes after itself, or after what does not move."
    return max(placed.values(), default=city.begins)


def _place(city, board, group, placed):
    """Its moves one after another, in the first slot that takes them all."""
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
        done = _fit(board, group, max(start, earliest), end)
        if done:
            return _settle(board, group, done)
    group.why = "No window is left that is long enough."
    return None


def _fit(board, group, start, end):
    """When each of its moves starts, or None."""
    starts, time = [], start
    for item in sorted(group.items, key=lambda item: (-item.seconds, item.uuid)):
        while time + item.seconds <= end:
            later = board.blocked(item, time)
            if later is None:
                break
            time = max(later, time + 1)
        if time + item.seconds > end or (item.rate < 1):
            return None
        starts.append((item, time))
        time += item.seconds
    return starts


def _settle(board, group, starts):
    end = max(start + item.seconds for item, start in starts)
    if group.deadline and end > group.deadline:
        group.why = "It can only be done after its deadline."
        return None
    for item, start in starts:
        board.put(item, start)
    board.ask(group)
    return end


def first_come(city, groups):
    return serial(city, groups, lambda group: group.name.encode())


def largest_first(city, groups):
    return serial(city, groups, lambda group: (-sum(item.bytes for item in group.items),
                                               group.name.encode()))
