"""The guest's writer as its disk tells it: numbered, chained, checksummed blocks in a ring.

Block n lies at (n mod blocks) * 4096; what it holds is written down in README.md. A place
that is all zeroes was never written; one that is neither zeroes nor whole is garbled.
"""

import hashlib
import struct
from dataclasses import dataclass, field

SIZE = 4096
MAGIC = b"BANYUNW1"
HEADER = struct.Struct("<8sQQQ32s36s4s32s")
DIGEST = 32
EMPTY = bytes(SIZE)


@dataclass
class Disk:
    capacity: int
    digests: dict = field(default_factory=dict)     # number: SHA-256 of the whole block
    before: dict = field(default_factory=dict)      # number: digest it names of its elder
    doubled: list = field(default_factory=list)     # numbers found at a place not their own
    garbled: list = field(default_factory=list)     # places
    foreign: list = field(default_factory=list)     # numbers of blocks of another guest

    def broken(self):
        """Numbers of blocks whose predecessor is there and is not the one that they name."""
        return sorted(n for n, named in self.before.items()
                      if n - 1 in self.digests and self.digests[n - 1] != named
                      or n == 1 and named != bytes(DIGEST))

    def ranges(self):
        """The numbers found, as [low, high] pairs."""
        found = []
        for number in sorted(self.digests):
            if found and found[-1][1] == number - 1:
                found[-1][1] = number
            else:
                found.append([number, number])
        return found


def whole(block):
    return (block.startswith(MAGIC)
            and hashlib.sha256(block[:-DIGEST]).digest() == block[-DIGEST:])


def scan(data, guest):
    """Reads a whole raw disk."""
    disk = Disk(len(data) // SIZE)
    for place in range(disk.capacity):
        block = data[place * SIZE:(place + 1) * SIZE]
        if block == EMPTY:
            continue
        if not whole(block):
            disk.garbled.append(place)
            continue
        _, number, _, _, name, _, _, before = HEADER.unpack_from(block)
        if name.rstrip(b"\0").decode(errors="replace") != guest:
            disk.foreign.append(number)
        elif number % disk.capacity != place:
            disk.doubled.append(number)
        else:
            disk.digests[number] = hashlib.sha256(block).digest()
            disk.before[number] = before
    return disk
