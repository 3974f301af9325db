"""Plants in single moves: they move what is not there, or to where it may not go."""
from .draft import NotHere, first, plant


@plant("move.machine")
def a_machine_that_is_not_there(draft):
    wave, estimates, move = first(draft.moves())
    other = "00000000-0000-4000-8000-000000000000"
    estimates[other] = estimates.pop(move["machine"])
    move["machine"] = other


@plant("machine.lost")
def a_machine_is_lost(draft):
    move = draft.move(lambda move: len(draft.group(move["group"])) == 1)
    draft.parts["groups"] = [group for group in draft.parts["groups"]
                             if group["name"] != move["group"]]
    draft.remove(move)


@plant("machine.lost")
def left_out_without_a_reason(draft):
    draft.row("left_out", lambda row: not draft.city.system_of.get(row["id"]))["why"] = ""


@plant("machine.twice")
def a_machine_moves_twice(draft):
    draft.add_wave("again", [draft.move()])
    draft.sort()


@plant("machine.both")
def a_machine_moves_and_is_left_out(draft):
    move = draft.move()
    draft.parts["left_out"].append({"name": move["name"], "id": move["machine"], "why": "No room."})


@plant("group.split")
def a_group_is_split(draft):
    move = draft.move(lambda move: len(draft.group(move["group"])) > 1)
    draft.add_wave("rest", [move])
    rest = draft.waves.pop()
    draft.remove(move)
    draft.waves.append(rest)
    draft.sort()


@plant("group.torn")
def a_group_is_torn(draft):
    move = draft.move(lambda move: len(draft.group(move["group"])) > 1)
    draft.remove(move)
    draft.parts["left_out"].append({"name": move["name"], "id": move["machine"], "why": "No room."})


@plant("group.name")
def a_move_of_another_group(draft):
    draft.move()["group"] = draft.row(
        "groups", lambda row: row["name"] != draft.move()["group"])["name"]


@plant("move.source")
def from_another_host(draft):
    draft.move()["source"]["host"] = first(
        name for name, host in draft.city.of("host").items()
        if host["facts"].get("side") == "department" and
        name != draft.move()["source"]["host"])


@plant("move.disks")
def a_disk_is_lost(draft):
    draft.move(lambda move: len(move["disks"]) > 1)["disks"].pop()


@plant("move.disks")
def a_disk_grows(draft):
    draft.move()["disks"][0]["capacity"] += 1


@plant("move.memory")
def memory_grows(draft):
    draft.move()["memory"] += 1


@plant("move.nics")
def another_card(draft):
    draft.move()["nics"][0]["mac"] = "52:54:00:ff:ff:ff"


@plant("move.landing")
def lands_on_a_strangers_network(draft):
    mine = draft.move()["nics"][0]["network"]
    draft.move()["nics"][0]["network"] = first(
        landing["facts"]["network"] for landing in draft.city.of("landing").values()
        if landing["facts"]["network"] != mine)


@plant("move.target")
def onto_a_departments_host(draft):
    move = draft.move()
    move["target"]["host"] = move["source"]["host"]


@plant("move.address")
def to_another_address(draft):
    draft.move()["target"]["address"] = "2001:db8::1"


@plant("move.pool")
def into_no_pool(draft):
    draft.move()["target"]["pool"] = "attic"


@plant("move.path")
def out_of_the_pool(draft):
    draft.move()["disks"][0]["path"] = "/etc/passwd"


@plant("move.volume")
def two_disks_in_one_volume(draft):
    one = draft.move()
    other = draft.move(lambda move: move is not one and move["target"] == one["target"])
    for name in ("volume", "path"):
        other["disks"][0][name] = one["disks"][0][name]


@plant("isolation.cloud")
def into_the_other_domain(draft):
    move = draft.move()
    here = draft.city.facts("host", move["target"]["host"])["department"]
    move["target"]["host"] = first(
        name for name, host in draft.city.of("host").items()
        if host["facts"].get("side") == "cloud" and host["facts"]["department"] != here)


@plant("move.link")
def charged_on_another_link(draft):
    move = draft.move()
    move["link"] = first(name for name in draft.city.links() if name != move["link"])


@plant("move.department")
def another_department_pays(draft):
    move = draft.move()
    move["department"] = first(name for name in draft.city.of("department")
                               if name != move["department"])


@plant("move.digest")
def rests_on_old_facts(draft):
    draft.move()["facts"][0]["digest"] = "sha256:" + 64 * "0"


@plant("move.rests")
def rests_on_nothing(draft):
    draft.move()["facts"] = []


@plant("move.encrypted")
def in_the_clear(draft):
    draft.move()["encrypted"] = False


@plant("move.playbook")
def by_another_playbook(draft):
    draft.move()["playbook"]["digest"] = "sha256:" + 64 * "1"


@plant("move.profile")
def one_attempt_less(draft):
    draft.move()["attempts"] -= 1


@plant("move.pages")
def pages_are_forgotten(draft):
    draft.move(lambda move: move["pages"])["pages"] = []


@plant("move.blocked")
def against_a_finding(draft):
    """A host of the cloud that is not fit for the machine."""
    for _, _, move in draft.moves():
        for finding in draft.city.blocked.get(("machine", move["machine"]), []):
            if "target" in finding:
                move["target"]["host"] = finding["target"]
                return
    raise NotHere


@plant("move.blocked")
def against_a_finding_of_its_own(draft):
    finding = {"rule": "machine.movable", "kind": "machine", "id": draft.move()["machine"],
               "verdict": "unknown", "evidence": "Nobody knows."}
    draft.patch(draft.city.blocked, ("machine", draft.move()["machine"]), [finding])


@plant("move.classified")
def what_is_classified(draft):
    draft.patch(draft.city.facts("machine", draft.move()["machine"]), "classified", True)


@plant("room.pool")
def a_pool_with_a_byte_too_little(draft):
    target, needed = draft.move()["target"], 0
    percent = draft.city.planning("headroom_percent")
    for _, _, move in draft.moves():
        if (move["target"]["host"], move["target"]["pool"]) == (target["host"], target["pool"]):
            bytes_ = sum(disk["capacity"] for disk in move["disks"])
            needed += bytes_ + bytes_ // 100 * percent
    pool = draft.city.of("pool")[f"{target['host']}/{target['pool']}"]
    draft.patch(pool["measures"], "available", needed - 1)


@plant("room.memory")
def a_hypervisor_with_a_byte_too_little(draft):
    host = draft.move()["target"]["host"]
    needed = sum(move["memory"] for _, _, move in draft.moves() if move["target"]["host"] == host)
    needed += sum(machine["facts"]["memory"] for machine in draft.city.of("machine").values()
                  if machine["facts"]["host"] == host)
    draft.patch(draft.city.facts("host", host), "memory", needed - 1)


def _hosts_of(draft, id):
    return {move["target"]["host"] for _, _, move in draft.moves()
            if id in draft.systems_of(move)}


def _spread(draft, word, fits):
    id = first(id for _, _, move in draft.moves() for id in draft.systems_of(move)
               if fits(_hosts_of(draft, id), len(draft.city.machines_of[id])))
    draft.patch(draft.city.facts("system", id), "spread", word)


@plant("room.apart")
def two_on_one_that_are_to_stand_apart(draft):
    _spread(draft, "apart", lambda hosts, count: len(hosts) < count)


@plant("room.together")
def two_apart_that_are_to_stand_together(draft):
    _spread(draft, "together", lambda hosts, count: len(hosts) > 1)
