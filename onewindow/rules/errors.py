"""What can go wrong while reading or evaluating rules; each error has a stable code and names its place."""


class RuleError(Exception):
    """A model, expression or evaluation that cannot be used; `place` names the decision, rule and cell."""

    code = "rule_error"

    def __init__(
        self, message: str, *, place: str = "", position: int | None = None, line: int | None = None
    ) -> None:
        """Keep the bare message apart from where it happened: place, line of the document, character."""
        self.message, self.place, self.position, self.line = message, place, position, line
        where = f"{place}: " if place else ""
        spot = [f"line {line}"] if line else []
        spot += [f"character {position + 1}"] if position is not None else []
        super().__init__(f"{where}{message}" + (f" ({', '.join(spot)})" if spot else ""))

    def at(self, place: str, line: int | None = None) -> "RuleError":
        """Return the same error with its place and line, unless it already has one."""
        if self.place:
            return self
        return type(self)(self.message, place=place, position=self.position, line=line)


class SyntaxFault(RuleError):
    """An expression that is not FEEL."""

    code = "feel_syntax"


class ModelFault(RuleError):
    """A DMN document that cannot be read or used."""

    code = "dmn_model"


class LimitReached(RuleError):
    """An evaluation that would take too many steps, too much memory or too deep a recursion."""

    code = "feel_limit"
