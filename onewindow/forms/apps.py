"""Wiring of the forms context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    """The forms context."""

    name = "onewindow.forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the reference forms, the timed job and what the account itself can prefill."""
        from onewindow.forms import held, prefill, seed, tasks  # noqa: F401
        from onewindow.forms.designs.services import ROLES
        from onewindow.forms.models import Draft, FormDesign, FormVersion
        from onewindow.identity.public import posted
        from onewindow.kernel.public import audit, seeds
        from onewindow.ui.public import menus

        seeds.register(seeds.Seed("forms", "reference", 40, seed.plant))
        prefill.register_prefill("applicant", prefill.of_applicant)
        audit.protect(FormVersion, FormDesign, Draft)
        held.register()
        menus.add(
            "desk",
            _("表单"),
            "designs:list",
            43,
            icon="list",
            group=_("目录"),
            visible=posted(*ROLES),
        )
