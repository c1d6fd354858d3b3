"""Drawing from the words of item versions which clauses they rest on."""

from collections.abc import Iterable, Iterator
from itertools import islice

from onewindow.catalogue.laws.places import Place, Reference, references_in, short_title
from onewindow.catalogue.models import Citation, CitationSubject, ItemVersion, LegalBasis, Material
from onewindow.kernel.public import unit

BATCH = 500


def cite(versions: Iterable[ItemVersion]) -> int:
    """Write the citations of versions that have none yet; called where versions are stored.

    Returns how many were written.
    """
    known = {v.pk: v for v in versions}
    rows = [
        *_from_versions(known.values()),
        *_from_bases(LegalBasis.objects.filter(version__in=known)),
        *_from_materials(Material.objects.filter(version__in=known).exclude(basis="")),
    ]
    return len(Citation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2_000))


def redraw_citations() -> int:
    """Draw the citations of all versions again, in batches; returns how many there are then."""
    total = 0
    pks = iter(ItemVersion.objects.order_by("pk").values_list("pk", flat=True))
    while keys := list(islice(pks, BATCH)):
        with unit.work():
            Citation.objects.filter(version__in=keys).delete()
            total += cite(ItemVersion.objects.defer("words").filter(pk__in=keys))
    return total


def _from_bases(bases: Iterable[LegalBasis]) -> Iterator[Citation]:
    for basis in bases:
        short = short_title(basis.law)
        if short:
            for place in basis.places or [Place()]:
                yield _citation(basis.version_id, CitationSubject.ITEM, basis.seq, Reference(short, place))


def _from_materials(materials: Iterable[Material]) -> Iterator[Citation]:
    for material in materials:
        for reference in references_in(material.basis):
            yield _citation(material.version_id, CitationSubject.MATERIAL, material.seq, reference)


def _from_versions(versions: Iterable[ItemVersion]) -> Iterator[Citation]:
    for version in versions:
        for subject, text in (
            (CitationSubject.LIMIT, f"{version.statutory_note}\n{version.promised_note}"),
            (CitationSubject.REMEDY, f"{version.reconsideration}\n{version.litigation}"),
        ):
            for reference in references_in(text):
                yield _citation(version.pk, subject, 0, reference)
        for seq, fee in enumerate(version.fees, 1):
            for reference in references_in("\n".join(map(str, fee.values()))):
                yield _citation(version.pk, CitationSubject.FEE, seq, reference)


def _citation(version: int, subject: str, seq: int, reference: Reference) -> Citation:
    return Citation(
        version_id=version, subject=subject, seq=seq, short=reference.title, **reference.place._asdict()
    )
