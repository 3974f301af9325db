"""The table of trials: which fault, at which instant, and how the move may end.

A name is FAULT@INSTANT#NUMBER. The instants:

  ACTION:RESULT   as soon as that record of the move is in the journal
  back-A:RESULT   the same on the way back, which begins with the death of the mover worker at a
                  random moment of the copy
  copy            at a random moment of the copy, while libvirt says that it runs
  start           as soon as libvirt says that the copy runs
  middle          while the disks are being copied
  memory          while the memory is being copied: the end of the copy
  -               never: nothing is done
"""

from dataclasses import dataclass, field

from . import faults

MOVED = {"done", "back"}
OWNER = {"stopped_by_owner"}


@dataclass(frozen=True)
class Trial:
    fault: str
    instant: str
    number: int
    outcomes: frozenset = field(default_factory=lambda: frozenset(MOVED))

    @property
    def name(self):
        return f"{self.fault}@{self.instant}#{self.number}"

    @property
    def act(self):
        return DEEDS[self.fault]


DEEDS = {
    "nothing": faults.none,
    "kill-banyund": faults.kill_daemon,
    "kill-mover": faults.kill_mover,
    "kill-libvirtd-source": faults.kill_libvirtd_source,
    "kill-libvirtd-target": faults.kill_libvirtd_target,
    "kill-qemu-target": faults.kill_qemu_target,
    "link-department": faults.cut_department,
    "link-target": faults.cut_target,
    "guest-poweroff": faults.guest_poweroff,
    "guest-reboot": faults.guest_reboot,
    "owner-destroys": faults.owner_destroys,
}

BACK = "back-"
WAY_BACK = [f"{BACK}{step}:{result}" for step in ("delete_partial_volume", "restore_source")
            for result in ("intent", "done")] + [f"{BACK}attempt:done"]

# Every record that a move without a fault writes, in its order; a trial without a fault checks
# that this list is whole.
BOUNDARIES = [f"{step}:{result}" for step in (
    "drift", "check_page", "prepare", "seed", "transfer")
    for result in ("intent", "done")] + ["commit:done"] + [f"{step}:{result}" for step in (
        "freeze", "fence", "resume_target", "autostart_target", "check_content", "thaw")
        for result in ("intent", "done")]


def outcomes_of(fault):
    if fault == "nothing":
        return frozenset({"done"})
    if fault in ("guest-poweroff", "owner-destroys"):
        return frozenset(OWNER)
    return frozenset(MOVED)


def several(fault, instant, times):
    return [Trial(fault, instant, number, outcomes_of(fault)) for number in range(1, times + 1)]


OTHERS = ([(f, "copy") for f in ("kill-mover", "kill-libvirtd-source", "kill-libvirtd-target",
                                 "kill-qemu-target")]
          + [(link, instant) for link in ("link-department", "link-target")
             for instant in ("start", "middle", "memory")]
          + [(f, "copy") for f in ("guest-poweroff", "guest-reboot", "owner-destroys")])


def quick():
    return (several("kill-banyund", "copy", 1) + several("kill-banyund", "commit:done", 1)
            + several("kill-mover", "copy", 1) + several("kill-qemu-target", "copy", 1)
            + several("link-department", "middle", 1) + several("owner-destroys", "copy", 1))


def once():
    """One of each."""
    return (several("nothing", "-", 1)
            + [t for b in BOUNDARIES + WAY_BACK for t in several("kill-banyund", b, 1)]
            + several("kill-banyund", "copy", 3)
            + [t for fault, instant in OTHERS for t in several(fault, instant, 1)])


def everything():
    return (several("nothing", "-", 1)
            + [t for b in BOUNDARIES + WAY_BACK for t in several("kill-banyund", b, 1)]
            + several("kill-banyund", "copy", 20)
            + [t for fault, instant in OTHERS for t in several(fault, instant, 5)])
