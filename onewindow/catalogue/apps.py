"""Wiring of the catalogue context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """The catalogue context."""

    name = "onewindow.catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected tables, the reference data and the command line."""
        from onewindow.catalogue import cli, handlers, seed, tasks  # noqa: F401
        from onewindow.catalogue.laws import cli as laws_cli
        from onewindow.catalogue.lists import cli as lists_cli
        from onewindow.catalogue.materials import plant
        from onewindow.catalogue.models import ImportFile, ItemVersion, Proposal, Statute, StatuteVersion
        from onewindow.catalogue.queries.form_uses import form_uses
        from onewindow.catalogue.queries.materials import is_public, uses_of_resource
        from onewindow.catalogue.queries.naming import find_items
        from onewindow.documents.public import register_open_files
        from onewindow.exchange.public import register_lineage
        from onewindow.forms.public import register_form_uses
        from onewindow.identity.public import register_item_finder
        from onewindow.kernel.public import audit, commands, seeds
        from onewindow.ui.public import menus

        register_lineage("catalogue", uses_of_resource)
        audit.protect(ItemVersion, ImportFile, Proposal, Statute, StatuteVersion)
        _add_menus()
        register_item_finder("catalogue", find_items)
        register_form_uses("catalogue", form_uses)
        register_open_files("catalogue.materials", is_public)
        menus.add("foot", _("清单公示"), "lists:index", 30)
        commands.register(cli.COMMAND)
        commands.register(cli.LINT)
        commands.register(cli.EXPORT)
        commands.register(cli.NATIONAL)
        commands.register(lists_cli.IMPORT)
        for command in laws_cli.COMMANDS:
            commands.register(command)
        seeds.register(seeds.Seed("catalogue", "reference", 50, seed.plant))
        seeds.register(seeds.Seed("catalogue lists", "reference", 51, seed.plant_lists))
        seeds.register(seeds.Seed("catalogue materials", "reference", 52, plant.plant))


def _add_menus() -> None:
    """Put the pages of who keeps the catalogue on the desk."""
    from onewindow.catalogue.policies import DRAFTER, EDITORS
    from onewindow.identity.public import posted
    from onewindow.ui.public import menus

    menus.add(
        "desk",
        _("目录管理"),
        "drafting:proposals",
        40,
        icon="list",
        group=_("目录"),
        visible=posted(*EDITORS),
    )
    menus.add(
        "desk",
        _("权责清单"),
        "lists:desk-powers",
        41,
        icon="list",
        group=_("目录"),
        visible=posted(*EDITORS),
    )
    menus.add(
        "desk",
        _("材料目录"),
        "materials:desk",
        42,
        icon="list",
        group=_("目录"),
        visible=posted(DRAFTER),
    )
