"""Which copy of a guest ran where and when, and what proves that two of them ran at once.

A *copy* is one QEMU process: (host, pid, start). libvirt's answers say that a copy runs, the
process list says which copy that is: an answer belongs to a copy only if the process was seen
both before the question and after the answer. An answer is not an instant: the copy ran at
some moment between the question and the answer. So a copy that was found running twice ran,
for certain, from its first answer to its last question (`sure_from`, `sure_to`).

Two copies ran at once if these certain times overlap, or if one was found running by a
question that was asked and answered within the other's. Samples that merely lie close
together prove nothing and are not reported. Heartbeats prove the same in the same way and
need no libvirtd: a beat was written between two looks at the console, and the same beat of
the same boot on the consoles of two hosts means that two copies went on from one memory.

A copy that was paused and went on between two samples is taken for running, and rightly: it
may not go on once another has run. No legal move trips any of these: the old copy has stopped
for good before the new one runs.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass

from .log import SECOND

BEATS_BELONG_TOGETHER = SECOND


@dataclass
class Run:
    """One copy, or one console, for as long as it was seen running without a stop between."""

    host: str
    instance: object
    seen_from: int          # it may have run since this question, or look at the console before
    sure_from: int
    sure_to: int
    seen_to: int
    evidence: str
    samples: list           # (asked, answered) of each

    def extend(self, asked, answered):
        self.sure_to, self.seen_to = asked, answered
        self.samples.append((asked, answered))

    @classmethod
    def begin(cls, host, instance, asked, answered, evidence):
        return cls(host, instance, asked, answered, asked, answered, evidence,
                   [(asked, answered)])


class Processes:
    """The QEMU processes of one guest on one host over time."""

    def __init__(self, sightings):
        self.began = [asked for asked, _, _ in sightings]
        self.ended = [at for _, at, _ in sightings]
        self.copies = [copies for _, _, copies in sightings]

    def at(self, asked, answered):
        """The one copy that lived from `asked` to `answered`; None if that is not certain."""
        before = bisect_right(self.ended, asked) - 1
        after = bisect_left(self.began, answered)
        if before < 0 or after >= len(self.began):
            return None
        seen = self.copies[before:after + 1]
        same = len(seen[0]) == 1 and all(copies == seen[0] for copies in seen)
        return seen[0][0] if same else None


def processes_by_place(records):
    """{(host, uuid): Processes}; a look that shows nothing there is a sighting of no copy."""
    looks = [record for record in records if record["kind"] == "qemu"]
    places = {(p["host"], p["uuid"]) for look in looks for p in look["processes"]}
    sightings = defaultdict(list)
    for look in looks:
        copies = defaultdict(list)
        for process in look["processes"]:
            place = process["host"], process["uuid"]
            copies[place].append((process["pid"], process["started"]))
        for place in places:
            sightings[place].append((look["asked"], look["at"], copies[place]))
    return {place: Processes(seen) for place, seen in sightings.items()}


def runs_by_libvirt(records, uuid):
    processes = processes_by_place(records)
    runs, current = [], {}
    for record in records:
        if record["kind"] != "ask" or not record["ok"]:
            continue
        host = record["host"]
        running = any(d["uuid"] == uuid and d["state"] == "running" for d in record["domains"])
        if not running:
            current.pop(host, None)
            continue
        place = processes.get((host, uuid))
        instance = place.at(record["asked"], record["at"]) if place else None
        run = current.get(host)
        if run is None or instance is None or run.instance != instance:
            run = Run.begin(host, instance, record["asked"], record["at"], "libvirt")
            current[host] = run
            runs.append(run)
        else:
            run.extend(record["asked"], record["at"])
    return runs


def runs_by_beats(beats):
    """`beats`: of one guest, in the order of their moments (beat.Beat)."""
    runs, current = [], {}
    for beat in beats:
        key = beat.host, beat.boot
        run = current.get(key)
        if run is None or beat.since - run.seen_to > BEATS_BELONG_TOGETHER:
            run = Run.begin(beat.host, beat.boot, beat.since, beat.at, "heartbeat")
            current[key] = run
            runs.append(run)
        else:
            run.extend(beat.since, beat.at)
    return runs


def overlap(one, other):
    """(from, to) during which both certainly ran, or None."""
    start, end = max(one.sure_from, other.sure_from), min(one.sure_to, other.sure_to)
    if start < end:
        return start, end
    for certain, sampled in ((one, other), (other, one)):
        for asked, answered in sampled.samples:
            if certain.sure_from <= asked and answered <= certain.sure_to:
                return asked, answered
    return None


def double_runs(runs):
    found = []
    for i, one in enumerate(runs):
        for other in runs[i + 1:]:
            if one.host == other.host or one.evidence != other.evidence:
                continue
            both = overlap(one, other)
            if both:
                found.append({"hosts": sorted((one.host, other.host)), "from": both[0],
                              "to": both[1], "evidence": one.evidence})
    return found


def ran_again(runs):
    """A copy seen running before and after another one ran: the old memory went on."""
    found = []
    known = [run for run in runs if run.instance is not None and run.evidence == "libvirt"]
    for i, first in enumerate(known):
        for later in known[i + 1:]:
            if (first.host, first.instance) != (later.host, later.instance):
                continue
            for other in known:
                if (other.host != first.host and first.seen_to <= other.seen_from
                        and other.seen_to <= later.seen_from):
                    found.append({"hosts": sorted((first.host, other.host)),
                                  "from": other.seen_from, "to": later.seen_from,
                                  "evidence": "an old copy ran on after another had run"})
    return found


def repeated_beats(beats):
    """The same beat of the same boot on two hosts: two copies went on from one memory."""
    first, found = {}, {}
    for beat in beats:
        key = beat.boot, beat.number
        before = first.setdefault(key, beat)
        if before.host == beat.host:
            continue
        pair = tuple(sorted((before.host, beat.host)))
        hit = found.setdefault(pair, {"hosts": list(pair), "from": beat.since, "to": beat.at,
                                      "evidence": "the same heartbeats on both hosts"})
        hit["to"] = max(hit["to"], beat.at)
    return list(found.values())
