"""What readiness said against moves, and of links and systems."""
from .facts import cloud_hosts
from .things import CLOUDS


def _finding(rule, kind, id, name, verdict, evidence, **more):
    return {"rule": rule, "kind": kind, "id": id, "name": name, "verdict": verdict,
            "evidence": evidence, **more}


def _links(city):
    """The link of each department with machines to one host of each cloud, where it was measured."""
    for place in city.places:
        permille = place["measured"]
        for cloud in CLOUDS if place["hosts"] and permille is not None else ():
            capacity = place["link"]["nominal"] * permille // 1000
            verdict = "pass" if permille >= 950 else "fail"
            yield _finding("link.capacity", "department", place["name"], place["name"], verdict,
                           f"The link carried {capacity} bit/s.", target=cloud_hosts(city, cloud)[0],
                           basis={"family": 4, "up": {"capacity": capacity},
                                  "down": {"capacity": capacity}})


def _blockers(city):
    draw = city.draw("findings")
    for machine in city.vms:
        if machine["host"] not in machine["place"]["hosts"] or "sure" in machine:
            continue
        if draw.percent(1):
            yield _finding("machine.movable", "machine", machine["uuid"], machine["name"], "fail",
                           "A device ties it to its host.")
        elif draw.percent(5):
            yield _finding("target.cpu", "machine", machine["uuid"], machine["name"], "fail",
                           "The processor lacks a feature.",
                           target=cloud_hosts(city, machine["cloud"])[0])
        if not machine["running"]:
            yield _finding("machine.running", "machine", machine["uuid"], machine["name"], "fail",
                           "The machine is off.")


def _writing(city):
    """How fast machines write their memory, of most; readiness judges it by a rate of its own."""
    for machine in city.vms:
        if machine["writes"] is not None:
            yield _finding("machine.converges", "machine", machine["uuid"], machine["name"],
                           "pass", f"It writes {machine['writes']} bytes a second.",
                           basis={"dirty": machine["writes"], "seconds": 1, "rate": 10**9})


def _sizes(city):
    """What is proposed for machines whose use is known."""
    draw = city.draw("sizes")
    for machine in city.vms:
        vcpus, memory = draw.choice((1, 2, 4)), draw.choice((1, 2, 4, 8)) * 2**30
        if draw.percent(60):
            verdict = "fail" if vcpus > machine["vcpus"] or memory > machine["memory"] else "warn"
            yield _finding("machine.size", "machine", machine["uuid"], machine["name"], verdict,
                           f"{vcpus} and {memory} are proposed.",
                           basis={"days": 90, "vcpus": machine["vcpus"],
                                  "memory": machine["memory"], "proposed_vcpus": vcpus,
                                  "proposed_memory": memory})


def _systems(city):
    twin = None
    for system in city.systems:
        name = system["id"].split("/")[1]
        if system["kind"] == "retire":
            yield _finding("zombie.candidate", "system", system["id"], name, "fail",
                           "3 of 5 criteria are met.")
        if system["kind"] == "consolidate" and twin:
            yield _finding("shadow.similar", "system", system["id"], name, "fail",
                           f"It is like {twin}.", basis={"survivor": twin})
        elif system["planned"]:
            yield _finding("shadow.similar", "system", system["id"], name, "pass",
                           "No other is like it.")
        if system["kind"] == "consolidate":
            twin = system["id"]


def findings(city):
    yield from _links(city)
    yield from _blockers(city)
    yield from _writing(city)
    yield from _sizes(city)
    yield from _systems(city)
