"""The permission table as a page: every verb, judged by its policy for each kind of actor."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import onewindow
from onewindow.identity.public import Role
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor
from onewindow.kernel.public import permissions as table

PAGE = Path(onewindow.__file__).resolve().parents[1] / "docs" / "reference" / "permissions.md"
YES, NO = "●", "·"
HEAD = """# 权限表 Permissions

每个动词（一次改变）一行，每类办理人一列；● 表示这类办理人可以做，· 表示不可以。格子由各模块的权限规则
（`policies`）逐一判断得出，判断时取最有利的一行数据：本机构的办件、自己的申请、本地区的岗位；还有什么限制写在“限于”里。
没有岗位的工作人员只能办自己账号的事。一人多岗时每次只用一个岗位的权限，不相加。

这一页由 `onewindow docs permissions` 生成，不要手改；`tests/permissions` 对每一格真的调用一次动词来核对。
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A kind of actor: its name, and the actor that stands for it."""

    name: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Section:
    """The verbs of one context."""

    context: str
    title: str
    verbs: tuple[table.Permission, ...]


def columns(*, agency: str = "1", region_prefix: str = "45") -> tuple[Column, ...]:
    """Return every kind of actor: citizens, a post with each single role, outer systems, ourselves."""
    firm = Actor(kind="person", account_id=1, organisation_id=1, level=3)
    posts = [
        Column(
            str(role.label),
            Actor(
                kind="official", account_id=1, person_id=1, level=3, post_id=1, roles=frozenset([role.value]),
                agency=agency, region_prefix=region_prefix,
            ),
        )
        for role in Role
    ]  # fmt: skip
    return (
        Column("未登录", ANONYMOUS),
        Column("个人", Actor(kind="person", account_id=1, person_id=1, level=3)),
        Column("单位", firm),
        Column("法定代表人", replace(firm, mandate="M", mandate_kind="head", agent_id=1)),
        Column("经办人", replace(firm, mandate="M", mandate_kind="agent", agent_id=1)),
        *posts,
        Column("外部系统", Actor(kind="client", client="system", agency=agency)),
        Column("本系统", SYSTEM),
    )  # fmt: skip


def sections() -> Iterator[Section]:
    """Give the verbs of each context that has any, by the name of its folder."""
    for folder in sorted(Path(onewindow.__file__).parent.iterdir()):
        if folder.name != "kernel" and (folder / "permissions.py").exists():
            module = importlib.import_module(f"onewindow.{folder.name}.permissions")
            yield Section(folder.name, module.TITLE, module.VERBS)


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(line for section in sections() for line in _lines(section))])


def _lines(section: Section) -> Iterator[str]:
    kinds = columns()
    yield f"## {section.title} `{section.context}`\n"
    judged = [one for one in section.verbs if one.judge is not None]
    if judged:
        yield "| 动词 | " + " | ".join(kind.name for kind in kinds) + " | 限于 |"
        yield "|---|" + ":-:|" * len(kinds) + "---|"
    for one in judged:
        cells = " | ".join(YES if one.allows(kind.actor) else NO for kind in kinds)
        yield f"| {one.title} `{one.verb}` | {cells} | {one.only} |"
    inner = [one for one in section.verbs if one.judge is None]
    if inner:
        yield ("\n" if judged else "") + "没有人直接调用的：\n"
        yield from (f"- {one.title} `{one.verb}`：{one.only}" for one in inner)
    yield ""
