"""Wiring of the collaboration context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollaborationConfig(AppConfig):
    """The collaboration context."""

    name = "onewindow.collaboration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, listen to cases, enter the menus, plant the procedures."""
        from onewindow.cases.public import register_panel
        from onewindow.collaboration import handlers, seed, tasks  # noqa: F401
        from onewindow.collaboration.commands import SAVINGS
        from onewindow.collaboration.models import (
            Ask,
            CodeSegment,
            FollowUp,
            Gathering,
            Joint,
            Member,
            Opening,
            Procedure,
            Project,
            ProjectCase,
            ProjectStage,
            Push,
        )
        from onewindow.collaboration.panels import asks_beside, beside, company_beside
        from onewindow.collaboration.projects import held
        from onewindow.collaboration.queries.asking import file_reading
        from onewindow.documents import public as documents
        from onewindow.kernel.public import audit, commands, seeds

        audit.protect(Procedure, Joint, Member, Ask, Gathering, Project, ProjectCase, ProjectStage)
        audit.protect(CodeSegment, Opening, Push, FollowUp)
        held.register()
        commands.register(SAVINGS)
        register_panel("collaboration", beside)
        register_panel("collaboration-asks", asks_beside)
        register_panel("collaboration-company", company_beside)
        documents.register_file_reader("collaboration", file_reading)
        seeds.register(seeds.Seed("procedures", "reference", 70, seed.plant))
        seeds.register(seeds.Seed("code-segments", "reference", 71, seed.plant_segments))
        _enter_menus()


def _enter_menus() -> None:
    from onewindow.collaboration.policies import COMPOSERS, REVIEWERS
    from onewindow.identity.public import posted
    from onewindow.ui.public import menus

    menus.add("foot", _("一件事一次办"), "collaboration:procedures", 20)
    menus.add("foot", _("投资项目"), "collaboration:projects", 21)
    menus.add(
        "desk",
        _("投资项目"),
        "collaboration:desk-projects",
        15,
        icon="flow",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
    menus.add(
        "desk",
        _("联合办理"),
        "collaboration:joints",
        11,
        icon="flow",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
    menus.add(
        "desk",
        _("协同请求"),
        "collaboration:asks",
        13,
        icon="ask",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
    menus.add(
        "desk",
        _("企业开办"),
        "collaboration:company",
        14,
        icon="doc",
        group=_("办件"),
        visible=posted(*REVIEWERS),
    )
    menus.add(
        "desk",
        _("编排一件事"),
        "collaboration:compose-list",
        45,
        icon="swap",
        group=_("目录"),
        visible=posted(*COMPOSERS),
    )
