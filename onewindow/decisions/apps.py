"""Wiring of the decisions context."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """The decisions context."""

    name = "onewindow.decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected tables, the shipped rule sets and the rule commands."""
        from onewindow.decisions.commands import CHECK, REPLAY, TCK
        from onewindow.decisions.models import DecisionRecord, RuleSetVersion
        from onewindow.decisions.seed import plant
        from onewindow.decisions.whatif import advance_what_ifs
        from onewindow.kernel.public import audit, commands, jobs, seeds

        audit.protect(DecisionRecord, RuleSetVersion)
        commands.register(TCK)
        commands.register(CHECK)
        commands.register(REPLAY)
        jobs.periodic("* * * * *", name="decisions.what_if")(advance_what_ifs)
        seeds.register(seeds.Seed("rule sets", "reference", 60, plant))
