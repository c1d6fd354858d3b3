"""Pages of an uploaded file as marked pictures, drawn by a child with limits; each look is on record."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageChops

from onewindow.documents import public as documents
from onewindow.documents.errors import NoSuchPage, NotViewable
from onewindow.documents.viewing import draw, marked
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path


def picture(size: tuple[int, int] = (300, 200)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    out = BytesIO()
    sheets = [Image.new("RGB", (200, 300), (250, 250, 250 - number)) for number in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def test_a_page_of_a_pdf(tmp_path: Path) -> None:
    place = tmp_path / "a"
    place.write_bytes(pdf())
    drawn = draw(place, "application/pdf", 2, width=400)
    assert drawn.pages == 2
    assert Image.open(BytesIO(drawn.png)).size == (400, 600)
    for page in (0, 3):
        with pytest.raises(NoSuchPage):
            draw(place, "application/pdf", page)


def test_a_hostile_file_breaks_only_the_child(tmp_path: Path) -> None:
    place = tmp_path / "a"
    place.write_bytes(b"%PDF-1.7\nnothing\n%%EOF")
    with pytest.raises(NotViewable):
        draw(place, "application/pdf", 1)
    with pytest.raises(NotViewable):
        draw(place, "application/ofd", 1)


def test_the_mark_is_burnt_in_all_over() -> None:
    plain = Image.open(BytesIO(picture((900, 900)))).convert("RGB")
    shown = Image.open(BytesIO(marked(picture((900, 900)), "仅供政务服务使用 工号7"))).convert("RGB")
    changed = ImageChops.difference(plain, shown).convert("L").point(lambda v: 255 if v > 8 else 0)
    for left in (0, 450):
        for top in (0, 450):
            quarter = changed.crop((left, top, left + 450, top + 450))
            assert sum(1 for value in quarter.tobytes() if value) > 300


@pytest.fixture
def owner(db: None) -> identity.Account:
    return identity.register_person(
        by=SYSTEM, username="weixiaolan", password="only-for-tests", name="韦晓兰",
        resident_id="459900199005120020", mobile="19900000001", level=3,
    )  # fmt: skip


def test_the_viewer_shows_and_records(client: Client, owner: identity.Account) -> None:
    by = identity.actor_for(owner)
    stored = documents.store_upload(by=by, file=SimpleUploadedFile("照片.png", picture()), purpose="照片")
    client.force_login(owner)
    page = client.get(f"/files/{stored.pk}/view/")
    assert "第 1 页，共 1 页" in page.content.decode()
    image = client.get(f"/files/{stored.pk}/pages/1.png")
    assert (image.status_code, image["Content-Type"]) == (200, "image/png")
    looks = apps.get_model("identity", "AccessRecord").objects.filter(subject_id=owner.person_id)
    assert looks.filter(what__contains="照片.png").count() == 1
    assert client.get(f"/files/{stored.pk}/pages/2.png").status_code == 404


def test_nobody_else_may_look(client: Client, owner: identity.Account) -> None:
    by = identity.actor_for(owner)
    stored = documents.store_upload(by=by, file=SimpleUploadedFile("照片.png", picture()), purpose="照片")
    other = identity.register_person(
        by=SYSTEM, username="qinzhiyuan", password="only-for-tests", name="覃志远",
        resident_id="459900198803210018", mobile="19900000002", level=3,
    )  # fmt: skip
    client.force_login(other)
    for path in ("view/", "pages/1.png", ""):
        assert client.get(f"/files/{stored.pk}/{path}").status_code == 403
