"""What tests of this and of higher contexts need: contents, published items, the shipped catalogue."""

from typing import Any

from onewindow.catalogue import reference
from onewindow.catalogue.content import Content
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries import browse, guides, lists, statutes, versions
from onewindow.catalogue.services.versions import publish_version, publish_versions
from onewindow.government.public import Agency
from onewindow.government.tests.factories import plant_agencies
from onewindow.kernel.public import SYSTEM

SHIPPED, POWERS = 143, 115
"""How many items the reference catalogue has, and how many powers they make."""


def forget_all() -> None:
    """Drop what the process has kept; a test that rolls back must not leak its rows."""
    versions.forget()
    guides.forget()
    browse.forget()
    lists.forget()
    statutes.forget()


def an_agency() -> Agency:
    """Return one agency of the region."""
    return plant_agencies()["广西壮族自治区卫生健康委员会"]


def a_content(number: int = 1, name: str = "护士执业注册（首次）", **fields: Any) -> Content:
    """Return the content of a small own item; keyword arguments are columns of the version."""
    agency = an_agency()
    basic = f"4501{18:02d}{number:03d}000"[:12].ljust(12, "0")
    return Content(
        task_code=f"{agency.uscc}2450118{number:03d}000"[:31],
        basic_code=basic,
        basic_name=name,
        agency_id=agency.pk,
        fields={
            "name": name,
            "item_type": "01",
            "level": "2",
            "region_code": agency.region_code,
            "agency_name": agency.name,
            "agency_uscc": agency.uscc,
            "uscc_provisional": True,
            "audience": ["1"],
            "themes": ["p09"],
            "statutory_days": 20,
            "statutory_unit": "1",
            "promised_days": 5,
            "promised_unit": "1",
            "synonyms": ["办护士证"],
            **fields,
        },
        materials=({"name": "健康体检证明", "necessity": "1", "source": "申请人自备"},),
        bases=({"law": "护士条例", "article": "第八条"},),
        questions=({"question": "要多久？", "answer": "五个工作日。"},),
    )


def publish(number: int = 1, name: str = "护士执业注册（首次）", **fields: Any) -> ItemVersion:
    """Publish one small own item and return its version."""
    return publish_version(by=SYSTEM, content=a_content(number, name, **fields))


def plant_catalogue() -> None:
    """Publish the whole shipped catalogue, with its agencies."""
    publish_versions(by=SYSTEM, contents=reference.contents(plant_agencies()))
    forget_all()
