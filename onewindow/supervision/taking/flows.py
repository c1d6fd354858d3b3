"""The required way through a process: the tasks no run can avoid, in the order they must first be done."""

from functools import lru_cache

from onewindow.workflow import public as workflow


@lru_cache(maxsize=512)
def required(definition_id: int) -> tuple[str, ...]:
    """Return the ids of the unavoidable tasks of a published definition, which never changes."""
    graph = workflow.graph_from(workflow.Definition.objects.get(pk=definition_id).graph)
    tasks = [node.id for node in graph.nodes if node.kind == "task"]
    ends = {node.id for node in graph.nodes if node.kind == "end" and node.result}
    reached = {one: _reach(graph, without=one) for one in tasks}
    must = [one for one in tasks if not ends & reached[one]]
    return tuple(
        sorted(must, key=lambda one: sum(one not in reached[other] for other in must if other != one))
    )


def _reach(graph: workflow.Graph, *, without: str) -> set[str]:
    found: set[str] = set()
    left = [graph.start.id]
    while left:
        here = left.pop()
        if here in found or here == without:
            continue
        found.add(here)
        left += [flow.target for flow in graph.outgoing[here]]
        left += graph.boundaries[here]
    return found
