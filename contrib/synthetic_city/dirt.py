"""What is wrong with what people tell. Each rule changes rows in place and says how many it changed.

A table is a list of rows, and a row is a dictionary of facts: a text among them stands as it is, any
other value is still to be written by somebody's hand.
"""
from .draw import share
from .template import (DUPLICATE, DUPLICATES, MISSING_APPROVAL, VAGUE_APPROVAL, VARIANT, VARIANTS)
from .words import SOUNDS, TRADITIONAL, VAGUE

WIDE = {code: code - ord("!") + 0xff01 for code in range(ord("!"), ord("~") + 1)}
SIMPLE_TO_TRADITIONAL = str.maketrans(TRADITIONAL)


def _annotated(text):
    """With the sound behind one character, as copying from some pages leaves it."""
    for character, sound in SOUNDS.items():
        if character in text:
            old = TRADITIONAL.get(character, character)
            return text.replace(character, f"{old}({sound})", 1)
    return text


def _traditional(text):
    return text.translate(SIMPLE_TO_TRADITIONAL)


def _full_width(text):
    wide = text.translate(WIDE)
    return wide if wide != text else f"{text[:2]}\u3000{text[2:]}"


WAYS = {"annotated": _annotated, "traditional": _traditional, "full_width": _full_width}


def _rewrite(row, way, facts):
    """In the first of the facts that can be written in that way."""
    for fact in facts:
        written = WAYS[way](row[fact])
        if written != row[fact]:
            row[fact] = written
            return way
    row[facts[0]] = _full_width(row[facts[0]])
    return "full_width"


def approvals(draw, rows):
    """Days of approval that are missing, or are only said to the month."""
    missing, vague = (share(part, len(rows)) for part in (MISSING_APPROVAL, VAGUE_APPROVAL))
    chosen = draw.sample(rows, missing + vague)
    for row in chosen[:missing]:
        row["approved"] = None
    for row in chosen[missing:]:
        row["approved"] = draw.choice(VAGUE).format(*row["approved"][:2])
    return {"missing_approval": missing, "vague_approval": vague}


def variants(draw, rows):
    """Names that are written otherwise than they are."""
    counts = dict.fromkeys(VARIANTS, 0)
    chosen = draw.sample(rows, share(VARIANT, len(rows)))
    for row, way in zip(chosen, draw.deal(VARIANTS, len(chosen))):
        facts = ["name", "department"]
        draw.shuffle(facts)
        counts[_rewrite(row, way, facts)] += 1
    return counts


def _contradict(row):
    """Another thing under the same name."""
    if "function" in row:
        row["function"] += "（含移动端）"
    elif "coverage" in row:
        row["coverage"] += "及乡镇"
    else:
        fact = "area" if "area" in row else "nominal"
        row[fact] *= 2


def duplicates(draw, tables):
    """Rows that are told twice in one table: as they were, written otherwise, or otherwise."""
    places = [(table, row) for table in tables for row in table if not row.get("classified")]
    chosen = draw.sample(places, share(DUPLICATE, len(places)))
    kinds = draw.deal(DUPLICATES, len(chosen))
    for (table, row), kind in zip(chosen, kinds):
        again = dict(row)
        if kind == "rewritten":
            _rewrite(again, draw.choice(sorted(WAYS)), ["name"])
        elif kind == "contradicting":
            _contradict(again)
        first = next(i for i, one in enumerate(table) if one is row)
        table.insert(draw.randint(first + 1, len(table)), again)
    return {f"duplicate_{kind}": kinds.count(kind) for kind in DUPLICATES}
