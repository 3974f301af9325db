"""The files of a tree, and C without its comments and strings."""
import os
import re
import subprocess

# What building leaves in a tree that git does not watch, such as an unpacked distribution.
GENERATED = {"build", "_build", "_inst", "autom4te.cache", "configure", "configure~", "aclocal.m4",
             "Makefile.in", "Makefile", "config.log", "config.status", "build-aux", "__pycache__",
             ".git", ".deps", ".dirstamp"}

TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def blank(match):
    """As many lines, and nothing on them."""
    return re.sub(r"[^\n]", " ", match.group(0))


class Tree:
    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._watched() if (root / ".git").exists() else self._walked())

    def _watched(self):
        command = ["git", "-C", str(self.root), "ls-files", "-z", "--cached", "--others",
                   "--exclude-standard"]
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return {path for path in listed.split("\0") if path and (self.root / path).is_file()}

    def _walked(self):
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in GENERATED]
            for name in files:
                if name not in GENERATED and not name.endswith((".o", ".pyc")):
                    yield os.path.relpath(os.path.join(folder, name), self.root)

    def code(self, *folders):
        """The C files, all or those in the folders."""
        for path in self.paths:
            if path.endswith((".c", ".h")) and (not folders or path.startswith(folders)):
                yield path

    def text(self, path):
        return (self.root / path).read_bytes().decode("utf-8", "replace")

    def without_comments(self, path):
        """Comments and strings are blank; strings of #include lines stay."""
        kept = []
        text = self.text(path)
        for line, bare in zip(text.split("\n"), TOKEN.sub(blank, text).split("\n")):
            kept.append(line if bare.lstrip().startswith("#include") else bare)
        return "\n".join(kept)

    def lines(self, path):
        """(number, line) of the code without comments and strings."""
        return enumerate(self.without_comments(path).split("\n"), 1)
