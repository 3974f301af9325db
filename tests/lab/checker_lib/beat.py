"""A guest's heartbeat line: NAME BOOT_ID SEQUENCE MONOTONIC_NS WALL_NS WRITTEN.

A line that was cut by a move (its head on one host's console, its tail on the other's) is no
beat.
"""

from dataclasses import dataclass

PERIOD = 50_000     # microseconds; twenty beats a second


@dataclass(frozen=True)
class Beat:
    host: str
    boot: str
    number: int
    acknowledged: int       # the writer's highest block that its disk has acknowledged
    since: int              # the look at the console before the one that showed it
    at: int


def parse(record, line):
    fields = line.split(" ")
    if len(fields) != 6 or fields[0] != record["guest"] or len(fields[1]) != 36:
        return None
    if not all(field.isdigit() for field in fields[2:]):
        return None
    return Beat(record["host"], fields[1], int(fields[2]), int(fields[5]), record["since"],
                record["at"])


def by_guest(records):
    """{guest: [Beat]} in the order of their moments."""
    found = {}
    for record in records:
        if record["kind"] == "beat":
            beats = (parse(record, line) for line in record["lines"])
            found.setdefault(record["guest"], []).extend(beat for beat in beats if beat)
    return found
