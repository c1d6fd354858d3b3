"""Wiring of the exchange context."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange context."""

    name = "onewindow.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register seed, command, protected tables and the population check."""
        from onewindow.exchange import cli, held, seed
        from onewindow.exchange.models import Resource
        from onewindow.exchange.simulated.server import COMMAND
        from onewindow.exchange.verification import population_confirms, register_names_head
        from onewindow.identity.public import register_head_check, register_verifier
        from onewindow.kernel.public import audit, commands, seeds

        seeds.register(seeds.Seed("exchange", "reference", 35, seed.plant))
        commands.register(COMMAND)
        cli.register()
        audit.protect(Resource)
        held.register()
        register_verifier("population", population_confirms)
        register_head_check("enterprise", register_names_head)
