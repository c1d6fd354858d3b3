"""Take a process in as drawn in BPMN, and give it out again."""

from onewindow.kernel.public import Actor
from onewindow.workflow.bpmn.reading import read_bpmn
from onewindow.workflow.bpmn.writing import write_bpmn
from onewindow.workflow.errors import BpmnRefused
from onewindow.workflow.graph import graph_from
from onewindow.workflow.models import Definition
from onewindow.workflow.services.definitions import by_element, draft_process


def import_process(*, by: Actor, key: str, data: bytes, name: str = "") -> Definition:
    """Keep a draft of a process from a BPMN 2.0 file; its drawing comes with it.

    Raises BpmnRefused with every element that cannot be read and why, and what `draft_process` refuses.
    """
    found = read_bpmn(data)
    if found.graph is None:
        raise BpmnRefused(errors=by_element(found.report))
    return draft_process(by=by, key=key, name=name or found.name or key, graph=found.graph)


def export_process(definition: Definition) -> str:
    """Return a version of a process as a BPMN 2.0 file with its drawing."""
    return write_bpmn(graph_from(definition.graph), key=definition.key, name=definition.name)
