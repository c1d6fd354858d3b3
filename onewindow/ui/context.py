"""What every page's frame needs; no SQL here."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from onewindow.kernel.public import ANONYMOUS, Actor, masking
from onewindow.ui import menus

ELDER_COOKIE = "elder"


@dataclass(frozen=True)
class Frame:
    """The frame of one request, read by the base templates."""

    request: HttpRequest
    actor: Actor

    @property
    def signed_in(self) -> bool:
        """Tell whether somebody is signed in."""
        return self.actor.kind in {"person", "official"}

    @property
    def official(self) -> bool:
        """Tell whether an official is signed in."""
        return self.actor.kind == "official"

    @property
    def account(self) -> str:
        """Return the name on the account link: masked for the public, in full for officials."""
        if self.official:
            return self.actor.name
        if self.actor.organisation_id is not None:
            return masking.organisation_name(self.actor.name)
        return masking.person_name(self.actor.name)

    @property
    def agent(self) -> str:
        """Return who acts, masked, when it is in another's name; empty otherwise."""
        return masking.person_name(self.actor.agent_name) if self.actor.mandate else ""

    @property
    def party(self) -> str:
        """Return in whose name it is done: a firm's name in full, a person's masked."""
        named = self.actor.name
        return named if self.actor.organisation_id is not None else masking.person_name(named)

    @property
    def parties(self) -> str:
        """Return the address where one changes in whose name one acts."""
        return menus.address("identity:mandates")

    @property
    def inbox(self) -> str:
        """Return the address of the messages of whoever is signed in; empty where there are none."""
        return menus.address("messages:inbox") if self.signed_in else ""

    @property
    def unread(self) -> int:
        """Return how many messages wait to be read; loaded with the account."""
        return len(getattr(self.request.user, "unread", None) or ())

    @property
    def main(self) -> list[menus.Link]:
        """Return the header's links."""
        return menus.links("main", self.request)

    @cached_property
    def tabs(self) -> list[menus.Link]:
        """Return the phone's bottom bar."""
        return menus.links("tabs", self.request)

    @property
    def foot(self) -> list[menus.Link]:
        """Return the footer's links."""
        return menus.links("foot", self.request)

    @cached_property
    def desk(self) -> list[menus.Link]:
        """Return the desk's side navigation."""
        return menus.links("desk", self.request)

    @property
    def here(self) -> str:
        """Return the address the elder switch comes back to."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @property
    def sign_in(self) -> str:
        """Return the sign-in page's address, empty while there is none."""
        return menus.address("identity:sign-in")

    @property
    def sign_out(self) -> str:
        """Return the address that signs out by POST, empty while there is none."""
        return menus.address("identity:sign-out")

    @property
    def my(self) -> str:
        """Return the address of the person's own space."""
        return menus.address("portal:my")

    @cached_property
    def find(self) -> str:
        """Return the address of the desk's queue, where its search goes."""
        queue = menus.address("cases:queue")
        return queue if any(link.href == queue for link in self.desk) else ""


def frame(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values for templates."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "frame": Frame(request, actor),
        "elder": request.COOKIES.get(ELDER_COOKIE) == "1",
        "demo": bool(settings.DEMO),
    }
