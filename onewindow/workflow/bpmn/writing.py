"""A graph as a BPMN 2.0 file with its drawing; read again it is the same graph."""

from xml.sax.saxutils import escape, quoteattr

from onewindow.workflow.bpmn.reading import MODEL, OURS
from onewindow.workflow.graph import Flow, Graph, Kind, Node
from onewindow.workflow.layout import layout_of

TAGS = {
    Kind.START: "startEvent", Kind.END: "endEvent", Kind.TASK: "userTask", Kind.SERVICE: "serviceTask",
    Kind.CHOICE: "exclusiveGateway", Kind.FORK: "parallelGateway", Kind.CALL: "callActivity",
    Kind.TIMER: "intermediateCatchEvent",
    Kind.MESSAGE: "intermediateCatchEvent", Kind.BOUNDARY: "boundaryEvent",
}  # fmt: skip
SPACES = (
    f'xmlns="{MODEL}" xmlns:ow="{OURS}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def write_bpmn(graph: Graph, *, key: str, name: str) -> str:
    """Return the file; bpmn-js draws it, and what BPMN has no word for stands in our own extension."""
    process = "".join([*(_node(one, graph) for one in graph.nodes), *(_flow(f, graph) for f in graph.flows)])
    messages = "".join(
        f"<message id={quoteattr(f'm_{n.id}')} name={quoteattr(n.message)}/>"
        for n in graph.nodes
        if n.message
    )
    values = _extension({"values": ",".join(graph.values)})
    process_id = key.replace("-", "_")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions {SPACES} id="d_{process_id}" '
        f'targetNamespace="{OURS}/processes">{messages}'
        f'<process id={quoteattr(process_id)} name={quoteattr(name)} isExecutable="true">{values}{process}'
        f"</process>{_drawing(graph, process_id)}</definitions>\n"
    )


def _node(one: Node, graph: Graph) -> str:
    tag = TAGS[one.kind]
    given = {"id": one.id, "name": one.name}
    if usual := next((f.id for f in graph.outgoing[one.id] if f.default), ""):
        given["default"] = usual
    if one.kind == Kind.CALL:
        given["calledElement"] = one.calls
    if one.kind == Kind.BOUNDARY:
        given |= {"attachedToRef": one.of, "cancelActivity": "true" if one.interrupting else "false"}
    said = " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value)
    return f"<{tag} {said}>{_extension(_own(one))}{_inside(one)}</{tag}>"


def _own(one: Node) -> dict[str, str]:
    many = one.many
    return {
        "role": one.role, "agency": one.agency, "result": one.result, "service": one.service,
        "opens": one.opens,
        "limit": "" if one.limit is None else str(one.limit),
        "outcomes": "" if one.outcomes == ("done",) else ",".join(one.outcomes), "apart": ",".join(one.apart),
        "join": many.join if many else "" if one.join == "all" else one.join,
        "quorum": str((many.quorum if many else one.quorum) or ""),
        "over": many.over if many else "", "every": "true" if many and many.every else "",
    }  # fmt: skip


def _inside(one: Node) -> str:
    if one.kind in {Kind.TIMER, Kind.BOUNDARY}:
        days = f'<timeDuration xsi:type="tFormalExpression">P{one.after}D</timeDuration>'
        return f"<timerEventDefinition>{days}</timerEventDefinition>"
    if one.kind == Kind.MESSAGE:
        return f"<messageEventDefinition messageRef={quoteattr(f'm_{one.id}')}/>"
    if one.many is None:
        return ""
    count = f"<loopCardinality>{one.many.hands}</loopCardinality>" if one.many.hands else ""
    return f"<multiInstanceLoopCharacteristics>{count}</multiInstanceLoopCharacteristics>"


def _flow(one: Flow, graph: Graph) -> str:
    when = ""
    if one.when:
        when = f'<conditionExpression xsi:type="tFormalExpression">{escape(one.when)}</conditionExpression>'
    own = _extension({"most": str(one.most or ""), "back": "true" if one.back else ""})
    name = f" name={quoteattr(one.name)}" if one.name else ""
    ends = f"sourceRef={quoteattr(one.source)} targetRef={quoteattr(one.target)}"
    return f"<sequenceFlow id={quoteattr(one.id)}{name} {ends}>{own}{when}</sequenceFlow>"


def _extension(given: dict[str, str]) -> str:
    said = " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value)
    return f"<extensionElements><ow:own {said}/></extensionElements>" if said else ""


def _drawing(graph: Graph, process_id: str) -> str:
    placed = layout_of(graph)
    shapes = "".join(
        f'<bpmndi:BPMNShape id="s_{key}" bpmnElement="{key}">'
        f'<dc:Bounds x="{b.x:g}" y="{b.y:g}" width="{b.width:g}" height="{b.height:g}"/></bpmndi:BPMNShape>'
        for key, b in placed.boxes.items()
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge id="e_{key}" bpmnElement="{key}">'
        + "".join(f'<di:waypoint x="{x:g}" y="{y:g}"/>' for x, y in line)
        + "</bpmndi:BPMNEdge>"
        for key, line in placed.lines.items()
    )
    return (
        f'<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="{process_id}">'
        f"{shapes}{edges}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )
