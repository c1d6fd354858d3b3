"""Wiring of the cases context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The cases context."""

    name = "onewindow.cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected table, the command line, and who may read a case's papers."""
        from onewindow.cases import handlers, held  # noqa: F401
        from onewindow.cases.commands import REPLAY
        from onewindow.cases.exempt import register_prefills
        from onewindow.cases.models import Breach, Case, Promise
        from onewindow.cases.offers.batch import advance_offers
        from onewindow.cases.offers.models import Offer, OfferBatch
        from onewindow.cases.outside import sinks
        from onewindow.cases.queries import open_cases_of
        from onewindow.cases.readers import file_reading, notice_reading
        from onewindow.cases.seed import plant_processes
        from onewindow.cases.subjects import business, subjects
        from onewindow.catalogue.public import register_impact
        from onewindow.decisions.public import register_subjects
        from onewindow.documents import public as documents
        from onewindow.kernel.public import audit, commands, jobs, seeds
        from onewindow.licences import public as licences

        audit.protect(Case, Promise, Breach, Offer, OfferBatch)
        jobs.periodic("*/5 * * * *", name="cases.offers")(advance_offers)
        held.register()
        sinks.register()
        seeds.register(seeds.Seed("processes", "reference", 60, plant_processes))
        commands.register(REPLAY)
        register_subjects("cases", subjects)
        licences.register_business("cases", business)
        register_prefills()
        register_impact("在办的办件", open_cases_of)
        documents.register_document_reader("cases", notice_reading)
        documents.register_file_reader("cases", file_reading)
        _enter_menus()


def _enter_menus() -> None:
    from onewindow.cases.policies import REVIEWERS
    from onewindow.identity.public import posted
    from onewindow.ui.public import menus

    menus.add("foot", _("听证公告"), "cases:hearings", 32)
    menus.add("foot", _("许可公示"), "cases:decisions", 33)
    menus.add(
        "desk",
        _("窗口受理"),
        "cases:counter",
        5,
        icon="id",
        group=_("办件"),
        visible=posted("window"),
    )
    menus.add(
        "desk",
        _("负责人看板"),
        "cases:board",
        12,
        icon="flow",
        group=_("办件"),
        visible=posted("chief"),
    )
    menus.add(
        "desk",
        _("待办与已办"),
        "cases:queue",
        10,
        icon="tray",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
    menus.add(
        "desk",
        _("外部系统办件"),
        "outside:desk",
        14,
        icon="swap",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
    menus.add(
        "desk",
        _("免申即享"),
        "offers:report",
        16,
        icon="elder",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
