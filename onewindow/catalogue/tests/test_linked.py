"""Guides as CPSV-AP 3.2: every one passes the shapes of the profile.

The table states all that the published shapes of CPSV-AP 3.2.0 demand of the classes we give, property by
property; they leave Concept, Location, LinguisticSystem and territories free. Where the published file itself
lies beside the project it is run as well.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from onewindow.catalogue import linked
from onewindow.catalogue.queries import guides, versions
from onewindow.catalogue.tests.factories import SHIPPED, plant_catalogue

rdflib = pytest.importorskip("rdflib")
pyshacl = pytest.importorskip("pyshacl")
ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("ONEWINDOW_SHARED", ROOT.parent / "shared")) / "data" / "conformance"
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

# class: {property: (least, most, what its values are)}; text is a literal with a language
NAMED = {"dct:identifier": (1, 1, ""), "dct:title": (1, 0, "text")}
TYPED = {"dct:type": (0, 1, "skos:Concept"), "dct:language": (0, 0, "dct:LinguisticSystem")}
SAID = {"dct:description": (0, 0, "text")}
SHAPES = {
    "cpsv:PublicService": NAMED | {
        "dct:description": (1, 0, "text"), "cv:hasCompetentAuthority": (1, 0, "cv:PublicOrganisation"),
        "cv:hasChannel": (0, 0, "cv:Channel"), "adms:status": (0, 1, "skos:Concept"),
        "dct:language": (0, 0, "dct:LinguisticSystem"), "dcat:keyword": (0, 0, "text"),
        "cv:processingTime": (0, 1, "xsd:duration"), "cpsv:produces": (0, 0, "cv:Output"),
        "cv:hasCost": (0, 0, "cv:Cost"), "cpsv:hasInput": (0, 0, "cv:Evidence"),
        "dct:spatial": (0, 0, "dct:Location"), "dct:audience": (0, 0, "skos:Concept"),
        "cv:thematicArea": (0, 0, "skos:Concept"), "cpsv:follows": (0, 0, "cpsv:Rule"),
        "dct:type": (0, 0, "skos:Concept"), "cv:hasLegalResource": (0, 0, "eli:LegalResource"),
        "cv:contactPoint": (0, 0, "cv:ContactPoint"), "cv:hasInputType": (0, 0, "cv:EvidenceType"),
        "cv:holdsRequirement": (0, 0, "cv:Requirement"), "cv:isClassifiedBy": (0, 0, "skos:Concept"),
        "cv:isGroupedBy": (0, 0, "cv:Event"), "cv:hasParticipation": (0, 0, "cv:Participation"),
        "dct:isPartOf": (0, 0, "dcat:Dataset"), "cv:relatedService": (0, 0, "cpsv:PublicService"),
        "dct:requires": (0, 0, "cpsv:PublicService"), "cv:sector": (0, 0, "skos:Concept"),
    },
    "cv:PublicOrganisation": {
        "skos:prefLabel": (1, 0, "text"), "dct:spatial": (1, 0, "<http://data.europa.eu/88u/dataset/atu-type>"),
    },
    "cv:Evidence": NAMED | TYPED | SAID | {
        "dct:conformsTo": (0, 0, "cv:EvidenceType"), "cv:supportsRequirement": (0, 0, "cv:Requirement"),
        "foaf:page": (0, 0, "foaf:Document"),
    },
    "cv:Output": NAMED | SAID | {
        "dct:type": (0, 0, "skos:Concept"), "dct:language": (0, 0, "dct:LinguisticSystem"),
    },
    "cv:Channel": SAID | {
        "dct:identifier": (1, 1, ""), "dct:type": (0, 1, "skos:Concept"),
        "cv:processingTime": (0, 1, "xsd:duration"), "cv:openingHours": (0, 0, "time:TemporalEntity"),
        "cv:specialOpeningHoursSpecification": (0, 0, "time:TemporalEntity"),
        "cv:ownedBy": (0, 0, "org:Organization"), "cpsv:hasInput": (0, 0, "cv:Evidence"),
    },
    "cv:Cost": SAID | {
        "dct:identifier": (1, 1, ""), "cv:hasValue": (0, 1, "xsd:double"),
        "cv:currency": (0, 1, "skos:Concept"),
        "cv:ifAccessedThrough": (0, 1, "cv:Channel"), "cv:isDefinedBy": (0, 0, "org:Organization"),
    },
    "cpsv:Rule": NAMED | TYPED | {
        "dct:description": (1, 0, "text"), "cpsv:implements": (0, 0, "eli:LegalResource"),
    },
    "eli:LegalResource": {"dct:relation": (0, 0, "eli:LegalResource")},
}  # fmt: skip
PREFIXES = linked.CONTEXT | {
    "foaf": "http://xmlns.com/foaf/0.1/", "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "sh": "http://www.w3.org/ns/shacl#",
    "time": "http://www.w3.org/2006/time#",
}  # fmt: skip


def shapes() -> str:
    lines = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    for target, properties in SHAPES.items():
        parts = []
        for path, (least, most, kind) in properties.items():
            part = [f"sh:path {path}"]
            part += [f"sh:minCount {least}"] if least else []
            part += [f"sh:maxCount {most}"] if most else []
            if kind == "text":
                part.append("sh:datatype rdf:langString")
            elif kind.startswith("xsd:"):
                part.append(f"sh:datatype {kind}")
            elif kind:
                part.append(f"sh:class {kind}")
            parts.append(f"sh:property [ {' ; '.join(part)} ]")
        lines.append(f"[] a sh:NodeShape ; sh:targetClass {target} ; {' ; '.join(parts)} .")
    return "\n".join(lines)


def faults(document: dict[str, Any], wanted: str) -> str:
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    held = rdflib.Graph().parse(data=wanted, format="turtle")
    fits, _, text = pyshacl.validate(graph, shacl_graph=held)
    return "" if fits else str(text)


def all_guides() -> list[guides.Guide]:
    plant_catalogue()
    found = versions.ItemVersion.objects.filter(state="published").select_related("item").defer("words")
    return [guides.guide(version) for version in found]


def test_every_guide_passes_the_shapes() -> None:
    document = linked.document(all_guides(), "https://example.org")
    assert len(document["@graph"]) == SHIPPED
    assert faults(document, shapes()) == ""


def test_no_class_is_given_that_nothing_judges() -> None:
    graph = rdflib.Graph().parse(
        data=json.dumps(linked.document(all_guides(), "https://example.org")), format="json-ld"
    )
    free = {"skos:Concept", "dct:Location", "dct:LinguisticSystem"}
    known = {address_of(name) for name in {*SHAPES, *free}} | {"http://data.europa.eu/88u/dataset/atu-type"}
    assert {str(kind) for kind in graph.objects(predicate=rdflib.RDF.type)} - known == set()


def address_of(name: str) -> str:
    prefix, _colon, rest = name.partition(":")
    return PREFIXES[prefix] + rest


def test_the_shapes_find_what_is_missing() -> None:
    document = linked.document(all_guides()[:1], "https://example.org")
    node = document["@graph"][0]
    for broken in (
        {k: v for k, v in node.items() if k != "dct:title"},
        {**node, "dct:title": "没有语言"},
        {**node, "cv:hasCompetentAuthority": {"@id": "x:y"}},
        {**node, "dct:identifier": ["a", "b"]},
    ):
        assert faults({**document, "@graph": [broken]}, shapes())


def test_the_published_shapes_pass_too() -> None:
    files = sorted(SHARED.glob("cpsv-ap-*/*SHACL.ttl"))
    if not files:
        pytest.skip("the published shapes of CPSV-AP do not lie beside the project")
    document = linked.document(all_guides(), "https://example.org")
    for file in files:
        assert faults(document, file.read_text(encoding="utf-8")) == ""


def test_the_api_gives_it(client: Client) -> None:
    all_guides()
    pilot = versions.pilots()[0]
    answer = client.get(f"/api/v1/items/{pilot.code}/cpsv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ld+json")
    node = answer.json()["@graph"][0]
    assert node["dct:identifier"] == pilot.code
    assert node["dct:title"] == {"@value": pilot.name, "@language": "zh-Hans"}
    assert client.get("/api/v1/items/nothing/cpsv").status_code == 404
