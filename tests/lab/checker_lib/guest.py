"""The figures of one guest, computed from the records of the log.

  ran_on          stays in the order of arrival: host, from, to, what shows it
  at_end          {host: its state there} by the last answers
  double_runs     see presence.py
  blackout_ms, blackout_web_ms      the longest of the whole watch, by heartbeat and by web
  blackout_unsure_ms                see silence.py
  probes, probes_lost               small pages
  writes_acknowledged, writes_lost, writes_doubled, chain_broken      see writes.py
  moves           one for each change of host, with the figures of that time: `Guest.move`

A move's time runs from the birth of the target's QEMU process (which the copy needs first) to
the first heartbeat there; its blackouts and probes are those that touch this time and the two
seconds after it. Blocks are counted over the whole disk, whichever move lost them.
"""

from . import beat, presence, silence, web, writes
from .log import SECOND

AT_THE_END = 3 * SECOND
AFTER_A_MOVE = 2 * SECOND


class Watching:
    """When the observers watched: each from its first mark in a watch to the watch's stop."""

    def __init__(self, records):
        self.sessions, began, self.end = {}, {}, records[-1]["at"] if records else 0
        for record in records:
            if record["kind"] == "begin":
                began.setdefault(record["observer"], record["at"])
            elif record["kind"] == "stop":
                self.close(began, record["at"])
                self.end, began = record["at"], {}
        self.close(began, self.end)     # a watch that was killed has no stop

    def close(self, began, end):
        for observer, begin in began.items():
            self.sessions.setdefault(observer, []).append((begin, end))

    def silences(self, observer, signs):
        if observer not in self.sessions:
            return None
        return [found for begin, end in self.sessions[observer]
                for found in silence.silences(signs, begin, end)]


