"""The applicants and officials of many joint applications, as one process that may be killed anywhere.

`python -m bench.joints.hands SHARE SHARES COUNT JOURNAL` walks every application of its share from
submission to the lead's decision. It looks at what is stored before each step, so a new process goes on
where a killed one stopped; what was answered is written to the journal, flushed to disk, after the answer.
"""

import os
import sys
import time
from pathlib import Path
from uuid import uuid5

from bench.crowd import started

FIRMS = ("zhuangxiangwei", "longchengxian", "lvyuan", "guijian")
OFFICIALS = {
    "filing": "lumeifang", "forest": "huangshanlin", "road": "panhaitao", "lightning": "tanqixiang",
    "planning": "huangmeizhen", "fire": "maojianjun", "pollution": "qinliping", "logging": "nongshulin",
    "construction": "liushuilian",
}  # fmt: skip
LEAD, PROCEDURE = "qinxuemei", "engineering"
TYPED: dict[str, object] = {
    "mobile": "19900000011", "declaration": True, "principal_id": "459900198507300086",
    "project_code": "2603-450102-04-01-123456",
}  # fmt: skip
PAUSE, AT_ONCE = 0.2, 6


class Hands:
    """One firm's applications, and the officials of all bodies."""

    def __init__(self, share: int, journal: Path) -> None:
        from onewindow.collaboration import public as collaboration
        from onewindow.identity import public as identity

        wanted = [FIRMS[share % len(FIRMS)], LEAD, *OFFICIALS.values()]
        found = identity.Account.objects.filter(username__in=wanted)
        accounts = {
            one.username: one for one in found.select_related("person", "organisation", "post__agency")
        }
        self.firm = accounts[wanted[0]]
        self.lead = identity.actor_for(accounts[LEAD])
        self.bodies = {key: identity.actor_for(accounts[name]) for key, name in OFFICIALS.items()}
        self.procedure = collaboration.procedure(PROCEDURE)
        self.journal = journal
        self.answers = answers(self.procedure.lead_code)

    def told(self, *words: str) -> None:
        """Write down what was answered, on disk before anything else happens."""
        with self.journal.open("a", encoding="utf-8") as file:
            file.write(" ".join(words) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def submit(self, number: int) -> str:
        """Submit an application, or find it again by its key; return its case number."""
        from onewindow.cases import public as cases
        from onewindow.identity import public as identity

        made = cases.take_in(
            by=identity.actor_for(self.firm), applicant=identity.applicant_of(self.firm), client="hands",
            key=f"joint-{number:06d}", item=self.procedure.lead_code, answers=self.answers,
        )  # fmt: skip
        self.told("submitted", str(number), made.number)
        return str(made.number)

    def step(self, number: str) -> bool:
        """Do what may be done now with an application; tell whether it came to its decision."""
        from onewindow.cases import public as cases
        from onewindow.collaboration.models import Member
        from onewindow.workflow import public as workflow

        case = cases.Case.objects.get(number=number)
        if case.outcome:
            return True
        if case.status == "received":
            cases.accept_case(by=self.lead, number=number)
            self.told("accepted", number)
        open_ = dict(Member.objects.filter(joint__number=number, state="open").values_list("number", "key"))
        waiting = cases.Case.objects.filter(number__in=open_, status="received") if open_ else []
        for part in waiting:
            key = open_[part.number]
            cases.decide_case(
                by=self.bodies[key], number=part.number, outcome=cases.Outcome.GRANTED,
                opinion=f"已审查申请 {part.number} 的全部材料，符合{part.item_name}的条件。",
            )  # fmt: skip
            self.told("granted", number, key, part.number)
        if open_:
            return False
        for task in workflow.open_tasks(self.lead, number):
            cases.do_step(by=self.lead, number=number, task=task.pk, outcome="准予", opinion="各部分已办完。")
            self.told("summed", number)
            return True
        return False

    def deliver(self, number: str) -> None:
        """Hand over what was decided, its originals compared."""
        from onewindow.cases import public as cases

        lead = cases.Case.objects.get(number=number)
        if lead.status == "decided":
            seqs = [row.seq for row in lead.materials.all()]
            cases.deliver_case(by=self.lead, number=number, way=cases.Delivery.COUNTER, checked=seqs)


def answers(code: str) -> dict[str, object]:
    """Return an answer to every question of the merged form, the same each time."""
    from uuid import NAMESPACE_URL

    from onewindow.catalogue import public as catalogue
    from onewindow.forms import public as forms

    kinds: dict[str, object] = {
        "bool": False, "date": "2026-04-01", "text": "示例内容", "textarea": "示例内容", "name": "示例人",
        "code": "1234",
    }  # fmt: skip
    given: dict[str, object] = {}
    for page in forms.form(catalogue.in_force(code).form_code).all_pages:
        for field in page.fields:
            usual = field.choices[0].value if field.choices else kinds.get(field.widget)
            if field.widget == "upload":
                key = str(uuid5(NAMESPACE_URL, field.name))
                usual = {"id": key, "name": f"{field.name}.pdf", "size": 9}
            given[field.name] = TYPED.get(field.name, usual)
    return given


def main(share: int, shares: int, count: int, journal: Path) -> None:
    """Walk a share of the applications, several at once so that the worker never waits for one of them."""
    started()
    hands = Hands(share, journal)
    left = [n for n in range(count) if n % shares == share]
    walking: list[str] = []
    while left or walking:
        while left and len(walking) < AT_ONCE:
            walking.append(hands.submit(left.pop(0)))
        before = len(walking)
        walking = [number for number in walking if not hands.step(number)]
        if len(walking) == before:
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
