"""Wiring of the decisions context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """The decisions context."""

    name = "onewindow.decisions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the protected tables, the shipped rule sets and the rule commands."""
        from onewindow.decisions import demo, held
        from onewindow.decisions.commands import CHECK, REPLAY, TCK
        from onewindow.decisions.models import DecisionRecord, LedgerEntry, RuleSetVersion
        from onewindow.decisions.policies import ROLES
        from onewindow.decisions.reviews.models import Review, SampleDraw, Signal
        from onewindow.decisions.reviews.sampling import draw_samples
        from onewindow.decisions.reviews.services import OFFICERS
        from onewindow.decisions.reviews.signals import watch_rates
        from onewindow.decisions.reviews.subjects import register_subjects
        from onewindow.decisions.seed import plant
        from onewindow.decisions.whatif import advance_what_ifs
        from onewindow.identity.public import posted
        from onewindow.kernel.public import audit, commands, jobs, seeds
        from onewindow.ui.public import menus

        audit.protect(DecisionRecord, LedgerEntry, RuleSetVersion, Review, SampleDraw, Signal)
        held.register()
        commands.register(TCK)
        commands.register(CHECK)
        commands.register(REPLAY)
        jobs.periodic("* * * * *", name="decisions.what_if")(advance_what_ifs)
        jobs.periodic("20 17 * * *", name="decisions.draw_samples")(draw_samples)
        jobs.periodic("40 17 * * 0", name="decisions.watch_rates")(watch_rates)
        menus.add(
            "desk",
            _("自动决定复核"),
            "reviews:desk",
            15,
            icon="scale",
            group=_("办件"),
            visible=posted(*OFFICERS),
        )
        menus.add(
            "desk",
            _("审批规则"),
            "rules:index",
            45,
            icon="list",
            group=_("目录"),
            visible=posted(*ROLES),
        )
        seeds.register(seeds.Seed("rule sets", "reference", 60, plant))
        seeds.register(seeds.Seed("demonstration decisions", "demo", 60, demo.plant))
        register_subjects("demo", demo.subjects)
