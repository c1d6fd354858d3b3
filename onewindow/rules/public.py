"""The door of rules: compile a DMN model, prove its tables, evaluate a decision, read its explanation."""

from onewindow.rules import tck
from onewindow.rules.conditions import condition_fault, holds
from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.dmn.trace import CellTrace, Evaluation, RuleTrace, TableTrace
from onewindow.rules.errors import LimitReached, ModelFault, RuleError, SyntaxFault
from onewindow.rules.feel.nodes import paths_of
from onewindow.rules.feel.temporal import Date
from onewindow.rules.feel.values import text_of, to_feel, to_plain
from onewindow.rules.proof.check import Gap, NotProvable, Overlap, Slip, TableCheck, Unreachable, check_table
from onewindow.rules.proof.review import Problem, review_model
from onewindow.rules.wording import told

__all__ = [
    "CellTrace",
    "Date",
    "Evaluation",
    "Gap",
    "LimitReached",
    "Model",
    "ModelFault",
    "NotProvable",
    "Overlap",
    "Problem",
    "RuleError",
    "RuleTrace",
    "Slip",
    "SyntaxFault",
    "TableCheck",
    "TableTrace",
    "Unreachable",
    "check_table",
    "compile_model",
    "condition_fault",
    "holds",
    "paths_of",
    "review_model",
    "tck",
    "text_of",
    "to_feel",
    "to_plain",
    "told",
]
