"""How CPU seconds grow with the objects of a city: against n log n, as a figure, as text and as SVG.

A curve is a list of (name, objects, seconds).
"""
import math

WIDTH, HEIGHT, EDGE = 640, 420, 60


def _work(objects):
    return objects * math.log(objects)


def exponent(curve):
    """e of the line through (log(n log n), log seconds) with the least squares; 1: it grows so."""
    xs = [math.log(_work(objects)) for _, objects, _ in curve]
    ys = [math.log(max(seconds, 0.001)) for _, _, seconds in curve]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def _expected(curve, objects):
    """What n log n would take, of the largest's seconds."""
    _, most, seconds = curve[-1]
    return max(seconds, 0.001) * _work(objects) / _work(most)


def text(curve):
    """A line for each size: a bar of its seconds, by decades, and + where n log n would be."""
    rows = []
    for name, objects, seconds in curve:
        bar, mark = (max(1, round(12 * (math.log10(max(value, 0.001)) + 3)))
                     for value in (seconds, _expected(curve, objects)))
        drawn = list("#" * bar + " " * (mark - bar))
        drawn[mark - 1] = "+"
        rows.append(f"{name:>5} {objects:>8} objects {seconds:>8.3f} s {''.join(drawn)}")
    return "\n".join(rows)


def _places(curve):
    """(x, y) of each size, and of what n log n would take, both axes by decades."""
    seconds = [max(told, 0.001) for _, _, told in curve]
    wished = [_expected(curve, objects) for _, objects, _ in curve]
    xs = [math.log(objects) for _, objects, _ in curve]
    low, high = (math.log(of(*seconds, *wished)) for of in (min, max))
    wide, tall = xs[-1] - xs[0] or 1, high - low or 1

    def place(x, value):
        return (EDGE + (x - xs[0]) / wide * (WIDTH - 2 * EDGE),
                HEIGHT - EDGE - (math.log(value) - low) / tall * (HEIGHT - 2 * EDGE))

    return [place(x, one) for x, one in zip(xs, seconds)], [place(x, one) for x, one in zip(xs, wished)]


def _line(places, more):
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{points}" fill="none" {more}/>'


def svg(curve):
    told, wished = _places(curve)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
             'font-family="sans-serif" font-size="12">',
             _line(wished, 'stroke="#999" stroke-dasharray="6 4"'),
             _line(told, 'stroke="#06c" stroke-width="2"')]
    for (x, y), (name, objects, seconds) in zip(told, curve):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#06c"/>'
                     f'<text x="{x + 6:.1f}" y="{y + 16:.1f}">{name}: {objects}, {seconds:.2f} s</text>')
    parts.append(f'<text x="{EDGE}" y="24">CPU seconds by objects, both by decades; dashed: n log n; '
                 f'exponent {exponent(curve):.3f}</text></svg>')
    return "\n".join(parts) + "\n"
