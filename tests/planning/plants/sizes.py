"""Plants in the sizes of machines."""
from .draft import first, plant


@plant("sizes.machines")
def another_size_is_proposed(draft):
    first(draft.parts["sizes"]["machines"])["proposed_vcpus"] += 1


@plant("sizes.machines")
def a_machine_has_another_size(draft):
    first(draft.parts["sizes"]["machines"])["memory"] += 1


@plant("sizes.machines")
def what_is_proposed_is_forgotten(draft):
    first(draft.parts["sizes"]["machines"])
    draft.parts["sizes"]["machines"].pop()


@plant("sizes.departments")
def a_department_has_less(draft):
    first(draft.parts["sizes"]["departments"])["proposed_memory"] -= 1


@plant("sizes.departments")
def unknown_sizes_are_known(draft):
    first(row for row in draft.parts["sizes"]["departments"] if row["unknown"])["unknown"] -= 1
