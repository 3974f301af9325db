"""Chance, which a text decides: the same text gives the same draws."""
import random


def apportion(total, weights):
    """Whole numbers that add up to the total, as close to the weights as they can be."""
    weights = list(weights)
    scale = total / sum(weights)
    parts = [int(weight * scale) for weight in weights]
    behind = sorted(range(len(weights)), key=lambda i: (parts[i] - weights[i] * scale, i))
    for i in behind[:total - sum(parts)]:
        parts[i] += 1
    return parts


def share(part, count):
    """That part of the count, and at least one."""
    return min(count, max(1, round(part * count)))


class Draw(random.Random):
    """Draws of one matter; Draw(7, 0, "machines") has nothing to do with those of another."""

    def __new__(cls, *_):
        return super().__new__(cls)

    def __init__(self, *matter):
        super().__init__("/".join(map(str, matter)))

    def deal(self, shares, count):
        """A shuffled list of `count` of the keys, in the given shares."""
        parts = apportion(count, shares.values())
        cards = [key for key, part in zip(shares, parts) for _ in range(part)]
        self.shuffle(cards)
        return cards

    def some(self, items, count):
        """So many of the items, in their order."""
        items = list(items)
        return [items[i] for i in sorted(self.sample(range(len(items)), count))]

    def uneven(self, total, count, spread, least=0):
        """`count` log-normal whole numbers that add up to the total, each at least `least`."""
        weights = [self.lognormvariate(0, spread) for _ in range(count)]
        return [least + part for part in apportion(total - least * count, weights)]

    def day(self, first, last):
        """A day as (year, month, day), in these years."""
        return self.randint(first, last), self.randint(1, 12), self.randint(1, 28)
