"""Reads DMN XML safely: no document type, no entities, bounded size and depth."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from onewindow.rules.errors import ModelFault

SIZE, DEPTH = 5_000_000, 200
NAMESPACES = (
    "https://www.omg.org/spec/DMN/",
    "http://www.omg.org/spec/DMN/",
)


class Element:
    """An element of the DMN namespace (`tag` without namespace), or of another (`{namespace}tag`)."""

    __slots__ = ("children", "line", "namespaces", "parts", "tag", "values")

    def __init__(self, tag: str, values: dict[str, str], line: int) -> None:
        self.tag, self.values, self.line = tag, values, line
        self.children: list[Element] = []
        self.parts: list[str] = []
        self.namespaces: dict[str, str] = {}

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.values.get(name, default)

    def child(self, tag: str) -> Element | None:
        """Return the first child of a kind."""
        return next((c for c in self.children if c.tag == tag), None)

    def all(self, *tags: str) -> list[Element]:
        """Return the children of these kinds."""
        return [c for c in self.children if c.tag in tags]

    def walk(self) -> Iterator[Element]:
        """Return this element and everything under it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(self.parts)

    def text_of(self, tag: str) -> str:
        """Return the text of a child, stripped; empty without one."""
        child = self.child(tag)
        return child.text.strip() if child else ""


def read(xml: str | bytes) -> Element:
    """Parse a document; raise ModelFault for anything unsafe or malformed."""
    data = xml.encode() if isinstance(xml, str) else xml
    if len(data) > SIZE:
        raise ModelFault("the document is larger than 5 MB")
    builder = _Builder(expat.ParserCreate("UTF-8" if isinstance(xml, str) else None, namespace_separator="}"))
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ModelFault(f"not well-formed XML: {error}", line=error.lineno) from None
    except (LookupError, ValueError) as error:
        raise ModelFault(f"the encoding cannot be read: {error}") from None
    if builder.root is None:
        raise ModelFault("the document is empty")
    return builder.root


class _Builder:
    """Builds the tree from expat's calls."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.root: Element | None = None
        self.open: list[Element] = []
        self.prefixes: dict[str, str] = {}
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse
        parser.StartNamespaceDeclHandler = self.prefix
        parser.buffer_text = True

    def refuse(self, *_: object) -> None:
        raise ModelFault("a document type or entity declaration is not allowed")

    def prefix(self, prefix: str | None, uri: str | None) -> None:
        self.prefixes[prefix or ""] = uri or ""

    def start(self, name: str, values: dict[str, str]) -> None:
        if len(self.open) >= DEPTH:
            raise ModelFault("the document is nested too deep")
        element = Element(
            _local(name), {_local(k): v for k, v in values.items()}, self.parser.CurrentLineNumber
        )
        element.namespaces = self.prefixes
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, name: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].parts.append(text)


def _local(name: str) -> str:
    namespace, _, tag = name.rpartition("}")
    if not namespace or namespace.startswith(NAMESPACES):
        return tag
    return f"{{{namespace}}}{tag}"
