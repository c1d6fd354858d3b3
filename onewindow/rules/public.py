"""The door of rules: compile a DMN model, evaluate a decision, read its explanation."""

from onewindow.rules import tck
from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.dmn.trace import CellTrace, Evaluation, RuleTrace, TableTrace
from onewindow.rules.errors import LimitReached, ModelFault, RuleError, SyntaxFault
from onewindow.rules.feel.nodes import paths_of
from onewindow.rules.feel.temporal import Date
from onewindow.rules.feel.values import text_of, to_feel, to_plain

__all__ = [
    "CellTrace",
    "Date",
    "Evaluation",
    "LimitReached",
    "Model",
    "ModelFault",
    "RuleError",
    "RuleTrace",
    "SyntaxFault",
    "TableTrace",
    "compile_model",
    "paths_of",
    "tck",
    "text_of",
    "to_feel",
    "to_plain",
]
