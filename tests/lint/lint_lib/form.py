"""The form of files, lines, headers and of the top level."""
import re
import shutil
import subprocess
import unicodedata

LINES_MOST = 800
COLUMNS_MOST = 96

TOP_LEVEL = {"Makefile.am", "configure.ac", "daemon", "plugins", "playbooks", "tests", "contrib",
             "README.md", ".ci", ".gitignore", ".clang-format", ".editorconfig"}

# Data whose bytes are the point.
AS_IS = ("tests/fuzz/seeds/", "tests/golden/")


def size_of_files(tree):
    for path in tree.code():
        count = tree.text(path).count("\n")
        if count > LINES_MOST:
            yield path, LINES_MOST + 1, (f"The file has {count} lines, and {LINES_MOST} are the "
                                         "most: it does more than one thing.")


def columns(line):
    """Of a terminal, with tabs of 8 and wide characters."""
    count = 0
    for character in line:
        if character == "\t":
            count += 8 - count % 8
        elif not unicodedata.combining(character):
            count += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return count


def width_of_lines(tree):
    for path in tree.code():
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            if columns(line) > COLUMNS_MOST:
                yield path, number, (f"The line has {columns(line)} columns, and {COLUMNS_MOST} "
                                     "are the most.")


def blanks(tree):
    for path in tree.paths:
        if path.startswith(AS_IS):
            continue
        text = tree.text(path)
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "The last line does not end with a line feed."
        for number, line in enumerate(text.split("\n"), 1):
            if line.endswith((" ", "\t", "\r")):
                yield path, number, "The line ends with blanks."


def headers(tree):
    for path in tree.code():
        if not path.endswith(".h"):
            continue
        text = tree.text(path)
        if not text.startswith("/*"):
            yield path, 1, "A header starts with a comment that says what it is for."
        guard = re.search(r"^#ifndef (\w+)\n#define (\w+)\n", text, re.M)
        first = re.search(r"^#", text, re.M)
        if not guard or guard.group(1) != guard.group(2) or guard.start() != first.start() \
                or not text.rstrip().endswith("#endif"):
            yield path, 1, "A header is guarded by #ifndef, #define and #endif around all of it."


def clang_format(tree):
    program = shutil.which("clang-format-14")
    if not program:
        yield ".clang-format", 1, "clang-format-14 was not found: run contrib/install."
        return
    paths = list(tree.code())
    command = [program, "--dry-run", "-Werror", "-style=file", *paths]
    said = subprocess.run(command, cwd=tree.root, capture_output=True, text=True) if paths else None
    for line in said.stderr.split("\n") if said else []:
        match = re.match(r"(.+?):(\d+):\d+: error:", line)
        if match:
            yield match.group(1), int(match.group(2)), "clang-format would write this otherwise."


def top_level(tree):
    for name in sorted({path.split("/")[0] for path in tree.paths} - TOP_LEVEL):
        yield name, 1, "The design has no such file or folder at the top."
