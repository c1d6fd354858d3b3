"""Family 程序: order of steps, authority, separate hands, extensions, corrections, hearings, filings."""

from collections.abc import Iterator

from onewindow.supervision.facts import Facts
from onewindow.supervision.judging.registry import Hit, Numbers, day, rule
from onewindow.supervision.workcount import DAY, Days

NEGATIVE = frozenset({"refused", "not_accepted"})
ACTS = {"accept": "受理", "review": "审查", "approve": "审批", "decide": "决定"}


@rule("P01")
def flow_kept(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when a required step was left out or done before the one it follows."""
    decided, flow = facts.get("decided_on"), facts.get("flow")
    if not decided or not flow or facts.get("decision", {}).get("outcome") not in {"granted", "refused"}:
        return
    first: dict[str, str] = {}
    for step in facts.get("steps", []):
        done = step.get("done")
        if done and (step["node"] not in first or done < first[step["node"]]):
            first[step["node"]] = done
    last = ""
    for node in flow:
        if node not in first:
            yield Hit(f"skipped.{node}", day(decided), f"流程规定的环节“{node}”没有办理就作出决定")
            continue
        if first[node] < last:
            yield Hit(f"order.{node}", day(decided), f"环节“{node}”早于它前面的环节办理")
        last = max(last, first[node])


@rule("P02")
def authority(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when somebody acted without authority, or reviewed and approved alike."""
    reviewed = {act["by"] for act in facts.get("acts", []) if act["kind"] == "review"}
    for number, act in enumerate(facts.get("acts", [])):
        if not act.get("may", True):
            yield Hit(f"{number}.{act['kind']}", day(act["on"]), f"{ACTS[act['kind']]}人员没有这个岗位的权限")
        if act["kind"] == "approve" and act["by"] in reviewed:
            yield Hit(f"{number}.same", day(act["on"]), "审查和审批是同一人")


@rule("P03")
def extension(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when a limit was extended without the head, or a second time (第四十二条)."""
    for number, one in enumerate(facts.get("extensions", [])):
        if not one.get("by") or one["by"] == one.get("asked_by"):
            yield Hit(f"{number}.head", day(one["on"]), "延长期限没有经本行政机关负责人批准")
        if number >= numbers["most"]:
            yield Hit(f"{number}.again", day(one["on"]), f"延长期限超过{numbers['most']}次")


@rule("P04")
def told_at_once(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Yellow when the applicant was asked to put things right a second time (第三十二条)."""
    for number, one in enumerate(facts.get("corrections", [])):
        if number >= numbers["most"]:
            yield Hit(str(number), day(one["on"]), f"第{number + 1}次补正告知")


@rule("P05")
def hearing(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when the host reviewed the case, or the hearing was called too late (第四十八条)."""
    one = facts.get("hearing")
    if not one or not one.get("on"):
        return
    if one.get("host") and one["host"] in one.get("reviewers", []):
        yield Hit("host", day(one["called_on"]), "听证主持人是本办件的审查人员")
    if one.get("called_on") and day(one["on"]) < days.due(day(one["called_on"]), numbers["days"]):
        yield Hit("notice", day(one["called_on"]), f"通知听证不足{numbers['days']}个工作日")


@rule("P06")
def filed(facts: Facts, numbers: Numbers, days: Days) -> Iterator[Hit]:
    """Red when a negative outcome was not filed within its limit (否定报备)."""
    decided = facts.get("decided_on")
    if not decided or facts.get("decision", {}).get("outcome") not in NEGATIVE:
        return
    last = days.due(day(decided), numbers["days"])
    if not any(day(one) <= last for one in facts.get("filings", [])):
        yield Hit("filing", last + DAY, f"作出否定决定后{numbers['days']}个工作日内没有报备")
