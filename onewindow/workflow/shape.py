"""What is wrong with the shape of a graph before a token ever moves, in words for who draws it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from onewindow.rules.public import condition_fault
from onewindow.workflow.graph import MOST_DAYS, MOST_NODES, MOST_ROUNDS, NAME, WAITS, Graph, Kind, Many, Node


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a process from being published: where, and what to do."""

    element: str
    text: str


def shape_problems(graph: Graph) -> list[Problem]:
    """Return what is wrong with the shape, nothing when it is right."""
    if len(graph.nodes) > MOST_NODES:
        return [Problem("", f"环节不能超过 {MOST_NODES} 个，请拆成子流程。")]
    return [*_names(graph), *_ends(graph), *_each(graph), *_flows(graph)] or [*_cycles(graph), *_early(graph)]


def _names(graph: Graph) -> Iterator[Problem]:
    seen: set[str] = set()
    for key in [*(one.id for one in graph.nodes), *(one.id for one in graph.flows)]:
        if not NAME.fullmatch(key):
            yield Problem(key, "编号只能用字母、数字和下划线，以字母开头，最多 60 个字符。")
        if key in seen:
            yield Problem(key, "编号重复。")
        seen.add(key)
    for flow in graph.flows:
        if flow.source not in graph.node or flow.target not in graph.node:
            yield Problem(flow.id, "流转的起点或者终点不存在。")
    for value in graph.values:
        if not NAME.fullmatch(value):
            yield Problem(value, "数据名只能用字母、数字和下划线。")


def _ends(graph: Graph) -> Iterator[Problem]:
    starts = [one for one in graph.nodes if one.kind == Kind.START]
    if len(starts) != 1:
        yield Problem("", "流程要有而且只有一个开始。")
    if not any(one.kind == Kind.END for one in graph.nodes):
        yield Problem("", "流程至少要有一个结束。")


def _each(graph: Graph) -> Iterator[Problem]:
    for one in graph.nodes:
        into, on = len(graph.incoming[one.id]), len(graph.outgoing[one.id])
        if into == 0 and one.kind not in {Kind.START, Kind.BOUNDARY}:
            yield Problem(one.id, f"“{one.name or one.id}”没有从哪里来。")
        if into and one.kind in {Kind.START, Kind.BOUNDARY}:
            yield Problem(one.id, "开始和限时提醒之前不能再有环节。")
        if one.kind == Kind.END and on:
            yield Problem(one.id, "结束之后不能再有环节。")
        if one.kind in WAITS | {Kind.START, Kind.BOUNDARY} and on != 1:
            yield Problem(one.id, f"“{one.name or one.id}”之后要有而且只有一条流转，分支请用网关。")
        if one.kind in {Kind.CHOICE, Kind.FORK} and on == 0:
            yield Problem(one.id, "网关之后要有流转。")
        if graph.returns[one.id] and one.kind != Kind.TASK:
            yield Problem(one.id, "只有人工环节可以退回。")
        yield from _own(one, graph)


def _own(one: Node, graph: Graph) -> Iterator[Problem]:
    called = one.name or one.id
    if one.kind == Kind.TASK and not one.role:
        yield Problem(one.id, f"“{called}”没有写明由什么岗位办理。")
    if one.kind == Kind.TASK and not one.outcomes:
        yield Problem(one.id, f"“{called}”没有可以选的结论。")
    if one.limit is not None and not 0 <= one.limit <= MOST_DAYS:
        yield Problem(one.id, f"“{called}”的期限应在 0 到 {MOST_DAYS} 个工作日之间。")
    if one.kind in {Kind.TIMER, Kind.BOUNDARY} and not 0 < one.after <= MOST_DAYS:
        yield Problem(one.id, f"“{called}”的等待时间应在 1 到 {MOST_DAYS} 个工作日之间。")
    if one.kind == Kind.BOUNDARY and (one.of not in graph.node or graph.node[one.of].kind not in WAITS):
        yield Problem(one.id, "限时提醒没有附在环节上。")
    if one.kind == Kind.CALL and not one.calls:
        yield Problem(one.id, f"“{called}”没有写明调用哪个子流程。")
    if one.kind == Kind.SERVICE and not one.service:
        yield Problem(one.id, f"“{called}”没有写明由哪个程序办理。")
    if one.kind == Kind.MESSAGE and not one.message:
        yield Problem(one.id, f"“{called}”没有写明等待什么消息。")
    for other in one.apart:
        if other not in graph.node or graph.node[other].kind != Kind.TASK:
            yield Problem(one.id, f"“{called}”要与“{other}”由不同的人办理，但没有这个人工环节。")
    if one.many:
        yield from _many(one, one.many, graph)


