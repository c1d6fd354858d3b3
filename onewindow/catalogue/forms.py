"""What the search page accepts: its filters, read from the address and written back into links."""

from urllib.parse import urlencode

from django.http import QueryDict

from onewindow.catalogue import facets
from onewindow.catalogue.queries.conditions import Search

KEYS = ("q", "for", "theme", "agency", "region", "type", "level", "online", "instant", "source")
LONGEST = 60


def read(given: QueryDict) -> Search:
    """Read the filters; values that mean nothing do not narrow."""
    value = {key: given.get(key, "").replace("\x00", "").strip()[:LONGEST] for key in KEYS}
    return Search(
        text=value["q"],
        audience=value["for"] if value["for"] in {"person", "firm"} else "",
        theme=value["theme"],
        agency=value["agency"],
        region=value["region"][:12],
        item_type=value["type"] if value["type"] in facets.terms("item_type") else "",
        level=value["level"] if value["level"] in facets.terms("level") else "",
        online=value["online"] == "1",
        instant=value["instant"] == "1",
        source=value["source"],
    )


def address(wanted: Search, **changed: str) -> str:
    """Return the query string of a search with some values changed, empty ones left out."""
    value = {
        "q": wanted.text,
        "for": wanted.audience,
        "theme": wanted.theme,
        "agency": wanted.agency,
        "region": wanted.region,
        "type": wanted.item_type,
        "level": wanted.level,
        "online": "1" if wanted.online else "",
        "instant": "1" if wanted.instant else "",
        "source": wanted.source,
    } | changed
    return "?" + urlencode({key: v for key, v in value.items() if v})
