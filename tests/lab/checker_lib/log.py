"""The raw log: one JSON object per line, only ever appended to.

Every record carries

  kind   what was seen; the observers' files say which kinds there are
  at     microseconds of CLOCK_BOOTTIME, when it was known
  wall   the same moment as a date, for people; nothing is computed from it

All hosts of the lab are namespaces of one machine, so one clock times every record and every
process's start, and `at` may be compared between hosts. An observer opens the log itself and
writes each record with a single write(2) at its end: observers share nothing else, and one
that is killed leaves no half record of another's.
"""

import datetime
import json
import os
import time

SECOND = 1_000_000


def now():
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1000


def wall_clock():
    moment = datetime.datetime.now(datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Log:
    def __init__(self, path):
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self.descriptor = os.open(path, flags, 0o644)

    def write(self, kind, **facts):
        record = {"kind": kind, "at": now(), "wall": wall_clock(), **facts}
        line = json.dumps(record, separators=(",", ":")) + "\n"
        os.write(self.descriptor, line.encode())


class BadLog(Exception):
    """The log cannot be judged: the sentence says which line and why."""


def read(path):
    """All records in the order of their moments; a last line that was cut is dropped."""
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    records = []
    for number, line in enumerate(lines, 1):
        if number == len(lines) or not line:
            continue
        try:
            record = json.loads(line)
            record["kind"], record["at"] = str(record["kind"]), int(record["at"])
        except (ValueError, KeyError, TypeError) as error:
            raise BadLog(f"Line {number} of {path} is no record of the checker: "
                         f"{error}.") from None
        records.append(record)
    return sorted(records, key=lambda record: record["at"])
