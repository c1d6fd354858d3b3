"""免提交: materials that are licences in force are never asked for; licences fill in forms."""

from collections.abc import Mapping, Sequence

from onewindow.cases.models import Case
from onewindow.catalogue import public as catalogue
from onewindow.exchange import public as exchange
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, clock, unit
from onewindow.licences import public as licences

Facts = Mapping[str, exchange.Fact]


def types_of(version: catalogue.ItemVersion, kind: str) -> dict[int, str]:
    """Return which licence types the guide's materials are: by the guide's code for it, else by name."""
    found = {}
    for material in catalogue.guide(version).materials:
        one = licences.type_named(material.licence_type_code) or licences.type_named(material.name)
        if one is not None and one.holder_class in {"either", kind}:
            found[material.seq] = one.code
    return found


def held_by(
    applicant: identity.Applicant, version: catalogue.ItemVersion, facts: Facts | None = None
) -> dict[int, licences.Licence]:
    """Return by material the applicant's licences in force; what a register has told needs none.

    One statement, none where no material is a licence that is still wanted.
    """
    wanted = types_of(version, applicant.kind)
    for material in catalogue.guide(version).materials:
        fact = (facts or {}).get(material.share_resource_code)
        if fact is not None and fact.status == "ok":
            wanted.pop(material.seq, None)
    if not wanted:
        return {}
    rows = licences.in_force(applicant.number, set(wanted.values()))
    good = {one.type_id: one for one in reversed(rows)}
    return {seq: good[code] for seq, code in wanted.items() if code in good}


def fields_of(form: forms.Form, held: Mapping[int, licences.Licence]) -> dict[str, licences.Licence]:
    """Return the upload fields that need no file, because the material is held as a licence."""
    uploads = [one for page in form.all_pages for one in page.fields if one.material]
    return {one.name: held[one.material] for one in uploads if one.material in held}


def spared_by(
    applicant: identity.Applicant, version: catalogue.ItemVersion, form: forms.Form
) -> dict[str, licences.Licence]:
    """Return the upload fields an applicant is spared; no statement where the form asks for no licence."""
    asked = {one.material for page in form.all_pages for one in page.fields if one.material}
    if not asked & set(types_of(version, applicant.kind)):
        return {}
    return fields_of(form, held_by(applicant, version))


def take_in(case: Case, held: Mapping[int, licences.Licence], seqs: Sequence[int], *, by: Actor) -> None:
    """Record in the caller's unit that the case uses licences in place of materials."""
    used = [held[seq] for seq in seqs]
    licences.use_for_case(
        by=by, held=used, item_code=case.item_code, item_name=case.item_name, case_number=case.number
    )


def asked_in_vain(case: Case, seqs: Sequence[int]) -> list[str]:
    """Return which of these materials the applicant holds as licences in force: nobody may ask for them."""
    version = catalogue.item_version(case.item_version_id)
    held = held_by(case.applicant, version)
    return [held[seq].type.name for seq in seqs if seq in held]


def register_prefills() -> None:
    """Let forms fill fields from licences: the source `licence.<type>` gives the fields of its face."""
    for key in licences.type_keys():
        forms.register_prefill(f"licence.{key}", prefill_from(key))


def prefill_from(key: str) -> forms.PrefillSource:
    """Return the source of first values that the licences of a type are; each use is recorded."""

    def source(applicant: identity.Applicant, purpose: exchange.Purpose) -> Mapping[str, forms.Prefilled]:
        by = Actor(
            kind="person",
            account_id=applicant.account_id,
            person_id=applicant.person_id,
            organisation_id=applicant.organisation_id,
            name=applicant.name,
        )
        with unit.work():
            rows = licences.in_force(applicant.number, [licences.licence_type(key).code])
            if not rows:
                return {}
            licences.use_for_case(
                by=by, held=rows[:1], item_code=purpose.item, item_name=purpose.reason,
                case_number=purpose.case,
            )  # fmt: skip
        one, label = rows[0], f"电子证照“{rows[0].type.name}”（A 级）"
        return {
            name: forms.Prefilled(value, label, clock.now(), one.identifier)
            for name, value in one.face.items()
        }

    return source
