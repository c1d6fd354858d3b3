"""Wiring of the government context."""

from django.apps import AppConfig


class GovernmentConfig(AppConfig):
    """The government context."""

    name = "onewindow.government"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected tables and the reference data."""
        from onewindow.government import seed
        from onewindow.government.models import Agency, RegionEdition
        from onewindow.kernel.public import audit, seeds

        audit.protect(Agency, RegionEdition)
        seeds.register(seeds.Seed("government", "reference", 10, seed.plant))
