"""A Pratt parser from FEEL text to a syntax tree, for expressions and for unary tests."""

from __future__ import annotations

from collections.abc import Iterable

from onewindow.rules.errors import SyntaxFault
from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.lexer import Token, tokens_of
from onewindow.rules.feel.names import Names, written
from onewindow.rules.feel.temporal import parse_date, parse_duration, parse_moment, parse_time

DEPTH, EFFORT = 90, 60
POWER = {
    "or": 1, "and": 2, "=": 3, "==": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3, "between": 3, "in": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "**": 6, "instance": 8, ".": 9, "[": 9, "(": 9,
}  # fmt: skip
COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
FIELDS = (
    "time offset", "start included", "end included", "years", "months", "days", "hours", "minutes", "seconds",
)  # fmt: skip
TYPES = (
    "years and months duration", "days and time duration", "date and time", "day-time duration", "Any",
)  # fmt: skip
CONSTANTS = {"true": True, "false": False, "null": None}


class Parser:
    """Parses one text; `names` are the variables in reach, `fields` every property name that may occur."""

    def __init__(self, text: str, names: Names, fields: Names, types: Names) -> None:
        self.tokens = tokens_of(text)
        self.at = self.depth = self.filters = 0
        self.effort = EFFORT * len(self.tokens) + 1000
        self.names, self.fields, self.types = names, fields, types
        self.no_filter = False

    # -- tokens
    @property
    def token(self) -> Token:
        """The token in view."""
        return self.tokens[self.at]

    def fail(self, message: str) -> SyntaxFault:
        """Return an error at the token in view."""
        return SyntaxFault(message, position=self.token.position)

    def take(self, text: str) -> bool:
        """Step over a mark or keyword if it is next."""
        if self.token.text == text and self.token.kind in ("mark", "word"):
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over a mark or keyword that must be next."""
        if not self.take(text):
            raise self.fail(f"expected {text!r}, found {self.token.text or 'the end'!r}")

    def end(self) -> None:
        """Demand that nothing is left."""
        if self.token.kind != "end":
            raise self.fail(f"unexpected {self.token.text!r}")

    def state(self) -> tuple[int, int, int, Names, bool]:
        """Remember where we are, for a second try."""
        return self.at, self.depth, self.filters, self.names, self.no_filter

    def restore(self, state: tuple[int, int, int, Names, bool]) -> None:
        """Go back to a remembered place."""
        self.at, self.depth, self.filters, self.names, self.no_filter = state

    # -- expressions
    def expression(self, power: int = 0) -> n.Node:
        """Parse an expression whose operators bind tighter than `power`."""
        self.depth += 1
        if self.depth > DEPTH:
            raise self.fail("the expression is nested too deep")
        left = self.prefix()
        while True:
            self.effort -= 1
            if self.effort < 0:
                raise self.fail("the expression is too complicated")
            operator = self.token.text if self.token.kind in ("mark", "word") else ""
            binding = POWER.get(operator, 0)
            if binding <= power or (operator == "[" and self.no_filter):
                break
            left = self.infix(left, operator, binding)
        self.depth -= 1
        return left

    def infix(self, left: n.Node, operator: str, binding: int) -> n.Node:
        """Parse what follows an operand."""
        self.at += 1
        if operator == "(":
            return self.call(left)
        if operator == "[":
            return self.filter(left)
        if operator == ".":
            return n.Path(left, self.field())
        if operator == "between":
            low = self.expression(3)
            self.expect("and")
            return n.Between(left, low, self.expression(3))
        if operator == "in":
            return n.In(left, self.in_tests())
        if operator == "instance":
            self.expect("of")
            return n.InstanceOf(left, self.type_name())
        return n.Binary("=" if operator == "==" else operator, left, self.expression(binding))

    def prefix(self) -> n.Node:
        """Parse an operand."""
        token = self.token
        if token.kind in ("number", "string"):
            self.at += 1
            return n.Literal(token.value)
        if token.kind == "at":
            self.at += 1
            text = str(token.value)
            return n.Literal(
                parse_date(text) or parse_moment(text) or parse_time(text) or parse_duration(text)
            )
        if token.kind == "word":
            return self.word()
        if token.text == "-":
            self.at += 1
            return n.Negate(self.expression(7))
        if token.text in COMPARISONS:
            return self.half_range()
        self.at += 1
        if token.text == "(":
            return self.fenced(self.parenthesis)
        if token.text == "[":
            return self.fenced(self.bracket)
        if token.text == "]":
            return self.range_after(self.fenced(self.expression), low_closed=False)
        if token.text == "{":
            return self.fenced(self.context)
        self.at -= 1
        raise self.fail(f"expected a value, found {token.text or 'the end'!r}")

    def fenced(self, part: object) -> n.Node:
        """Parse inside brackets, where a filter may follow again."""
        before, self.no_filter = self.no_filter, False
        try:
            node = part()  # type: ignore[operator]
        finally:
            self.no_filter = before
        assert isinstance(node, n.Node)
        return node

    def word(self) -> n.Node:
        """Parse a keyword construct, a constant or a name."""
        count, name = self.names.longest(self.tokens, self.at)
        if self.filters or not count:
            more, field = self.fields.longest(self.tokens, self.at)
            count, name = (more, field) if more > count else (count, name)
        text, position = self.token.text, self.token.position
        if count <= 1:
            if text in CONSTANTS:
                self.at += 1
                return n.Literal(CONSTANTS[text])
            construct = getattr(self, f"parse_{text}", None) if text in CONSTRUCTS else None
            if construct and not (text == "function" and self.tokens[self.at + 1].text != "("):
                self.at += 1
                node = construct()
                assert isinstance(node, n.Node)
                return node
        if not count and text in RESERVED:
            raise self.fail(f"unexpected {text!r}")
        self.at += count or 1
        return n.Name(name or text, position)

    def parenthesis(self) -> n.Node:
        """Parse `(expression)` or a range that starts open."""
        inner = self.expression()
        if self.token.text == "..":
            return self.range_after(inner, low_closed=False)
        self.expect(")")
        return inner

    def bracket(self) -> n.Node:
        """Parse a list or a range that starts closed."""
        if self.take("]"):
            return n.ListNode(())
        first = self.expression()
        if self.token.text == "..":
            return self.range_after(first, low_closed=True)
        items = [first]
        while self.take(","):
            items.append(self.expression())
        self.expect("]")
        return n.ListNode(tuple(items))

    def range_after(self, low: n.Node, *, low_closed: bool) -> n.Node:
        """Parse the rest of a range; `]1..5[` must not be taken for a filter."""
        self.expect("..")
        start = self.state()
        try:
            return self.range_end(low, low_closed)
        except SyntaxFault:
            self.restore(start)
        before, self.no_filter = self.no_filter, True
        try:
            return self.range_end(low, low_closed)
        finally:
            self.no_filter = before

    def range_end(self, low: n.Node, low_closed: bool) -> n.Node:
        """Parse the upper end and its bracket."""
        high = self.expression()
        if self.token.text not in ("]", ")", "["):
            raise self.fail("a range must end with ], ) or [")
        self.at += 1
        return n.RangeNode(low, high, low_closed, self.tokens[self.at - 1].text == "]")

    def half_range(self) -> n.Node:
        """Parse `< 5` and its like where a value is expected: a range without one end."""
        operator = self.token.text
        self.at += 1
        end = self.expression(3)
        if operator == "=":
            return n.RangeNode(end, end, True, True)
        if operator == "!=":
            raise self.fail("!= is no range")
        closed = operator.endswith("=")
        if operator.startswith("<"):
            return n.RangeNode(None, end, False, closed)
        return n.RangeNode(end, None, closed, False)

    def context(self) -> n.Node:
        """Parse a context; its earlier entries are names for the later ones."""
        outer, self.names = self.names, Names((), self.names)
        entries: list[tuple[str, n.Node]] = []
        while not self.take("}"):
            if entries:
                self.expect(",")
            key = self.key()
            entries.append((key, self.expression()))
            self.names.add(key)
            self.fields.add(key)
        self.names = outer
        return n.ContextNode(tuple(entries))

    def key(self) -> str:
        """Parse a context key or parameter name and its colon."""
        if self.token.kind == "string":
            self.at += 1
            self.expect(":")
            return str(self.tokens[self.at - 2].value)
        start = self.at
        while self.token.text != ":":
            if self.token.kind == "end" or self.token.text in ("{", "}", "(", ")", "[", "]", ","):
                raise self.fail("expected a name and ':'")
            self.at += 1
        self.at += 1
        if start == self.at - 1:
            raise self.fail("expected a name before ':'")
        return written(self.tokens[start : self.at - 1])

    def field(self) -> str:
        """Parse a property name after a dot."""
        count, name = self.fields.longest(self.tokens, self.at)
        if not count:
            if self.token.kind != "word":
                raise self.fail("expected a property name")
            count, name = 1, self.token.text
        self.at += count
        return name

    def filter(self, base: n.Node) -> n.Node:
        """Parse `[condition]`; the fields of the elements are names inside."""
        outer, self.names = self.names, Names(("item",), self.names)
        self.filters += 1
        condition = self.fenced(self.expression)
        self.filters -= 1
        self.names = outer
        self.expect("]")
        return n.Filter(base, condition)

    def call(self, function: n.Node) -> n.Node:
        """Parse arguments, by position or by name."""
        if self.take(")"):
            return n.Call(function, ())
        names, arguments = [], []
        by_name = self.is_named_argument()
        while True:
            if by_name:
                names.append(self.key())
            arguments.append(self.fenced(self.expression))
            if not self.take(","):
                break
        self.expect(")")
        return n.Call(function, tuple(arguments), tuple(names))

    def is_named_argument(self) -> bool:
        """Tell whether `name:` follows."""
        at = self.at
        if self.tokens[at].kind == "string":
            return self.tokens[at + 1].text == ":"
        while self.tokens[at].kind == "word" or (
            at > self.at and self.tokens[at].text in ("-", "+", "*", "/", "'")
        ):
            at += 1
        return at > self.at and self.tokens[at].text == ":"

    # -- keyword constructs
    def parse_if(self) -> n.Node:
        """Parse `if … then … else …`."""
        condition = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return n.If(condition, yes, self.expression())

    def loops(self) -> tuple[n.Loop, ...]:
        """Parse `x in source, …`; a later loop sees the earlier variables."""
        found: list[n.Loop] = []
        while True:
            start = self.at
            while self.token.text != "in":
                if self.token.kind != "word" and (self.at == start or self.token.kind == "end"):
                    raise self.fail("expected a variable and 'in'")
                self.at += 1
            name = written(self.tokens[start : self.at])
            self.at += 1
            source = self.expression()
            to = self.expression() if self.take("..") else None
            found.append(n.Loop(name, source, to))
            self.names = Names((name,), self.names)
            if not self.take(","):
                return tuple(found)

    def parse_for(self) -> n.Node:
        """Parse `for … return …`."""
        outer = self.names
        loops = self.loops()
        self.expect("return")
        self.names = Names(("partial",), self.names)
        body = self.expression()
        self.names = outer
        return n.For(loops, body)

    def parse_some(self, every: bool = False) -> n.Node:
        """Parse `some … satisfies …`."""
        outer = self.names
        loops = self.loops()
        self.expect("satisfies")
        condition = self.expression()
        self.names = outer
        return n.Quantified(every, loops, condition)

    def parse_every(self) -> n.Node:
        """Parse `every … satisfies …`."""
        return self.parse_some(every=True)

    def parse_function(self) -> n.Node:
        """Parse `function(a, b: number) body`."""
        self.expect("(")
        params: list[tuple[str, n.TypeName | None]] = []
        while not self.take(")"):
            if params:
                self.expect(",")
            start = self.at
            while self.token.text not in (":", ",", ")") and self.token.kind != "end":
                self.at += 1
            name = written(self.tokens[start : self.at])
            params.append((name, self.type_name() if self.take(":") else None))
        external = self.take("external")
        outer, self.names = self.names, Names([name for name, _ in params], self.names)
        body = self.expression()
        self.names = outer
        return n.FunctionDefinition(tuple(params), body, external)

    # -- types
    def type_name(self) -> n.TypeName:
        """Parse a type as `instance of` and parameters take it."""
        count, name = self.types.longest(self.tokens, self.at)
        if not count:
            if self.token.kind != "word":
                raise self.fail("expected a type")
            count, name = 1, self.token.text
        self.at += count
        while self.token.text == "." and self.tokens[self.at + 1].kind == "word":
            name += "." + self.tokens[self.at + 1].text
            self.at += 2
        if not self.take("<"):
            return n.TypeName(name)
        if name == "context":
            return n.TypeName(name, fields=self.type_fields())
        arguments: list[n.TypeName] = []
        while not self.take(">"):
            if arguments:
                self.expect(",")
            arguments.append(self.type_name())
        if name == "function" and self.take("->"):
            return n.TypeName(name, tuple(arguments), (("", self.type_name()),))
        return n.TypeName(name, tuple(arguments))

    def type_fields(self) -> tuple[tuple[str, n.TypeName], ...]:
        """Parse `a: number, b: string>`."""
        fields: list[tuple[str, n.TypeName]] = []
        while not self.take(">"):
            if fields:
                self.expect(",")
            fields.append((self.key(), self.type_name()))
        return tuple(fields)

    # -- unary tests
    def test(self, power: int = 0) -> n.Node:
        """Parse one positive unary test."""
        if self.token.kind == "mark" and self.token.text in COMPARISONS:
            operator = self.token.text
            self.at += 1
            return n.Comparison(operator, self.expression(3))
        return self.expression(power)

    def tests(self) -> tuple[n.Node, ...]:
        """Parse positive unary tests with commas between them."""
        found = [self.test()]
        while self.take(","):
            found.append(self.test())
        return tuple(found)

    def in_tests(self) -> n.Tests:
        """Parse what follows `in`: tests in parentheses, or one test."""
        start = self.state()
        if self.take("("):
            try:
                tests = self.tests()
                self.expect(")")
            except SyntaxFault:
                self.restore(start)
            else:
                return n.Tests(tests)
        return n.Tests((self.test(3),))

    def unary_tests(self) -> n.Tests:
        """Parse a whole cell: `-`, `not(…)` or tests."""
        if len(self.tokens) == 1 or (len(self.tokens) == 2 and self.token.text == "-"):
            self.at = len(self.tokens) - 1
            return n.Tests(())
        if self.token.text == "not" and self.tokens[1].text == "(":
            start = self.state()
            try:
                self.at = 2
                tests = self.tests()
                self.expect(")")
                self.end()
            except SyntaxFault:
                self.restore(start)
            else:
                return n.Tests(tests, negated=True)
        return n.Tests(self.tests())


CONSTRUCTS = {"if", "for", "some", "every", "function"}
RESERVED = {"then", "else", "return", "satisfies", "in", "and", "or", "between", "of", "external"}


def parse_expression(text: str, names: Iterable[str] | Names = (), fields: Names | None = None) -> n.Node:
    """Parse an expression; names with spaces are known only if given."""
    parser = parser_for(text, names, fields)
    node = parser.expression()
    parser.end()
    return node


def parse_tests(text: str, names: Iterable[str] | Names = (), fields: Names | None = None) -> n.Tests:
    """Parse the unary tests of a cell."""
    parser = parser_for(text, names, fields)
    node = parser.unary_tests()
    parser.end()
    return node


def parser_for(
    text: str, names: Iterable[str] | Names, fields: Names | None, types: Names | None = None
) -> Parser:
    """Return a parser that knows the names; literals of contexts add to `fields`."""
    known = names if isinstance(names, Names) else Names(names)
    return Parser(text, known, fields or Names(FIELDS), types or Names(TYPES))
