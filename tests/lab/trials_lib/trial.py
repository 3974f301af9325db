"""One trial from a new life of the guest to the checker's verdict."""

import json
import os
import random
import time

from . import catalogue, faults, site as programs

CLOSE_SECONDS = 300
COPY_SECONDS = 15  # how long an undisturbed copy lasts at least; a random instant lies within
# A link's nominal rate, bit/s: 90 % of it is a move's, in equal shares for the memory and each of
# two disks. The first makes a copy of 20 s; the second is beyond the cable's own rate.
SLOW, FAST = 600_000_000, 3_000_000_000
CHECKER = f"{programs.HERE}/checker"
IN_COPY = ("copy", "start", "middle", "memory")
LOAD = ("dirty_mem_mib_s=2", "dirty_disk_kib_s=256")


class NotCounted(Exception):
    """The fault could not be done at the instant that was asked for."""


class UnderWay:
    """A trial being made; faults.py reads it."""

    def __init__(self, lab, site, trial, folder, seed):
        self.lab, self.site, self.trial = lab, site, trial
        self.guest, self.department = "finance-web", "finance"
        self.log = os.path.join(folder, trial.name + ".log")
        self.random = random.Random(f"{seed} {trial.name}")
        self.row = {"trial": trial.name, "instant": "", "open": "-", "verdict": ""}
        self.checker = None

    # --- before ---

    def prepare(self):
        self.lab.mend()
        fast = self.trial.instant in catalogue.BOUNDARIES
        self.site.tell_links(FAST if fast else SLOW)
        self.lab.do("guest", self.guest, "renew", *LOAD)
        if os.path.exists(self.log):
            os.unlink(self.log)
        self.check("baseline", "--lab", self.lab.name)
        for other in self.lab.picture["guests"]:
            if other["name"] != self.guest:
                self.check("note", "--expect-off", other["name"])
        self.checker = programs.subprocess.Popen(
            [CHECKER, "watch", "--lab", self.lab.name, "--log", self.log, "--seconds", "900"],
            stdin=programs.subprocess.DEVNULL, stdout=programs.subprocess.DEVNULL)

    def check(self, command, *words, check=True):
        return programs.run([CHECKER, command, "--log", self.log, *words], check=check)

    # --- the instant ---

    def begin(self, journal_of):
        run, move = self.site.begin_move(self.department)
        self.run, self.move = run, move
        self.source, self.target = move["source"]["host"], move["target"]["host"]
        self.daemon = self.site.pid()
        self.journal = journal_of(self.site.database, run, move["name"])

    def wait_instant(self):
        kind = self.trial.instant
        if kind == "-":
            return
        if kind.startswith(catalogue.BACK):
            kind = kind.removeprefix(catalogue.BACK)
            self.wait_copy("copy")
            faults.kill_mover(self)
        if ":" in kind:
            action, result = kind.split(":")
            if not self.journal.wait_for(f"move.{action}", result, CLOSE_SECONDS):
                raise NotCounted(f"the journal never showed {kind}")
            return
        self.wait_copy(kind)

    def wait_copy(self, kind):
        if not self.journal.wait_for("move.transfer", "intent", 60):
            raise NotCounted("the copy never began")
        began = time.monotonic()
        self.poll(lambda: self.lab.is_copying(self.source, self.guest))
        if kind == "memory":
            self.poll(lambda: self.lab.memory_is_copied(self.source, self.guest))
        low, high = {"copy": (0, COPY_SECONDS - 2), "middle": (4, 6)}.get(kind, (0, 0))
        instant = began + self.random.uniform(low, high)
        time.sleep(max(0, instant - time.monotonic()))
        if not self.lab.is_copying(self.source, self.guest):
            raise NotCounted("the copy was over before the fault")
        self.row["instant"] = f"copy + {time.monotonic() - began:.1f} s"

    def poll(self, true):
        end = time.monotonic() + 60
        while not true():
            if time.monotonic() > end or self.journal.state.get("phase") == 9:
                raise NotCounted("the copy did not come to that instant")
            time.sleep(0.1)

    # --- the fault ---

    def act(self):
        intents = self.journal.open_intents()
        mend = self.trial.act(self)
        if mend == "restart":
            time.sleep(0.05)  # the reader takes in what was durable when banyund died
            intents = self.journal.open_intents()
        self.row["open"] = ", ".join(intents) or "-"
        if self.trial.instant not in IN_COPY:
            self.row["instant"] = self.trial.instant.removeprefix(catalogue.BACK)
        if mend == "restart":
            self.site.do("restart")
        elif mend:
            time.sleep(faults.MEND_SECONDS)
            mend()

    # --- afterwards ---

    def finish(self):
        began = time.monotonic()
        closed = self.journal.wait_closed(CLOSE_SECONDS)
        self.row["seconds"] = round(time.monotonic() - began, 1)
        record = self.status()
        self.row["outcome"] = record["outcome"] if closed else f"{record['phase']} (open)"
        self.row["attempts"] = record["attempt"]
        self.row["row"] = record.get("row", "")
        self.row["why"] = record.get("why") or ""
        time.sleep(1)
        self.checker.terminate()
        self.checker.wait(30)
        self.note_kept(record)
        if record["outcome"].startswith("stopped"):
            self.check("note", "--expect-off", self.guest)
        self.check("disks", "--lab", self.lab.name)
        self.judge()
        self.decide(closed is not None)

    def status(self):
        return self.site.ask("lin", "run", "show", self.run)["moves"][0]

    def note_kept(self, record):
        told = self.site.do("as", "lin", "run", "show", self.run, "--kept")
        self.row["kept"] = self.guest in told
        if self.row["kept"]:
            for disk in self.move["disks"]:
                self.check("note", "--keep", f"{record['target']}:{disk['path']}")

    def judge(self):
        text = self.check("judge", "--blackout-limit", "3600000", "--json", check=False)
        verdict = json.loads(text)
        figures = verdict["guests"][self.guest]
        hosts = [h for h, state in figures["at_end"].items() if state == "running"]
        names = [fault["fault"] for fault in verdict["faults"]]
        self.row.update(
            host="+".join(hosts) or "off", double=names.count("double run"),
            lost=names.count("lost machine"), writes_lost=figures["writes_lost"],
            leftovers=names.count("leftover") + names.count("missing"),
            checker=verdict["verdict"], blackout_ms=figures["blackout_ms"],
            faults=[fault["detail"] for fault in verdict["faults"]] + verdict["not_seen"])

    def decide(self, closed):
        wrong = list(self.row["faults"])
        outcome = self.row["outcome"]
        if not closed:
            wrong.append(f"The move was not closed {CLOSE_SECONDS} s after the fault.")
        elif outcome not in self.trial.outcomes:
            wrong.append(f"The move ended \"{outcome}\" ({self.row['why']}).")
        expected = {"done": self.target, "done_unproven": self.target,
                    "back": self.source}.get(outcome, "off")
        if closed and self.row["host"] != expected:
            wrong.append(f"The machine runs on \"{self.row['host']}\", not on \"{expected}\".")
        wrong += self.look_at_source(outcome) if closed else []
        wrong += self.compare_boundaries() if self.trial.fault == "nothing" else []
        self.row["wrong"], self.row["verdict"] = wrong, "wrong" if wrong else "right"

    def compare_boundaries(self):
        """The catalogue's list of a move's records is whole."""
        written = {f"{action.removeprefix('move.')}:{result}"
                   for action, result in self.journal.boundaries()} - {"close:done"}
        return [f"The journal and the table of boundaries differ in \"{name}\"."
                for name in sorted(written ^ set(catalogue.BOUNDARIES))]

    def look_at_source(self, outcome):
        """The fence holds after a move; without one the source is its owner's again."""
        started = self.lab.virsh(self.source, "start", self.guest)
        if outcome.startswith("done"):
            return [] if "error" in started and self.run in started else [
                f"A start of the old source was answered with \"{started}\"."]
        wrong = [] if outcome == "back" or "error" not in started else [
            f"The source cannot be started: \"{started}\"."]
        info = self.lab.virsh(self.source, "dominfo", self.guest)
        autostart = "enable" if self.lab.guest(self.guest)["autostart"] else "disable"
        if f"{autostart}" not in next(
                (line for line in info.splitlines() if line.startswith("Autostart")), ""):
            wrong.append(f"The source's autostart is not \"{autostart}\" any more.")
        return wrong
