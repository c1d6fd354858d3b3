"""BPMN 2.0: the strict subset read into a graph, and a graph written out again."""
