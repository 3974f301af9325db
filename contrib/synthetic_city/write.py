"""The folder that everything is written into."""
import json
import os

from . import files, tables
from .profile import profile


NOT_WRITTEN = ("last_day", "reused")  # of how it was made


def _survey(surveys):
    """That of all cities as one. JSON is YAML."""
    told = {name: [row for survey in surveys for row in survey[name]]
            for name in ("departments", "systems", "landings")}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _line(thing):
    """The id comes first, so that lines in the order of their bytes are in that of the ids."""
    known = {name: value for name, value in thing.items() if name not in NOT_WRITTEN}
    return json.dumps({"id": thing["id"], **known}, ensure_ascii=False,
                      separators=(",", ":")) + "\n"


class Folder:
    """Names of files are UTF-8 whatever the locale is."""

    def __init__(self, path, report):
        self.path, self.report = os.fsencode(path), report
        self.places, self.surveys = [], []

    def __enter__(self):
        os.makedirs(self.path, exist_ok=True)
        self.world = open(os.path.join(self.path, b"world.jsonl"), "wb")
        return self

    def __exit__(self, kind, *_):
        self.world.close()
        if not kind:
            register = tables.register(self.report.seed, self.places, self.report)
            self._write_table(b"", register)
            self._write("survey.yaml", _survey(self.surveys))
            self._write("profile.yaml", profile())

    def _write(self, name, content):
        with open(os.path.join(self.path, name.encode()), "wb") as file:
            file.write(content)

    def _write_table(self, folder, table):
        form, encoding = table.form
        content = files.table(table.lines, form, encoding, table.title)
        name = f"{table.name}.{form}".encode()
        with open(os.path.join(self.path, folder, name), "wb") as file:
            file.write(content)
        self.report.add_file(table.form, content)

    def write(self, city):
        folder = city.code.encode()
        os.mkdir(os.path.join(self.path, folder))
        for table in tables.told(city, self.report):
            self._write_table(folder, table)
        content = "".join(sorted(map(_line, city.found()))).encode()
        self.world.write(content)
        self.report.add_bytes(content)
        self.places += city.register()
        self.surveys.append(city.survey)
