"""Reads OFD packages of anybody: bounded in time and memory, nothing outside the package, no XML entities."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

MOST_FILES = 2_000
LARGEST_FILE = 32 * 1024 * 1024
LARGEST_WHOLE = 64 * 1024 * 1024
LARGEST_XML = 8 * 1024 * 1024
MOST_NODES, DEEPEST = 200_000, 64
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


class NotOfd(ValueError):
    """The bytes are no OFD package we read; the text says why, in Chinese."""


@dataclass(slots=True)
class Node:
    """An XML element without its namespace: name, attributes, text, elements inside."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list["Node"] = field(default_factory=list)

    def first(self, *path: str) -> "Node | None":
        """Return the first element along a path of names."""
        found: Node | None = self
        for name in path:
            found = next((node for node in found.inside if node.name == name), None) if found else None
        return found

    def all(self, name: str) -> list["Node"]:
        """Return the elements of a name right inside."""
        return [node for node in self.inside if node.name == name]

    def said(self, *path: str) -> str:
        """Return the text of the first element along a path, stripped; empty where there is none."""
        node = self.first(*path)
        return node.text.strip() if node else ""

    def walk(self) -> Iterator["Node"]:
        """Yield the element and all below, in order, without recursion."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.inside))


class Package:
    """A package whose directory was examined; files are unpacked when asked for, within a budget."""

    def __init__(self, data: bytes) -> None:
        """Open a package; raise NotOfd where its directory is not sound."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except (
            zipfile.BadZipFile,
            ValueError,
            OverflowError,
            NotImplementedError,
            UnicodeError,
            EOFError,
        ) as error:
            raise NotOfd("不是完整的OFD文件。") from error
        self._left = LARGEST_WHOLE
        self._held: dict[str, bytes] = {}
        self._entries: dict[str, zipfile.ZipInfo] = {}
        _examine(entries)
        for entry in entries:
            if not entry.is_dir():
                self._entries[entry.filename] = entry
        self.root = self.xml("OFD.xml")

    @property
    def names(self) -> frozenset[str]:
        """The names of all files."""
        return frozenset(self._entries)

    def bytes_of(self, name: str) -> bytes:
        """Return a file's bytes; raise NotOfd where it is missing, broken or too large."""
        if name in self._held:
            return self._held[name]
        entry = self._entries.get(name)
        if entry is None:
            raise NotOfd(f"文件包里缺少{name[:80]}。")
        limit = min(LARGEST_FILE, self._left)
        try:
            with self._zip.open(entry) as file:
                data = file.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            RuntimeError,
            OSError,
            EOFError,
            NotImplementedError,
        ) as error:
            raise NotOfd(f"{name[:80]}解不开。") from error
        if len(data) > limit:
            raise NotOfd("文件解开后太大，不再核对。")
        self._left -= len(data)
        self._held[name] = data
        return data

    def xml(self, name: str) -> Node:
        """Return the tree of an XML file; raise NotOfd where it is not sound."""
        data = self.bytes_of(name)
        if len(data) > LARGEST_XML:
            raise NotOfd(f"{name[:80]}太大。")
        return parse(data, name)


def _examine(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    total = 0
    if len(entries) > MOST_FILES:
        raise NotOfd("文件包里的文件太多。")
    for entry in entries:
        name = entry.filename
        if (
            name.startswith("/")
            or "\\" in name
            or "\0" in name
            or ":" in name
            or any(part in {"..", "."} for part in name.split("/"))
        ):
            raise NotOfd("文件包里有不允许的路径。")
        if name.lower() in seen:
            raise NotOfd("文件包里有重名的文件。")
        if entry.flag_bits & 0x1:
            raise NotOfd("文件包加了密，无法核对。")
        if entry.compress_type not in _METHODS:
            raise NotOfd("文件包用了不支持的压缩方法。")
        seen.add(name.lower())
        total += entry.file_size
        if entry.file_size > LARGEST_FILE or total > LARGEST_WHOLE:
            raise NotOfd("文件解开后太大，不再核对。")


def parse(data: bytes, name: str = "") -> Node:
    """Return the tree of an XML text; raise NotOfd for a document type, entities, undue depth or size."""
    top = Node("", {})
    open_: list[Node] = [top]
    count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_NODES or len(open_) > DEEPEST:
            raise NotOfd(f"{name[:80]}的结构过于复杂。")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(tag.rpartition(" ")[2], plain)
        open_[-1].inside.append(node)
        open_.append(node)

    def end(_tag: str) -> None:
        node = open_.pop()
        node.text = node.text.strip("\r\n\t") if node.inside else node.text

    def text(piece: str) -> None:
        open_[-1].text += piece

    def refuse(*_: object) -> int:
        raise NotOfd(f"{name[:80]}里有不允许的文档类型声明。")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        if isinstance(error, NotOfd):
            raise
        raise NotOfd(f"{name[:80]}不是合格的XML。") from error
    return top.inside[0]


def place(base: str, told: str) -> str:
    """Return the name of a file a location tells of, from the file that tells it; raise NotOfd outside."""
    told = told.strip()
    folder = "" if told.startswith("/") else posixpath.dirname(base)
    joined = posixpath.normpath(posixpath.join(folder, told.lstrip("/")))
    if joined.startswith("..") or joined in {"", "."} or "\\" in joined or "\0" in joined:
        raise NotOfd("文件里的位置指向了文件包之外。")
    return joined


def text_of(package: Package) -> str:
    """Return all text of the pages, an object a line, in the order drawn."""
    said = []
    for page in pages_of(package):
        for node in package.xml(page).walk():
            if node.name == "TextObject":
                said.append("".join(code.text for code in node.all("TextCode")))
    return "\n".join(said)


def pages_of(package: Package) -> list[str]:
    """Return the names of the content files of the pages, in order; raise NotOfd without a document."""
    root = package.root.said("DocBody", "DocRoot")
    if not root:
        raise NotOfd("OFD.xml里没有写文档的位置。")
    at = place("OFD.xml", root)
    pages = package.xml(at).first("Pages")
    return [place(at, page.attributes.get("BaseLoc", "")) for page in (pages.all("Page") if pages else [])]
