"""Declared connectors: how a resource is asked for, as checked data, never as code."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from jsonschema_rs import Draft202012Validator

from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.models import Resource

DATA = Path(__file__).parent / "data"
SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class Item:
    """信息项: one field of a resource, its type and bounds."""

    name: str
    label: str
    type: str
    length: int = 200
    nullable: bool = False


@dataclass(frozen=True)
class Connector:
    """接入声明 of one resource, ready to ask."""

    resource: str
    resource_name: str
    source: str
    source_name: str
    base: str
    path: str
    secret: str
    seconds: float
    bytes: int
    keys: tuple[str, ...]
    items: tuple[Item, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)

    @property
    def trusted(self) -> bool:
        """Tell whether it is the simulated system, which listens on this machine."""
        return self.base == SIMULATED

    @property
    def address(self) -> tuple[str, str, int]:
        """Scheme, host and port of the source, with the simulated system's address filled in."""
        return _address(simulated_url() if self.base == SIMULATED else self.base)


def simulated_url() -> str:
    """Return where the simulated department systems listen."""
    set_url = getattr(settings, "SIMULATED_URL", "") or os.environ.get("ONEWINDOW_SIMULATED_URL", "")
    return set_url or f"http://127.0.0.1:{settings.PORT + 100}"


@lru_cache(maxsize=1024)
def _address(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    host, scheme = parts.hostname or "", parts.scheme
    return scheme, host, parts.port or (443 if scheme == "https" else 80)


def connector_of(resource: Resource) -> Connector:
    """Return a resource's connector, built once per declaration."""
    key = (resource.code, bytes(resource.digest))
    if key not in _built:
        _built[key] = build(resource.code, resource.name, resource.keys, resource.fields, resource.connector)
    return _built[key]


_built: dict[tuple[str, bytes], Connector] = {}


def build(
    code: str,
    name: str,
    keys: list[str],
    fields: Mapping[str, Mapping[str, Any]],
    declared: Mapping[str, Any],
) -> Connector:
    """Build a connector from a resource's declaration; raise BadDeclaration."""
    items = tuple(
        Item(key, told["label"], told["type"], told.get("length", 200), told.get("nullable", False))
        for key, told in fields.items()
    )
    strangers = set(declared.get("mapping", {})) - set(fields)
    if strangers:
        raise BadDeclaration(detail=f"{code}: mapping names fields the resource has not: {sorted(strangers)}")
    if re.search(r"[^A-Za-z0-9/_.\-]", declared["path"]) or ".." in declared["path"]:
        raise BadDeclaration(detail=f"{code}: path {declared['path']!r}")
    return Connector(
        resource=code,
        resource_name=name,
        source=declared["source"],
        source_name=declared["source_name"],
        base=_checked_base(code, declared["base"]),
        path=declared["path"],
        secret=declared["secret"],
        seconds=float(declared["limits"]["seconds"]),
        bytes=int(declared["limits"]["bytes"]),
        keys=tuple(keys),
        items=items,
        mapping=dict(declared.get("mapping", {})),
    )


def _checked_base(code: str, base: str) -> str:
    if base == SIMULATED:
        return base
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise BadDeclaration(detail=f"{code}: base {base!r} is not a plain http(s) address")
    return base


def read_declarations(folder: Path = DATA) -> list[dict[str, Any]]:
    """Return the resources of a folder with their connectors filled in; raise BadDeclaration."""
    catalogue = _checked(folder / "resources.yaml", _catalogue_schema())
    declared = _checked(folder / "connectors.yaml", _connector_schema())
    sources, connectors = declared["sources"], declared["connectors"]
    described = _described(folder / "catalogue.yaml", {row["code"] for row in catalogue["resources"]})
    codes = [row["code"] for row in catalogue["resources"]]
    strangers = {code for code in codes if codes.count(code) > 1} | (set(connectors) - set(codes))
    if strangers:
        raise BadDeclaration(detail=f"{sorted(strangers)}: declared twice, or a connector of no resource")
    rows = []
    for row in catalogue["resources"]:
        connector = connectors.get(row["code"])
        if connector is None or connector["source"] not in sources:
            raise BadDeclaration(detail=f"{row['code']}: no connector, or its source is unknown")
        source = sources[connector["source"]]
        whole = {**source, **connector, "source_name": source["name"], "version": declared["version"]}
        whole.pop("name")
        build(row["code"], row["name"], row["keys"], row["fields"], whole)
        told = {**described.get(row["code"], {}), **row}
        rows.append({**told, "source": connector["source"], "connector": whole})
    return rows


def _described(path: Path, codes: set[str]) -> dict[str, dict[str, Any]]:
    """Return the core metadata of the catalogue by resource; a folder may have none."""
    if not path.exists():
        return {}
    told: dict[str, dict[str, Any]] = _checked(path, _metadata_schema())
    linked = {code for row in told.values() for code in row["linked"]}
    if strangers := (set(told) | linked) - codes:
        raise BadDeclaration(detail=f"{path.name}: no such resource: {sorted(strangers)}")
    return told


def _checked(path: Path, schema: Draft202012Validator) -> Any:
    try:
        told = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadDeclaration(detail=f"{path.name}: {error}") from error
    for error in schema.iter_errors(told):
        place = "/".join(map(str, error.instance_path))
        raise BadDeclaration(detail=f"{path.name}: {place}: {error.message}")
    return told


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


_TEXT = {"type": "string", "minLength": 1}
_WORD = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,59}$"}


