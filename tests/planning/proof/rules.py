"""Ordered rules: the first that holds decides, and is the one that a row has to name."""


def first(rules, subject):
    """The name and what it gives of the first rule that surely holds."""
    return next((name, gives) for name, gives, holds in rules if holds(subject))


def judge(rules, subject, row, decided):
    """Whether the row's rule is the first that holds, and gives what was decided."""
    id = row["id"]
    if row["rule"] not in {name for name, _, _ in rules}:
        yield "rule.unknown", f"{id}: the checker does not know the rule {row['rule']}."
        return
    for name, gives, holds in rules:
        fires = holds(subject)
        if name == row["rule"]:
            if fires is False:
                yield "rule.fires", f"{id} is {decided} by {name}, which does not hold."
            if gives is not None and decided not in gives:
                yield "rule.gives", f"{id}: {name} does not give {decided}."
            return
        if fires:
            yield "rule.earlier", f"{id} is {decided} by {row['rule']}, and {name} comes before " \
                                  "it and holds."
            return
