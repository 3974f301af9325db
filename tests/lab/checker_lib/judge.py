"""The verdict: a pure function of the raw log's records.

`judge(records, limit)` gives

  verdict       "clean", "faults", or "incomplete" (something was never looked at)
  faults        [{fault, guest or host, detail}], the detail a whole sentence
  not_seen      [sentence] of what was not looked at, so that nothing is said about it
  guests        {name: figures}, see guest.py
  moves         those of all guests, in the order of their beginning
  leftovers, missing      [{host, kind, what}] against the baseline
  observation   {host: {answers, refusals, longest_blind_ms}}

A figure that was not measured is None, never 0.
"""

from . import leftovers
from .guest import Guest, Watching
from .log import SECOND

BLACKOUT_LIMIT_MS = 2000


def inventories(records, moment):
    """The last listing of each host at that moment."""
    found = {r["host"]: r for r in records
             if r["kind"] == "inventory" and r["moment"] == moment}
    return {host: r for host, r in found.items() if r["ok"]}


def observation(records):
    found = {}
    for record in records:
        if record["kind"] != "ask":
            continue
        host = found.setdefault(record["host"], {"answers": 0, "refusals": 0,
                                                 "longest_blind_ms": 0, "last": None})
        if record["ok"]:
            blind = record["at"] - (host["last"] or record["at"])
            host["longest_blind_ms"] = max(host["longest_blind_ms"], blind // 1000)
            host["last"] = record["at"]
        host["answers" if record["ok"] else "refusals"] += 1
    for host in found.values():
        del host["last"]
    return found


def fault(name, where, detail):
    return {"fault": name, **where, "detail": detail}


def faults_of_double_runs(where, figures):
    total = {}
    for double in figures["double_runs"]:
        key = tuple(double["hosts"]), double["evidence"]
        total[key] = total.get(key, 0) + double["to"] - double["from"]
    for (hosts, evidence), length in total.items():
        yield fault("double run", where, f"Two copies of {where['guest']} ran, on "
                    f"{' and on '.join(hosts)}, for at least {length / SECOND:.2f} s; "
                    f"shown by {evidence}.")


def faults_of_loss(where, figures, off):
    states = figures["at_end"]
    if where["guest"] in off or "running" in states.values() or "unanswered" in states.values():
        return
    seen = ", ".join(f"{state} on {host}" for host, state in sorted(states.items()))
    yield fault("lost machine", where, f"{where['guest']} runs nowhere at the end: {seen}.")


def faults_of_silence(where, figures, limit):
    for key, sign in (("blackout_ms", "heartbeat"), ("blackout_web_ms", "web page")):
        if (figures[key] or 0) > limit:
            yield fault("long blackout", where, f"{where['guest']} gave no {sign} for "
                        f"{figures[key]} ms; at most {limit} ms were expected.")


def faults_of_writes(where, figures):
    told = (("writes_lost", "lost writes", "that its disk had acknowledged are not on it"),
            ("writes_doubled", "doubled writes", "are on its disk twice or in a wrong place"),
            ("chain_broken", "broken chain", "do not follow from the block before"))
    for key, name, what in told:
        if figures[key]:
            yield fault(name, where, f"{figures[key]} blocks of {where['guest']} {what}.")


def faults_of_contents(where, figures):
    for move in figures["moves"]:
        if move["content_equal"] is False:
            yield fault("different contents", where, f"The disks that {where['guest']} left on "
                        f"{move['source']} hold what those on {move['target']} do not.")


def faults_of_guest(name, figures, off, limit):
    where = {"guest": name}
    yield from faults_of_double_runs(where, figures)
    yield from faults_of_loss(where, figures, off)
    if name not in off:
        yield from faults_of_silence(where, figures, limit)
    yield from faults_of_writes(where, figures)
    yield from faults_of_contents(where, figures)


def faults_of_hosts(left, missing):
    for entry in left:
        yield fault("leftover", {"host": entry["host"]},
                    f"{entry['host']} has a new {entry['kind']}: {entry['what']}.")
    for entry in missing:
        yield fault("missing", {"host": entry["host"]},
                    f"{entry['host']} has no more the {entry['kind']} {entry['what']}.")


def not_seen(records, guests, off, baseline, final):
    hosts = sorted({host for r in records if r["kind"] == "watch" for host in r["hosts"]})
    if not hosts:
        yield "Nothing was watched."
    for moment, listed in (("baseline", baseline), ("final", final)):
        for host in hosts:
            if host not in listed:
                yield f"There is no {moment} listing of {host}."
    for name, figures in guests.items():
        if name in off:
            continue
        states = figures["at_end"].values()
        if "unanswered" in states and "running" not in states:
            yield f"Whether {name} runs at the end is unknown: a host gave no answer."
        for key in ("blackout_ms", "blackout_web_ms", "writes_lost"):
            if figures[key] is None:
                yield f"{key} of {name} was not measured."


def judge(records, limit=BLACKOUT_LIMIT_MS):
    watching = Watching(records)
    known = {g["uuid"]: g for r in records if r["kind"] == "watch" for g in r["guests"]}
    guests = {g["name"]: Guest(g, records, watching).figures() for g in known.values()}
    notes = [r for r in records if r["kind"] == "note"]
    off = {note["expect_off"] for note in notes if "expect_off" in note}
    baseline, final = inventories(records, "baseline"), inventories(records, "final")
    left, missing = leftovers.compare(baseline, final, list(known.values()), notes)
    faults = [f for name, figures in guests.items()
              for f in faults_of_guest(name, figures, off, limit)]
    faults += faults_of_hosts(left, missing)
    unseen = list(not_seen(records, guests, off, baseline, final))
    return {"verdict": "faults" if faults else "incomplete" if unseen else "clean",
            "faults": faults, "not_seen": unseen, "guests": guests,
            "moves": sorted((m for g in guests.values() for m in g["moves"]),
                            key=lambda move: move["from"]),
            "leftovers": left, "missing": missing, "observation": observation(records)}
