"""Reading a writer's disk, whole and with each fault planted."""

import hashlib
import unittest

from checker_lib import blocks

from .story import BOOT


def block(number, before, guest=b"web"):
    head = blocks.HEADER.pack(blocks.MAGIC, number, 0, 0, guest, BOOT.encode(), b"", before)
    body = head.ljust(blocks.SIZE - blocks.DIGEST, b"x")
    return body + hashlib.sha256(body).digest()


def writer_disk(count, capacity):
    places, before = [blocks.EMPTY] * capacity, bytes(32)
    for number in range(1, count + 1):
        places[number % capacity] = block(number, before)
        before = hashlib.sha256(places[number % capacity]).digest()
    return places


class Blocks(unittest.TestCase):
    def scan(self, places):
        return blocks.scan(b"".join(places), "web")

    def test_a_whole_disk(self):
        disk = self.scan(writer_disk(20, 64))
        self.assertEqual((disk.ranges(), disk.broken(), disk.doubled, disk.garbled),
                         ([[1, 20]], [], [], []))

    def test_a_ring_that_has_come_round(self):
        disk = self.scan(writer_disk(100, 64))
        self.assertEqual((disk.ranges(), disk.broken()), ([[37, 100]], []))

    def test_a_removed_block(self):
        places = writer_disk(20, 64)
        places[9] = blocks.EMPTY
        self.assertEqual(self.scan(places).ranges(), [[1, 8], [10, 20]])

    def test_a_torn_block_is_no_block(self):
        places = writer_disk(20, 64)
        places[9] = places[9][:2048] + bytes(2048)
        disk = self.scan(places)
        self.assertEqual((disk.garbled, disk.ranges()), ([9], [[1, 8], [10, 20]]))

    def test_a_doubled_block(self):
        places = writer_disk(20, 64)
        places[40] = places[9]
        self.assertEqual(self.scan(places).doubled, [9])

    def test_a_broken_chain(self):
        places = writer_disk(20, 64)
        places[9] = block(9, b"y" * 32)
        self.assertEqual(self.scan(places).broken(), [9, 10])

    def test_a_block_of_another_guest(self):
        places = writer_disk(20, 64)
        places[21] = block(21, bytes(32), b"db")
        self.assertEqual(self.scan(places).foreign, [21])
