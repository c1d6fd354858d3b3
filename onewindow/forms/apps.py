"""Wiring of the forms context."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The forms context."""

    name = "onewindow.forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the reference forms, the timed job and what the account itself can prefill."""
        from onewindow.forms import held, prefill, seed, tasks  # noqa: F401
        from onewindow.forms.models import Draft, FormVersion
        from onewindow.kernel.public import audit, seeds

        seeds.register(seeds.Seed("forms", "reference", 40, seed.plant))
        prefill.register_prefill("applicant", prefill.of_applicant)
        audit.protect(FormVersion, Draft)
        held.register()
