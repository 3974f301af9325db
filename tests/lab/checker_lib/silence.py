"""How long a guest was silent: the longest time between two signs of life.

A sign of life is a heartbeat on a console, or a small web page that came back whole. A
silence is the whole time from one sign's arrival to the next one's. Watching begins and ends
with a mark; the time to the first sign and from the last one counts. What the figures make
of it, tests/lab/checker says at its beginning.

Arrivals are the observer's: `late` is for how long it had not looked when it saw the sign
that ended the silence, so this much of the silence may be the observer's own.
"""

from dataclasses import dataclass


@dataclass
class Sign:
    since: int      # it was not there yet at this moment
    at: int         # it was there at this moment


@dataclass
class Silence:
    start: int
    end: int
    late: int = 0

    @property
    def milliseconds(self):
        return (self.end - self.start + 500) // 1000


def silences(signs, begin, end):
    """All times between neighbouring signs, from the mark `begin` to the mark `end`."""
    found, last = [], begin
    for sign in signs:
        if sign.at < begin or sign.at > end:
            continue
        if sign.at > last:
            found.append(Silence(last, sign.at, sign.at - sign.since))
            last = sign.at
    if end > last:
        found.append(Silence(last, end))
    return found


def longest(found, start=None, end=None):
    """The longest that touches [start, end]; None if there is none."""
    touching = [s for s in found
                if (start is None or s.end >= start) and (end is None or s.start <= end)]
    return max(touching, key=lambda s: s.end - s.start, default=None)
