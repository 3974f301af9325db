"""Who there is: cities, their departments, counties and townships."""
from .draw import Draw, apportion
from .words import BODIES, PLANTS, PROVINCE, STEMS, TOWNSHIPS

PAIRS = [stem + plant for stem in STEMS for plant in PLANTS]


def city_names(seed, count):
    return [pair + "市" for pair in Draw(seed, "cities").sample(PAIRS, count)]


def _place(city, name, level, parent):
    return {"kind": "department", "name": name, "level": level, "parent": parent,
            "information_centre": False, "responsible_person": city.draw.choice(STEMS) + "某"}


def _departments(city):
    template, draw = city.template, city.draw
    places = [_place(city, city.name + body, "city", city.name)
              for body in draw.sample(BODIES, template["departments"])]
    for number, (place, weight) in enumerate(zip(places, city.weights)):
        place.update(id=f"{city.code}/department/{number:02}", number=number, silent=False)
    for place in draw.sample(places, template["information_centres"]):
        place["information_centre"] = True
    # A large one is noticed when it says nothing; one without a system has nothing to say.
    draw.choice([place for place, count in zip(places, city.systems_of)
                 if count and place["number"] >= len(places) // 2])["silent"] = True
    return places


def _counties(city):
    draw, template = city.draw, city.template
    counties = [_place(city, city.name + pair + "县", "county", city.name)
                for pair in draw.sample(PAIRS, template["counties"])]
    townships = []
    sizes = draw.uneven(template["townships"], len(counties), 0.3, least=1)
    for county, size in zip(counties, sizes):
        pairs = zip(draw.sample(PAIRS, size), draw.deal(TOWNSHIPS, size))
        townships += [_place(city, county["name"] + pair + suffix, "township", county["name"])
                      for pair, suffix in pairs]
    return counties, townships


def settle(city):
    """Gives the city its places; the departments are in the order of their size."""
    template = city.template
    city.draw = Draw(city.seed, city.code, "places")
    city.weights = [rank ** -template["zipf"] for rank in range(1, template["departments"] + 1)]
    city.systems_of = apportion(sum(template["dispositions"].values()), city.weights)
    city.itself = _place(city, city.name, "city", PROVINCE)
    city.departments = _departments(city)
    city.counties, city.townships = _counties(city)
    city.telling = [place for place in city.departments if not place["silent"]]
