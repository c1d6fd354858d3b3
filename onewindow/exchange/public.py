"""The door of the exchange."""

from onewindow.exchange.docking.reads import by_state as systems_by_state
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
from onewindow.exchange.services import Gathered, collect, gather, keep
from onewindow.exchange.sharing.catalogue import Use, register_lineage
from onewindow.exchange.sinks import Incoming, Returned, register_sink

__all__ = [
    "BadDeclaration",
    "BadRequest",
    "ExchangeRecord",
    "ExchangeRefusal",
    "Fact",
    "FactRequest",
    "Gathered",
    "Incoming",
    "Purpose",
    "Resource",
    "Returned",
    "UnknownReceipt",
    "UnknownResource",
    "Use",
    "collect",
    "gateway_port",
    "gather",
    "keep",
    "receipt",
    "register_lineage",
    "register_sink",
    "resource",
    "resources",
    "systems_by_state",
]
