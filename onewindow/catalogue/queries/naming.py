"""Items by words or codes, as plain names for contexts below."""

from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import search
from onewindow.catalogue.queries.versions import IN_FORCE

SHOWN, SHORTEST_CODE = 20, 25


def find_items(text: str) -> list[tuple[str, str]]:
    """Return codes and names of items in force: by exact codes with commas, else by words (20)."""
    codes = [part.strip() for part in text.split(",")]
    if all(len(code) >= SHORTEST_CODE and code.isascii() and " " not in code for code in codes):
        rows = ItemVersion.objects.filter(item__task_code__in=codes, state__in=IN_FORCE)
        names = {
            row[0]: _named(*row[1:]) for row in rows.values_list("item__task_code", "name", "agency_name")
        }
        return [(code, names.get(code, code)) for code in codes]
    return [
        (version.code, _named(version.name, version.agency_name))
        for version in search(Search(text=text[:60]), size=SHOWN).items
    ]


def _named(name: str, agency: str) -> str:
    return f"{name}（{agency}）"
