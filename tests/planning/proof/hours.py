"""Local time: when a department's moves may run, and which share of a link may be used when.

A calendar is a list of (from, to) in seconds since 1970, in order and disjoint."""
import bisect
import datetime

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 86400


def _minutes(clock):
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def first_day(text):
    """The first day of a date that may be a month or a year."""
    return datetime.date(*[int(part) for part in (text + "-01-01").split("-")[:3]])


def day_after(text):
    """The day after the last one of such a date."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return datetime.date(parts[0] + 1, 1, 1)
    if len(parts) == 2:
        return datetime.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    return datetime.date(*parts) + datetime.timedelta(days=1)


class Hours:
    """The clocks of an order: its time zone, freeze days and horizon."""

    def __init__(self, order, begins):
        self.planning = order["profile"].get("planning", {})
        self.ahead = self.planning.get("timezone_minutes", 0) * 60
        self.begins = begins
        self.ends = begins + self.planning.get("horizon_days", 730) * DAY
        self.known = {}
        self.levels = self._levels()

    def midnight(self, day):
        """When that local day begins."""
        return (day - datetime.date(1970, 1, 1)).days * DAY - self.ahead

    def _days(self):
        """Every local day that planning can touch, from the day before on."""
        day = datetime.date(1970, 1, 1) + datetime.timedelta(
            days=(self.begins + self.ahead) // DAY - 1)
        while self.midnight(day) < self.ends:
            yield day
            day += datetime.timedelta(days=1)

    def _frozen(self):
        """As (from, to)."""
        return [(self.midnight(first_day(freeze["from"])), self.midnight(day_after(freeze["to"])))
                for freeze in self.planning.get("freeze", [])]

    def _open(self, windows):
        if not windows:
            return [(self.begins, self.ends)]
        found = []
        for day in self._days():
            for window in windows:
                if NAMES[day.weekday()] in window["days"]:
                    opens, shuts = _minutes(window["from"]), _minutes(window["to"])
                    shuts += 1440 if shuts <= opens else 0
                    found.append((self.midnight(day) + opens * 60, self.midnight(day) + shuts * 60))
        return found

    def calendar(self, windows):
        """The slots of these windows; what touches is one slot."""
        key = repr(windows)
        if key not in self.known:
            slots = joined(self._open(windows))
            for shut in self._frozen():
                slots = [part for slot in slots for part in without(slot, shut)]
            self.known[key] = [(max(start, self.begins), min(end, self.ends))
                               for start, end in slots
                               if end > self.begins and start < self.ends]
        return self.known[key]

    def _levels(self):
        """(times, percents): from each time on so many hundredths of a link, until the next."""
        usual = self.planning.get("link_percent", 100)
        budgets, cuts = self.planning.get("budgets", []), {}
        if not budgets:
            return [self.begins - 2 * DAY], [usual]
        for day in self._days():
            mine = [budget for budget in budgets if NAMES[day.weekday()] in budget["days"]]
            marks = {0, *(_minutes(budget[side]) for budget in mine for side in ("from", "to"))}
            for mark in marks - {1440}:
                now = [budget["percent"] for budget in mine
                       if _minutes(budget["from"]) <= mark < _minutes(budget["to"])]
                cuts[self.midnight(day) + mark * 60] = min(now, default=usual)
        times = sorted(cuts)
        return times, [cuts[time] for time in times]

    def percents(self, start, end):
        """(from, percent) of each stretch of time in [start, end)."""
        times, percents = self.levels
        at = max(0, bisect.bisect_right(times, start) - 1)
        while at < len(times) and times[at] < end:
            yield max(times[at], start), percents[at]
            at += 1


def joined(slots):
    """In order, and what overlaps or touches as one."""
    found = []
    for start, end in sorted(slots):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def without(slot, shut):
    """What is left of a slot."""
    before, after = (slot[0], min(slot[1], shut[0])), (max(slot[0], shut[1]), slot[1])
    if shut[1] <= slot[0] or shut[0] >= slot[1]:
        return [slot]
    return [part for part in (before, after) if part[0] < part[1]]


def holds(calendar, start, end):
    """Whether one slot of the calendar holds all of it."""
    at = bisect.bisect_right(calendar, (start, float("inf"))) - 1
    return at >= 0 and calendar[at][0] <= start and end <= calendar[at][1]
