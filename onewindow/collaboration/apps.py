"""Wiring of the collaboration context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollaborationConfig(AppConfig):
    """The collaboration context."""

    name = "onewindow.collaboration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, listen to cases, enter the menus, plant the procedures."""
        from onewindow.cases.public import register_project, register_reception
        from onewindow.collaboration import handlers, seed, tasks  # noqa: F401
        from onewindow.collaboration.commands import COMMANDS
        from onewindow.collaboration.crossing.services import is_received, keep_reception
        from onewindow.collaboration.levels import ways
        from onewindow.collaboration.models import (
            Ask,
            CodeSegment,
            Delegation,
            FollowUp,
            Gathering,
            Guidance,
            Handover,
            Joint,
            Member,
            NameClaim,
            Opening,
            Procedure,
            Project,
            ProjectCase,
            ProjectStage,
            Push,
            Reception,
        )
        from onewindow.collaboration.naming import held as names_held
        from onewindow.collaboration.naming.queries import register as register_names
        from onewindow.collaboration.projects import held
        from onewindow.collaboration.projects.queries import attached_code
        from onewindow.collaboration.queries.asking import file_reading
        from onewindow.documents import public as documents
        from onewindow.kernel.public import audit, commands, seeds

        audit.protect(Procedure, Joint, Member, Ask, Gathering, Project, ProjectCase, ProjectStage)
        audit.protect(CodeSegment, Opening, Push, FollowUp)
        audit.protect(Delegation, Guidance, Reception, Handover, NameClaim)
        held.register()
        names_held.register()
        ways.register()
        register_names()
        for command in COMMANDS:
            commands.register(command)
        register_reception("collaboration", keep_reception, is_received)
        register_project(attached_code)
        documents.register_file_reader("collaboration", file_reading)
        seeds.register(seeds.Seed("procedures", "reference", 70, seed.plant))
        seeds.register(seeds.Seed("code-segments", "reference", 71, seed.plant_segments))
        _show_panels()
        _enter_menus()


def _show_panels() -> None:
    from onewindow.cases.public import register_panel
    from onewindow.collaboration import panels

    register_panel("collaboration", panels.beside)
    register_panel("collaboration-asks", panels.asks_beside)
    register_panel("collaboration-company", panels.company_beside)
    register_panel("collaboration-crossing", panels.crossing_beside)
    register_panel("collaboration-project", panels.project_beside)


def _enter_menus() -> None:
    from onewindow.collaboration.policies import COMPOSERS, REVIEWERS
    from onewindow.identity.public import posted
    from onewindow.ui.public import menus

    menus.add("foot", _("一件事一次办"), "collaboration:procedures", 20)
    menus.add("foot", _("投资项目"), "collaboration:projects", 21)
    menus.add("foot", _("由哪一级审批"), "collaboration:levels", 22)
    cases, catalogue = _("办件"), _("目录")
    for title, name, order, icon, group, roles in (
        (_("联合办理"), "joints", 11, "flow", cases, REVIEWERS),
        (_("协同请求"), "asks", 13, "ask", cases, REVIEWERS),
        (_("企业开办"), "company", 14, "doc", cases, REVIEWERS),
        (_("投资项目"), "desk-projects", 15, "flow", cases, REVIEWERS),
        (_("上下联动"), "lines", 16, "flow", cases, REVIEWERS),
        (_("跨域通办"), "receptions", 17, "swap", cases, ("window", *REVIEWERS)),
        (_("编排一件事"), "compose-list", 45, "swap", catalogue, COMPOSERS),
    ):
        menus.add(
            "desk", title, f"collaboration:{name}", order, icon=icon, group=group,
            visible=posted(*roles),
        )  # fmt: skip
