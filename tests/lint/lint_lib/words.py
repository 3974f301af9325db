"""Words that do not belong into the tree."""
import re

# A call, and what to use for it: everywhere.
REFUSED = {
    "system": "core/worker.h with an array of arguments",
    "popen": "core/worker.h with an array of arguments",
    "strcpy": "base/text.h",
    "stpcpy": "base/text.h",
    "strcat": "base/text.h",
    "strncat": "base/text.h",
    "sprintf": "snprintf or base/text.h",
    "vsprintf": "vsnprintf or base/text.h",
    "gets": "getline",
    "strtok": "strcspn",
    "strtok_r": "strcspn",
    "alloca": "base/memory.h",
    "tmpnam": "mkstemp",
    "tempnam": "mkstemp",
    "mktemp": "mkstemp",
    "setjmp": "an error that is returned",
    "longjmp": "an error that is returned",
}

# In what is shipped, also what cannot fail visibly, what threads share, and any second parser.
REFUSED_IN_SHIPPED = {
    "atoi": "a parse that can fail",
    "atol": "a parse that can fail",
    "atoll": "a parse that can fail",
    "rand": "digest_random",
    "random": "digest_random",
    "gmtime": "clock_format",
    "localtime": "clock_format",
    "asctime": "clock_format",
    "ctime": "clock_format",
    "json_tokener_parse": "json_parse",
    "json_tokener_parse_ex": "json_parse",
    "json_tokener_new": "json_parse",
    "json_object_from_file": "shape_read_file",
    "json_object_from_fd": "shape_read_file",
}

CALL = re.compile(r"(?<![\w.>])(\w+)\s*\(")

UNFINISHED = re.compile(r"\b(TO" "DO|FIX" "ME|X" "XX|HA" "CK)\\b")
# Written in halves, so that this file is none of what it looks for.
MACHINE = re.compile(r"(?<![\w.})$-])(/wo" "rk/|/tmp/ban" "yun/|/ho" "me/\\w)")

BINARY = ("tests/fuzz/seeds/", "tests/golden/")


def refused_calls(tree):
    for path in tree.code():
        refused = dict(REFUSED)
        if path.startswith(("daemon/", "plugins/")):
            refused.update(REFUSED_IN_SHIPPED)
        for number, line in tree.lines(path):
            for match in CALL.finditer(line):
                if match.group(1) in refused:
                    use = refused[match.group(1)]
                    yield path, number, f"{match.group(1)}() is refused: use {use}."


def _search(tree, pattern, sentence):
    for path in tree.paths:
        if path.startswith(BINARY):
            continue
        for number, line in enumerate(tree.text(path).split("\n"), 1):
            match = pattern.search(line)
            if match:
                yield path, number, sentence.format(match.group(0))


def unfinished(tree):
    return _search(tree, UNFINISHED, '"{}" says that something is not finished: finish it.')


def paths_of_one_machine(tree):
    return _search(tree, MACHINE, '"{}" is a path of one machine only.')
