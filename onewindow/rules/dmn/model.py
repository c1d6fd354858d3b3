"""A DMN model: its requirements graph, compiled once, evaluated within bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onewindow.rules.dmn import xml as reader
from onewindow.rules.dmn.boxed import BUILTIN_NAMES, Boxer
from onewindow.rules.dmn.items import Items
from onewindow.rules.dmn.table import TRACE, DecisionTable
from onewindow.rules.dmn.trace import Evaluation, TableTrace
from onewindow.rules.dmn.xml import Element
from onewindow.rules.errors import ModelFault, RuleError
from onewindow.rules.feel.budget import Budget, bounded
from onewindow.rules.feel.builtin.registry import FUNCTIONS
from onewindow.rules.feel.compiler import Compiler, define
from onewindow.rules.feel.frames import Closure, Frame
from onewindow.rules.feel.names import Names
from onewindow.rules.feel.nodes import Tests
from onewindow.rules.feel.parser import FIELDS, TYPES, parse_tests
from onewindow.rules.feel.types import Type
from onewindow.rules.feel.unary import compile_tests
from onewindow.rules.feel.values import Function, Value, to_feel

ROOT = Frame(FUNCTIONS)
NAMELESS = "\0"
REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")


class Run:
    """One evaluation: the inputs given and what has been worked out."""

    __slots__ = ("inputs", "results", "trace")

    def __init__(self, inputs: Mapping[str, Value], trace: list[TableTrace] | None) -> None:
        self.inputs, self.trace = inputs, trace
        self.results: dict[str, Value] = {}


Worker = Callable[[Run], Value]


class Allowed:
    """The values a type allows: their tests, and the tree the tests were written as."""

    __slots__ = ("test", "tree")

    def __init__(self, tree: Tests) -> None:
        self.tree, self.test = tree, compile_tests(Compiler(), tree)

    def __call__(self, value: Value) -> bool | None:
        """Test a value."""
        return self.test(value, ROOT)


class Model:
    """A compiled model; `faults` are the expressions that could not be compiled (they are null)."""

    def __init__(self, root: Element, imports: Mapping[str, Model]) -> None:
        if root.tag != "definitions":
            raise ModelFault("not a DMN document: the root is not `definitions` of DMN 1.1 to 1.5")
        self.name, self.namespace = root.get("name"), root.get("namespace")
        self.imports = {
            e.get("name").strip() or f"{NAMELESS}{e.get('namespace')}": _imported(e, imports)
            for e in root.all("import")
            if _is_dmn(e)
        }
        self.elements = {e.get("id"): e for e in root.children if e.get("id")}
        self.by_name = {
            e.get("name"): e
            for e in root.all("inputData", "decision", "businessKnowledgeModel", "decisionService")
        }
        fields = Names((*FIELDS, *_field_names(root), *self._imported_names()))
        self.types = _items(root, self.imports)
        self.boxer = Boxer(
            fields, Names((*TYPES, *self.types.types)), self.types.named, Compiler(self.types.types)
        )
        self.workers: dict[str, Worker] = {}
        self.busy: list[str] = []
        for element in self.by_name.values():
            self.worker(element)

    def _imported_names(self) -> list[str]:
        return [name for model in self.imports.values() for name in model.by_name]

    @property
    def faults(self) -> list[RuleError]:
        """What could not be compiled."""
        return self.boxer.faults

    @property
    def tables(self) -> dict[str, DecisionTable]:
        """The decision tables by the decision they decide."""
        return self.boxer.tables

    @property
    def decisions(self) -> list[str]:
        """The names of the decisions."""
        return [e.get("name") for e in self.by_name.values() if e.tag == "decision"]

    @property
    def inputs(self) -> list[str]:
        """The names of the input data."""
        return [e.get("name") for e in self.by_name.values() if e.tag == "inputData"]

    def fields_of(self, name: str) -> dict[str, str]:
        """Return the fields an input's type declares, each with its label."""
        element = self.by_name.get(name)
        variable = element.child("variable") if element is not None else None
        item = self.types.elements.get(variable.get("typeRef") if variable is not None else "")
        parts = item.all("itemComponent") if item is not None else []
        return {e.get("name"): e.get("label") or e.get("name") for e in parts}

    def evaluate(
        self, decision: str, context: Mapping[str, object], budget: Budget | None = None
    ) -> Evaluation:
        """Work out a decision from plain data; raise LimitReached or another RuleError naming the cell."""
        element = self.by_name.get(decision)
        if element is None:
            raise ModelFault(f"there is no decision {decision!r}")
        trace: list[TableTrace] = []
        with bounded(budget):
            inputs = {name: to_feel(value) for name, value in context.items()}
            try:
                outputs = self.worker(element)(Run(inputs, trace))
            except RuleError as error:
                raise error.at(decision) from None
        return Evaluation(decision, outputs, trace)

    def invoke(self, name: str, arguments: Mapping[str, object]) -> Evaluation:
        """Call a decision service or business knowledge model by name."""
        element = self.by_name.get(name)
        if element is None:
            raise ModelFault(f"there is no {name!r}")
        trace: list[TableTrace] = []
        with bounded():
            function = self.worker(element)(Run({}, trace))
            if not isinstance(function, Function):
                raise ModelFault(f"{name!r} cannot be called")
            values = {k: to_feel(v) for k, v in arguments.items()}
            outputs = function.call(*(values.get(p) for p in function.params))
        return Evaluation(name, outputs, trace)

    @property
    def variables(self) -> dict[str, Type]:
        """The declared types of inputs and decisions by name."""
        return {
            name: self.types.named(v.get("typeRef") if (v := e.child("variable")) is not None else "")
            for name, e in self.by_name.items()
            if e.tag in ("inputData", "decision")
        }

    # -- what rests on no input
    def fixed_frame(self, place: str) -> tuple[Frame, Callable[[str], bool]]:
        """Return the variables of an element that no input can change, and a test for their names."""
        frame = Frame({TRACE: None}, ROOT)
        free: set[str] = set()
        element = self.by_name.get(place) or self.by_name.get(place.partition(".")[0])
        for requirement in element.all(*REQUIREMENTS) if element is not None else ():
            for reference in requirement.children:
                target = self.elements.get(reference.get("href").rpartition("#")[2])
                if target is None or not self.is_fixed(target):
                    free.add(target.get("name") if target is not None else "")
                    continue
                with bounded():
                    frame[target.get("name")] = self.worker(target)(Run({}, None))
        return frame, lambda name: name not in free and (name in frame or name in FUNCTIONS)

    def is_fixed(self, element: Element) -> bool:
        """Tell whether an element rests on no input data and on nothing imported."""
        if element.tag == "inputData":
            return False
        targets = [
            self.elements.get(reference.get("href").rpartition("#")[2])
            for requirement in element.all(*REQUIREMENTS)
            for reference in requirement.children
        ]
        return element.tag != "decisionService" and all(
            target is not None and self.is_fixed(target) for target in targets
        )

    # -- compiling the graph
    def worker(self, element: Element) -> Worker:
        """Return what works out an element; compiled once."""
        key = element.get("id") or element.get("name")
        if key not in self.workers:
            if key in self.busy:
                raise ModelFault(f"{element.get('name')!r} requires itself")
            self.busy.append(key)
            compiled: Worker = getattr(self, f"compile_{element.tag.lower()}")(element)
            self.workers[key] = _once(key, compiled)
            self.busy.pop()
        return self.workers[key]

    def compile_inputdata(self, element: Element) -> Worker:
        """An input: given from outside, coerced to its type."""
        name = element.get("name")
        variable = element.child("variable")
        wanted = self.types.named(variable.get("typeRef") if variable is not None else "")
        full = f"{self.namespace}#{name}"
        return lambda run: wanted.admit(run.inputs[full] if full in run.inputs else run.inputs.get(name))

    def compile_decision(self, element: Element) -> Worker:
        """A decision: its logic over what it requires."""
        name = element.get("name")
        variable = element.child("variable")
        needs = self.requirements(element)
        body = self.boxer.inside(element, self.names(needs), name)
        wanted = self.types.named(variable.get("typeRef") if variable is not None else "")
        return lambda run: wanted.coerce(body(self.frame(needs, run)))

    def compile_businessknowledgemodel(self, element: Element) -> Worker:
        """A business knowledge model: a function over the knowledge it requires."""
        name, logic, variable = (
            element.get("name"),
            element.child("encapsulatedLogic"),
            element.child("variable"),
        )
        needs = self.requirements(element)
        if logic is None:
            return lambda run: None
        params = logic.all("formalParameter")
        labels = tuple(p.get("name") for p in params)
        types = tuple(self.types.named(p.get("typeRef")) for p in params)
        external = logic.get("kind", "FEEL") != "FEEL"
        body: Closure = (
            (lambda f: None)
            if external
            else self.boxer.inside(logic, Names((*labels, name), self.names(needs)), name)
        )
        result = self.types.named(variable.get("typeRef") if variable is not None else "")
        if result.kind == "function" and result.element:
            result = result.element

        def work(run: Run) -> Function:
            frame = self.frame(needs, run)
            function = define(name, labels, types, body, frame, result)
            frame[name] = function
            return function

        return work

    def compile_decisionservice(self, element: Element) -> Worker:
        """A decision service: a function of its inputs that gives its output decisions."""
        inputs = [self.target(e) for e in element.all("inputData")]
        given = [self.target(e) for e in element.all("inputDecision")]
        outputs = [self.target(e) for e in element.all("outputDecision")]
        variable = element.child("variable")
        result = self.types.named(variable.get("typeRef") if variable is not None else "")
        if result.kind == "function" and result.element:
            result = result.element
        params = (*(n for n, _ in inputs), *(n for n, _ in given))
        types = tuple(
            self.types.named(v.get("typeRef") if (v := e.child("variable")) is not None else "")
            for e in (*(e for _, e in inputs), *(e for _, e in given))
        )

        def work(run: Run) -> Function:
            def call(*values: Value) -> Value:
                fitted = [t.coerce(v) for t, v in zip(types, values, strict=True)]
                if any(f is None and v is not None for f, v in zip(fitted, values, strict=True)):
                    return None
                inner = Run(dict(zip(params, fitted, strict=True)), run.trace)
                for (_, decision), value in zip(given, fitted[len(inputs) :], strict=True):
                    inner.results[decision.get("id") or decision.get("name")] = value
                found = {name: self.worker(decision)(inner) for name, decision in outputs}
                return result.coerce(found if len(found) != 1 else next(iter(found.values())))

            return Function(element.get("name"), params, call, types, result)

        return work

    def requirements(self, element: Element) -> list[tuple[str, Worker]]:
        """Return what an element requires, by the name it uses for it."""
        needs: list[tuple[str, Worker]] = []
        for requirement in element.all(*REQUIREMENTS):
            for reference in requirement.all("requiredInput", "requiredDecision", "requiredKnowledge"):
                namespace, _, identity = reference.get("href").rpartition("#")
                if namespace and namespace != self.namespace:
                    needs.append(self.imported(namespace, identity))
                    continue
                target = self.elements.get(identity)
                if target is None:
                    raise ModelFault(f"{element.get('name')!r} requires {identity!r}, which is not there")
                needs.append((target.get("name"), self.worker(target)))
        return needs

    def imported(self, namespace: str, identity: str) -> tuple[str, Worker]:
        """Return an element of an imported model."""
        for prefix, model in self.imports.items():
            if model.namespace == namespace and identity in model.elements:
                target = model.elements[identity]
                name = target.get("name")
                full = name if prefix.startswith(NAMELESS) else f"{prefix}.{name}"
                return full, _of_import(prefix, target, model.worker(target))
        raise ModelFault(f"{namespace}#{identity} is in no imported model")

    def target(self, reference: Element) -> tuple[str, Element]:
        """Return the element a service refers to."""
        found = self.elements.get(reference.get("href").rpartition("#")[2])
        if found is None:
            raise ModelFault(f"{reference.get('href')!r} is not there")
        return found.get("name"), found

    def names(self, needs: list[tuple[str, Worker]]) -> Names:
        """Return the names an element may use."""
        return Names((part for name, _ in needs for part in (name.partition(".")[0], name)), BUILTIN_NAMES)

    def frame(self, needs: list[tuple[str, Worker]], run: Run) -> Frame:
        """Return the variables an element works with."""
        frame = Frame({TRACE: run.trace}, ROOT)
        for name, work in needs:
            frame[name] = work(run)
            if "." in name:
                prefix, _, rest = name.partition(".")
                if prefix in self.imports:
                    frame.setdefault(prefix, {})[rest] = frame[name]
        return frame


