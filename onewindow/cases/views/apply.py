"""Applying: start page, one question per page, check answers, submit once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.cases import exempt, promising
from onewindow.cases import public as cases
from onewindow.cases.errors import NotAppliableOnline
from onewindow.cases.materials import uploads_of
from onewindow.cases.services.submit import check_applicant
from onewindow.catalogue import public as catalogue
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, Invalid, clock

FORBIDDEN = (
    "市场准入负面清单禁止准入“{row}”，不能在网上直接办理，申请还没有提交。"
    "您认为自己不属于这种情形的，可以转人工审查，由工作人员书面答复。"
)


def _actor(request: HttpRequest) -> Actor:
    return identity.actor_of(request)


def _applicant(request: HttpRequest) -> identity.Applicant:
    return identity.applicant_for(request)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Show what applying needs; a signed-in POST opens a draft and goes to its first question."""
    version = catalogue.published(code)
    if not version.form_code:
        raise NotAppliableOnline
    if request.method == "POST":
        return _open_draft(request, version)
    return render(request, "cases/apply_start.html", {"version": version, "guide": catalogue.guide(version)})


@identity.sign_in_required
def _open_draft(request: HttpRequest, version: catalogue.ItemVersion) -> HttpResponse:
    by, applicant = _actor(request), _applicant(request)
    check_applicant(by, applicant, version)
    draft = forms.start_draft(
        by=by,
        item_code=version.code,
        item_version_id=version.pk,
        form_code=version.form_code,
        applicant=applicant,
    )
    if draft.revision > 1:
        return redirect(reverse("cases:check", kwargs={"draft_id": draft.pk}) + "?resume=1")
    form = forms.form(draft.form_code, draft.form_version)
    first = form.pages(draft.answers)[0]
    return redirect("cases:question", draft_id=draft.pk, page=first.key)


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def question(request: HttpRequest, draft_id: UUID, page: str) -> HttpResponse:
    """Show one page of the form; a POST saves it and goes on, or shows what to correct."""
    frame = _Frame(request, draft_id)
    current = frame.page(page)
    if request.method == "GET":
        return frame.show(request, current)
    given = forms.read_page(frame.form, page, request.POST, request.FILES, draft=frame.draft)
    if "X-Autosave" in request.headers:
        return _autosaved(frame, page, given, request.POST.get("revision", ""))
    if given.errors:
        return frame.show(request, current, typed=given.values, errors=given.errors)
    try:
        frame.save(page, given, request.POST.get("revision", ""))
    except Invalid as refusal:
        return frame.show(request, current, typed=given.values, errors=refusal.errors)
    except forms.StaleDraft as conflict:
        return frame.show(request, current, typed=given.values, conflict=conflict)
    if "more" in request.POST or frame.asks_more(current):
        return redirect(request.get_full_path())
    return redirect(frame.next_url(page, to_check="check" in request.GET))


def _autosaved(frame: "_Frame", page: str, given: forms.PageInput, revision: str) -> HttpResponse:
    """Keep what is sound of a page; the rest waits for the button, which says what is wrong."""
    sound = {n: v for n, v in given.sound.items() if forms.is_plain(v)}
    try:
        frame.save(page, forms.PageInput(sound, {}, given.disputes), revision)
    except forms.StaleDraft as stale:
        return JsonResponse({"message": stale.message}, status=409)
    except Invalid:
        return HttpResponse(status=422)
    return JsonResponse(
        {"revision": frame.draft.revision, "at": f"{clock.local(frame.draft.updated_at):%H:%M}"}
    )


