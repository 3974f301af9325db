"""One city as it is; its parts hang on one object."""
import datetime

from . import nets, places, things
from .draw import Draw
from .edges import EDGES
from .regimes import regime
from .sizes import SIZES

FIRST = datetime.date(2026, 3, 2)  # planning begins here, a Monday


class City:
    def __init__(self, seed, number, size, binds, count):
        self.seed, self.number, self.code, self.count = seed, number, f"c{number:02}", count
        self.size, self.regime = size, regime(binds, Draw(seed, "regime"))
        self.changed = {}
        self.landing_hosts = max(1, size["cloud_hosts"] * self.regime["hosts"] // 100)
        places.settle(self)
        things.survey(self)
        things.equip(self)
        nets.lay(self)
        places.grant(self)

    def draw(self, *matter):
        return Draw(self.seed, self.code, *matter)

    @staticmethod
    def day(number):
        return (FIRST + datetime.timedelta(days=number)).isoformat()


class Fiction:
    """All cities of a size, and what they have in common: the regime, and edges by name."""

    def __init__(self, seed, size, binds, edges, effort=64):
        template, count = SIZES[size]
        self.seed, self.effort, counter = seed, effort, [0]
        self.cities = [City(seed, number, template, binds, counter) for number in range(count)]
        self.regime, self.changed = self.cities[0].regime, {}
        for edge in edges:
            EDGES[edge](self)
