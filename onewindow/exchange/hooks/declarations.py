"""Checks the declaration of a hook: the events it names, where they go, what of them; never code."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from jsonschema_rs import Draft202012Validator

from onewindow.exchange.addresses import is_plain
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.feeds.mapping import Mapper
from onewindow.kernel.public import outbox

SEND = "cd_send"
_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_EXPRESSION = {"type": "string", "minLength": 1, "maxLength": 2000}
_NAME = "^[A-Za-z_][A-Za-z0-9_]{0,62}$"


def read(text: str) -> dict[str, Any]:
    """Return a hook's declaration from YAML; raise BadDeclaration with the place of the fault."""
    try:
        told: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(text), default=str))
    except (yaml.YAMLError, ValueError) as error:
        raise BadDeclaration(detail=str(error)) from error
    for error in _schema().iter_errors(told):
        place = "/".join(map(str, error.instance_path)) or "整份声明"
        raise BadDeclaration(detail=f"{place}：{error.message}")
    if not is_plain(told["url"]):
        raise BadDeclaration(detail="url：应当是不带账号和查询串的http或https地址")
    known = outbox.external_types()
    if strangers := sorted(set(told["events"]) - known.keys()):
        raise BadDeclaration(
            detail=f"events：没有这样的对外事件：{'、'.join(strangers)}。有：{'、'.join(sorted(known))}"
        )
    mapper(told)
    return told


def mapper(declaration: Mapping[str, Any]) -> Mapper:
    """Return what an event becomes: FEEL over `row`, its values with type, subject, city and time.

    The result holds under SEND whether it is sent at all. Raises BadDeclaration.
    """
    return Mapper({"map": {**declaration.get("data", {}), SEND: declaration.get("where", "true")}})


@lru_cache(maxsize=1)
def _schema() -> Draft202012Validator:
    hook: Mapping[str, Any] = {
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9-]{2,39}$"},
        "name": _TEXT,
        "system": _TEXT,
        "url": _TEXT,
        "events": {"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 50, "uniqueItems": True},
        "header": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]{0,59}$"},
        "where": _EXPRESSION,
        "data": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": _NAME},
            "additionalProperties": _EXPRESSION,
        },
    }
    return Draft202012Validator(
        {
            "type": "object",
            "properties": hook,
            "required": ["code", "name", "system", "url", "events"],
            "additionalProperties": False,
        }
    )
