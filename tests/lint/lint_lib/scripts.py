"""Scripts: that each can be read by what is to run it."""
import ast
import re
import subprocess


def interpreter(tree, path):
    """"bash", "sh", "python3" or None, by the first line or the name."""
    first = tree.text(path).split("\n", 1)[0]
    match = re.match(r"#!.*?\b(bash|sh|python3)\b", first)
    if match:
        return match.group(1)
    suffixes = {".py": "python3", ".sh": "sh", ".bash": "bash"}
    return next((name for suffix, name in suffixes.items() if path.endswith(suffix)), None)


def readable(tree):
    for path in tree.paths:
        name = interpreter(tree, path)
        if name == "python3":
            try:
                ast.parse(tree.text(path))
            except SyntaxError as error:
                yield path, error.lineno or 1, f"Python cannot read it: {error.msg}."
        elif name:
            run = subprocess.run([name, "-n", str(tree.root / path)], capture_output=True, text=True)
            for line in re.findall(r"line (\d+)|: (\d+): ", run.stderr)[:1]:
                yield path, int(line[0] or line[1]), f"{name} cannot read it."


def skips(tree):
    """bats takes a skip in setup_file for a failure: setup is where tests are skipped."""
    for path in tree.paths:
        inside = False
        lines = tree.text(path).split("\n") if path.endswith(".bats") else []
        for number, line in enumerate(lines, 1):
            inside = line.startswith("setup_file()") or (inside and line != "}")
            if inside and re.search(r"(?:^|[;&|{])\s*skip\b", line):
                yield path, number, "A skip in setup_file is a failure: skip in setup."


LOOPBACK = re.compile(r"""(?:--address[= ]|["']?address["']?: *|/dev/tcp/|https?://)["']?127\.0\.0\.1""")


def one_loopback(tree):
    """Functional tests also run where there is no IPv4: family.bash says what loopback is."""
    for path in tree.paths:
        if not path.startswith("tests/functional/") or not path.endswith((".bats", ".bash")):
            continue
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            if LOOPBACK.search(line):
                yield path, number, "Its loopback is $loopback of tests/functional/family.bash."
