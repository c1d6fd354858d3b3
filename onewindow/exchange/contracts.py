"""接入规范: the standard data sets outside systems hand in, and whether a row fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from onewindow.exchange.connectors import DATA, Item
from onewindow.exchange.questions import fits
from onewindow.kernel.public import yaml_file

OPERATIONS = {"i": "新增", "u": "修改", "d": "删除"}


@dataclass(frozen=True)
class DataSet:
    """数据集: one kind of row, its fields, and the field that names the thing it is about."""

    kind: str
    name: str
    ident: str
    items: tuple[Item, ...]
    after: str = ""

    def faults(self, row: object) -> dict[str, str]:
        """Return what is wrong with a row, by field; empty when it fits."""
        if not isinstance(row, Mapping):
            return {"row": "应当是一个对象"}
        told = {item.name: item for item in self.items}
        found = {str(name)[:60]: "规范里没有这一项" for name in row if name not in told}
        for item in self.items:
            if not _fits(item, row.get(item.name)):
                found[item.name] = f"“{item.label}”{_expected(item)}"
        return found


def version() -> str:
    """Return the version of the standard data sets."""
    return str(_data()["version"])


@lru_cache(maxsize=1)
def data_sets() -> dict[str, DataSet]:
    """Return every data set by its kind."""
    return {kind: _data_set(kind, told) for kind, told in _data()["kinds"].items()}


def label(kind: str) -> str:
    """Return a data set's name with its code, as pages say it; the code alone where there is none such."""
    found = data_sets().get(kind)
    return f"{found.name}（{kind}）" if found else kind


def waiting_hours() -> int:
    """Return how long a row waits for the one it comes after."""
    return int(_data()["waits"]["hours"])


def _data_set(kind: str, told: Mapping[str, Any]) -> DataSet:
    items = tuple(_item(name, one) for name, one in told["fields"].items())
    return DataSet(kind, told["name"], told["ident"], items, told.get("after", ""))


def _item(name: str, told: Mapping[str, Any]) -> Item:
    return Item(name, told["label"], told["type"], told.get("length", 200), told.get("nullable", False))


def _fits(item: Item, value: object) -> bool:
    if item.type != "moment" or value is None:
        return fits(item, value) and (value != "" or item.nullable)
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _expected(item: Item) -> str:
    words = {
        "text": f"应当是不超过{item.length}个字的文字",
        "code": f"应当是不超过{item.length}位的代码",
        "date": "应当是日期，例如2026-03-02",
        "moment": "应当是带时区的时间，例如2026-03-02T12:00:00+08:00",
        "boolean": "应当是true或false",
        "integer": "应当是整数",
    }[item.type]
    return words + ("，可以为空" if item.nullable else "，不能为空")


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml_file.read(DATA / "contracts.yaml")
    return loaded
