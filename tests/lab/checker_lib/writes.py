"""What the guests were told is on their disks, against what is there.

The guest reports in each heartbeat the number of its last block that O_SYNC acknowledged. A
block acknowledged before a disk was read must be found on it; `disk` records (disks.py) hold
which numbers were found. Per disk:

  lost      acknowledged, still within the ring, and not found whole
  doubled   one number found twice with different contents, or at a place that is not its own
  broken    a whole block that does not name the block before it
"""


def within_ranges(number, ranges):
    return any(low <= number <= high for low, high in ranges)


def acknowledged(beats, moment=None):
    """The last block acknowledged before `moment`, None if no beat says so."""
    numbers = [beat.acknowledged for beat in beats if moment is None or beat.at <= moment]
    return max((n for n in numbers if n is not None), default=None)


def lost_numbers(disk, last):
    """Numbers that must be on the disk and are not; what the ring overwrote is not lost."""
    newest = max([last] + [high for _, high in disk["ranges"]])
    oldest = max(disk["first_number"], newest - disk["capacity"] + 1)
    return [n for n in range(oldest, last + 1) if not within_ranges(n, disk["ranges"])]


def of_guest(disk, beats):
    """`disk`: the live disk's record or None; figures are None if nothing was measured."""
    last = acknowledged(beats, disk["asked"]) if disk and disk["ok"] else None
    if last is None:
        return {"acknowledged": last, "lost": None, "doubled": None, "broken": None}
    return {"acknowledged": last, "lost": lost_numbers(disk, last),
            "doubled": disk["doubled"], "broken": disk["broken"]}
