"""Wiring of the licences context."""

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    """The licences context."""

    name = "onewindow.licences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Protect the tables, plant the catalogue, answer verification."""
        from onewindow.documents import public as documents
        from onewindow.kernel.public import audit, commands, seeds
        from onewindow.licences import cli, held, originals, records, revoked, tasks, verification  # noqa: F401
        from onewindow.licences.models import (
            Delegation,
            ErrorReport,
            Licence,
            LicenceType,
            Permit,
            SubLibrary,
        )
        from onewindow.licences.seed import plant, plant_demo

        audit.protect(Licence, LicenceType, SubLibrary, ErrorReport, Delegation, Permit)
        documents.register_check("licences", verification.check_code, reader=verification.read_code)
        documents.register_record(records.SCHEMA, records.public_facts)
        documents.register_revoked("licences", revoked.revoked)
        held.register()
        originals.register()
        commands.register(cli.COMMAND)
        seeds.register(seeds.Seed("licence catalogue", "reference", 40, plant))
        seeds.register(seeds.Seed("demonstration licences", "demo", 41, plant_demo))
        menus_of_the_desk()


def menus_of_the_desk() -> None:
    """Add the desk's entries, each for the posts that may open it."""
    from django.utils.translation import gettext_lazy as _

    from onewindow.identity.public import posted
    from onewindow.licences.policies import CHANGERS, KEEPERS, USERS
    from onewindow.ui.public import menus

    entries = (
        (_("电子证照"), "licences:desk", 60, "card", (*USERS, *KEEPERS)),
        (_("依职能查用"), "licences:use", 61, "eye", USERS),
        (_("颁发证照"), "licences:choose", 62, "pen", CHANGERS),
        (_("证照疑义"), "licences:reports", 63, "ask", CHANGERS),
        (_("证照数据"), "licences:quarantine", 64, "tray", KEEPERS),
    )
    for label, name, order, icon, roles in entries:
        menus.add(
            "desk", label, name, order, icon=icon, group=_("证照"),
            visible=posted(*roles),
        )  # fmt: skip
