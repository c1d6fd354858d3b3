"""Rules as data: draft a new version, try it on history, put it in force by a second hand."""

from collections import Counter
from datetime import date

from django.db.models import Max

from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit
from onewindow.supervision import policies
from onewindow.supervision.calendars import days_for
from onewindow.supervision.errors import RuleInvalid, RuleNotFound
from onewindow.supervision.events import TrialAsked
from onewindow.supervision.judging import RuleInForce, judge
from onewindow.supervision.models import Dossier, Level, Rule, Trial
from onewindow.supervision.standing import as_judged, shipped

MOST_EXAMPLES, CHUNK = 20, 2000


def draft_rule(
    *, by: Actor, code: str, level: str, numbers: dict[str, int], since: date | None, source: str
) -> Rule:
    """Draft the next version of a rule with other numbers, level or first day; a draft there is replaced.

    Raises NotSupervisor, RuleNotFound, RuleInvalid each fault at its field.
    """
    policies.require_ruler(by)
    with unit.work():
        now = _in_force(code)
        _check(now, level, numbers, since, source)
        number = (
            Rule.objects.filter(code=code).exclude(state="draft").aggregate(most=Max("number"))["most"] + 1
        )
        made, _ = Rule.objects.update_or_create(
            code=code,
            state="draft",
            defaults={
                "number": number, "title": now.title, "level": level, "numbers": numbers,
                "source": source.strip(), "since": since, "drafted_by": by.label, "drafted_at": clock.now(),
            },
        )  # fmt: skip
        audit.record(by, "supervision_rule.drafted", made)
    return made


def ask_trial(*, by: Actor, code: str, first: date, last: date) -> Trial:
    """Have the worker try a drafted rule on the dossiers received in a time.

    Raises NotSupervisor, RuleNotFound.
    """
    policies.require_ruler(by)
    if last < first:
        raise RuleInvalid(errors={"last": ["结束日期不能早于开始日期。"]})
    with unit.work():
        rule = Rule.objects.filter(code=code, state="draft").first()
        if rule is None:
            raise RuleNotFound
        made = Trial(rule=rule, first=first, last=last, asked_by=by.label, asked_at=clock.now())
        made.save(force_insert=True)
        audit.record(by, "supervision_trial.asked", made)
        outbox.publish(TrialAsked(subject=code, trial=made.pk))
    return made


def run_trial(*, trial_id: int) -> Trial:
    """Judge the dossiers of the time by the draft and by what is in force; raise no signal."""
    trial = Trial.objects.select_related("rule").get(pk=trial_id)
    if trial.done_at is not None:
        return trial
    draft = as_judged(trial.rule)
    new = RuleInForce(draft.code, draft.version, draft.level, draft.numbers, date.min)
    old = [as_judged(row) for row in Rule.objects.filter(code=draft.code, state="in_force")]
    today, cities = clock.today(), Counter[str]()
    rows = Dossier.objects.filter(received_on__range=(trial.first, trial.last)).order_by("received_on", "id")
    for row in rows.iterator(chunk_size=CHUNK):
        trial.read += 1
        days = days_for(row.region_code)
        found, _ = judge(row.kind, row.facts, [new], days, today)
        trial.found += len(found)
        trial.found_before += len(judge(row.kind, row.facts, old, days, today)[0])
        cities[row.city] += len(found)
        trial.examples += [
            [row.subject, one.key, one.note] for one in found[: max(0, MOST_EXAMPLES - len(trial.examples))]
        ]
    with unit.work():
        trial.by_city, trial.done_at = {city: many for city, many in cities.items() if many}, clock.now()
        trial.save()
        audit.record(SYSTEM, "supervision_trial.done", trial)
    return trial


def release_rule(*, by: Actor, code: str) -> Rule:
    """Put a draft in force from its first day; who drafted it may not.

    Raises NotSupervisor, SameHand, RuleNotFound.
    """
    policies.require_ruler(by)
    with unit.work():
        draft = Rule.objects.select_for_update().filter(code=code, state="draft").first()
        if draft is None:
            raise RuleNotFound
        policies.require_another(by, draft.drafted_by)
        now = _in_force(code)
        if draft.since <= now.since or draft.since <= clock.today():
            raise RuleInvalid(errors={"since": ["生效日期要晚于今天，也要晚于现行版本的生效日期。"]})
        now.until = draft.since
        now.save(update_fields=["until"])
        draft.state, draft.released_by, draft.released_at = "in_force", by.label, clock.now()
        draft.save(update_fields=["state", "released_by", "released_at"])
        audit.record(by, "supervision_rule.released", now, draft)
    return draft


def drop_rule(*, by: Actor, code: str) -> None:
    """Give a draft up. Raises NotSupervisor, RuleNotFound."""
    policies.require_ruler(by)
    with unit.work():
        draft = Rule.objects.select_for_update().filter(code=code, state="draft").first()
        if draft is None:
            raise RuleNotFound
        draft.state = "dropped"
        draft.save(update_fields=["state"])
        audit.record(by, "supervision_rule.dropped", draft)


def _in_force(code: str) -> Rule:
    found = Rule.objects.filter(code=code, state="in_force").order_by("-number").first()
    if found is None:
        raise RuleNotFound
    return found


def _check(now: Rule, level: str, numbers: dict[str, int], since: date | None, source: str) -> None:
    errors: dict[str, list[str]] = {}
    if level not in Level.values:
        errors["level"] = ["请选择提示、黄牌或者红牌。"]
    if set(numbers) != set(now.numbers) or any(not 0 < value <= 1000 for value in numbers.values()):
        errors["numbers"] = ["请填写每一个数字，1 到 1000。"]
    if since is None or since <= clock.today():
        errors["since"] = ["请填写今天以后的生效日期。"]
    if not source.strip() or len(source) > 200:
        errors["source"] = ["请写明依据，最多 200 字。"]
    if errors:
        raise RuleInvalid(errors=errors)


def plant_rules() -> str:
    """Put the shipped rules in force where a code has none yet."""
    told = shipped("rules")
    known = set(Rule.objects.values_list("code", flat=True))
    new = [
        Rule(
            code=code, number=1, title=one["title"], level=one["level"], numbers=one["numbers"],
            source=one["source"], since=told["since"], state="in_force", drafted_by=SYSTEM.label,
            drafted_at=clock.now(), released_by=SYSTEM.label, released_at=clock.now(),
        )
        for code, one in told["rules"].items()
        if code not in known
    ]  # fmt: skip
    with unit.work():
        Rule.objects.bulk_create(new)
        audit.record(SYSTEM, "supervision_rule.planted", *new)
    return f"supervision rules: {len(new)} new"
