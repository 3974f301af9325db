"""How one department fills in its table: the form it made of it, and its way to write things."""
from .words import (ANSWERS, AREAS, DAYS, GRADES, LISTS, NUMBER, OPTIONAL, REMARK, SUMS, TABLES,
                    WRITTEN)

GBIT, MBIT = 10**9, 10**6
CHINESE_DIGITS = "零一二三四五"
TIERS = {10 * GBIT: "万兆", GBIT: "千兆", 100 * MBIT: "百兆"}


def _rates(tiers):
    def write(rate):
        if tiers and rate in TIERS:
            return TIERS[rate]
        return f"{rate // GBIT}G" if rate % GBIT == 0 else f"{rate // MBIT}M"
    return write


class Hand:
    """`days` says whether the file keeps days as such, which a text file cannot."""

    def __init__(self, draw, kind, days):
        self.kind, self.draw = kind, draw
        self.title, headings = TABLES[kind]
        facts = [fact for fact in headings if fact not in OPTIONAL or draw.random() < 0.6]
        if draw.random() < 0.7:
            draw.shuffle(facts)
        self.columns = [(fact, draw.choice(headings[fact].split("|"))) for fact in facts]
        if draw.random() < 0.6:
            self.columns.insert(0, (NUMBER, NUMBER))
        if draw.random() < 0.3:
            self.columns.append((REMARK, REMARK))
        self.yes, self.no = draw.choice(ANSWERS)
        self.day = draw.choice(DAYS) if not days or draw.random() < 0.3 else None
        self.grade = draw.choice(GRADES)
        self.chinese_grade = draw.random() < 0.7
        self.write_rate = _rates(draw.random() < 0.5)
        self.area, self.mark = draw.choice(AREAS), draw.choice(LISTS)
        self.choices = {fact: {choice: draw.choice(words) for choice, words in table.items()}
                        for fact, table in WRITTEN.items()}

    def _integer(self, fact, value):
        if fact == "nominal":
            return self.write_rate(value)
        if fact == "area":
            return self.area.format(value)
        if fact == "mlps_level":
            return self.grade.format(CHINESE_DIGITS[value] if self.chinese_grade else value)
        return str(value)

    def cell(self, fact, value):
        """A text, or a day as (year, month, day) where the file keeps days."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.yes if value else self.no
        if isinstance(value, int):
            return self._integer(fact, value)
        if isinstance(value, list):
            return self.mark.join(value)
        if isinstance(value, tuple):
            return self.day.format(*value) if self.day else value
        return self.choices.get(fact, {}).get(value, value)

    def _row(self, number, row):
        return [str(number) if fact == NUMBER else self.cell(fact, row.get(fact))
                for fact, _ in self.columns]

    def _above(self, owner):
        """Nothing, a title, or a title and who filled in the table."""
        lines = self.draw.choice((0, 0, 1, 2))
        return [[owner + self.title], [f"填报单位：{owner}", "", "填报日期：2019年12月"]][:lines]

    def table(self, owner, rows):
        """The lines of the table, and how many sums are among them."""
        body = [self._row(number, row) for number, row in enumerate(rows, 1)]
        sums = [[self.draw.choice(SUMS), "", str(len(rows))]] if self.draw.random() < 0.35 else []
        headings = [heading for _, heading in self.columns]
        return self._above(owner) + [headings] + body + sums, len(sums)
