"""Plants in what becomes of systems."""
from .draft import first, plant


@plant("system.lost")
def a_system_is_forgotten(draft):
    draft.parts["systems"].pop()


@plant("systems.order")
def a_system_twice(draft):
    draft.parts["systems"].append(draft.parts["systems"][-1])


@plant("system.unknown")
def a_system_that_is_not_there(draft):
    draft.parts["systems"].append({**draft.parts["systems"][-1], "id": "~"})


@plant("system.disposition")
def a_word_that_means_nothing(draft):
    draft.parts["systems"][0]["disposition"] = "lift_and_hope"


@plant("system.why")
def a_disposition_without_a_reason(draft):
    draft.parts["systems"][0]["why"] = ""


@plant("rule.unknown")
def a_rule_that_is_not_there(draft):
    draft.parts["systems"][0]["rule"] = "because"


@plant("rule.fires")
def a_rule_that_does_not_hold(draft):
    row = draft.row("systems", lambda row: row["rule"] == "class")
    row.update(rule="out_of_scope", disposition="excluded")


@plant("rule.earlier")
def a_rule_that_comes_too_late(draft):
    draft.row("systems", lambda row: row["rule"] == "cleaned").update(
        rule="class", disposition="rehost")


@plant("rule.gives")
def a_rule_gives_something_else(draft):
    draft.row("systems", lambda row: row["rule"] == "class")["disposition"] = "retire"


@plant("override.value")
def a_decision_is_not_heeded(draft):
    draft.row("systems", lambda row: row["rule"] == "override")["disposition"] = "interface"


@plant("rule.earlier")
def a_decision_is_ignored(draft):
    draft.row("systems", lambda row: row["rule"] == "override").update(
        rule="class", disposition="rehost")


@plant("system.moves")
def what_is_retired_moves(draft):
    id = draft.systems_of(draft.move())[0]
    draft.row("systems", lambda row: row["id"] == id)["disposition"] = "retire"


@plant("system.wave")
def a_system_of_another_wave(draft):
    draft.row("systems", lambda row: "wave" in row)["wave"] = "nowhere"


@plant("system.done")
def a_system_is_done_too_early(draft):
    draft.row("systems", lambda row: {"done", "wave"} <= set(row))["done"] = "2026-01-01T00:00:00Z"


@plant("isolation.target")
def a_system_for_the_other_cloud(draft):
    id = draft.systems_of(draft.move())[0]
    clouds = {"admin_service_cloud", "public_service_cloud"}
    here = draft.city.facts("host", draft.move()["target"]["host"])["department"]
    draft.row("systems", lambda row: row["id"] == id)["target"] = first(clouds - {here})
