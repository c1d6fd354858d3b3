"""Reads XML safely: no document type, no entities, bounded size, depth and count of elements."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

SIZE, DEPTH, ELEMENTS = 2_000_000, 60, 20_000


class XmlFault(ValueError):
    """The document is no XML we read."""


@dataclass
class Element:
    """An element: its namespace, its local name, attributes by local name, children, text."""

    space: str
    tag: str
    values: dict[str, str]
    line: int
    children: "list[Element]" = field(default_factory=list)
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.values.get(name, default)

    def all(self, *tags: str) -> "list[Element]":
        """Return the children of these names."""
        return [one for one in self.children if one.tag in tags]

    def child(self, *tags: str) -> "Element | None":
        """Return the first child of these names."""
        return next(iter(self.all(*tags)), None)

    def walk(self) -> "Iterator[Element]":
        """Return this element and all under it."""
        yield self
        for one in self.children:
            yield from one.walk()


class _Reader:
    def __init__(self) -> None:
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        self.parser.UnparsedEntityDeclHandler = self.refuse
        self.parser.ExternalEntityRefHandler = self.refuse

    def refuse(self, *_: object) -> int:
        raise XmlFault("文件里有文档类型声明或者实体，不能导入。")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEPTH or self.count > ELEMENTS:
            raise XmlFault("文件的层次太深或者元素太多。")
        space, _, tag = name.rpartition(" ")
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        one = Element(space, tag, values, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(one)
        else:
            self.root = one
        self.open.append(one)

    def end(self, _: str) -> None:
        self.open.pop()

    def words(self, text: str) -> None:
        self.open[-1].text += text


def read(data: bytes) -> Element:
    """Return the root of a document; raise XmlFault with a sentence for people."""
    if len(data) > SIZE:
        raise XmlFault(f"文件不能超过 {SIZE // 1_000_000} MB。")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise XmlFault(f"第 {fault.lineno} 行不是正确的 XML。") from fault
    except (UnicodeError, ValueError) as fault:
        raise fault if isinstance(fault, XmlFault) else XmlFault("文件的编码读不出来。") from fault
    if reader.root is None:
        raise XmlFault("文件是空的。")
    return reader.root
