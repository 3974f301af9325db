"""Plants in the figures of the schedule; they are told after all else was summed up."""
from proof.lines import digest, seconds, written

from .draft import plant


def _told(draft, tell):
    def change(draft):
        told = draft.parts["schedule"]
        told.update(tell(told))
        draft.manifest["parts"]["schedule"] = digest(told)
    draft.edit = change


@plant("schedule.finish")
def finish_a_second_early(draft):
    _told(draft, lambda told: {"finish": written(seconds(told["finish"]) - 1)})


@plant("schedule.from")
def begins_a_second_late(draft):
    _told(draft, lambda told: {"from": written(seconds(told["from"]) + 1)})


@plant("schedule.gap")
def a_smaller_gap(draft):
    _told(draft, lambda told: {"gap_permille": told["gap_permille"] - 1})


@plant("schedule.bound")
def a_bound_after_the_finish(draft):
    _told(draft, lambda told: {"bound": "2031-01-01T00:00:00Z"})


@plant("schedule.bound")
def a_bound_before_the_beginning(draft):
    _told(draft, lambda told: {"bound": written(seconds(told["from"]) - 1)})


@plant("schedule.placed")
def more_groups_are_placed(draft):
    _told(draft, lambda told: {"placed": told["placed"] + 9})


@plant("schedule.binds")
def bound_by_nobody(draft):
    _told(draft, lambda told: {"binds": {"kind": "weather", "name": "rain"}})
