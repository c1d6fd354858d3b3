"""Wiring of the exchange context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """The exchange context."""

    name = "onewindow.exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register seed, command, protected tables and the population check."""
        from onewindow.exchange import cli, held, policies, seed, tallies
        from onewindow.exchange.docking.models import OutsideSystem
        from onewindow.exchange.feeds.models import Feed
        from onewindow.exchange.feeds.running import run_due
        from onewindow.exchange.gate import files, nonces, rates, settling
        from onewindow.exchange.gate.server import COMMAND as GATEWAY
        from onewindow.exchange.hooks import declaring, sending
        from onewindow.exchange.hooks.models import Hook
        from onewindow.exchange.models import Resource
        from onewindow.exchange.relay import cli as relay
        from onewindow.exchange.relay.models import Link
        from onewindow.exchange.sharing import demo
        from onewindow.exchange.sharing.models import Demand, Doubt, Grant
        from onewindow.exchange.simulated.server import COMMAND
        from onewindow.exchange.verification import population_confirms, register_names_head
        from onewindow.identity.public import posted, register_head_check, register_verifier
        from onewindow.kernel.public import audit, commands, jobs, outbox, seeds
        from onewindow.ui.public import menus

        seeds.register(seeds.Seed("exchange", "reference", 35, seed.plant))
        seeds.register(seeds.Seed("demonstration sharing", "demo", 35, demo.plant))
        commands.register(COMMAND)
        commands.register(GATEWAY)
        cli.register()
        relay.register()
        audit.protect(Resource, OutsideSystem, Demand, Grant, Doubt, Feed, Hook, Link)
        held.register()
        register_verifier("population", population_confirms)
        register_head_check("enterprise", register_names_head)
        jobs.periodic("*/5 * * * *", name="exchange.count_up")(tallies.count_up)
        jobs.periodic("* * * * *", name="exchange.feeds")(run_due)
        jobs.periodic("* * * * *", name="exchange.settle")(settling.settle_all)
        jobs.periodic("10 * * * *", name="exchange.return_late")(settling.return_late)
        outbox.relay("exchange.hooks", wanted=declaring.wanted, take=declaring.take)
        jobs.when_called(declaring.CALLED, sending.send_all)
        jobs.periodic("* * * * *", name="exchange.hooks")(sending.send_due)
        jobs.periodic("50 17 * * *", name="exchange.forget_hooks")(sending.forget_sent)
        jobs.periodic("40 * * * *", name="exchange.forget_nonces")(nonces.forget)
        jobs.periodic("41 * * * *", name="exchange.forget_used")(rates.forget)
        jobs.periodic("42 * * * *", name="exchange.forget_unfinished_files")(files.forget)
        menus.add(
            "desk",
            _("数据共享"),
            "exchange:monitor",
            60,
            icon="list",
            group=_("数据"),
            visible=posted(*policies.VIEWERS),
        )
        menus.add("foot", _("数据共享公开"), "exchange:public-figures", 40)
