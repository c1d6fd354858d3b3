"""The demonstration cast: invented people; their numbers cannot exist (prefix 459900 is unassigned)."""

import secrets

from django.conf import settings

from onewindow.government import public as government
from onewindow.identity.levels import Level
from onewindow.identity.models import Account, Post
from onewindow.identity.services.people import register_organisation, register_person
from onewindow.kernel.public import SYSTEM, audit, unit

PERSONS = [
    ("weixiaolan", "韦晓兰", "459900199005120020", "19900000001", 3, "护士，条件齐全"),
    ("qinzhiyuan", "覃志远", "459900198803210018", "19900000002", 3, "护士，注册被暂停"),
    ("huangguifang", "黄桂芳", "459900194401080048", "19900000003", 2, "82 岁"),
    ("moguoqiang", "莫国强", "459900194709150030", "19900000004", 2, "79 岁"),
    ("dilinuer", "迪丽努尔·买买提", "45990019410620006X", "19900000005", 2, "人口信息查不到"),
    ("luzihao", "罗子豪", "459900200104180075", "19900000006", 1, "只有 L1"),
]
ORGANISATIONS = [
    (
        "zhuangxiangwei",
        "南宁壮乡味食品经营有限公司",
        "91459900MA0DEM0134",
        "陆小燕",
        "19900000011",
        "条件齐全",
    ),
    (
        "baguitian",
        "桂林八桂甜食品商贸有限公司",
        "91459900MA0DEM021Y",
        "农文斌",
        "19900000012",
        "负责人被禁止从业",
    ),
    ("longchengxian", "柳州龙城鲜便利店", "91459900MA0DEM03XN", "周福生", "19900000013", "备用"),
]
OFFICIALS = [
    (
        "menglihua",
        "蒙丽华",
        "459900198202140122",
        "广西壮族自治区卫生健康委员会",
        "审批岗",
        ("review", "approve"),
    ),
    (
        "liangjianguo",
        "梁建国",
        "459900197608090116",
        "广西壮族自治区市场监督管理局",
        "审批岗",
        ("review", "approve"),
    ),
    ("lumin", "卢敏", "459900198901270145", "广西壮族自治区民政厅", "审批岗", ("review", "approve")),
    ("zhouhaiyan", "周海燕", "459900199302110208", "广西壮族自治区卫生健康委员会", "窗口岗", ("window",)),
    ("ganlu", "甘露", "459900199106030163", "广西壮族自治区卫生健康委员会", "监察岗", ("supervise",)),
    ("tanjing", "谭静", "459900198709160181", "广西壮族自治区卫生健康委员会", "目录管理岗", ("catalogue",)),
]


def demo_password() -> str:
    """Return the password of the demonstration accounts, made at the first start."""
    given = getattr(settings, "DEMO_PASSWORD", "")
    if given:
        return str(given)
    file = settings.HOME / "demo-password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(f"guangxi-{secrets.token_hex(4)}\n")
    return str(file.read_text().strip())


def plant_cast() -> str:
    """Open the accounts that are missing; return the table that `make run` prints."""
    password = demo_password()
    known = set(Account.objects.values_list("username", flat=True))
    with unit.work():
        for username, name, number, mobile, level, _about in PERSONS:
            if username not in known:
                register_person(
                    by=SYSTEM, username=username, password=password, name=name, resident_id=number,
                    mobile=mobile, level=level,
                )  # fmt: skip
        for username, name, uscc, representative, mobile, _about in ORGANISATIONS:
            if username not in known:
                register_organisation(
                    by=SYSTEM, username=username, password=password, name=name, uscc=uscc,
                    legal_representative=representative, mobile=mobile, level=Level.REAL_PERSON,
                )  # fmt: skip
        for username, name, number, agency, title, roles in OFFICIALS:
            if username not in known:
                _appoint(username, password, name, number, agency=agency, title=title, roles=roles)
    return _table(password)


def _appoint(
    username: str, password: str, name: str, number: str, *, agency: str, title: str, roles: tuple[str, ...]
) -> None:
    account = register_person(
        by=SYSTEM, username=username, password=password, name=name, resident_id=number, mobile="", level=3
    )
    post, _ = Post.objects.get_or_create(
        agency=government.agency_named(agency),
        title=title,
        defaults={"roles": list(roles), "region_prefix": "45"},
    )
    account.post = post
    account.save(update_fields=["post"])
    audit.record(SYSTEM, "account.appointed", account)


def _table(password: str) -> str:
    lines = [f"演示账号（密码都是 {password}）"]
    lines += [f"  {u:<15} L{level} {name}（{about}）" for u, name, _, _, level, about in PERSONS]
    lines += [f"  {u:<15} L3 {name}（{about}）" for u, name, _, _, _, about in ORGANISATIONS]
    lines += [f"  {u:<15} 工作人员 {name}（{agency} {title}）" for u, name, _, agency, title, _ in OFFICIALS]
    return "\n".join(lines)
