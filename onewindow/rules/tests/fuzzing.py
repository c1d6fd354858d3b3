"""Pieces for hostile input: FEEL from tokens, DMN documents with parts changed."""

import re

from hypothesis import strategies as st

TOKENS = [
    "1", "0", "-", "2.5", "9e6144", "-1e-6143", '"a"', '"(a+)+b"', "null", "true", "false", "x", "y", "?",
    "item", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "+", "*", "/", "**", "=", "!=", "<", "<=",
    ">", "and", "or", "not(", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies",
    "between", "function(x)", "x in 1..100000", "for x in 1..1000 return", "for y in [1,2,3] return",
    "instance of", "list<number>", '@"2026-02-29"', '@"P1D"', '@"-999999999-01-01"',
    '@"10:00:00@Asia/Shanghai"', 'repeat("ab", 1e9)',
    'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a|a)*b")', 'replace("aaa", "a", "$0$0")',
    'split("a,b", ",")', "string(", "number(", "sum(", "sort(", "flatten(", "count(", "substring(",
    "date(", "duration(", "range(", "context put(", "get value(", "exp(", "sqrt(", "decimal(",
    "round up(", "modulo(", "before(", "is(", "end", "partial",
]  # fmt: skip
expressions = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=18).map(" ".join)


@st.composite
def nested(draw: st.DrawFn, depth: int = 4) -> str:
    """Return well-formed FEEL, nested."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(
            st.sampled_from([t for t in TOKENS if re.fullmatch(r'-?[\d.e-]+|"a"|null|true|x|@".*"', t)])
        )
    inner = nested(depth - 1)
    form = draw(st.sampled_from([
        "({} + {})", "({} * {})", "({} ** {})", "[{}, {}]", "{{a: {}, b: {}}}", "(if {} then {} else 1)",
        "(for x in {} return {})", "(some x in {} satisfies {})", "({}[{}])", "({} = {})", "({} in [1, {}])",
        "concatenate({}, {})", "append({}, {})", "string([{}, {}])", "({} between 0 and {})", "sum({}, {})",
        "(function(x) {})({})", "sort([{}, {}], function(x, y) x < y)", "flatten([{}, [{}]])",
        "list replace([{}], 1, {})", "(for x in 1..300 return [{}, {}])", "repeat(string({}), {})",
    ]))  # fmt: skip
    return form.format(draw(inner), draw(inner))


@st.composite
def changed(draw: st.DrawFn, documents: list[str]) -> str:
    """Return a document with a few texts, attributes or bytes changed."""
    text = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["text", "text", "attribute", "cut", "twice"]))
        pattern = r"<text>([^<]*)</text>" if kind == "text" else r'="([^"<>]*)"'
        spots = [m.span(1) for m in re.finditer(pattern, text)]
        if kind in ("text", "attribute") and spots:
            first, last = draw(st.sampled_from(spots))
            other = draw(st.sampled_from(spots))
            new = text[slice(*other)] if draw(st.booleans()) else draw(expressions)
            new = new if kind == "text" else new.replace('"', "")
            text = text[:first] + new.replace("<", "&lt;").replace("& ", "&amp; ") + text[last:]
        else:
            at, length = draw(st.integers(0, len(text))), draw(st.integers(1, 30))
            text = text[:at] + (text[at + length :] if kind == "cut" else text[max(at - length, 0) :])
    return text
