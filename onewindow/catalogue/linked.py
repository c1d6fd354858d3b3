"""Guides as linked data: CPSV-AP 3.2, the European profile for public services, as JSON-LD."""

from typing import Any

from onewindow.catalogue import facets
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries.guides import Guide

LANGUAGE = "zh-Hans"
AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "eli": "http://data.europa.eu/eli/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_STATUS = {
    "published": "http://purl.org/adms/status/Completed",
    "suspended": "http://purl.org/adms/status/Withdrawn",
}
_TERRITORY = "http://data.europa.eu/88u/dataset/atu-type"
Node = dict[str, Any]


def document(guides: list[Guide], base: str) -> Node:
    """Return a JSON-LD document with the services of these guides; `base` is our public address."""
    return {"@context": CONTEXT, "@graph": [service(guide, base) for guide in guides]}


def service(guide: Guide, base: str) -> Node:
    """Return a guide as a cpsv:PublicService with everything it refers to inside."""
    version = guide.version
    here = f"{base}/items/{version.code}/"
    node: Node = {
        "@id": here,
        "@type": "cpsv:PublicService",
        "dct:identifier": version.code,
        "dct:title": _text(version.name),
        "dct:description": _text(_description(version)),
        "cv:hasCompetentAuthority": _authority(version, base),
        "dct:spatial": {"@id": f"{base}/regions/{version.region_code}/", "@type": "dct:Location"},
        "dct:language": {"@id": f"{AUTHORITY}/language/ZHO", "@type": "dct:LinguisticSystem"},
        "dct:type": _concept(f"{base}/facets/item_type/{version.item_type}", version.type_label),
        "adms:status": _concept(_STATUS.get(version.state, ""), version.get_state_display()),
        "dct:audience": [
            _concept(f"{base}/facets/audience/{code}", facets.label("audience", code))
            for code in version.audience
        ],
        "cv:thematicArea": [
            _concept(f"{base}/facets/theme/{code}", facets.theme(code)) for code in version.themes
        ],
        "dcat:keyword": [_text(word) for word in version.synonyms],
        "cpsv:hasInput": [
            _named(f"{here}#material-{m.seq}", "cv:Evidence", m.name, m.fill_note or m.source)
            for m in guide.materials
        ],
        "cv:hasLegalResource": [
            {"@id": f"{here}#basis-{b.seq}", "@type": "eli:LegalResource", "dct:title": _text(_law(b))}
            for b in guide.bases
        ],
        "cpsv:follows": [
            _named(f"{here}#condition-{n}", "cpsv:Rule", f"受理条件 {n}", str(condition))
            for n, condition in enumerate(version.conditions, 1)
        ],
        "cv:hasCost": [
            {
                "@id": f"{here}#fee-{n}",
                "@type": "cv:Cost",
                "dct:identifier": f"{version.code}-fee-{n}",
                "dct:description": _text(f"{row.get('name', '')}：{row.get('standard', '')}"),
            }
            for n, row in enumerate(version.fees, 1)
        ],
        "cv:hasChannel": _channels(version, here),
    }
    if version.result_name:
        node["cpsv:produces"] = [_named(f"{here}#result", "cv:Output", version.result_name)]
    if version.promised_days is not None:
        node["cv:processingTime"] = {"@value": f"P{version.promised_days}D", "@type": "xsd:duration"}
    return {key: value for key, value in node.items() if value not in ([], "")}


def _description(version: ItemVersion) -> str:
    said = version.exercise_content or f"{version.agency_name}办理的{version.type_label}事项。"
    return f"{said}{version.promise}" if version.promise else said


def _law(basis: Any) -> str:
    return f"《{basis.law}》{basis.number}{basis.article}"


def _authority(version: ItemVersion, base: str) -> Node:
    return {
        "@id": f"{base}/agencies/{version.agency_uscc or version.code[:18]}/",
        "@type": "cv:PublicOrganisation",
        "dct:identifier": version.agency_uscc or version.code[:18],
        "dct:title": _text(version.agency_name),
        "skos:prefLabel": _text(version.agency_name),
        "dct:spatial": {"@id": f"{base}/territories/{version.region_code}/", "@type": _TERRITORY},
    }


def _channels(version: ItemVersion, here: str) -> list[Node]:
    names = [facets.label("channel", code) for code in version.channels] or (
        ["网上办理"] if version.online else ["窗口办理"]
    )
    return [
        {
            "@id": f"{here}#channel-{n}",
            "@type": "cv:Channel",
            "dct:identifier": f"{version.code}-channel-{n}",
            "dct:description": _text(name),
        }
        for n, name in enumerate(names, 1)
    ]


def _named(key: str, kind: str, name: str, description: str = "") -> Node:
    node = {
        "@id": key,
        "@type": kind,
        "dct:identifier": key.rpartition("/items/")[2],
        "dct:title": _text(name),
    }
    if description:
        node["dct:description"] = _text(description)
    return node


def _concept(key: str, label: str) -> Node:
    return {"@id": key, "@type": "skos:Concept", "skos:prefLabel": _text(label)}


def _text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": LANGUAGE}
