"""What tests of collaboration need: the world with its procedures, answers, ways through."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.apps import apps

from onewindow.cases import public as cases
from onewindow.cases.tests.factories import plant_world
from onewindow.collaboration import seed
from onewindow.collaboration.models import Member, Procedure, Project
from onewindow.collaboration.projects.services import file_project
from onewindow.forms import public as forms
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Actor, outbox
from onewindow.workflow import public as workflow

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2026-03-02, noon in China; no holiday is near."""
TYPED: dict[str, object] = {
    "mobile": "19900000011", "declaration": True, "principal_id": "459900198507300086",
    "mother_id": "459900199005120020", "deceased_id": "459900194709150030",
    "other_party_id": "459900198803210018", "bank_card": "6217000000000000011",
    "project_code": "2603-450102-04-01-123456",
}  # fmt: skip
BODIES = {
    "filing": "lumeifang", "forest": "huangshanlin", "road": "panhaitao", "lightning": "tanqixiang",
    "planning": "huangmeizhen", "fire": "maojianjun", "pollution": "qinliping", "logging": "nongshulin",
    "construction": "liushuilian",
}  # fmt: skip
"""Who decides each part of the engineering procedure."""


def plant_procedures() -> None:
    """Plant the world with the shipped procedures."""
    plant_world()
    seed.plant()


def the_procedure(key: str) -> Procedure:
    """Return a shipped procedure in force."""
    return Procedure.objects.get(key=key, state="published")


def answers_for(procedure: Procedure, **changes: object) -> dict[str, object]:
    """Return answers to every question of the merged form; a change to None leaves one out."""
    return answers_to(f"joint-{procedure.key}", **changes)


def answers_to(form_code: str, **changes: object) -> dict[str, object]:
    """Return answers to every question of a form; a change to None leaves one out."""
    given: dict[str, object] = {}
    for page in forms.form(form_code).all_pages:
        for field in page.fields:
            given[field.name] = TYPED.get(field.name, _typed(field))
    return {name: value for name, value in {**given, **changes}.items() if value is not None}


def _typed(field: forms.Field) -> object:
    kinds: dict[str, object] = {
        "bool": False, "date": "2026-04-01", "text": "示例内容", "textarea": "示例内容", "name": "示例人",
        "code": "1234", "declaration": True,
        "upload": {"id": str(uuid4()), "name": "a.pdf", "size": 9},
    }  # fmt: skip
    return field.choices[0].value if field.choices else kinds.get(field.widget)


def applied(account: identity.Account, procedure: Procedure, **changes: object) -> cases.Case:
    """Return the lead case of a joint application, submitted by an account."""
    answers = answers_for(procedure, **changes)
    form = forms.form(f"joint-{procedure.key}")
    asked = {one.name for page in form.pages(answers) for one in page.fields}
    return cases.take_in(
        by=identity.actor_for(account), applicant=identity.applicant_of(account), client="test",
        key=str(uuid4()), item=procedure.lead_code,
        answers={name: value for name, value in answers.items() if name in asked},
    )  # fmt: skip


def official(name: str) -> Actor:
    """Return one of the cast's officials as an actor, the account opened where there is none."""
    return identity.actor_for(account_of(name))


def account_of(name: str) -> identity.Account:
    """Return the account of one of the cast, opened where there is none."""
    return identity.Account.objects.filter(username=name).first() or of_the_cast(name)


def part(number: str, key: str) -> Member:
    """Return a part as the database has it now."""
    return Member.objects.get(joint__number=number, key=key)


def decide(by: Actor, number: str, outcome: str = "granted") -> cases.Case:
    """Decide a part's case; a refusal is released by a colleague elsewhere."""
    return cases.decide_case(
        by=by, number=number, outcome=cases.Outcome(outcome), opinion="已审查。",
        legal_basis="" if outcome == "granted" else "示例法第一条", delivery=cases.Delivery.COUNTER,
    )  # fmt: skip


def refuse(world: Any, key: str) -> None:
    """Refuse a part by its officer; a colleague of the same body releases the filing."""
    one = part(world.number, key)
    decide(world.bodies[key], one.number, "refused")
    colleague = replace(world.bodies[key], account_id=10**6 + one.seq, person_id=10**6 + one.seq)
    cases.release_filing(by=colleague, number=one.number)
    outbox.drain()


def grant_open(number: str, bodies: dict[str, Actor], keys: Iterable[str] = ()) -> list[str]:
    """Grant every open part (or those named) and deliver what happened; return the keys granted."""
    done = []
    for one in Member.objects.filter(joint__number=number, state="open").order_by("seq"):
        if not keys or one.key in keys:
            decide(bodies[one.key], one.number)
            done.append(one.key)
    outbox.drain()
    return done


def sum_up(by: Actor, number: str, outcome: str = "准予") -> cases.Case:
    """Do the lead's last step."""
    task = workflow.open_tasks(by, number)[0]
    return cases.do_step(by=by, number=number, task=task.pk, outcome=outcome, opinion="各部分已办完。",
                         legal_basis="示例法第一条")  # fmt: skip


def events(name: str) -> list[Any]:
    """Return the events of a type, oldest first."""
    return list(apps.get_model("kernel", "OutboxEvent").objects.filter(type=name).order_by("id"))


PROJECT = {
    "name": "示例食品加工项目", "kind": "01", "region": "450102000000", "address": "示例路 1 号",
    "industry": "C1411", "scale": "新建厂房一座", "investment": "1200", "begin_on": "2026-04-01",
    "end_on": "2027-04-01",
}  # fmt: skip


def plant_place() -> None:
    """Plant the city and the district projects are in."""
    for code, name, level in (("450100000000", "南宁市", "city"), ("450102000000", "兴宁区", "county")):
        whole = "广西壮族自治区南宁市" + ("" if level == "city" else name)
        government.Region.objects.create(
            code=code, name=name, level=level, full_name=whole, pinyin="", initials="",
            valid_from=date(2023, 6, 30),
        )  # fmt: skip


def project_of(world: Any, **changes: str) -> Project:
    """File a project of the world's firm."""
    return file_project(
        by=world.applicant, applicant=identity.applicant_of(world.account), given={**PROJECT, **changes}
    )
