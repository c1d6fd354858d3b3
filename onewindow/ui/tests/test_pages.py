"""The guide's pages answer and carry the frame."""

import pytest
from django.test import Client

PAGES = ["/ui/", "/ui/question/", "/ui/desk/", "/ui/errors/404/", "/ui/errors/500/"]


@pytest.mark.parametrize("path", PAGES)
def test_guide_page_answers(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == (int(path.split("/")[3]) if "errors" in path else 200)
    assert 'href="#main"' in answer.content.decode()
