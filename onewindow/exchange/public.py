"""The door of the exchange."""

from onewindow.exchange.errors import (
    BadDeclaration,
    BadRequest,
    ExchangeRefusal,
    UnknownReceipt,
    UnknownResource,
)
from onewindow.exchange.facts import Fact, FactRequest, Purpose
from onewindow.exchange.gate.server import gateway_port
from onewindow.exchange.models import ExchangeRecord, Resource
from onewindow.exchange.queries import receipt, resource, resources
from onewindow.exchange.services import collect

__all__ = [
    "BadDeclaration",
    "BadRequest",
    "ExchangeRecord",
    "ExchangeRefusal",
    "Fact",
    "FactRequest",
    "Purpose",
    "Resource",
    "UnknownReceipt",
    "UnknownResource",
    "collect",
    "gateway_port",
    "receipt",
    "resource",
    "resources",
]
