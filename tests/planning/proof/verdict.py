"""All checks of a plan, one after the other."""
from . import coverage, figures, moves, networks, plan, room, sizes, strategy, systems, times, use
from .lines import Bad

CHECKS = (plan, moves, strategy, coverage, room, times, use, systems, networks, sizes, figures)


def judge(city, lines):
    """Every broken promise as (name, sentence). What cannot be read is one, too."""
    try:
        planned = plan.Plan(lines)
    except Bad as error:
        yield "text.read", f"The plan cannot be read: {error}."
        return
    except (AttributeError, KeyError, TypeError) as error:
        yield "text.shape", f"The plan cannot be read: {error!r} is missing or wrong."
        return
    for check in CHECKS:
        try:
            yield from check.check(city, planned)
        except Bad as error:
            yield "text.read", f"{check.__name__}: {error}."
        except (AttributeError, KeyError, TypeError) as error:
            yield "text.shape", f"{check.__name__}: {error!r} is missing or wrong."
