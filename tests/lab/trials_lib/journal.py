"""banyund's journal, read from outside while it is written: the store's database, read-only."""

import json
import sqlite3
import threading
import time
from contextlib import closing

LOOK_SECONDS = 0.004


class Journal:
    """Records and the worlds seen of one run's move, followed by a thread of its own."""

    def __init__(self, database, run, move):
        self.database, self.run, self.object = database, run, f"move {run}/{move}"
        self.key = f"{run} {move}"
        self.records, self.worlds, self.state = [], [], {}
        self.changed = threading.Condition()
        self.number, self.ending = -1, False
        self.thread = threading.Thread(target=self.follow, daemon=True)
        self.thread.start()

    def follow(self):
        while not self.ending:
            try:
                with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True,
                                             timeout=1)) as connection:
                    self.look_on(connection)
            except sqlite3.Error:
                time.sleep(LOOK_SECONDS)

    def look_on(self, connection):
        while not self.ending:
            self.look(connection)
            time.sleep(LOOK_SECONDS)

    def look(self, connection):
        rows = connection.execute("SELECT number, data FROM record WHERE number > ? "
                                  "ORDER BY number", (self.number,)).fetchall()
        if not rows:
            return
        stored = connection.execute("SELECT value FROM state WHERE space = 'move' AND key = ?",
                                    (self.key,)).fetchone()
        with self.changed:
            for number, data in rows:
                self.number = number
                record = json.loads(data)
                if record["object"] == self.object:
                    self.records.append(record)
            if stored:
                self.state = json.loads(stored[0])["state"]
                self.take_world(self.state["seen"])
            self.changed.notify_all()

    def take_world(self, world):
        if not self.worlds or self.worlds[-1] != world:
            self.worlds.append(world)

    def wait(self, found, seconds):
        """The first record that `found` accepts, or None when none came in time."""
        end = time.monotonic() + seconds
        seen = 0
        with self.changed:
            while True:
                for record in self.records[seen:]:
                    if found(record):
                        return record
                seen = len(self.records)
                left = end - time.monotonic()
                if left <= 0 or not self.changed.wait(left):
                    return None

    def wait_for(self, action, result, seconds):
        return self.wait(lambda r: (r["action"], r["result"]) == (action, result), seconds)

    def wait_closed(self, seconds):
        return self.wait(lambda r: r["action"] == "move.close", seconds)

    def end(self):
        self.ending = True
        self.thread.join()

    def boundaries(self):
        """Each (action, result) in the order of its first time."""
        return list(dict.fromkeys((r["action"], r["result"]) for r in self.records))

    def open_intents(self):
        """Intents that have no result yet, in the order they were written."""
        found = []
        for record in list(self.records):
            if record["result"] == "intent":
                found.append(record["action"])
            elif record["action"] in found:
                found.remove(record["action"])
            elif record["action"] in ("move.attempt", "move.close"):
                found.clear()
        return [action.removeprefix("move.") for action in found]