def milliseconds(longest, less=0):
    return None if longest is None else max(0, longest.milliseconds - less // 1000)


def sequence(runs):
    """Where it ran, in the order of arrival: [{host, from, to, evidence}], one entry a stay."""
    stays = []
    for run in sorted(runs, key=lambda run: run.seen_from):
        if stays and stays[-1]["host"] == run.host:
            stays[-1]["to"] = max(stays[-1]["to"], run.seen_to)
            stays[-1]["evidence"] = sorted({*stays[-1]["evidence"], run.evidence})
        else:
            stays.append({"host": run.host, "from": run.seen_from, "to": run.seen_to,
                          "evidence": [run.evidence]})
    return stays


def copy_started(records, uuid, host, before):
    """When the copy that runs on `host` at `before` was started, by the process's own birth."""
    births = [process["started"] for record in records
              if record["kind"] == "qemu" and record["at"] <= before + SECOND
              for process in record["processes"]
              if process["host"] == host and process["uuid"] == uuid]
    return births[-1] if births else None


class Guest:
    """One guest's figures; the records are all of the log's."""

    def __init__(self, facts, records, watching):
        self.facts, self.records, self.watching = facts, records, watching
        self.name, self.uuid = facts["name"], facts["uuid"]
        self.beats = beat.by_guest(records).get(self.name, [])
        self.runs = (presence.runs_by_libvirt(records, self.uuid)
                     + presence.runs_by_beats(self.beats))
        self.probes = [r for r in records if r["kind"] == "web" and r["guest"] == self.name]
        signs = [silence.Sign(b.since, b.at) for b in self.beats]
        self.beat_silences = watching.silences("heartbeat", signs)
        self.web_silences = {family: watching.silences("web", self.answers(family))
                             for family in sorted({p["family"] for p in self.probes})}

    def answers(self, family):
        return [silence.Sign(p["asked"], p["at"]) for p in self.probes
                if p["family"] == family and p["page"] == "small" and p["ok"]]

    def double_runs(self):
        return (presence.double_runs(self.runs) + presence.ran_again(self.runs)
                + presence.repeated_beats(self.beats))

    def blackout(self, start=None, end=None):
        """{heartbeat, web, and per family} in milliseconds, of what touches [start, end]."""
        beats = (milliseconds(silence.longest(self.beat_silences, start, end), beat.PERIOD)
                 if self.beat_silences is not None else None)
        families = {family: milliseconds(silence.longest(found, start, end))
                    for family, found in self.web_silences.items() if found is not None}
        return {"heartbeat": beats, "web": max(families.values(), default=None), **families}

    def unsure(self):
        """Milliseconds of the longest silence in which the observer itself had not looked."""
        found = silence.longest(self.beat_silences) if self.beat_silences else None
        return None if found is None else found.late // 1000

    def probes_lost(self, start=None, end=None):
        small = [p for p in self.probes if p["page"] == "small"
                 and (start is None or p["asked"] >= start)
                 and (end is None or p["asked"] <= end)]
        lost = [p for p in small if not p["ok"] or p["at"] - p["asked"] > web.LOST]
        return len(lost) if self.probes else None

    def at_end(self):
        """{host: state} by the last answers; "unanswered" where none came at the end."""
        last, states = self.watching.end - AT_THE_END, {}
        for record in self.records:
            if record["kind"] != "ask" or record["at"] < last:
                continue
            if record["ok"]:
                states[record["host"]] = next((d["state"] for d in record["domains"]
                                               if d["uuid"] == self.uuid), "absent")
            else:
                states.setdefault(record["host"], "unanswered")
        for seen in self.beats[-1:]:
            if seen.at >= self.watching.end - SECOND and states.get(seen.host) == "unanswered":
                states[seen.host] = "running"
        return states

    def disk(self):
        return next((r for r in reversed(self.records) if r["kind"] == "disk"
                     and r["guest"] == self.name and r["role"] == "live"), None)

    def writes(self):
        return writes.of_guest(self.disk(), self.beats)

    def contents(self):
        return [r for r in self.records if r["kind"] == "content" and r["guest"] == self.name]

    def moves(self):
        stays = sequence(self.runs)
        return [self.move(before, after) for before, after in zip(stays, stays[1:])]

    def move(self, before, after):
        """From the birth of the target's QEMU to the first sign that it runs."""
        start = copy_started(self.records, self.uuid, after["host"], after["from"])
        start = before["to"] if start is None else start
        arrived = min((b.at for b in self.beats if b.host == after["host"]
                       and b.at >= after["from"]), default=after["from"])
        window = start, arrived + AFTER_A_MOVE
        blackout, written = self.blackout(*window), self.writes()
        return {"guest": self.name, "source": before["host"], "target": after["host"],
                "from": start, "to": arrived, "seconds": round((arrived - start) / SECOND, 2),
                "blackout_ms": blackout["heartbeat"], "blackout_web_ms": blackout["web"],
                "probes_lost": self.probes_lost(*window),
                "writes_lost": counted(written["lost"]),
                "writes_doubled": counted(written["doubled"]),
                "content_equal": self.content_equal(before["host"], after["host"])}

    def content_equal(self, source, target):
        """The disks of the copy left behind, against those of the guest that runs.

        Every block of the writer's disk must be there and the same. Another disk proves the
        move good if it is the same; if not, the guest may have written to it since: None.
        """
        found = [r for r in self.contents() if (r["kept"], r["live"]) == (source, target)]
        if any(r.get("absent") or r.get("differ") for r in found):
            return False
        return None if not found or any(r.get("places") for r in found) else True

    def figures(self):
        blackout, written = self.blackout(), self.writes()
        return {"uuid": self.uuid, "ran_on": sequence(self.runs), "at_end": self.at_end(),
                "double_runs": self.double_runs(),
                "blackout_ms": blackout["heartbeat"], "blackout_unsure_ms": self.unsure(),
                "blackout_web_ms": blackout["web"],
                "blackout_web_ms_by_family": {family: blackout[family]
                                              for family in self.web_silences},
                "probes": len(self.probes) or None, "probes_lost": self.probes_lost(),
                "writes_acknowledged": written["acknowledged"],
                "writes_lost": counted(written["lost"]),
                "writes_doubled": counted(written["doubled"]),
                "chain_broken": counted(written["broken"]),
                "moves": self.moves()}


def counted(numbers):
    return None if numbers is None else len(numbers)
