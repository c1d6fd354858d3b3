"""Wiring of the identity context."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The identity context."""

    name = "onewindow.identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register protected tables, timed jobs and the demonstration cast."""
        from onewindow.identity import tasks  # noqa: F401
        from onewindow.identity.certificates import simulated as certificate_tool
        from onewindow.identity.mandates import seed as mandate_seed
        from onewindow.identity.mandates.models import Mandate
        from onewindow.identity.models import Account, LevelEvidence, Organisation, Person, Post
        from onewindow.identity.objections.models import Objection
        from onewindow.identity.posts.models import Holding, RoleGrant
        from onewindow.identity.posts.seed import plant_posts
        from onewindow.identity.provider import seed as provider_seed
        from onewindow.identity.provider.models import (
            Consent,
            RelyingParty,
            ScopeRequest,
            SigningKey,
            UpstreamBinding,
        )
        from onewindow.identity.provider.upstream import simulated
        from onewindow.identity.rights import wiring
        from onewindow.identity.seed import plant_cast
        from onewindow.identity.signin import demo, handlers, menu, seed  # noqa: F401
        from onewindow.identity.signin.models import Authenticator, Passkey, Release
        from onewindow.kernel.public import audit, commands, seeds

        protected = (
            Person,
            Organisation,
            Post,
            Account,
            LevelEvidence,
            Authenticator,
            Passkey,
            Release,
            Objection,
            Holding,
            RoleGrant,
            RelyingParty,
            ScopeRequest,
            Consent,
            SigningKey,
            UpstreamBinding,
            Mandate,
        )
        for table in protected:
            audit.protect(table)
        menu.fill()
        provider_seed.register()
        simulated.register()
        wiring.connect()
        commands.register(demo.OTP)
        commands.register(demo.SMS)
        commands.register(certificate_tool.CERTIFICATE)
        seeds.register(seeds.Seed("demonstration people", "demo", 20, plant_cast))
        seeds.register(seeds.Seed("demonstration posts", "demo", 21, plant_posts))
        seeds.register(seeds.Seed("demonstration second factors", "demo", 21, seed.plant_second_factors))
        seeds.register(seeds.Seed("demonstration mandates", "demo", 23, mandate_seed.plant))
        seeds.register(seeds.Seed("demonstration security events", "demo", 22, seed.plant_security_events))
