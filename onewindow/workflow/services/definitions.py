"""Draft and publish a process: published only when it is proved sound, by another hand than the drafter's."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, canonical, clock, outbox, unit
from onewindow.workflow.errors import DefinitionUnsound, TaskInvalid, UnknownDefinition
from onewindow.workflow.events import ProcessPublished
from onewindow.workflow.graph import NAME, Graph, GraphFault, graph_from, plain
from onewindow.workflow.models import Definition, DefinitionState
from onewindow.workflow.shape import Problem
from onewindow.workflow.soundness import problems

ROLES = ("catalogue", "legality")


def draft_process(*, by: Actor, key: str, name: str, graph: Graph | Mapping[str, Any]) -> Definition:
    """Keep a draft of a process under its key; the draft before it is replaced.

    Raises RoleMissing, TaskInvalid for a key or data that cannot be used; an unsound draft may be kept.
    """
    _require(by)
    if not NAME.fullmatch(key.replace("-", "_")) or not name.strip():
        raise TaskInvalid(errors={"key": ["请填写流程编号（字母、数字、短横线）和名称。"]})
    try:
        made = plain(graph if isinstance(graph, Graph) else graph_from(graph))
    except GraphFault as fault:
        raise TaskInvalid(errors={"graph": [f"流程数据读不懂：{fault}"]}) from fault
    with unit.work():
        newest = Definition.objects.filter(key=key).aggregate(Max("number"))["number__max"] or 0
        draft = Definition.objects.select_for_update().filter(key=key, state="draft").first()
        draft = draft or Definition(key=key, number=newest + 1, state=DefinitionState.DRAFT)
        draft.name, draft.graph, draft.digest = name.strip()[:100], made, digest_of(made)
        draft.drafted_at, draft.drafted_by = clock.now(), by.label
        draft.save()
        audit.record(by, "process.drafted", draft)
    return draft


def publish_process(*, by: Actor, key: str) -> Definition:
    """Put the draft of a process in force; what already runs stays with its version.

    Raises RoleMissing, UnknownDefinition, DefinitionUnsound with every problem at its element, SameHand of
    identity when the drafter publishes.
    """
    _require(by)
    with unit.work():
        draft = Definition.objects.select_for_update().filter(key=key, state="draft").first()
        if draft is None:
            raise UnknownDefinition
        if by.kind != "system" and draft.drafted_by == by.label:
            raise identity.SameHand
        found = [*problems(graph_from(draft.graph)), *_unknown_calls(draft)]
        if found:
            raise DefinitionUnsound(errors=by_element(found))
        for old in Definition.objects.select_for_update().filter(key=key, state="published"):
            old.state = DefinitionState.RETIRED
            old.save(update_fields=["state"])
            audit.record(by, "process.retired", old)
        draft.state, draft.published_at, draft.published_by = (
            DefinitionState.PUBLISHED, clock.now(), by.label,
        )  # fmt: skip
        draft.save()
        audit.record(by, "process.published", draft)
        outbox.publish(ProcessPublished(subject=key, number=draft.number))
    return draft


def digest_of(made: Mapping[str, Any]) -> str:
    """Return the SM3 of a graph's data."""
    return canonical.sm3(canonical.canonical_json(made)).hex()


def by_element(found: list[Problem]) -> dict[str, list[str]]:
    """Return problems as messages at their elements."""
    errors: dict[str, list[str]] = {}
    for problem in found:
        errors.setdefault(problem.element or "process", []).append(problem.text)
    return errors


def _unknown_calls(draft: Definition) -> list[Problem]:
    """Tell calls of what is not published, and calls that come back to the process itself."""
    graphs = {one.key: one.graph for one in Definition.objects.filter(state="published")}
    calls = {one.calls: one.id for one in graph_from(draft.graph).nodes if one.calls}
    wrong = [Problem(calls[key], f"子流程“{key}”还没有发布。") for key in sorted(set(calls) - set(graphs))]
    for key, element in calls.items():
        if draft.key in _called(key, graphs):
            wrong.append(Problem(element, "子流程又调用了本流程，流程不能调用自己。"))
    return wrong


def _called(key: str, graphs: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """Return a process and all it calls, directly and through others."""
    found, left = set[str](), [key]
    while left:
        here = left.pop()
        if here not in found:
            found.add(here)
            left += (
                [one.calls for one in graph_from(graphs[here]).nodes if one.calls] if here in graphs else []
            )
    return found


def _require(by: Actor) -> None:
    if by.kind != "system":
        identity.require_role(by, *ROLES)