@require_GET
@identity.sign_in_required
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show every answer with a way to change it; `?resume=1` leads to the first question still open."""
    frame = _Frame(request, draft_id)
    if request.GET.get("resume") == "1":
        return redirect(frame.resume_url())
    return frame.check(request, {})


@require_POST
@identity.sign_in_required
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Submit once: a repeat goes to the case that the first one made."""
    try:
        case = cases.submit_case(
            by=_actor(request),
            applicant=_applicant(request),
            draft_id=draft_id,
            insist="insist" in request.POST,
        )
    except forms.AlreadySubmitted as already:
        return redirect("cases:case", number=already.case_number)
    except cases.AnswersInvalid as refusal:
        return _Frame(request, draft_id).check(request, refusal.errors)
    except cases.PromiseBarred as refusal:
        return _Frame(request, draft_id).check(request, refusal.errors)
    except cases.NeedsCorrection as refusal:
        return _Frame(request, draft_id).check(request, refusal.errors, may_insist=True)
    except cases.MarketForbidden as refusal:
        said = {"": [FORBIDDEN.format(**refusal.facts)]}
        return _Frame(request, draft_id).check(request, said, may_insist=True)
    return redirect(reverse("cases:case", kwargs={"number": case.number}) + "?new=1")


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask, then throw a draft away."""
    frame = _Frame(request, draft_id)
    if request.method == "POST":
        forms.discard_draft(by=frame.by, draft_id=draft_id)
        messages.success(request, "草稿已删除。")
        return redirect("/my/")
    return render(request, "cases/apply_discard.html", {"draft": frame.draft, "version": frame.version})


class _Frame:
    """A draft with its form and item, and the way from page to page."""

    def __init__(self, request: HttpRequest, draft_id: UUID) -> None:
        self.by = _actor(request)
        self.draft = forms.draft_for(by=self.by, draft_id=draft_id)
        if self.draft.status == "submitted":
            raise forms.AlreadySubmitted(case_number=self.draft.case_number)
        if not self.draft.is_open(clock.now()):
            raise forms.DraftClosed
        self.version = catalogue.item_version(self.draft.item_version_id)
        self.form = forms.form(self.draft.form_code, self.draft.form_version)
        self.spared = exempt.spared_by(_applicant(request), self.version, self.form)
        self._settle()

    def _settle(self) -> None:
        self.answers = self.draft.answers
        self.pages = [page for page in self.form.pages(self.answers) if not self._is_spared(page)]

    def _uploads(self) -> dict[int, object]:
        """Return what is uploaded or held as a licence, by the number of the material."""
        spared = {
            one.material: one.name
            for page in self.form.all_pages
            for one in page.fields
            if one.name in self.spared
        }
        return {**uploads_of(self.form, self.answers), **spared}

    def _is_spared(self, page: forms.Page) -> bool:
        """Tell whether a page only asks for what the applicant holds as a licence in force."""
        return all(field.name in self.spared for field in page.fields)

    def page(self, key: str) -> forms.Page:
        """Return a visible page; raise UnknownPage."""
        found = self.form.page(key, self.answers)
        if self._is_spared(found):
            raise forms.UnknownPage(key=key)
        return found

    def missing(self) -> dict[str, list[str]]:
        """Return what is still open or wrong, by field."""
        found = forms.validate(self.form, self.answers)
        return {name: texts for name, texts in found.items() if name not in self.spared}

    def save(self, key: str, given: forms.PageInput, revision: str) -> None:
        """Save a page's answers under the revision the person saw."""
        self.draft = forms.save_page(
            by=self.by,
            draft_id=self.draft.pk,
            page_key=key,
            values=given.values,
            revision=int(revision) if revision.isdecimal() and len(revision) < 9 else -1,
            disputes=given.disputes,
        )
        self._settle()

    def asks_more(self, before: forms.Page) -> bool:
        """Tell whether the answers brought up fields of the same page that were not asked yet."""
        now = next((page.fields for page in self.pages if page.key == before.key), ())
        return not {one.name for one in now} <= {one.name for one in before.fields}

    def url(self, key: str) -> str:
        """Return the address of a question page."""
        return reverse("cases:question", kwargs={"draft_id": self.draft.pk, "page": key})

    def resume_url(self) -> str:
        """Return the first page with a field still open, or the check page."""
        missing = self.missing()
        for page in self.pages:
            if any(field.name in missing for field in page.fields):
                return self.url(page.key)
        return reverse("cases:check", kwargs={"draft_id": self.draft.pk})

    def next_url(self, key: str, *, to_check: bool) -> str:
        """Return where to go after a page: the next question, or back to the check page."""
        keys = [page.key for page in self.pages]
        at = keys.index(key)
        if to_check or at + 1 == len(keys):
            return reverse("cases:check", kwargs={"draft_id": self.draft.pk})
        return self.url(keys[at + 1])

    def show(
        self,
        request: HttpRequest,
        page: forms.Page,
        *,
        typed: dict[str, object] | None = None,
        errors: dict[str, list[str]] | None = None,
        conflict: forms.StaleDraft | None = None,
    ) -> HttpResponse:
        """Return a question page, with what was typed and what is wrong with it."""
        at = [one.key for one in self.pages].index(page.key)
        context = {
            **self.progress(at + 1),
            "page": page,
            "values": {**self.answers, **(typed or {})},
            "errors": errors or {},
            "conflict": conflict,
            "previous": self.pages[at - 1] if at else None,
        }
        status = 409 if conflict else 422 if errors else 200
        return render(request, "cases/apply_question.html", context, status=status)

    def progress(self, step: int) -> dict[str, object]:
        """Return the draft and where one is in it."""
        return {
            "draft": self.draft,
            "form": self.form,
            "version": self.version,
            "step": step,
            "steps": [*(page.short for page in self.pages), "核对并提交"],
            "title": self.version.name,
        }

    def check(
        self, request: HttpRequest, errors: dict[str, list[str]], *, may_insist: bool = False
    ) -> HttpResponse:
        """Return the check page; `errors` are what a submit found."""
        missing = self.missing()
        rows = forms.summary(
            self.form,
            self.answers,
            self.draft.sources,
            disputes=self.draft.disputes,
            errors=errors or missing,
            change=lambda key: self.url(key) + "?check=1",
        )
        context = {
            **self.progress(len(self.pages) + 1),
            "rows": [row for row in rows if row.field not in self.spared],
            "spared": [one.type.name for one in self.spared.values()],
            "errors": errors,
            "may_insist": may_insist,
            "later": promising.offered(self.version, self._uploads()),
            "proofs": promising.proofs_of(self.version.code),
            "incomplete": bool(missing) and not errors,
            "previous": self.pages[-1],
        }
        return render(request, "cases/apply_check.html", context, status=422 if errors else 200)
