"""Wiring of the government context."""

from django.apps import AppConfig


class GovernmentConfig(AppConfig):
    """The government context."""

    name = "onewindow.government"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the reference data."""
        from onewindow.government import seed
        from onewindow.kernel.public import seeds

        seeds.register(seeds.Seed("government", "reference", 10, seed.plant))
