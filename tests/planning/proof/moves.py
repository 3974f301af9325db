"""Each move for itself: that it moves what is there, as it is, to where it may go."""

LANDS = {"admin_service_domain": "admin_service_cloud",
         "public_service_domain": "public_service_cloud"}


def check(city, plan):
    volumes, names = {}, {}
    for move in plan.moves:
        if names.setdefault(move.name, move.uuid) != move.uuid:
            yield "move.twice", f"{move} has the name of the move of {names[move.name]}."
        machine = city.facts("machine", move.uuid)
        if machine is None:
            yield "move.machine", f"{move}: there is no such machine."
            continue
        yield from _source(city, move, machine)
        yield from _copy(move, machine)
        yield from _nics(city, move, machine)
        yield from _target(city, move, volumes)
        yield from _facts(city, move)
        yield from _promises(city, move)
        for finding in city.blockers(move.uuid, move.told["target"]["host"]):
            yield "move.blocked", f"{move} is forbidden by {finding['rule']}: {finding['evidence']}"
        if city.facts("machine", move.uuid).get("classified"):
            yield "move.classified", f"{move} is of what is classified."


def _source(city, move, machine):
    if move.name not in (machine["name"], f"{machine['name']}-{move.uuid[:8]}"):
        yield "move.name", f"{move}: the machine's name is {machine['name']}."
    if move.told["source"]["host"] != machine["host"]:
        yield "move.source", f"{move} begins at {move.told['source']['host']}, and the machine " \
                             f"is on {machine['host']}."
    if city.on_cloud(machine):
        yield "move.arrived", f"{move}: it is on the cloud already."
    department = move.told["department"]
    if city.host_of(machine).get("department") != department:
        yield "move.department", f"{move} is told to be of {department}."
    if not city.asked(department):
        yield "move.unasked", f"{move}: nobody asked for {department}."
    link = (city.facts("department", department) or {}).get("link", {}).get("name")
    if move.told["link"] != link:
        yield "move.link", f"{move} is charged on {move.told['link']}, not on {link}."


def _copy(move, machine):
    """Memory and disks are the machine's."""
    if move.told["memory"] != machine["memory"]:
        yield "move.memory", f"{move} copies {move.told['memory']} bytes of memory, not " \
                             f"{machine['memory']}."
    wanted = [(disk["device"], disk["path"], disk["format"], disk["capacity"])
              for disk in machine["disks"]]
    planned = [(disk["device"], disk["source_path"], disk["format"], disk["capacity"])
               for disk in move.told["disks"]]
    if wanted != planned:
        yield "move.disks", f"{move}: its disks are not the machine's."


def _nics(city, move, machine):
    """Each card lands on the network that continues its own, and that is on the target."""
    if [nic["mac"] for nic in machine["nics"]] != [nic["mac"] for nic in move.told["nics"]]:
        yield "move.nics", f"{move}: its network cards are not the machine's."
        return
    for nic, planned in zip(machine["nics"], move.told["nics"]):
        landing = city.facts("landing", f"{move.told['department']}/{nic.get('network')}") or {}
        host = move.told["target"]["host"]
        network = city.facts("network", f"{host}/{planned['network']}")
        if planned["source_network"] != nic.get("network") or \
                planned["network"] != landing.get("network"):
            yield "move.landing", f"{move}: {nic['mac']} of {nic.get('network')} lands on " \
                                  f"{planned['network']}, and not on {landing.get('network')}."
        elif network is None or network.get("active") is False:
            yield "move.network", f"{move}: {host} has no network {planned['network']}."


def _target(city, move, volumes):
    told = move.told["target"]
    host = city.facts("host", told["host"])
    pool = city.facts("pool", f"{told['host']}/{told['pool']}")
    if not host or host.get("side") != "cloud":
        yield "move.target", f"{move}: {told['host']} is no hypervisor of the cloud."
        return
    if told["address"] != host.get("address"):
        yield "move.address", f"{move}: {told['host']} has another address than {told['address']}."
    if not pool or pool.get("active") is False or not pool.get("path"):
        yield "move.pool", f"{move}: {told['host']} has no pool {told['pool']} to land in."
        return
    for disk in move.told["disks"]:
        if disk["path"] != f"{pool['path']}/{disk['volume']}":
            yield "move.path", f"{move}: {disk['path']} is not in the pool {told['pool']}."
        other = volumes.setdefault((told["host"], told["pool"], disk["volume"]), move)
        if other is not move:
            yield "move.volume", f"{move} and {other} both make {disk['volume']} in " \
                                 f"{told['pool']} of {told['host']}."
    yield from _domain(city, move, host)


def _domain(city, move, host):
    """What belongs to a domain lands in that domain's cloud."""
    for id in city.system_of.get(move.uuid, []):
        wanted = LANDS.get(city.facts("system", id).get("domain"))
        if wanted and host.get("department") in LANDS.values() and host["department"] != wanted:
            yield "isolation.cloud", f"{move}: {id} belongs to {wanted}, and {host['name']} to " \
                                     f"{host['department']}."


def _facts(city, move):
    """What it rests on is named, each with the digest of today."""
    rows = move.told["facts"]
    for row in rows:
        if city.digest(row["kind"], row["id"]) != row["digest"]:
            yield "move.digest", f"{move} rests on {row['kind']} {row['id']} as it is not."
    named = {(row["kind"], row["id"]) for row in rows}
    host = move.told["target"]["host"]
    for needed in [("machine", move.uuid), *(("network", f"{host}/{nic['network']}")
                                             for nic in move.told["nics"])]:
        if needed not in named:
            yield "move.rests", f"{move} does not rest on {' '.join(needed)}."


def _deadlines(city, move):
    """The profile's, and for the copy as long as the move may take, and as much again as it says."""
    wanted = dict(city.order["profile"]["deadlines"])
    longest = (move.estimate or {}).get("seconds_high", 0) * 10 * city.planning("transfer_percent", 200)
    wanted["transfer"] = max(wanted["transfer"], min(longest, 604800000))
    return wanted


def _promises(city, move):
    """What the profile, the playbook and the survey ask of every move."""
    profile, told = city.order["profile"], move.told
    if not told["encrypted"] and profile["transport"]["plain_text"] != "allowed":
        yield "move.encrypted", f"{move} is not encrypted, and the profile asks it."
    if told["playbook"]["digest"] != city.order["playbook_digest"]:
        yield "move.playbook", f"{move} follows another playbook than was ordered."
    if told["attempts"] != city.planning("attempts"):
        yield "move.profile", f"{move} has {told['attempts']} attempts, the profile " \
                              f"{city.planning('attempts')}."
    if told["deadlines"] != _deadlines(city, move):
        yield "move.profile", f"{move}: its deadlines are not the profile's."
    pages = [page for id in city.system_of.get(move.uuid, [])
             for page in city.facts("system", id).get("pages", [])]
    if any(page not in pages for page in told["pages"]) or (pages and not told["pages"]):
        yield "move.pages", f"{move}: its pages are not those of its system."
