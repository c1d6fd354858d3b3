"""One page of a stored file to be looked at beside something else; the picture itself is asked for apart."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onewindow.documents import policies, queries, shelves
from onewindow.documents.errors import FileNotFound
from onewindow.documents.viewing.drawing import VIEWABLE, draw
from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Leaf:
    """A page: the file's name, which page of how many, its text, where its marked picture is."""

    name: str
    page: int
    pages: int
    text: str
    picture: str


def leaf_of(*, by: Actor, file_id: UUID, page: int) -> Leaf:
    """Return a page of a file; without a picture where the kind of file has none.

    The look itself is recorded when the picture is fetched. Raises FileNotFound, FileNotYours, NoSuchPage.
    """
    stored = queries.stored_file(file_id)
    policies.file_reading(by, stored)
    if stored.media_type not in VIEWABLE:
        return Leaf(stored.name, 1, 1, "", "")
    place = shelves.place_of(stored.pk)
    if not place.exists():
        raise FileNotFound
    drawn = draw(place, stored.media_type, page)
    picture = reverse("documents:page", kwargs={"file_id": stored.pk, "page": page})
    return Leaf(stored.name, page, drawn.pages, drawn.text.strip(), picture)
