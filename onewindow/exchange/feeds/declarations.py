"""Checks the declaration of a feed: shapes, names, paths, expressions; nothing of it is ever code."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

from onewindow.exchange.addresses import is_plain
from onewindow.exchange.contracts import data_sets
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.feeds.mapping import Mapper

_NAME = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62})?$"}
_HOST = {"type": "string", "pattern": "^[A-Za-z0-9.:-]{1,200}$"}
_PORT = {"type": "integer", "minimum": 1, "maximum": 65535}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_FOLDER = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,60}$"}
_FORMAT = {"enum": ["csv", "json", "xml", "xlsx"]}
_DATABASE = {
    "host": _HOST,
    "port": _PORT,
    "database": _TEXT,
    "user": _TEXT,
    "table": _NAME,
    "columns": {"type": "array", "items": _NAME, "minItems": 1, "maxItems": 200},
    "cursor": _NAME,
    "key": _NAME,
}


def read(text: str) -> dict[str, Any]:
    """Return a feed's declaration from YAML; raise BadDeclaration with the place of the fault."""
    try:
        told = json.loads(json.dumps(yaml.safe_load(text), default=str))
    except (yaml.YAMLError, ValueError) as error:
        raise BadDeclaration(detail=str(error)) from error
    for error in _schema().iter_errors(told):
        place = "/".join(map(str, error.instance_path)) or "整份声明"
        raise BadDeclaration(detail=f"{place}：{error.message}")
    checked: dict[str, Any] = told
    if checked["source"]["type"] == "rest" and not is_plain(checked["source"]["url"]):
        raise BadDeclaration(detail="source/url：应当是不带账号和查询串的http或https地址")
    Mapper(checked)
    known = {item.name for item in data_sets()[checked["kind"]].items}
    if strangers := sorted(set(checked["map"]) - known):
        raise BadDeclaration(detail=f"map：数据集里没有{'、'.join(strangers)}")
    return checked


@lru_cache(maxsize=1)
def _schema() -> Draft202012Validator:
    rest = {"url": _TEXT, "cursor": _TEXT, "limit": _TEXT, "header": _TEXT}
    folder = {"folder": _FOLDER, "format": _FORMAT, "rows": _TEXT}
    sftp = {
        "host": _HOST,
        "port": _PORT,
        "user": _TEXT,
        "folder": {"type": "string", "pattern": "^/?[A-Za-z0-9_/-]{1,200}$"},
        "format": _FORMAT,
        "rows": _TEXT,
        "host_key": {"type": "string", "minLength": 20, "maxLength": 1000},
    }
    sources = [
        _object("rest", rest, {"cursor", "limit", "header"}),
        _object("postgres", _DATABASE, set()),
        _object("mysql", _DATABASE, set()),
        _object("folder", folder, {"rows"}),
        _object("sftp", sftp, {"rows"}),
    ]
    feed: Mapping[str, Any] = {
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9-]{2,39}$"},
        "name": _TEXT,
        "system": _TEXT,
        "kind": {"enum": sorted(data_sets())},
        "every": {"type": "integer", "minimum": 1, "maximum": 1440},
        "batch": {"type": "integer", "minimum": 1, "maximum": 5000},
        "source": {"oneOf": sources},
        "map": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "string", "maxLength": 2000},
        },
        "codes": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "operation": {"type": "string", "maxLength": 500},
    }
    return Draft202012Validator(
        {
            "type": "object",
            "properties": feed,
            "required": [name for name in feed if name not in {"codes", "operation"}],
            "additionalProperties": False,
        }
    )


def _object(kind: str, properties: dict[str, Any], optional: set[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"type": {"const": kind}, **properties},
        "required": ["type", *(name for name in properties if name not in optional)],
        "additionalProperties": False,
    }
