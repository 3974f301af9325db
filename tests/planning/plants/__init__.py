"""Violations to plant in a right plan, each with the name by which it has to be found. draft is a plan that can
be changed and sealed again; the other files are the plants, by what they break."""
from .draft import PLANTS, Draft, NotHere
from . import documents, figures, moves, networks, sizes, strategy, systems, times, use

ROOMS = (documents, figures, moves, networks, sizes, strategy, systems, times, use)
__all__ = ["PLANTS", "ROOMS", "Draft", "NotHere"]
