"""Item definitions: the types a model declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onewindow.rules.dmn.xml import Element
from onewindow.rules.feel.types import ANY, BUILT_IN, Type
from onewindow.rules.feel.values import Value

Check = Callable[[str], Callable[[Value], bool | None]]


class Items:
    """Resolves type references; a definition that refers to itself is taken for Any at that place."""

    def __init__(self, definitions: list[Element], imported: Mapping[str, Type], check: Check) -> None:
        self.elements = {e.get("name"): e for e in definitions}
        self.types: dict[str, Type] = dict(imported)
        self.busy: set[str] = set()
        self.check = check
        for name in self.elements:
            self.named(name)

    def named(self, reference: str) -> Type:
        """Return the type of a `typeRef`; Any for an unknown one."""
        name = reference.strip().removeprefix("feel:")
        if not name:
            return ANY
        known = self.types.get(name)
        if known is None and name in self.elements and name not in self.busy:
            self.busy.add(name)
            known = self.types[name] = self.defined(self.elements[name])
            self.busy.discard(name)
        if known is None and ":" in name:
            return self.named(name.rpartition(":")[2])
        return known or BUILT_IN.get(name, ANY)

    def defined(self, element: Element) -> Type:
        """Return the type an item definition or component describes."""
        components = element.all("itemComponent")
        function = element.child("functionItem")
        if components:
            base = Type("context", fields={c.get("name"): self.defined(c) for c in components})
        elif function is not None:
            params = tuple(self.named(p.get("typeRef")) for p in function.all("parameters"))
            base = Type("function", self.named(function.get("outputTypeRef")), params=params)
        else:
            base = self.named(element.text_of("typeRef"))
        base = self.restricted(base, element.child("allowedValues"))
        if element.get("isCollection") == "true":
            base = Type("list", base)
        return self.restricted(base, element.child("typeConstraint"))

    def restricted(self, base: Type, values: Element | None) -> Type:
        """Return the type with its allowed values."""
        text = values.text_of("text") if values is not None else ""
        if not text:
            return base
        return Type(base.kind, base.element, base.fields, base.params, self.check(text))
