"""A joint case, an ask, a gathering, a project: of the body of the posts, the project of the firm."""

from datetime import date
from typing import Any

from django.apps import apps

from onewindow.identity import public as identity
from onewindow.kernel.public import clock, codes

CITY, REGION = "4500", "450000000000"
Given = dict[str, Any]


def plant(here: Any, firm: Any, case: Any) -> dict[str, Given]:
    """Return what the verbs of collaboration take, whoever calls them; `case` is one of the body."""
    now, number = clock.now(), case.number
    told = {"key": "table", "name": "示例", "lead": {}, "members": [], "stages": []}
    procedure = _made(
        "Procedure", key="table", number=1, name="示例", told=told, lead_code=case.item_code, process="x",
        digest="", published_at=now, published_by="system:-",
    )  # fmt: skip
    joint = _made(
        "Joint", case=case, number=number, procedure=procedure, agency=here, region_code=REGION, city=CITY
    )
    _made(
        "Member", joint=joint, seq=1, key="part", name="示例", stage="示例", item_code=case.item_code,
        agency=here, region_code=REGION, city=CITY,
    )  # fmt: skip
    ask = _made(
        "Ask", number="XTTABLE", case=case, from_agency=here, to_agency=here, kind="opinion", question="示例",
        due=date(2026, 3, 9), asked_at=now, asked_by="official:0", city=CITY,
    )  # fmt: skip
    gathering = _made(
        "Gathering", joint=joint, kind="review", on=date(2026, 3, 9), hour="9 时", place="示例", about="示例",
        called_at=now, called_by="official:0", city=CITY,
    )  # fmt: skip
    opening = _made(
        "Opening", case=case, name="示例", uscc="91450000TABLE00001", agency=here, region_code=REGION,
        city=CITY, granted_at=now, allocated_at=now,
    )  # fmt: skip
    push = _made("Push", opening=opening, receiver="tax", name="示例", next_at=now, city=CITY)
    told_body = _made("FollowUp", opening=opening, approval="示例", agency=here, told_at=now, city=CITY)
    at, asked, project = {"number": number}, {"number": ask.number}, {"code": _project(here, firm)}
    return {
        "open_joint_page": at,
        "drop_part": at | {"key": "part"},
        "send_part_again": at | {"key": "part"},  # not blocked: told after the policy
        "call_gathering": at | {"keys": ()},
        "record_gathering": at | {"gathering": gathering.pk},
        "sign_gathering": at | {"gathering": gathering.pk},
        **dict.fromkeys(("open_ask", "answer_ask", "take_back_ask"), asked),
        **dict.fromkeys(("attach_case", "detach_case", "open_project"), project),
        "push_again": {"push_id": push.pk},  # it has not failed: told after the policy
        "allocate_again": {"opening_id": opening.pk},
        "take_follow_up": {"follow_up_id": told_body.pk},
        "file_project": {"applicant": identity.applicant_of(firm), "given": {}},
        **_across(here, firm, case),
    }


def _across(here: Any, firm: Any, case: Any) -> dict[str, Given]:
    """Return what the verbs between levels, halls and provinces take, and those of names."""
    now, at = clock.now(), {"number": case.number}
    lent = _made(
        "Delegation", item_code=case.item_code, item_name="示例", from_agency=here, to_agency=here,
        basis="示例", begins_on=clock.today(), ends_on=date(2027, 3, 1), made_at=now, made_by="official:0",
        city=CITY,
    )  # fmt: skip
    told = _made(
        "Guidance", line="health", from_agency=here, to_agency=here, text="示例", sent_at=now,
        sent_by="official:0", city=CITY,
    )  # fmt: skip
    _made("Reception", case=case, hall=here, home=here, received_at=now, received_by="official:0", city=CITY)
    name = _made(
        "NameClaim", name="示例商贸有限公司", region_code=REGION, word="示例", industry="F51", form="示例",
        agency=here, organisation=firm.organisation, state="review", claimed_at=now, claimed_by="person:0",
        city=CITY,
    )  # fmt: skip
    return {
        "entrust_item": {"item": case.item_code, "to": "示例"},
        "stop_entrusting": {"delegation": lent.pk},
        "guide_body": {"line": "health", "to": "示例", "case": ""},
        "answer_guidance": {"guidance": told.pk},
        **dict.fromkeys(("send_papers", "take_papers", "open_reception"), at),
        "hand_over": at | {"partner": "simulated"},  # not across provinces: told after the policy
        "open_handover": at,  # it was not handed over: told after the policy
        "take_over": {"data": b"{}"},
        "give_up_name": {"claim": name.pk},
        "decide_name": {"claim": name.pk},
    }


def _project(here: Any, firm: Any) -> str:
    code = codes.ProjectCode.issue(on=clock.today(), region=REGION, department="04", kind="01", random=1)
    project = _made(
        "Project", code=code, name="示例", kind="01", organisation=firm.organisation, owner_name="示例",
        region_code=REGION, place="示例", address="示例", industry="C1411", scale="示例", investment=1,
        begin_on=date(2026, 4, 1), end_on=date(2027, 4, 1), market="", filed_at=clock.now(),
        filed_by="system:-", city=CITY,
    )  # fmt: skip
    _made("ProjectStage", project=project, seq=0, key="table", agency=here, city=CITY)
    return str(code)


def _made(noun: str, **values: Any) -> Any:
    """Store a row as it is."""
    return apps.get_model("collaboration", noun)._default_manager.create(**values)
