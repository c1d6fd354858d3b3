"""The event path, day by day, and one judgement at the end over loaded dossiers find the same."""

from datetime import timedelta
from random import Random

import pytest

from onewindow.cases import public as cases
from onewindow.kernel.public import Refusal, clock, outbox
from onewindow.supervision.calendars import days_for
from onewindow.supervision.judging import judge
from onewindow.supervision.models import Dossier, Signal
from onewindow.supervision.services.bulk import judge_all
from onewindow.supervision.services.watching import check_due, watch_cases
from onewindow.supervision.standing import rules_in_force
from onewindow.supervision.tests.factories import MONDAY, People

DAYS = 45


def do_something(people: People, draw: Random) -> None:
    """Do one of the things that may be done to a case, if it may be done now."""
    number, officer = people.number, people.officer
    acts = [
        lambda: cases.accept_case(by=officer, number=number),
        lambda: cases.suspend_case(by=officer, number=number, reason="experts", days=3, note="评审"),
        lambda: cases.resume_case(by=officer, number=number, result="完成"),
        lambda: cases.ask_extension(by=officer, number=number, days=5, reason="复杂"),
        lambda: cases.ask_for_correction(
            by=officer, number=number, asks=[cases.Ask("护士执业证书", "看不清")], note=""
        ),
        lambda: cases.decide_case(
            by=officer, number=number, outcome=cases.Outcome.GRANTED, opinion="符合条件。"
        ),
        lambda: cases.decide_case(
            by=officer, number=number, outcome=cases.Outcome.REFUSED, opinion="不符合。", legal_basis="第八条"
        ),
        lambda: cases.release_filing(by=people.chief, number=number),
    ]
    try:
        draw.choice(acts)()
    except Refusal:
        return


@pytest.mark.parametrize("seed", range(8))
def test_day_by_day_and_at_the_end(people: People, seed: int) -> None:
    draw = Random(seed)
    for day in range(DAYS):
        with clock.at(MONDAY + timedelta(days=day)):
            check_due()
            if draw.random() < 0.35:
                do_something(people, draw)
            outbox.drain()
    with clock.at(MONDAY + timedelta(days=DAYS)):
        check_due()
        lived = set(Signal.objects.values_list("rule", "key", "level", "on"))
        watch_cases(numbers=[people.number])
        one = Dossier.objects.get(kind="case", subject=people.number)
        found, _ = judge("case", one.facts, rules_in_force(), days_for(one.region_code), clock.today())
        assert {(f.rule, f.key, f.level, f.on) for f in found} == lived
        assert judge_all()[1] == 0
        assert lived or one.decided_on is not None
