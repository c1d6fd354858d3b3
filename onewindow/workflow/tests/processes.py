"""Named processes and hands of the tests."""

from typing import Any

from onewindow.kernel.public import Actor

BODY, LOWER = "7", "8"


def hand(account: int, *roles: str, agency: str = BODY, person: int | None = None) -> Actor:
    """Return an official of a body."""
    return Actor(
        kind="official", account_id=account, person_id=person, name=f"办事员{account}", agency=agency,
        roles=frozenset(roles or ("review",)),
    )  # fmt: skip


FIRST, SECOND, THIRD = hand(1), hand(2), hand(3)
HEAD = hand(9, "review", "approve", "chief")
ELSEWHERE = hand(20, agency=LOWER)
AUTHOR, PUBLISHER = hand(50, "catalogue"), hand(51, "catalogue")


def task(key: str, **more: Any) -> dict[str, Any]:
    """Return a task of the reviewing post."""
    return {"id": key, "kind": "task", "name": key, "role": "review", **more}


def flows(*pairs: str, **more: dict[str, Any]) -> list[dict[str, Any]]:
    """Return flows written as a>b; `more` gives parts of a flow under a_b."""
    found = []
    for pair in pairs:
        source, target = pair.split(">")
        found.append({"source": source, "target": target, **more.get(f"{source}_{target}", {})})
    return found


START, END = {"id": "s", "kind": "start"}, {"id": "e", "kind": "end", "result": "granted"}
LINE = {
    "nodes": [START, task("check", limit=3), task("approve", role="approve", apart=["check"], limit=2), END],
    "flows": flows(
        "s>check", "check>approve", "approve>e", "approve>check", approve_check={"back": True, "most": 2}
    ),
}
AGREE = ["agree", "disagree"]
VOTE = {
    "nodes": [
        START,
        task("vote", outcomes=AGREE, many={"hands": 3, "join": "quorum", "quorum": 2}),
        {"id": "x", "kind": "choice"},
        END,
        {"id": "no", "kind": "end", "result": "refused"},
    ],
    "flows": flows(
        "s>vote", "vote>x", "x>e", "x>no", x_e={"when": 'vote.outcome = "agree"'}, x_no={"default": True}
    ),
}
BOTH = {
    "nodes": [
        START, {"id": "f", "kind": "fork"}, task("a"), task("b"), {"id": "j", "kind": "fork"},
        task("last"), END,
    ],
    "flows": flows("s>f", "f>a", "f>b", "a>j", "b>j", "j>last", "last>e"),
}  # fmt: skip
FIRST_OF = {
    "nodes": [
        START, {"id": "f", "kind": "fork"}, task("a"), task("b"), task("b2"), task("c"),
        {"id": "j", "kind": "fork", "join": "quorum", "quorum": 2, "opens": "f"}, END,
    ],
    "flows": flows("s>f", "f>a", "f>b", "b>b2", "f>c", "a>j", "b2>j", "c>j", "j>e"),
}  # fmt: skip
LOOP = {
    "nodes": [
        START, {"id": "m", "kind": "choice"}, task("draw", outcomes=["good", "again"]),
        {"id": "x", "kind": "choice"}, END,
    ],
    "flows": flows(
        "s>m", "m>draw", "draw>x", "x>m", "x>e",
        x_m={"when": 'draw.outcome = "again"', "most": 2}, x_e={"default": True},
    ),
}  # fmt: skip
LIMITED = {
    "nodes": [
        START, task("slow", limit=5), {"id": "late", "kind": "boundary", "of": "slow", "after": 5,
        "interrupting": False}, task("hurry", role="chief"), END, {"id": "e2", "kind": "end"},
    ],
    "flows": flows("s>slow", "slow>e", "late>hurry", "hurry>e2"),
}  # fmt: skip
WAITING = {
    "nodes": [
        START, {"id": "paid", "kind": "message", "message": "paid"},
        {"id": "rest", "kind": "timer", "after": 2}, {"id": "ask", "kind": "service", "service": "test.ask"},
        {"id": "x", "kind": "choice"}, task("hand"), END,
    ],
    "flows": flows(
        "s>paid", "paid>rest", "rest>ask", "ask>x", "x>hand", "x>e", "hand>e",
        x_hand={"when": "score < 60"}, x_e={"default": True},
    ),
    "values": ["score"],
}  # fmt: skip
CALLING = {
    "nodes": [START, {"id": "city", "kind": "call", "calls": "line", "agency": "=lower"}, task("close"), END],
    "flows": flows("s>city", "city>close", "close>e"),
    "values": ["lower"],
}
BODIES = {
    "nodes": [START, task("opinion", outcomes=AGREE, many={"over": "bodies"}), task("sum"), END],
    "flows": flows("s>opinion", "opinion>sum", "sum>e"),
    "values": ["bodies"],
}
ALL = {
    "line": LINE, "vote": VOTE, "both": BOTH, "first-of": FIRST_OF, "loop": LOOP, "limited": LIMITED,
    "waiting": WAITING, "calling": CALLING, "bodies": BODIES,
}  # fmt: skip
