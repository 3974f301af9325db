"""Lines "KIND JSON": strict reading, and the one text of a value that digests are made of."""
import datetime
import hashlib
import json


class Bad(Exception):
    """What was read is not what it must be."""


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(value):
    return "sha256:" + hashlib.sha256(canonical(value).encode()).hexdigest()


def _refuse(text):
    raise Bad(f"{text} is no integer")


def _pairs(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Bad("a member is told twice")
    return found


def parse(text):
    """Integers only, and no member twice."""
    try:
        return json.loads(text, parse_float=_refuse, parse_constant=_refuse,
                          object_pairs_hook=_pairs)
    except json.JSONDecodeError as error:
        raise Bad(f"it is no JSON: {error}") from None


def split(line, number):
    kind, space, text = line.rstrip("\n").partition(" ")
    if not space or not kind:
        raise Bad(f"line {number} has no kind")
    return kind, text


def seconds(text):
    """Of a time of the documents, since 1970."""
    try:
        moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except (TypeError, ValueError):
        raise Bad(f"{text!r} is no time") from None
    return int((moment - datetime.datetime(1970, 1, 1)).total_seconds())


def written(moment):
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=moment)).strftime(
        "%Y-%m-%dT%H:%M:%SZ")
