"""A manual page in man(7) or mdoc(7): its sections, and the tags of their paragraphs."""
import re
import shlex

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
MDOC = re.compile(r"(?<!\S)(It|Op|Nm|Ar|Cm|Ql|Pa|Li|Ev|Ns|Pq|Oo|Oc)(?!\S) ?")
FONTS = re.compile(r"\\f(?:[A-Z]|\[\w*\])")


def plain(line):
    """One line of the source as it is read, without macros and escapes."""
    words = line.split(None, 1)
    if words and re.fullmatch(r"\.(B|I|R|BR|RB|BI|IB|IR|RI|SM|SB)", words[0]):
        try:
            parts = shlex.split(words[1]) if len(words) > 1 else []
        except ValueError:
            parts = words[1].split()
        line = ("" if len(words[0]) == 3 else " ").join(parts)
    elif re.match(r"\.[A-Z][a-z]\b", line):
        line = re.sub(r"(?<!\S)Fl (?=\S)", "-", MDOC.sub("", line[1:]))
    line = FONTS.sub("", line)
    return line.replace("\\-", "-").replace("\\&", "").replace("\\(aq", "'").replace("\\ ", " ")


class Page:
    def __init__(self, path):
        self.path = path
        self.sections = {}  # name: [(line, text, is it a tag)]
        rows, tag = [], False
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if line.startswith((".SH ", ".Sh ")):
                rows = self.sections.setdefault(plain(line[3:].strip()).strip('"'), [])
            elif line.startswith(".It "):
                rows.append((number, plain(line), True))
            elif re.match(r"\.(TP|TQ)\b", line):
                tag = True
            elif line and not line.startswith((".\\\"", "'\\\"")):
                rows.append((number, plain(line), tag))
                tag = False

    def tags(self, *but):
        """(line, text) of the tags, without those of some sections."""
        for name, rows in self.sections.items():
            if name not in but:
                yield from ((number, text) for number, text, tag in rows if tag)

    def text(self, *names):
        """The text of the sections, of all when none is named."""
        chosen = [rows for name, rows in self.sections.items() if not names or name in names]
        return "\n".join(text for rows in chosen for _, text, _ in rows)

    def options(self):
        """The options of the synopsis and of all tags."""
        said = self.text("SYNOPSIS") + "\n" + "\n".join(text for _, text in self.tags())
        return set(OPTION.findall(said))
