"""What a city is short of, so that this decides when it is done. "any" is a draw of the others' traits.

    rates      nominal rates of the departments' links, bit/s
    shared     so many in a hundred departments share the link of the one before
    windows    which calendars departments have: one of CALENDARS by name, drawn for each
    hosts      hypervisors of each cloud, in hundredths of what the size has
    limits     moves at once of a hypervisor, into a pool, that a team looks after
    quota      none; ample; or late: the last grant comes so many days after the beginning
    budgets    whether links carry less on the hours of work
    chain      so many systems of the largest department are in one order, one after another, each
               with one machine that is long to copy, and none that may not move
    group      one system has so many machines
"""
from .sizes import GBIT, MBIT

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _window(days, start, end):
    return {"days": list(days), "from": start, "to": end}


CALENDARS = {
    "open": None,
    "nights": [_window(DAYS, "20:00", "06:00")],
    "work_nights": [_window(DAYS[:5], "21:00", "07:00")],
    "weekend": [_window(("sat", "sun"), "08:00", "20:00")],
    "saturday": [_window(("sat",), "20:00", "06:00")],
    "evening": [_window(("sat",), "20:00", "22:00")],
    "two_nights": [_window(("tue",), "19:00", "06:00"), _window(("fri",), "19:00", "08:00")],
}

FAST = (GBIT, 2 * GBIT, 10 * GBIT)
USUAL = (300 * MBIT, 500 * MBIT, GBIT)
SLOW = (100 * MBIT, 100 * MBIT, 200 * MBIT, 300 * MBIT)

REGIMES = {
    "link": {"rates": SLOW, "shared": 60, "windows": ("open", "nights"), "hosts": 100,
             "limits": (16, 32, 64), "quota": "ample", "budgets": True,
             "chain": 0, "group": 0},
    "window": {"rates": (500 * MBIT,), "shared": 0, "windows": ("evening",), "hosts": 100,
               "limits": (8, 16, 32), "quota": "ample", "budgets": False,
             "chain": 0, "group": 0},
    "host": {"rates": USUAL, "shared": 0, "windows": ("open",), "hosts": 25,
             "limits": (1, 1, 4), "quota": "none", "budgets": False,
             "chain": 0, "group": 0},
    "quota": {"rates": FAST, "shared": 10, "windows": ("nights", "open"), "hosts": 100,
              "limits": (8, 16, 32), "quota": "late", "budgets": False,
             "chain": 0, "group": 0},
    "group": {"rates": (GBIT, 2 * GBIT), "shared": 0, "windows": ("nights",), "hosts": 100,
              "limits": (4, 8, 16), "quota": "none", "budgets": False,
             "chain": 18, "group": 8},
}


def regime(name, draw):
    """The regime of that name; of "any" each trait is drawn of one of them."""
    if name != "any":
        return dict(REGIMES[name])
    mixed = {trait: REGIMES[draw.choice(sorted(REGIMES))][trait] for trait in REGIMES["link"]}
    mixed["windows"] = tuple(sorted(CALENDARS))
    return mixed
