"""The permission table names every verb, and the committed page says what the policies say."""

from collections import Counter

from onewindow.config import permission_page
from onewindow.kernel.public import ANONYMOUS
from tests.permissions.verbs import actions, verbs

SAID = {
    "rate", "follow_up", "rate_again", "answer_contact", "raise_concern", "confirm_reply", "withdraw_concern",
}  # fmt: skip
COMMAND = "run `onewindow docs permissions`"


def test_every_verb_is_in_the_table() -> None:
    named = {(s.context, one.verb) for s in permission_page.sections() for one in s.verbs}
    missing = sorted(set(verbs()) - named)
    assert missing == [], "add these to VERBS in the permissions.py of their context"


def test_the_table_names_only_verbs() -> None:
    named = Counter((s.context, one.verb) for s in permission_page.sections() for one in s.verbs)
    assert sorted(set(named) - {(one.context, one.name) for one, _ in actions()}) == []
    assert [one for one, times in named.items() if times > 1] == []


def test_the_committed_page_is_current() -> None:
    assert permission_page.PAGE.read_text(encoding="utf-8") == permission_page.page(), COMMAND


def test_strangers_only_register_and_look_at_what_they_are_shown() -> None:
    open_to_all = {one.verb for s in permission_page.sections() for one in s.verbs if one.allows(ANONYMOUS)}
    assert open_to_all == {"register_person", "register_organisation", "look_at_shown", "give_up"} | SAID