def _once(key: str, work: Worker) -> Worker:
    def once(run: Run) -> Value:
        if key not in run.results:
            run.results[key] = work(run)
        return run.results[key]

    return once


def _of_import(prefix: str, target: Element, work: Worker) -> Worker:
    """Read an imported input from the context the caller gives under the import's name."""
    name = target.get("name")

    def read(run: Run) -> Value:
        given = run.inputs.get(prefix)
        if target.tag == "inputData" and isinstance(given, dict):
            return given.get(name)
        inner = Run({**run.inputs, **(given if isinstance(given, dict) else {})}, run.trace)
        return work(inner)

    return read


def _is_dmn(element: Element) -> bool:
    return element.get("importType").startswith(reader.NAMESPACES)


def _imported(element: Element, imports: Mapping[str, Model]) -> Model:
    model = imports.get(element.get("namespace"))
    if model is None:
        raise ModelFault(f"the imported model {element.get('namespace')!r} was not given")
    return model


def _field_names(root: Element) -> list[str]:
    """Return every name that may stand after a dot."""
    tags = {"itemComponent", "inputData", "decision", "column", "output", "variable"}
    return [e.get("name") for e in root.walk() if e.tag in tags and e.get("name")]


def _items(root: Element, imports: Mapping[str, Model]) -> Items:
    imported: dict[str, Type] = {
        name if prefix.startswith(NAMELESS) else f"{prefix}.{name}": type_
        for prefix, model in imports.items()
        for name, type_ in model.types.types.items()
    }

    def check(text: str) -> Callable[[Value], bool | None]:
        return Allowed(parse_tests(text, BUILTIN_NAMES))

    return Items(root.all("itemDefinition"), imported, check)


def compile_model(
    xml: str | bytes, *, imports: Mapping[str, Model] | None = None, strict: bool = True
) -> Model:
    """Compile a DMN 1.1–1.5 document; raise the first fault, or, not strict, make faulty parts null."""
    try:
        model = Model(reader.read(xml), imports or {})
    except RecursionError:
        raise ModelFault("the model is nested too deep") from None
    if strict and model.faults:
        raise model.faults[0]
    return model
