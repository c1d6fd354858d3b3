"""A stranger finds every page of the documentation from its index, and no link leads nowhere."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def test_the_index_names_every_page() -> None:
    named = set(LINK.findall((DOCS / "README.md").read_text(encoding="utf-8")))
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")} - {"README.md"}
    assert pages - named == set()


def test_every_link_leads_to_a_file() -> None:
    pages = [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
    dead = [
        f"{page.relative_to(DOCS.parent)}: {to}"
        for page in pages
        for to in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / to).exists()
    ]
    assert len(pages) > 50
    assert dead == []


def test_no_two_decisions_share_a_number() -> None:
    numbers = [page.name[:4] for page in (DOCS / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
