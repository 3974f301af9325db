"""Departments with their links, windows, teams and quotas; counties and townships, which have nothing."""
from .draw import Draw, apportion
from .regimes import CALENDARS
from .words import BODIES

RATES = {"county": 10**9, "township": 10**8}
WORDS = {"county": "县", "township": "镇"}


def _department(city, number, before):
    draw, regime = city.draw("places", number), city.regime
    name = f"{city.code}-{BODIES[number % len(BODIES)]}{number // len(BODIES) or ''}"
    rate = draw.choice(regime["rates"])
    link = {"name": f"{city.code}-d{number:02}-link", "nominal": rate}
    if before and draw.percent(regime["shared"]):
        link = before["link"]
    return {"name": name, "number": number, "code": f"{city.code}-d{number:02}", "link": link,
            "level": "city", "parent": None, "calendar": draw.choice(regime["windows"]),
            "team": f"{city.code}-team-{draw.randrange(city.size['teams'])}",
            "measured": draw.choice((1000, 980, 950, 900, 700, None)), "quotas": [],
            "systems": [], "vms": [], "hosts": [],
            "bears": Draw(city.seed, city.code, "bears", number).choice((None, None, 5000, 60000))}


def _below(city, level, count, parents):
    for number in range(count):
        parent = parents[number % len(parents)]
        name = f"{city.code}-{WORDS[level]}{number:02}"
        yield {"name": name, "level": level, "parent": parent, "calendar": None, "team": None,
               "bears": None,
               "link": {"name": f"{city.code}-{level}-{number:02}-link", "nominal": RATES[level]}}


def settle(city):
    """Gives the city its departments, of uneven size, and what lies below it."""
    size, places = city.size, []
    for number in range(size["departments"]):
        places.append(_department(city, number, places[-1] if places else None))
    city.places = places
    city.weights = [(number + 1) ** -size["zipf"] for number in range(len(places))]
    city.counties = list(_below(city, "county", size["counties"], [city.code]))
    names = [county["name"] for county in city.counties]
    city.townships = list(_below(city, "township", size["townships"], names))
    for place, count in zip(places, apportion(size["hypervisors"], city.weights)):
        place["hosts"] = [f"{place['code']}-h{number:02}" for number in range(count)]


def windows(place):
    return CALENDARS[place["calendar"]] if place["calendar"] else None


def _grant(place, cloud, asked, share, day):
    name = f"{cloud}-{day or 'now'}"
    grant = {"name": name, "department": place["name"], "target": cloud,
             **{what: -(-amount * share // 100) for what, amount in asked.items()}}
    if day:
        grant["from"] = day
    return grant


def grant(city):
    """Quotas: grants to each department with something to move, by cloud."""
    kind = city.regime["quota"]
    for place in city.places:
        draw = city.draw("quota", place["number"])
        for cloud, asked in sorted(place.get("asks", {}).items()):
            if kind == "none" or (kind == "ample" and draw.percent(60)):
                continue
            if kind == "ample":
                place["quotas"].append(_grant(place, cloud, asked, 120, None))
                continue
            share, late = draw.randint(30, 70), city.day(draw.randint(40, 90))
            place["quotas"].append(_grant(place, cloud, asked, share, None))
            place["quotas"].append(_grant(place, cloud, asked, 150 - share, late))
