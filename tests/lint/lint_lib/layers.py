"""Who may use whom: the layers, the libraries, and processes."""
import posixpath
import re

INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')

BELOW_STAGES = {"base", "model", "core", "audit"}
STAGES = {"inventory", "readiness", "planning", "execution"}

# Each room of daemon/, and the rooms whose headers it may include.
ROOMS = {
    "base": {"base"},
    "model": {"base", "model"},
    "core": {"base", "model", "core"},
    "audit": BELOW_STAGES,
    **{stage: BELOW_STAGES | {stage} for stage in STAGES},
    "reporting": BELOW_STAGES | STAGES | {"reporting"},
    "api": BELOW_STAGES | STAGES | {"reporting", "api"},
    # Files that people send are read by the command line: banyund does not link these.
    "inventory/sheet": {"base", "inventory/sheet"},
    "inventory/ledger": {"base", "model", "inventory/sheet", "inventory/ledger"},
    # audit/ for a log that is verified without a daemon
    "cli": {"base", "model", "audit", "inventory/ledger", "inventory/sheet", "cli"},
    "web": BELOW_STAGES | STAGES | {"reporting", "web"},
}
TOP = set(ROOMS)  # what banyund.c, beside the rooms, may include

# A plugin is a program of its own: it shares the lowest layers, and speaks to the rest.
PLUGIN = {"base", "model"}

# A helper program of banyund that is a worker too: it is written with the plugins' SDK.
HELPER = re.compile(r"daemon/\w+/banyun-\w+\.c")

# The headers of a library, and the only places that may include them.
LIBRARIES = [
    (r"event2/|event\.h|evhttp", ["daemon/core/", "daemon/api/"]),
    (r"sqlite3", ["daemon/core/store"]),
    (r"libvirt/", ["plugins/libvirt/"]),
    (r"libssh2", ["plugins/ssh/"]),
    (r"netlink/|libnl", ["plugins/netlink/"]),
    (r"yaml\.h", ["daemon/base/yaml.c"]),
    (r"curl/", ["daemon/cli/", "plugins/"]),
    (r"ares\.h|libpsl\.h|idn2\.h", ["plugins/probe/"]),
    (r"libsmartcols/", ["daemon/cli/"]),
    (r"xlsxwriter", ["daemon/cli/page_xlsx.c"]),
    (r"seccomp\.h", ["daemon/core/", "plugins/sdk/"]),
    (r"libxml/", ["plugins/", "daemon/inventory/sheet/"]),
    (r"opencc/", ["daemon/inventory/ledger/fold.c"]),
    (r"zip\.h|iconv\.h", ["daemon/inventory/sheet/"]),
    (r"openssl/", ["daemon/base/", "daemon/audit/", "daemon/api/", "plugins/"]),
]

STARTERS = re.compile(r"\b(fork|vfork|clone3?|posix_spawnp?|exec[lv]p?e?|execvpe|fexecve|daemon)\s*\(")


def includes(tree, path):
    """(line, is it ours, name) of each include."""
    for number, line in tree.lines(path):
        match = INCLUDE.match(line)
        if match:
            yield number, match.group(1) == '"', match.group(2)


def resolve(tree, path, name):
    """The file of the tree that an include of ours means, or None."""
    folders = [posixpath.dirname(path), "daemon", "plugins", "plugins/sdk", "tests", "tests/unit"]
    for folder in folders:
        candidate = posixpath.normpath(posixpath.join(folder, name))
        if candidate in tree.paths:
            return candidate
    return None


def room_of(path):
    """("daemon", room) or ("plugins", plugin); the room is "" for a file beside the rooms."""
    parts = path.split("/")
    nested = "/".join(parts[1:3])
    if nested in ROOMS:
        return parts[0], nested
    return parts[0], parts[1] if len(parts) > 2 else ""


def may_include(source, target):
    kind, room = room_of(source)
    other_kind, other = room_of(target)
    if other_kind == "plugins" and other == "sdk" and HELPER.fullmatch(source):
        return True
    if kind == "daemon":
        return other_kind == "daemon" and other in (ROOMS.get(room, set()) if room else TOP)
    if other_kind == "daemon":
        return other in PLUGIN
    return other_kind == "plugins" and other in (room, "sdk")


def includes_point_down(tree):
    for path in tree.code("daemon/", "plugins/"):
        if room_of(path)[0] == "daemon" and room_of(path)[1] not in {"", *ROOMS}:
            yield path, 1, "The design knows no such folder of daemon/."
        for line, ours, name in includes(tree, path):
            target = resolve(tree, path, name) if ours else None
            if ours and target is None:
                yield path, line, f'"{name}" is not a header of this tree.'
            elif ours and not may_include(path, target):
                yield path, line, f'"{name}" is not below this folder, and includes point down.'


def private_headers_stay_in_their_folders(tree):
    for path in tree.code("daemon/", "plugins/"):
        for line, ours, name in includes(tree, path):
            target = resolve(tree, path, name) if ours else None
            if target and target.endswith("_private.h") \
                    and posixpath.dirname(target) != posixpath.dirname(path):
                yield path, line, f'"{name}" is for the files beside it.'


def libraries_stay_in_their_rooms(tree):
    for path in tree.code("daemon/", "plugins/"):
        for line, ours, name in includes(tree, path):
            for pattern, rooms in LIBRARIES:
                if not ours and re.match(pattern, name) and not path.startswith(tuple(rooms)):
                    yield path, line, f"<{name}> may be included only in {', '.join(rooms)}."


def only_some_start_processes(tree):
    for path in tree.code("daemon/", "plugins/"):
        if path.startswith(("daemon/core/", "plugins/sdk/", "daemon/cli/pager.c")):
            continue
        for line, text in tree.lines(path):
            for match in STARTERS.finditer(text):
                yield path, line, f"{match.group(1)}() is for daemon/core/, plugins/sdk/ and the pager alone."


def checker_shares_nothing(tree):
    for path in tree.code("tests/lab/"):
        for line, ours, name in includes(tree, path):
            target = resolve(tree, path, name) if ours else None
            if target and not target.startswith("tests/lab/"):
                yield path, line, f'The lab and its checker share no code with banyun: "{name}".'


DEFINITION = re.compile(r"^(?!static\b|typedef\b)[A-Za-z_][^;{}=#\"]*?\b(\w+)\([^;{}]*\)\n\{", re.M)


def programs(tree):
    """The files that may be linked with each other: banyund and its helpers, and each plugin."""
    yield list(tree.code("daemon/"))
    for plugin in sorted({path.split("/")[1] for path in tree.code("plugins/")} - {"sdk"}):
        own = list(tree.code(f"plugins/{plugin}/"))
        sdk = any("banyun-plugin.h" in tree.text(path) for path in own)
        yield [*tree.code("daemon/base/", "daemon/model/", *["plugins/sdk/"] * sdk), *own]


def functions_have_names_of_their_own(tree):
    told = set()
    for files in programs(tree):
        first = {}
        for path in files:
            text = tree.without_comments(path) if path.endswith(".c") else ""
            for match in DEFINITION.finditer(text):
                name, line = match.group(1), text.count("\n", 0, match.end()) + 1
                other = first.setdefault(name, path)
                if other != path and name != "main" and (path, name) not in told:
                    told.add((path, name))
                    yield path, line, f"{name}() is the name of a function of {other} too."
