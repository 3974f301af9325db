"""A fiction as lines: the order, every object with its digest, every finding."""
import datetime
import hashlib
import heapq
import json
import os

from . import facts
from .city import FIRST
from .findings import findings
from .people import overrides
from .regimes import DAYS

HERE = os.path.dirname(os.path.abspath(__file__))
BASE = os.path.join(HERE, "..", "..", "golden", "tiny-city.json")
TIMEZONE = 480  # minutes


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def digest(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _planning(fiction):
    """What a profile says of planning, besides what it has always said."""
    hosts, pools, teams = fiction.regime["limits"]
    budgets = [{"days": list(DAYS[:5]), "from": "08:00", "to": "20:00", "percent": 60}]
    freeze = [{"from": "2026-04-04", "to": "2026-04-06", "why": "清明"},
              {"from": "2026-05-01", "to": "2026-05-05", "why": "五一"}]
    return {"windows": [], "timezone_minutes": TIMEZONE, "trial_days": 7, "horizon_days": 400,
            "freeze": fiction.changed.get("freeze", freeze),
            "budgets": fiction.changed.get("budgets", budgets if fiction.regime["budgets"] else []),
            "limits": {"host_moves": hosts, "pool_moves": pools, "team_moves": teams},
            "seed": fiction.seed, "effort": fiction.effort, "concurrency": 2}


def _addresses(fiction):
    fields = [{"name": "domain", "bits": 4, "values": {"admin_service_domain": 1,
                                                       "public_service_domain": 2}},
              {"name": "department", "bits": 16}, {"name": "site", "bits": 4}]
    blocks = [{"prefix": "10.128.0.0/10", "domain": "admin_service_domain"},
              {"prefix": "10.192.0.0/10", "domain": "public_service_domain"}]
    plan = {"v4": {"smallest": 28, "blocks": blocks},
            "v6": {"block": "3fff:800::/22", "fields": fields, "subnet": 64}}
    return {"growth_permille": 500, "reserved": [], **fiction.changed.get("addresses", plan)}


DISPOSITION = {
    "candidates": "hold", "physical": "host", "second_step_days": 730, "arrived": ["政务云"],
    "unified": [{"words": ["电子邮件", "视频会议"], "disposition": "consolidate",
                 "platform": "全省统一平台", "by": "2026-12-31", "cites": "003 三(一)"}],
    "classes": [
        {"target": "admin_service_cloud", "cites": "004 四(二)1(2)",
         "words": ["公文", "决策分析", "人事", "财政", "环境保护"]},
        {"target": "public_service_cloud", "cites": "004 四(二)1(2)",
         "words": ["就业", "社会保障", "教育", "文化", "交通", "旅游", "质量", "证照"]}]}


def _networks(fiction):
    """Every other city cancels networks that nobody uses."""
    return {"deadlines": [{"level": level, "by": "2026-12-31T16:00:00Z", "cites": "003 三(二)"}
                          for level in ("city", "departmental", "national", "provincial")],
            "needs": [{"met_by": "subnet", "words": ["数据上报", "业务办理"]}],
            "cancel_unused": fiction.seed % 2 == 0}


def _profile(fiction, base):
    profile = base["profile"]
    profile["planning"].update(_planning(fiction))
    profile["addresses"], profile["disposition"] = _addresses(fiction), DISPOSITION
    profile["networks"] = _networks(fiction)
    dates = (("2026-06-30", 70), ("2026-09-30", 90), ("2026-12-31", 98))
    profile["target"]["milestones"] = fiction.changed.get("milestones", [
        {"by": f"{day}T16:00:00Z", "percent": percent, "cites": "003 三(一)"}
        for day, percent in dates])
    return profile


def order(fiction):
    """The first line; planning begins on a local midnight."""
    with open(BASE, encoding="utf-8") as file:
        base = json.load(file)
    profile = _profile(fiction, base)
    begins = datetime.datetime.combine(FIRST, datetime.time()) - \
        datetime.timedelta(minutes=TIMEZONE)
    moment = begins.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"made": moment, "from": moment, "author": "uid:1001 lin", "seed": fiction.seed,
            "effort": fiction.effort, "request": fiction.changed.get("request", {}), "profile": profile,
            "playbook": base["playbook"], "snapshot": digest(f"snapshot {fiction.seed}"),
            "findings": digest(f"findings {fiction.seed}"),
            "profile_digest": digest(canonical(profile)),
            "playbook_digest": digest(canonical(base["playbook"])),
            "overrides": overrides(fiction)}


def _objects(fiction, kind):
    """Those of a kind in order of id: of each city sorted, then merged."""
    parts = [sorted(kind(city), key=lambda row: row[1].encode()) for city in fiction.cities]
    parts = [[row for row in part if not _gone(city, row)]
             for city, part in zip(fiction.cities, parts)]
    return heapq.merge(*parts, key=lambda row: row[1].encode())


def _gone(city, row):
    """Whether it is of a cloud that disappeared."""
    gone = city.changed.get("gone")
    return gone and row[0] in ("host", "network", "pool") and \
        row[1].startswith(f"{city.code}-{gone}-")


def lines(fiction):
    yield "order " + canonical(order(fiction))
    for kind in facts.KINDS:
        for name, id, told, measures in _objects(fiction, kind):
            text = canonical(told)
            more = f',"measures":{canonical(measures)}' if measures else ""
            yield (f'object {{"digest":"{digest(text)}","facts":{text},"id":{canonical(id)},'
                   f'"kind":"{name}"{more}}}')
    for city in fiction.cities:
        for finding in findings(city):
            yield "finding " + canonical(finding)