@lru_cache(maxsize=1)
def _catalogue_schema() -> Draft202012Validator:
    item = _object(
        {
            "label": _TEXT,
            "type": {"enum": ["text", "code", "date", "boolean", "integer"]},
            "length": {"type": "integer", "minimum": 1, "maximum": 10000},
            "nullable": {"type": "boolean"},
        },
        optional=("length", "nullable"),
    )
    row = _object(
        {
            "code": _WORD,
            "name": _TEXT,
            "provider": _TEXT,
            "sharing": {"enum": ["unconditional", "conditional", "none"]},
            "basis": _TEXT,
            "cycle": {"enum": ["实时", "每日", "每周", "每月", "每季度", "每年", "其他"]},
            "about": {"enum": ["person", "organisation"]},
            "keys": {"type": "array", "items": _WORD, "minItems": 1, "uniqueItems": True},
            "fields": {
                "type": "object",
                "propertyNames": _WORD,
                "additionalProperties": item,
                "minProperties": 1,
            },
        },
        optional=("basis",),
    )
    row["if"] = {"properties": {"sharing": {"not": {"const": "unconditional"}}}}
    row["then"] = {"required": ["basis"]}
    return Draft202012Validator(_object({"resources": {"type": "array", "items": row}}))


@lru_cache(maxsize=1)
def _metadata_schema() -> Draft202012Validator:
    line = {"type": "string", "maxLength": 500}
    row = _object(
        {
            "catalogue_code": {"type": "string", "pattern": "^[1-3][0-9]{5,}/[0-9]{6}$"},
            "abstract": {**line, "minLength": 4},
            "format": {"enum": ["电子文件", "电子表格", "数据库", "图形图像", "流媒体", "自描述格式"]},
            "method": {"enum": ["api", "table", "file"]},
            "condition": line,
            "open": {"type": "boolean"},
            "open_condition": line,
            "published": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            "linked": {"type": "array", "items": _WORD},
        }
    )
    return Draft202012Validator({"type": "object", "propertyNames": _WORD, "additionalProperties": row})


@lru_cache(maxsize=1)
def _connector_schema() -> Draft202012Validator:
    source = _object({"name": _TEXT, "base": _TEXT, "secret": _WORD})
    limits = _object(
        {
            "seconds": {"type": "number", "exclusiveMinimum": 0, "maximum": 2},
            "bytes": {"type": "integer", "minimum": 256, "maximum": 1048576},
        }
    )
    connector = _object(
        {
            "source": _WORD,
            "path": {"type": "string", "pattern": "^/"},
            "mapping": {"type": "object", "additionalProperties": _TEXT},
            "limits": limits,
        },
        optional=("mapping",),
    )
    return Draft202012Validator(
        _object(
            {
                "version": {"type": "integer", "minimum": 1},
                "sources": {"type": "object", "propertyNames": _WORD, "additionalProperties": source},
                "connectors": {"type": "object", "propertyNames": _WORD, "additionalProperties": connector},
            }
        )
    )
