"""What a visitor's browser must load stays small, and names nothing outside."""

import re
from pathlib import Path

import onewindow.ui

ROOT = Path(onewindow.ui.__file__).parent
STATIC = ROOT / "static" / "ui"
PACKAGE = ROOT.parent


def test_css_budget() -> None:
    assert (STATIC / "app.css").stat().st_size <= 60 * 1024


def test_script_budget() -> None:
    assert sum(p.stat().st_size for p in STATIC.glob("*.js")) <= 15 * 1024


def test_styles_load_nothing() -> None:
    text = (STATIC / "app.css").read_text()
    assert "@import" not in text
    assert "@font-face" not in text
    assert all(url.startswith("data:image/svg+xml") for url in re.findall(r'url\("([^"]*)', text))


def test_templates_have_no_inline_code() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:")
    pages = {path: re.sub(r"{%.*?%}", "", path.read_text()) for path in PACKAGE.rglob("*.html")}
    assert [str(path) for path, page in pages.items() if inline.search(page)] == []


def test_every_icon_is_drawn() -> None:
    sprite = (ROOT / "templates" / "ui" / "_sprite.html").read_text()
    drawn = set(re.findall(r'id="i-([a-z]+)"', sprite))
    asked = {
        name
        for page in PACKAGE.rglob("*.html")
        for name in re.findall(r'{% icon "([a-z]+)"', page.read_text())
    }
    assert asked - drawn == set()
