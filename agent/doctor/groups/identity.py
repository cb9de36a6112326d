"""Who this till is: enrolled, for this store, on this machine, and only here."""

from typing import Final

from agent.doctor.check import Check, Group
from agent.doctor.finding import Finding, fail, not_applicable, ok, warn
from agent.doctor.ground import Ground
from sync.till.book.identity import fingerprint
from sync.till.contact.enrol import PENDING

_NOT_ENROLLED: Final = "This till is not enrolled yet."
_ENROL: Final = "enrol --token-file FILE"


def _enrolled(ground: Ground) -> Finding:
    identity = ground.identity()
    if identity is None:
        return fail(_NOT_ENROLLED, mend=f"{ground.command(_ENROL)}   # {_token(ground)}")
    enrolled = identity.enrolled
    return ok(f"Head office knows this till as {identity.life} of {enrolled.store}.")


def _store(ground: Ground) -> Finding:
    identity = ground.identity()
    if identity is None:
        return not_applicable(_NOT_ENROLLED)
    said, enrolled = ground.settings.store, identity.enrolled.store
    if said != enrolled:
        return fail(
            f"The configuration says store {said}, head office says {enrolled}.",
            mend=f'nano {ground.file}   # store = "{enrolled}", or enrol it for {said}',
        )
    return ok(f"Configuration and head office agree on store {said}.")


def _finished(ground: Ground) -> Finding:
    if (ground.folder / PENDING).exists():
        return warn(
            "An enrolment was begun and its answer never came.",
            mend=f"{ground.command(_ENROL)}   # the same token once more",
        )
    return ok("No enrolment is half done.")


def _machine(ground: Ground) -> Finding:
    # A disk copied to another machine makes two tills of one.
    identity = ground.identity()
    if identity is None:
        return not_applicable(_NOT_ENROLLED)
    if identity.fingerprint != fingerprint():
        return fail(
            "This till was enrolled on another machine: this disk is a copy of that one's.",
            mend=f"{ground.command(_ENROL)}   # {_token(ground)}; stop the other one first",
        )
    return ok("This is the machine it was enrolled on.")


def _token(ground: Ground) -> str:
    store = ground.config.store if ground.config else "STORE"
    return f"the token of: vafa office token --store {store}"


GROUP: Final = Group(
    "Identity",
    (
        Check(name="identity.enrolled", look=_enrolled),
        Check(name="identity.store", look=_store),
        Check(name="identity.finished", look=_finished),
        Check(name="identity.machine", look=_machine),
    ),
)
