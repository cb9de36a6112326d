"""Who this till is: enrolled, for this store, on this machine, and only here."""

from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from rules.ground.sentence import Sentence
from sync.till.book.identity import fingerprint
from sync.till.contact.enrol import PENDING

_NOT_ENROLLED: Final = Sentence("This till is not enrolled yet.")
_ENROL: Final = "enrol --token-file FILE"


def _enrolled(ground: Ground) -> Finding:
    identity = ground.identity()
    if identity is None:
        return fail(
            _NOT_ENROLLED,
            mend=ground.command(_ENROL),
            remark=_token(ground),
        )
    enrolled = identity.enrolled
    return ok(
        Sentence(
            "Head office knows this till as {life} of {store}.",
            life=str(identity.life),
            store=enrolled.store,
        )
    )


def _store(ground: Ground) -> Finding:
    identity = ground.identity()
    if identity is None:
        return not_applicable(_NOT_ENROLLED)
    said, enrolled = ground.settings.store, identity.enrolled.store
    if said != enrolled:
        return fail(
            Sentence(
                "The configuration says store {store}, head office says {enrolled}.",
                store=said,
                enrolled=enrolled,
            ),
            mend=f"nano {ground.file}",
            remark=Sentence(
                'store = "{enrolled}", or enrol it for {store}',
                enrolled=enrolled,
                store=said,
            ),
        )
    return ok(Sentence("Configuration and head office agree on store {store}.", store=said))


def _finished(ground: Ground) -> Finding:
    if (ground.folder / PENDING).exists():
        return warn(
            Sentence("An enrolment was begun and its answer never came."),
            mend=ground.command(_ENROL),
            remark=Sentence("the same token once more"),
        )
    return ok(Sentence("No enrolment is half done."))


def _machine(ground: Ground) -> Finding:
    # A disk copied to another machine makes two tills of one.
    identity = ground.identity()
    if identity is None:
        return not_applicable(_NOT_ENROLLED)
    if identity.fingerprint != fingerprint():
        return fail(
            Sentence(
                "This till was enrolled on another machine: this disk is a copy of "
                "that one's."
            ),
            mend=ground.command(_ENROL),
            remark=Sentence("{token}; stop the other one first", token=_token(ground)),
        )
    return ok(Sentence("This is the machine it was enrolled on."))


def _token(ground: Ground) -> Sentence:
    store = ground.config.store if ground.config else "STORE"
    return Sentence("the token of: {command}", command=f"vafa office token --store {store}")


GROUP: Final = Group(
    Sentence("Identity"),
    (
        Check(name="identity.enrolled", look=_enrolled),
        Check(name="identity.store", look=_store),
        Check(name="identity.finished", look=_finished),
        Check(name="identity.machine", look=_machine),
    ),
)
