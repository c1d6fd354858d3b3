"""What a template asks a mapping for is what it holds, not what every mapping can do."""

import re
from pathlib import Path

import onewindow

ROOT = Path(onewindow.__file__).parent
OWN = re.compile(rf"\b(?:given|errors|typed|chosen)\.(?:{'|'.join(n for n in dir(dict) if n[0] != '_')})\b")
WALKED = re.compile(r"{% for \w+, \w+ in \w+\.items %}")


def test_a_field_is_not_named_like_a_method_of_its_mapping() -> None:
    """`errors.items` is every error where the field `items` has none: ask by `"items"|lookup:errors`."""
    found, seen = [], 0
    for file in sorted(ROOT.rglob("templates/**/*.html")):
        text = WALKED.sub("", file.read_text())
        seen += text.count("errors.")
        found += [f"{file.relative_to(ROOT)}: {name}" for name in OWN.findall(text)]
    assert seen > 100
    assert found == []
