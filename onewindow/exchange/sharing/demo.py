"""Demonstration: two outside systems, one granted demand and one that waits."""

from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.docking.systems import change_state, register_system
from onewindow.exchange.sharing.demands import ask_demand, grant_demand
from onewindow.exchange.sharing.models import Demand
from onewindow.identity.public import Account, actor_for
from onewindow.kernel.public import SYSTEM, Actor

HEALTH = "广西壮族自治区卫生健康委员会"
DATA = "广西壮族自治区大数据发展局"
ITEM = "demo0item00001"
SYSTEMS = (
    ("gx-health", "护士执业管理系统（模拟）", HEALTH, "", (State.TESTING, State.JOINED)),
    ("gx-reconcile", "数据共享对账系统（模拟）", DATA, "demo-system", (State.TESTING,)),
)


def plant() -> str:
    """Register what is missing; return a short report."""
    for code, name, agency, client_id, states in SYSTEMS:
        if OutsideSystem.objects.filter(code=code).exists():
            continue
        given = {"code": code, "name": name, "agency": agency, "contact": "示例处 0771-0000000"}
        register_system(
            by=SYSTEM, given={**given, "client_id": client_id, "zone": "external", "contract": "1"}
        )
        for state in states:
            change_state(by=SYSTEM, code=code, state=state, reason="演示数据")
    if not Demand.objects.exists():
        _demands()
    return f"业务系统：{OutsideSystem.objects.count()} 个"


def _demands() -> None:
    asker, decider = _official("tanjing"), _official("mojianping")
    given = {"purpose": "办理护士执业注册延续，受理时核对注册状态", "items": ITEM}
    ask_demand(
        by=asker, system="gx-health", resource="medical_institution", given=given, fields=["name", "valid_to"]
    )
    made = ask_demand(
        by=asker,
        system="gx-health",
        resource="nurse_registration",
        given=given,
        fields=["status", "valid_to"],
    )
    grant_demand(by=decider, number=made.number, note="限护士执业注册事项使用")
    ask_demand(by=asker, system="gx-health", resource="health_penalty", given=given, fields=["active"])


def _official(username: str) -> Actor:
    return actor_for(
        Account.objects.select_related("person", "organisation", "post__agency").get(username=username)
    )
