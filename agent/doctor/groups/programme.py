"""The programme: one in force, its card rules usable, its members known here."""

from collections.abc import Sequence
from typing import Final

from agent.counter.ground.recognition import recognition_of
from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, counted, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from sync.till.book.programmes import Unread
from sync.till.inspection.inspecting import MEMBERS, MembersFacts, inspect_members
from sync.wire.programme.door import read_programme

_NO_BOOK: Final = "The till has not been started yet."
_UPGRADE: Final = (
    "vafa office programme FILE   # publish a version that this Vafa knows, or upgrade it"
)
_NONE: Final = "No programme is in force here yet."


def _in_force(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if not facts.in_force and facts.unread:
        return fail(
            f"{_unread(facts.unread)} No other is here.",
            mend=_UPGRADE,
        )
    if not facts.in_force and facts.newest:
        return warn(
            f"Programme version {facts.newest} is here and has not started yet.",
            mend="timedatectl   # is the date right? else wait for its start",
        )
    if not facts.in_force:
        return fail(
            _NONE,
            mend=f"{ground.command('sync now')}   "
            "# first, at head office: vafa office programme FILE",
        )
    if facts.unread:
        return warn(
            f"{_unread(facts.unread)} Version {facts.in_force} holds on until then.",
            mend=_UPGRADE,
        )
    return ok(f"Programme version {facts.in_force} is in force.")


def _unread(programmes: Sequence[Unread]) -> str:
    version, why = programmes[-1]
    return f"Programme version {version} cannot be used here: {why.rstrip('.')}."


def _cards(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None or not facts.in_force:
        return not_applicable(_NONE)
    programme = read_programme(facts.document, form="json")
    recognition, refused = recognition_of(programme.cards)
    if refused:
        return warn(
            f"{counted(len(refused), 'card rule')} can recognise nothing: {refused[0]}.",
            mend="vafa office programme FILE   # publish a version with the rule mended",
        )
    rules = len(recognition.cards) + len(recognition.texts) + len(recognition.eans)
    if not rules:
        return warn(
            "The programme has no card rules: no scan is a member's.",
            mend="vafa office programme FILE   # publish a version with [cards]",
        )
    return ok(f"{counted(rules, 'card rule')} can be used.")


def _members(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if not facts.members:
        return warn(
            "No member is known here: nobody was imported, or nothing came down yet.",
            mend="vafa office import FILE   # at head office; then here: "
            + ground.command("sync now"),
        )
    return ok(f"{counted(facts.members, 'member')} known here.")


def _facts(ground: Ground) -> MembersFacts | None:
    path = ground.folder / MEMBERS
    return inspect_members(path, ground.clock.now()) if path.exists() else None


GROUP: Final = Group(
    "Programme",
    (
        Check(name="programme.in_force", look=_in_force),
        Check(name="programme.cards", look=_cards),
        Check(name="programme.members", look=_members),
    ),
)
