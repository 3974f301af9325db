"""What runs: systems with what people say of them, and websites."""
from .draw import Draw, share
from .template import OWN_VERTICAL, PROTECTION, WEBSITE_STATES
from .words import (ADMIN, AUTHORITIES, COMPANIES, ELSEWHERE, FREQUENCIES, FUNDING_MODELS, FUNDS,
                    ON_CLOUD, OTHER_DOMAIN, PLANTS, PUBLIC, SCOPES, STEMS, SUBJECTS, SYSTEMS)

NAMES = [(subject, system) for subject in SUBJECTS for system in SYSTEMS]
NETWORK_OF = {"on_cloud": ON_CLOUD, "admin_cloud": ADMIN, "public_cloud": PUBLIC}
STAYING = ("host", "retain_interface")


def _contractor(draw):
    return draw.choice(STEMS) + draw.choice(PLANTS) + draw.choice(COMPANIES)


def _system(city, place, name):
    draw, (subject, kind) = city.draw, name
    return {
        "kind": "system", "name": subject + kind, "department": place["name"],
        "function": f"{subject}的受理、办理和查询，用户约 {draw.randint(2, 900) * 10} 人",
        "usage_scope": draw.choice(SCOPES), "usage_frequency": draw.choice(FREQUENCIES),
        "approving_authority": draw.choice(AUTHORITIES), "approved": draw.day(2006, 2018),
        "funding_source": draw.choice(FUNDS), "build_contractor": _contractor(draw),
        "om_contractor": _contractor(draw), "cleaned": draw.random() < 0.1,
        "funding_model": draw.choice(FUNDING_MODELS),
        "owner_level": "division" if draw.random() < 0.08 else "department",
        "project": f"样发改〔{draw.randint(2006, 2018)}〕{draw.randint(1, 400)}号",
        "om_funding": f"{draw.randint(1, 60)} 万元/年", "machines": [], "contradicting": False}


def _levels(city, dispositions):
    """The vertical level of each: those of the nation and the province stay where they are."""
    staying = sum(disposition in STAYING for disposition in dispositions)
    above = city.draw.deal(city.template["vertical"], staying)
    own = city.draw.deal(OWN_VERTICAL, len(dispositions) - staying)
    return [(above if disposition in STAYING else own).pop() for disposition in dispositions]


def _network(city, system):
    """The network that a system uses: a vertical one has the network of its level."""
    if system["disposition"] in STAYING:
        return city.draw.choice([network["name"] for network in city.networks
                                 if network["vertical_level"] == system["vertical_level"]
                                 and not network["classified"]])
    return NETWORK_OF.get(system["disposition"]) or city.draw.choice(ELSEWHERE)


def _contradict(city):
    """The networks of some are told to be those of the domain that they are not to move to."""
    able = [system for system in city.systems if system["network"] in OTHER_DOMAIN]
    for system in city.draw.sample(able, city.template["contradicting"]):
        system.update(network=OTHER_DOMAIN[system["network"]], contradicting=True)


def run(city):
    """Gives the city its systems; its networks are there already."""
    city.draw = draw = Draw(city.seed, city.code, "systems")
    city.systems = [_system(city, place, name)
                    for place, count in zip(city.departments, city.systems_of)
                    for name in draw.sample(NAMES, count)]
    count = len(city.systems)
    dispositions = draw.deal(city.template["dispositions"], count)
    details = zip(city.systems, dispositions, _levels(city, dispositions),
                  draw.deal(PROTECTION, count))
    for number, (system, disposition, level, grade) in enumerate(details):
        system.update(id=f"{city.code}/system/{number:03}", disposition=disposition,
                      vertical_level=level, mlps_level=grade)
        system["network"] = _network(city, system)
    _contradict(city)


def publish(city):
    """Gives the city its websites."""
    city.draw = draw = Draw(city.seed, city.code, "websites")
    template, count = city.template, city.template["websites"]
    owners = draw.choices(city.departments, city.weights, k=count)
    city.websites = [
        {"id": f"{city.code}/website/{number:03}", "kind": "website",
         "name": f"www{number}.{city.code}.example", "department": owner["name"], "dead": False,
         "wrong_content": False, **dict.fromkeys(WEBSITE_STATES, False)}
        for number, owner in enumerate(owners)]
    able = city.websites
    for state, part in WEBSITE_STATES.items():
        able = draw.some(able, share(part, count))
        for website in able:
            website[state] = True
    # What is reachable over IPv6 or answers with other content is not dead.
    wrong = [website for website in city.websites if website["home"] and not website["passing"]]
    for website in draw.sample(wrong, template["wrong_websites"]):
        website["wrong_content"] = True
    dead = [website for website in city.websites if not website["home"]]
    for website in draw.sample(dead, template["dead_websites"]):
        website["dead"] = True
