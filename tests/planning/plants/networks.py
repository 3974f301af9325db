"""Plants in networks and addresses."""
from .draft import first, plant


def _rows(draft):
    """Two networks with new subnets."""
    rows = _joined(draft)
    return first(rows), first(rows[1:])


def _joined(draft):
    return [row for row in draft.parts["networks"]
            if {"to4", "to6"} <= set((row.get("subnets") or [{}])[0])]


@plant("network.lost")
def a_network_is_forgotten(draft):
    first(draft.parts["networks"])
    draft.parts["networks"].pop()


@plant("network.unknown")
def a_network_that_is_not_there(draft):
    draft.parts["networks"].append({**_rows(draft)[0], "id": "~", "subnets": [], "allow": []})


@plant("network.state")
def an_end_that_means_nothing(draft):
    _rows(draft)[0]["state"] = "forgotten"


@plant("isolation.domain")
def a_network_of_the_other_domain(draft):
    row = _rows(draft)[0]
    here = draft.city.facts("dedicated_network", row["id"])["domain"]
    row["domain"] = first({"admin_service_domain", "public_service_domain"} - {here})


@plant("address.twice")
def two_networks_with_one_prefix(draft):
    one, other = _rows(draft)
    other["subnets"][0]["to4"] = one["subnets"][0]["to4"]


@plant("address.twice")
def a_prefix_within_another(draft):
    one, other = _rows(draft)
    other["subnets"][0]["to6"] = one["subnets"][0]["to6"].replace("/64", "/80")


@plant("address.block")
def out_of_the_block(draft):
    _rows(draft)[0]["subnets"][0]["to4"] = "203.0.113.0/24"


@plant("address.block")
def a_prefix_of_the_other_domain(draft):
    domain = {id: network["facts"]["domain"]
              for id, network in draft.city.of("dedicated_network").items()}
    one = _rows(draft)[0]
    other = first(row for row in _joined(draft) if domain[row["id"]] != domain[one["id"]])
    for name in ("to4", "to6"):
        one["subnets"][0][name], other["subnets"][0][name] = \
            other["subnets"][0][name], one["subnets"][0][name]


@plant("rule.fires")
def a_network_by_a_rule_that_does_not_hold(draft):
    draft.row("networks", lambda row: row["rule"] == "network.merged").update(
        rule="network.superior", state="held")


@plant("rule.earlier")
def a_network_by_a_rule_that_comes_too_late(draft):
    draft.row("networks", lambda row: row["rule"] == "network.superior").update(
        rule="network.merged", state="merged")


@plant("rule.gives")
def a_rule_gives_a_network_another_state(draft):
    draft.row("networks", lambda row: row["rule"] == "network.merged")["state"] = "retained"


@plant("address.used")
def what_others_have(draft):
    """A found prefix of another department, within a block that reaches so far."""
    used = first(prefix["facts"]["prefix"] for prefix in draft.city.of("prefix").values()
                 if prefix["facts"]["family"] == 4 and prefix["facts"]["found"])
    draft.patch(draft.city.order["profile"]["addresses"], "v4",
                {"blocks": [{"prefix": "10.0.0.0/8"}]})
    _rows(draft)[0]["subnets"][0]["to4"] = used


@plant("address.text")
def no_prefix(draft):
    _rows(draft)[0]["subnets"][0]["to4"] = "10.128.0.1/24"


@plant("address.machine")
def two_machines_with_one_address(draft):
    one = draft.row("renumber", lambda row: "to4" in row)
    other = draft.row("renumber", lambda row: "to4" in row and row["machine"] != one["machine"])
    other["to4"] = one["to4"]


@plant("address.subnet")
def an_address_of_no_subnet(draft):
    draft.row("renumber", lambda row: "to4" in row)["to4"] = "10.255.255.9"


@plant("renumber.machine")
def nobodys_address(draft):
    draft.row("renumber", lambda row: True)["machine"] = "00000000-0000-4000-8000-000000000000"


@plant("renumber.mac")
def a_card_that_is_not_there(draft):
    draft.row("renumber", lambda row: True)["mac"] = "52:54:00:ff:ff:fe"


@plant("isolation.allow")
def a_way_between_the_domains(draft):
    domain = {id: network["facts"]["domain"]
              for id, network in draft.city.of("dedicated_network").items()}
    one = _rows(draft)[0]
    other = first(row for row in _joined(draft) if domain[row["id"]] != domain[one["id"]])
    one["allow"].append({"from": one["subnets"][0]["to4"], "to": other["subnets"][0]["to4"]})


@plant("isolation.allow")
def a_way_wide_enough_for_both(draft):
    _rows(draft)[0]["allow"].append({"from": "10.128.0.0/9", "to": "10.128.0.0/9"})
