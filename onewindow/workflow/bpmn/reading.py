"""A BPMN 2.0 file into a graph: the strict subset, and for everything else its element with the reason.

Read: one process (one pool), none start and end events, tasks (untyped, user, manual), service, script,
business-rule, send and receive tasks, exclusive and parallel gateways, call activities, intermediate catch
events of time and message, boundary events of time, multi-instance tasks. Everything else is reported.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from onewindow.workflow.bpmn.xml import Element, XmlFault, read
from onewindow.workflow.graph import Graph, GraphFault, graph_from
from onewindow.workflow.shape import Problem

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OURS = "https://onewindow.example/bpmn"
PEOPLE = ("task", "userTask", "manualTask")
PROGRAMS = ("serviceTask", "scriptTask", "businessRuleTask", "sendTask")
SILENT = {
    "documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", "dataObject",
    "dataObjectReference", "dataStoreReference", "ioSpecification", "property", "auditing", "monitoring",
}  # fmt: skip
DAYS = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?")
WORDS = {
    "subProcess": "内嵌子流程，请改为调用活动",
    "adHocSubProcess": "自由子流程", "transaction": "事务子流程",
    "inclusiveGateway": "包容网关，请改为选择或者并行网关",
    "eventBasedGateway": "事件网关", "complexGateway": "复杂网关", "intermediateThrowEvent": "抛出事件",
    "standardLoopCharacteristics": "标准循环，请用选择网关画出并写明最多几次",
}  # fmt: skip


@dataclass
class Read:
    """What came of a file: the graph where all of it could be read, and a report per element."""

    name: str = ""
    graph: Graph | None = None
    report: list[Problem] = field(default_factory=list)


def read_bpmn(data: bytes) -> Read:
    """Return the graph of a BPMN file, or a report of every element that cannot be read."""
    found = Read()
    try:
        root = read(data)
    except XmlFault as fault:
        return Read(report=[Problem("", str(fault))])
    if root.tag != "definitions" or root.space != MODEL:
        return Read(report=[Problem("", "这不是 BPMN 2.0 文件。")])
    process = _one_process(root, found)
    if process is None:
        return found
    found.name = process.get("name") or process.get("id")
    reader = _Reader(root, process, found)
    made = reader.graph()
    if not found.report:
        try:
            found.graph = graph_from(made)
        except GraphFault as fault:
            found.report.append(Problem("", f"读不懂：{fault}"))
    return found


def _one_process(root: Element, found: Read) -> Element | None:
    for pools in root.all("collaboration"):
        if len(pools.all("participant")) > 1:
            found.report.append(Problem(pools.get("id"), "只能有一个泳池；别的机关请用调用活动或者消息。"))
        found.report += [Problem(f.get("id"), "泳池之间的消息流不能导入。") for f in pools.all("messageFlow")]
    busy = [one for one in root.all("process") if one.all("startEvent", *PEOPLE, *PROGRAMS)]
    if len(busy) != 1:
        found.report.append(Problem("", f"文件里要有而且只有一个流程，现在有 {len(busy)} 个。"))
    return busy[0] if len(busy) == 1 else None


class _Reader:
    def __init__(self, root: Element, process: Element, found: Read) -> None:
        self.found, self.process = found, process
        self.messages = {m.get("id"): m.get("name") or m.get("id") for m in root.all("message")}
        self.lanes = {ref.text.strip(): lane.get("name") for lane in process.walk() if lane.tag == "lane"
                      for ref in lane.all("flowNodeRef")}  # fmt: skip
        self.ids: dict[str, str] = {}
        self.boxes, self.points = _drawn(root)
        self.defaults = {one.get("default") for one in process.children if one.get("default")}

    def graph(self) -> dict[str, Any]:
        nodes, flows = [], []
        for one in self.process.children:
            if one.space not in {MODEL, ""} or one.tag in SILENT:
                continue
            if one.tag == "sequenceFlow":
                flows.append(self.flow(one))
            elif (row := self.node(one)) is not None:
                nodes.append(row)
        values = self._ours(self.process).get("values", "")
        return {"nodes": nodes, "flows": flows, "values": [v for v in values.split(",") if v]}

    def node(self, one: Element) -> dict[str, Any] | None:
        row: dict[str, Any] = {"id": self.safe(one.get("id")), "name": _flat(one.get("name"))}
        if one.get("id") in self.boxes:
            row["box"] = self.boxes[one.get("id")]
        ours = self._ours(one)
        for name in ("role", "agency", "result", "join", "opens"):
            if ours.get(name):
                row[name] = self.safe(ours[name]) if name == "opens" else ours[name]
        for name in ("limit", "quorum"):
            if ours.get(name, "").isdecimal():
                row[name] = int(ours[name])
        for name in ("outcomes", "apart"):
            if ours.get(name):
                row[name] = [self.safe(v) if name == "apart" else v for v in ours[name].split(",")]
        kind = self._kind(one, row, ours)
        return {**row, "kind": kind} if kind else None

    def _kind(self, one: Element, row: dict[str, Any], ours: dict[str, str]) -> str:
        tag = one.tag
        if tag in PEOPLE:
            row.setdefault("role", self.lanes.get(one.get("id"), "") or "review")
            self._many(one, row, ours)
            return "task"
        if tag in PROGRAMS:
            row["service"] = ours.get("service") or one.get("operationRef") or self.safe(one.get("id"))
            self._loops(one)
            return "service"
        if tag == "receiveTask":
            row["message"] = self.messages.get(one.get("messageRef"), one.get("name") or one.get("id"))
            return "message"
        if tag in {"exclusiveGateway", "parallelGateway"}:
            return "choice" if tag == "exclusiveGateway" else "fork"
        if tag == "callActivity":
            self._loops(one)
            row["calls"] = one.get("calledElement")
            return "call"
        if tag.endswith("Event"):
            return self._event(one, row)
        self.say(one, f"不支持{WORDS.get(tag, tag)}。")
        return ""

    def _event(self, one: Element, row: dict[str, Any]) -> str:
        about = [
            c for c in one.children if c.tag.endswith("EventDefinition") or c.tag == "eventDefinitionRef"
        ]
        kinds = {c.tag.removesuffix("EventDefinition") for c in about}
        if one.tag in {"startEvent", "endEvent"} and not kinds:
            return "start" if one.tag == "startEvent" else "end"
        if one.tag == "intermediateCatchEvent" and kinds == {"message"}:
            row["message"] = self.messages.get(about[0].get("messageRef"), one.get("name") or one.get("id"))
            return "message"
        if one.tag in {"intermediateCatchEvent", "boundaryEvent"} and kinds == {"timer"}:
            row["after"] = self._days(one, about[0])
            if one.tag == "intermediateCatchEvent":
                return "timer"
            row |= {
                "of": self.safe(one.get("attachedToRef")),
                "interrupting": one.get("cancelActivity") != "false",
            }
            return "boundary"
        told = "、".join(sorted(kinds)) or "空"
        self.say(
            one, f"不支持{WORDS.get(one.tag, one.tag)}（{told}）；事件只支持空的开始和结束、时间和消息。"
        )
        return ""

    def _days(self, one: Element, timer: Element) -> int:
        told = timer.child("timeDuration")
        fits = DAYS.fullmatch(told.text.strip()) if told else None
        days = int(fits[1] or 0) * 5 + int(fits[2] or 0) if fits else 0
        if not days:
            self.say(one, "时间要写成天数或者周数，例如 P5D（5 个工作日）、P2W（10 个工作日）。")
        return days

    def _many(self, one: Element, row: dict[str, Any], ours: dict[str, str]) -> None:
        self._loops(one)
        many = one.child("multiInstanceLoopCharacteristics")
        if many is None:
            return
        if many.get("isSequential") == "true":
            self.say(one, "会签只支持同时进行，不支持依次进行。")
        count = many.child("loopCardinality")
        over = many.get("collection") or ours.get("over", "")
        hands = count.text.strip() if count else ""
        row["many"] = {
            "over": over, "hands": int(hands) if hands.isdecimal() and not over else 0,
            "join": row.pop("join", "all"), "quorum": row.pop("quorum", 0),
            "every": ours.get("every") == "true",
        }  # fmt: skip
        if not over and not row["many"]["hands"]:
            self.say(one, "会签要写明几个人（loopCardinality）或者名单（collection）。")

    def _loops(self, one: Element) -> None:
        if one.child("standardLoopCharacteristics"):
            self.say(one, f"不支持{WORDS['standardLoopCharacteristics']}。")
        if one.tag not in PEOPLE and one.child("multiInstanceLoopCharacteristics"):
            self.say(one, "只有人工环节可以会签。")

    def flow(self, one: Element) -> dict[str, Any]:
        ours, when = self._ours(one), one.child("conditionExpression")
        row: dict[str, Any] = {
            "id": self.safe(one.get("id")), "source": self.safe(one.get("sourceRef")),
            "target": self.safe(one.get("targetRef")), "name": _flat(one.get("name")),
        }  # fmt: skip
        if one.get("id") in self.defaults:
            row["default"] = True
        elif when is not None:
            row["when"] = when.text.strip()
        if ours.get("most", "").isdecimal():
            row["most"] = int(ours["most"])
        if ours.get("back") == "true":
            row["back"] = True
        if one.get("id") in self.points:
            row["points"] = self.points[one.get("id")]
        return row

    def _ours(self, one: Element) -> dict[str, str]:
        held = one.child("extensionElements")
        mine = next((c for c in held.children if c.space == OURS), None) if held else None
        return mine.values if mine else {}

    def safe(self, given: str) -> str:
        """Return an id of letters, digits and underscores; two that would become one stay apart."""
        if given not in self.ids:
            made = re.sub(r"[^A-Za-z0-9_]", "_", given)[:52] or "x"
            made = made if made[0].isalpha() or made[0] == "_" else f"x{made}"
            while made in self.ids.values():
                made = f"{made}_"
            self.ids[given] = made
        return self.ids[given]

    def say(self, one: Element, text: str) -> None:
        named = _flat(one.get("name")) or one.get("id")
        self.found.report.append(Problem(one.get("id"), f"“{named}”（第 {one.line} 行）：{text}"))


def _flat(text: str) -> str:
    return " ".join(text.split())[:100]


def _drawn(root: Element) -> tuple[dict[str, list[float]], dict[str, list[list[float]]]]:
    """Return the boxes of shapes and the points of edges (BPMN DI); what is no number is left out."""
    boxes: dict[str, list[float]] = {}
    points: dict[str, list[list[float]]] = {}
    for one in root.walk():
        try:
            if one.tag == "BPMNShape" and (box := one.child("Bounds")):
                boxes[one.get("bpmnElement")] = [_number(box.get(k)) for k in ("x", "y", "width", "height")]
            elif one.tag == "BPMNEdge":
                line = [[_number(p.get("x")), _number(p.get("y"))] for p in one.all("waypoint")]
                points[one.get("bpmnElement")] = line[:50]
        except ValueError:
            continue
    return boxes, points


def _number(text: str) -> float:
    value = float(text)
    if not -100_000 < value < 100_000:
        raise ValueError(text)
    return value
