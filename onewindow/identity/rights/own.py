"""What identity itself holds about people, read in one statement a kind."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from onewindow.identity import numbers, papers
from onewindow.identity.levels import MEANS, Level
from onewindow.identity.models import AccessRecord, Account, LevelEvidence, Organisation, Person
from onewindow.identity.objections.models import Objection
from onewindow.identity.provider.models import Authorisation, Consent, UpstreamBinding
from onewindow.identity.queries import RELATED
from onewindow.identity.rights.held import Correctable, HeldData, Look, Row, Subject, register_held_data
from onewindow.identity.rights.models import Closure, Correction
from onewindow.identity.signin.models import Authenticator, Passkey, SecurityEvent, SignIn
from onewindow.identity.signin.places import network
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, masking


def register() -> None:
    """Add what identity holds."""
    for one in (
        ACCOUNTS,
        EVIDENCE,
        SIGN_INS,
        FACTORS,
        CONNECTIONS,
        SECURITY,
        ACCESSES,
        OBJECTIONS,
        CORRECTIONS,
    ):
        register_held_data(one)


T = TypeVar("T", bound=Model)


def _cut(rows: QuerySet[T], look: Look) -> QuerySet[T]:
    return rows if look.limit is None else rows[: look.limit]


def _accounts(subject: Subject, look: Look) -> Sequence[Row]:
    found = Account.objects.select_related(*RELATED).filter(pk__in=subject.accounts).order_by("pk")
    return [_account(row, look) for row in _cut(found, look)]


def _account(row: Account, look: Look) -> Row:
    person, firm = row.person, row.organisation
    number, mobile = (person.resident_id or "", person.mobile or "") if person else ("", "")
    if firm is not None:
        number, mobile = firm.uscc, firm.mobile or ""
    holder = person or firm
    shown = masking.resident_id(number) if person and number and not look.whole else number
    return {
        "username": row.username,
        "name": holder.name if holder else "",
        "paper": _("统一社会信用代码") if firm else _paper(person),
        "number": shown,
        "mobile": mobile if look.whole or not mobile else masking.mobile(mobile),
        "born": person.birth_date if person else "",
        "representative": firm.legal_representative if firm else "",
        "level": Level(holder.level).label if holder else "",
        "post": f"{row.post.agency.name} · {row.post.title}" if row.post else "",
        "at": row.created_at,
    }


def _paper(person: Person | None) -> str:
    return papers.kind(person.paper).name if person else ""


def _evidence(subject: Subject, look: Look) -> Sequence[Row]:
    rows = LevelEvidence.objects.filter(**{subject.kind: subject.key}).order_by("-id")
    return [
        {
            "level": Level(row.level).label,
            "means": MEANS.get(row.means, row.means),
            "detail": row.detail,
            "who": row.who or _("系统"),
            "at": row.at,
            "until": row.valid_until or "",
        }
        for row in _cut(rows, look)
    ]


def _sign_ins(subject: Subject, look: Look) -> Sequence[Row]:
    rows = SignIn.objects.filter(account_id__in=subject.accounts).order_by("-id")
    return [
        {"at": row.at, "device": row.device, "address": _address(row.address, look)}
        for row in _cut(rows, look)
    ]


def _address(address: str | None, look: Look) -> str:
    return (address or "") if look.whole else network(address or "") if address else ""


def _factors(subject: Subject, look: Look) -> Sequence[Row]:
    apps = Authenticator.objects.filter(account_id__in=subject.accounts).values_list("name", "created_at")
    keys = Passkey.objects.filter(account_id__in=subject.accounts).values_list("name", "created_at")
    both = apps.union(keys, all=True).order_by("-created_at")
    rows = both if look.limit is None else both[: look.limit]
    return [{"name": name, "at": at} for name, at in rows]


def _connections(subject: Subject, look: Look) -> Sequence[Row]:
    rows = Consent.objects.filter(account_id__in=subject.accounts).select_related("party").order_by("-id")
    return [
        {
            "party": row.party.name,
            "scopes": "、".join(row.scopes),
            "at": row.given_at,
            "revoked": row.revoked_at or "",
        }
        for row in _cut(rows, look)
    ]


def _disconnect(subject: Subject) -> int:
    """Take back what was granted to other systems and forget the outer accounts that open this one."""
    now = clock.now()
    rows = list(Consent.objects.filter(account_id__in=subject.accounts, revoked_at=None))
    for row in rows:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
    live = Authorisation.objects.filter(account_id__in=subject.accounts, ended_at=None)
    live.update(ended_at=now, ended_why="closed")
    outer = list(UpstreamBinding.objects.filter(account_id__in=subject.accounts))
    if rows:
        audit.record(SYSTEM, "consent.revoked", *rows, reason="account closed")
    if outer:
        audit.record_removal(SYSTEM, "upstream.unbound", *outer, reason="account closed")
        UpstreamBinding.objects.filter(pk__in=[row.pk for row in outer]).delete()
    return len(rows) + len(outer)


def _security(subject: Subject, look: Look) -> Sequence[Row]:
    rows = SecurityEvent.objects.filter(account_id__in=subject.accounts).order_by("-id")
    return [
        {
            "at": row.at,
            "kind": row.get_kind_display(),
            "detail": row.detail,
            "address": _address(row.address, look),
        }
        for row in _cut(rows, look)
    ]


def _accesses(subject: Subject, look: Look) -> Sequence[Row]:
    rows = AccessRecord.objects.filter(subject_kind=subject.kind, subject_id=subject.key).order_by("-id")
    names = ("at", "who", "what", "reason", "case", "source")
    return [{name: getattr(row, name) for name in names} for row in _cut(rows, look)]


def _objections(subject: Subject, look: Look) -> Sequence[Row]:
    rows = Objection.objects.filter(account_id__in=subject.accounts).order_by("-id")
    return [
        {
            "at": row.raised_at,
            "said": row.said,
            "outcome": row.get_outcome_display() if row.outcome else _("正在核实"),
            "answer": row.answer,
        }
        for row in _cut(rows, look)
    ]


def _corrections(subject: Subject, look: Look) -> Sequence[Row]:
    rows = Correction.objects.filter(subject_kind=subject.kind, subject_id=subject.key).order_by("-id")
    return [
        {
            "at": row.asked_at,
            "before": row.before or "",
            "after": row.after or "",
            "said": row.said or "",
            "outcome": row.get_outcome_display() if row.outcome else _("正在核实"),
            "answer": row.answer,
        }
        for row in _cut(rows, look)
    ]


def _end_sign_ins(subject: Subject) -> int:
    return SignIn.objects.filter(account_id__in=subject.accounts).delete()[0]


def _drop_factors(subject: Subject) -> int:
    """Remove what signs in with; the closing itself knows which account it closes."""
    gone = 0
    for model in (Authenticator, Passkey):
        rows = list(model._default_manager.filter(account_id__in=subject.accounts))
        if rows:
            audit.record_removal(SYSTEM, "factor.removed", *rows, reason="account closed")
            gone += model._default_manager.filter(pk__in=[row.pk for row in rows]).delete()[0]
    return gone


def _person(subject: Subject) -> Person:
    return Person.objects.select_for_update().get(pk=subject.key)


def _firm(subject: Subject) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=subject.key)


def _rename_person(by: Actor, subject: Subject, value: str) -> None:
    person = _person(subject)
    person.name = value
    person.save(update_fields=["name"])
    audit.record(by, "person.corrected", person)


def _rename_firm(by: Actor, subject: Subject, value: str) -> None:
    firm = _firm(subject)
    firm.name = value
    firm.save(update_fields=["name"])
    audit.record(by, "organisation.corrected", firm)


def _represent(by: Actor, subject: Subject, value: str) -> None:
    firm = _firm(subject)
    firm.legal_representative = value
    firm.save(update_fields=["legal_representative"])
    audit.record(by, "organisation.corrected", firm)


NAMES = (
    Correctable(
        "name", _("姓名"), ("person",),
        lambda s: Person.objects.get(pk=s.key).name, numbers.name, _rename_person,
    ),
    Correctable(
        "firm_name", _("单位名称"), ("organisation",),
        lambda s: Organisation.objects.get(pk=s.key).name, numbers.name, _rename_firm,
    ),
    Correctable(
        "representative", _("法定代表人"), ("organisation",),
        lambda s: Organisation.objects.get(pk=s.key).legal_representative, numbers.name, _represent,
    ),
)  # fmt: skip
ACCOUNTS = HeldData(
    "account", _("账号与身份"), _("登录、确认您是谁、以您的名义办事"), "account",
    {
        "username": _("用户名"), "name": _("姓名或单位名称"), "paper": _("证件"), "number": _("证件号码"),
        "mobile": _("手机号"), "born": _("出生日期"), "representative": _("法定代表人"),
        "level": _("认证等级"), "post": _("岗位"), "at": _("注册时间"),
    },
    _accounts, 10, ("identity_account", "identity_person", "identity_organisation"), NAMES,
)  # fmt: skip
EVIDENCE = HeldData(
    "evidence", _("认证依据"), _("说明您的认证等级从何而来"), "evidence",
    {
        "level": _("等级"), "means": _("依据"), "detail": _("说明"), "who": _("谁核对的"), "at": _("时间"),
        "until": _("有效期止"),
    },
    _evidence, 20, ("identity_levelevidence",),
)  # fmt: skip
SIGN_INS = HeldData(
    "sign-ins", _("登录的设备"), _("让您看到在哪里登录过，能随时退出"), "sign-ins",
    {"at": _("时间"), "device": _("设备"), "address": _("网络地址")},
    _sign_ins, 30, ("identity_signin",), erase=_end_sign_ins,
)  # fmt: skip
FACTORS = HeldData(
    "factors", _("第二步验证"), _("登录时确认是您本人；密钥和备用码只存校验值，给不出原文"), "factors",
    {"name": _("名称"), "at": _("添加时间")},
    _factors, 31, ("identity_authenticator", "identity_passkey", "identity_recoverycode"),
    erase=_drop_factors,
)  # fmt: skip
CONNECTIONS = HeldData(
    "connections", _("用本账号登录的其他系统"), _("您同意给哪个系统哪些信息，可以随时收回"), "connections",
    {"party": _("系统"), "scopes": _("给了什么"), "at": _("同意时间"), "revoked": _("收回时间")},
    _connections, 33, ("identity_consent", "identity_authorisation", "identity_upstreambinding"),
    erase=_disconnect,
)  # fmt: skip
SECURITY = HeldData(
    "security-events", _("安全事件"), _("发现和查清盗用账号"), "security-events",
    {"at": _("时间"), "kind": _("事件"), "detail": _("说明"), "address": _("网络地址")},
    _security, 32, ("identity_securityevent", "identity_recovery", "identity_release", "identity_resetslip"),
)  # fmt: skip
ACCESSES = HeldData(
    "accesses", _("谁看过我的数据"), _("让您看到每一次查看"), "accesses",
    {
        "at": _("时间"), "who": _("谁"), "what": _("看了什么"), "reason": _("为什么"), "case": _("办件编号"),
        "source": _("来源"),
    },
    _accesses, 80, ("identity_accessrecord",),
)  # fmt: skip
OBJECTIONS = HeldData(
    "objections", _("对查看的异议"), _("处理您提出的异议"), "accesses",
    {"at": _("时间"), "said": _("您说"), "outcome": _("结果"), "answer": _("说明")},
    _objections, 81, ("identity_objection",),
)  # fmt: skip
CORRECTIONS = HeldData(
    "corrections", _("更正申请"), _("处理您的更正申请，保留前后内容"), "corrections",
    {
        "at": _("时间"), "before": _("原来"), "after": _("改为"), "said": _("理由"), "outcome": _("结果"),
        "answer": _("说明"),
    },
    _corrections, 82, (Correction._meta.db_table, Closure._meta.db_table),
)  # fmt: skip
