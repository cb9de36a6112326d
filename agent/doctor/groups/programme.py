"""The programme: one in force, its card rules usable, its members known here."""

from collections.abc import Sequence
from typing import Final

from agent.counter.ground.recognition import recognition_of
from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from rules.ground.sentence import Counted, Sentence
from sync.till.book.programmes import Unread
from sync.till.inspection.inspecting import MEMBERS, MembersFacts, inspect_members
from sync.wire.programme.door import read_programme

_NO_BOOK: Final = Sentence("The till has not been started yet.")
_PUBLISH: Final = "vafa office programme FILE"
_UPGRADE: Final = Sentence("publish a version that this Vafa knows, or upgrade it")
_NONE: Final = Sentence("No programme is in force here yet.")


def _in_force(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if not facts.in_force and facts.unread:
        return fail(
            Sentence("{unread} No other is here.", unread=_unread(facts.unread)),
            mend=_PUBLISH,
            remark=_UPGRADE,
        )
    if not facts.in_force and facts.newest:
        return warn(
            Sentence(
                "Programme version {version} is here and has not started yet.",
                version=facts.newest,
            ),
            mend="timedatectl",
            remark=Sentence("is the date right? else wait for its start"),
        )
    if not facts.in_force:
        return fail(
            _NONE,
            mend=ground.command("sync now"),
            remark=Sentence("first, at head office: vafa office programme FILE"),
        )
    if facts.unread:
        return warn(
            Sentence(
                "{unread} Version {version} holds on until then.",
                unread=_unread(facts.unread),
                version=facts.in_force,
            ),
            mend=_PUBLISH,
            remark=_UPGRADE,
        )
    return ok(Sentence("Programme version {version} is in force.", version=facts.in_force))


def _unread(programmes: Sequence[Unread]) -> Sentence:
    version, why = programmes[-1]
    return Sentence(
        "Programme version {version} cannot be used here: {why}.",
        version=version,
        why=why.rstrip("."),
    )


def _cards(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None or not facts.in_force:
        return not_applicable(_NONE)
    programme = read_programme(facts.document, form="json")
    recognition, refused = recognition_of(programme.cards)
    if refused:
        return warn(
            Sentence(
                "{rules} can recognise nothing: {why}.",
                rules=Counted(
                    "{count} card rule", "{count} card rules", count=len(refused)
                ),
                why=refused[0],
            ),
            mend="vafa office programme FILE",
            remark=Sentence("publish a version with the rule mended"),
        )
    rules = len(recognition.cards) + len(recognition.texts) + len(recognition.eans)
    if not rules:
        return warn(
            Sentence("The programme has no card rules: no scan is a member's."),
            mend="vafa office programme FILE",
            remark=Sentence("publish a version with [cards]"),
        )
    return ok(
        Sentence(
            "{rules} can be used.",
            rules=Counted("{count} card rule", "{count} card rules", count=rules),
        )
    )


def _members(ground: Ground) -> Finding:
    facts = _facts(ground)
    if facts is None:
        return not_applicable(_NO_BOOK)
    if not facts.members:
        return warn(
            Sentence(
                "No member is known here: nobody was imported, or nothing came down yet."
            ),
            mend="vafa office import FILE   # at head office; then here: "
            + ground.command("sync now"),
        )
    return ok(
        Sentence(
            "{members} known here.",
            members=Counted("{count} member", "{count} members", count=facts.members),
        )
    )


def _facts(ground: Ground) -> MembersFacts | None:
    path = ground.folder / MEMBERS
    return inspect_members(path, ground.clock.now()) if path.exists() else None


GROUP: Final = Group(
    Sentence("Programme"),
    (
        Check(name="programme.in_force", look=_in_force),
        Check(name="programme.cards", look=_cards),
        Check(name="programme.members", look=_members),
    ),
)
