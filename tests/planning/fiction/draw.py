"""Chance, which a text decides: the same text gives the same draws."""
import random
import uuid


def apportion(total, weights):
    """Whole numbers that add up to the total, as close to the weights as they can be."""
    weights = list(weights)
    whole = sum(weights)
    parts = [int(total * weight / whole) for weight in weights]
    behind = sorted(range(len(weights)), key=lambda i: (parts[i] - total * weights[i] / whole, i))
    for i in behind[:total - sum(parts)]:
        parts[i] += 1
    return parts


class Draw(random.Random):
    """Draws of one matter; Draw(7, 0, "machines") has nothing to do with those of another."""

    def __new__(cls, *_):
        return super().__new__(cls)

    def __init__(self, *matter):
        super().__init__("/".join(map(str, matter)))

    def percent(self, share):
        return self.random() * 100 < share

    def deal(self, shares):
        """A shuffled list of the keys, each so often as it says."""
        cards = [key for key, count in shares.items() for _ in range(count)]
        self.shuffle(cards)
        return cards

    def uuid(self):
        return str(uuid.UUID(int=self.getrandbits(128), version=4))