def _many(one: Node, many: Many, graph: Graph) -> Iterator[Problem]:
    called = one.name or one.id
    if one.kind != Kind.TASK:
        yield Problem(one.id, "只有人工环节可以会签。")
    if bool(many.over) == bool(many.hands):
        yield Problem(one.id, f"“{called}”会签要写明按哪个名单，或者几个人。")
    if many.over and many.over not in graph.values:
        yield Problem(one.id, f"“{called}”会签的名单“{many.over}”不在流程的数据里。")
    if not 0 <= many.hands <= 50:
        yield Problem(one.id, "会签最多 50 人。")
    yield from _joining(one.id, many.join, many.quorum)
    if many.hands and many.quorum > many.hands:
        yield Problem(one.id, "会签需要的人数多于会签的人数。")


def _joining(element: str, join: str, quorum: int) -> Iterator[Problem]:
    if join not in {"all", "any", "quorum"}:
        yield Problem(element, "汇合方式只能是全部、任一或者若干。")
    if (join == "quorum") != (quorum > 0):
        yield Problem(element, "“若干”要写明几个，其他方式不写。")


def _flows(graph: Graph) -> Iterator[Problem]:
    for flow in graph.flows:
        if flow.most is not None and not 1 <= flow.most <= MOST_ROUNDS:
            yield Problem(flow.id, f"次数应在 1 到 {MOST_ROUNDS} 之间。")
        if flow.back and flow.most is None:
            yield Problem(flow.id, "退回要写明最多几次。")
        if flow.back and flow.target in graph.node and graph.node[flow.target].kind != Kind.TASK:
            yield Problem(flow.id, "只能退回到人工环节。")
        if flow.most and not flow.back and graph.node[flow.source].kind != Kind.CHOICE:
            yield Problem(flow.id, "循环的次数只能写在选择网关之后的流转上。")
        if flow.when and (fault := condition_fault(flow.when, graph.names)):
            yield Problem(flow.id, f"条件写得不对：{fault}")
    for one in graph.nodes:
        if one.kind == Kind.CHOICE and len(graph.outgoing[one.id]) > 1:
            yield from _choice(one, graph)
        if one.kind == Kind.FORK:
            yield from _joining(one.id, one.join, one.quorum)


def _choice(one: Node, graph: Graph) -> Iterator[Problem]:
    ways = graph.outgoing[one.id]
    usual = [flow for flow in ways if flow.default]
    if len(usual) != 1:
        yield Problem(one.id, "选择网关要有而且只有一条“其他情况”的流转。")
    for flow in usual:
        if flow.most is not None or flow.when:
            yield Problem(flow.id, "“其他情况”的流转不写条件，也不限次数。")
    for flow in ways:
        if not flow.default and not flow.when:
            yield Problem(flow.id, "选择网关之后的流转要写条件。")


def _cycles(graph: Graph) -> Iterator[Problem]:
    """Tell a cycle without a bound: colours of a depth-first search over the flows that have none."""
    colour: dict[str, int] = {}

    def visit(here: str) -> str:
        colour[here] = 1
        ways = [f.target for f in graph.outgoing[here] if f.most is None]
        for there in (*ways, *graph.boundaries[here]):
            if colour.get(there) == 1 or (there not in colour and (found := visit(there))):
                return found if colour.get(there) != 1 else there
        colour[here] = 2
        return ""

    for one in graph.nodes:
        if one.id not in colour and (found := visit(one.id)):
            yield Problem(found, "循环要写明最多几次。")
            return


def _early(graph: Graph) -> Iterator[Problem]:
    """Tell a join that goes on before all have come without the fork it closes, or with a way out of it."""
    for one in graph.nodes:
        if one.kind != Kind.FORK or one.join == "all":
            continue
        if one.opens not in graph.node or graph.node[one.opens].kind != Kind.FORK:
            yield Problem(one.id, "“任一”或者“若干”的汇合要写明它对应的并行网关。")
        elif one.opens in graph.scopes[one.id]:
            yield Problem(one.id, "并行的分支不能退回到并行开始之前。")
        elif one.quorum > len(graph.incoming[one.id]):
            yield Problem(one.id, "汇合需要的分支多于来的分支。")
