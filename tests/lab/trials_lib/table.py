"""The table of results: printed row by row, kept as JSON lines, and gone on with later."""

import json
import os

HEAD = ("FAULT AND INSTANT", "WHEN", "OPEN INTENT", "OUTCOME", "RUNS ON", "DOUBLE", "LOST",
        "WRITES LOST", "LEFT", "AFTER", "VERDICT")
FORM = "{:42} {:13} {:18} {:20} {:12} {:>6} {:>4} {:>11} {:>4} {:>6} {}"


def line(row):
    if "outcome" not in row:
        return FORM.format(row["trial"], *[""] * 9, row["verdict"])
    outcome = row["outcome"] + (f" ({row['attempts']} tries)" if row["attempts"] > 1 else "")
    left = f"{row['leftovers']}{'+kept' if row['kept'] else ''}"
    return FORM.format(row["trial"], row["instant"], row["open"], outcome, row["host"],
                       row["double"], row["lost"], str(row["writes_lost"]), left,
                       f"{row['seconds']:.0f} s", row["verdict"])


def earlier(path):
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        rows = [json.loads(text) for text in file]
    return {row["trial"]: row for row in rows if row["verdict"] == "right"}


def counts(rows):
    total = {}
    for row in rows:
        total[row["verdict"]] = total.get(row["verdict"], 0) + 1
    sums = {key: sum(row.get(key) or 0 for row in rows)
            for key in ("double", "lost", "writes_lost", "leftovers")}
    return (f"{len(rows)} trials: "
            + ", ".join(f"{number} {verdict}" for verdict, number in sorted(total.items()))
            + f"; {sums['double']} double runs, {sums['lost']} machines lost, "
              f"{sums['writes_lost']} writes lost, {sums['leftovers']} leftovers.")


def fill(trials, make, path, again):
    """Makes what has no right result yet; returns the exit code."""
    known, rows = {} if again else earlier(path), []
    print(FORM.format(*HEAD), flush=True)
    for trial in trials:
        row = known.get(trial.name)
        if not row:
            row = make(trial)
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
        rows.append(row)
        print(line(row), flush=True)
        for sentence in row.get("wrong", []):
            print(f"  {sentence}", flush=True)
    print(counts(rows))
    return 0 if all(row["verdict"] == "right" for row in rows) else 1


class Worlds:
    """Pairs of (source, target) that banyun saw, each once; boots are counted, not told."""

    def __init__(self, path):
        self.path, self.known = path, set()
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.known = {text.rstrip("\n") for text in file}

    def add(self, worlds):
        with open(self.path, "a", encoding="utf-8") as file:
            for world in worlds:
                text = self.text(world)
                if text not in self.known:
                    self.known.add(text)
                    file.write(text + "\n")

    @staticmethod
    def text(world):
        plain = json.loads(json.dumps(world))
        for side, boot in (("source", "00000000000000aa"), ("target", "00000000000000bb")):
            if plain[side]["boot"].strip("0"):
                plain[side]["boot"] = boot
        return json.dumps(plain, sort_keys=True, separators=(",", ":"))
